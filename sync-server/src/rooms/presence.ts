// Owns who is in a room, never stored: the latest state per client, sent on in one frame per room and interval. A client
// id belongs to the connection that brought it first, so nobody can speak or leave for somebody else. With several nodes, each
// tells the others of its own connections; who came here counts more than what another node said of them.
import { encodePresence, type PresenceEntry } from '@emberkeep/sync/wire';

/** 50 ms gathers a burst of carets into one frame and is below what a person sees as lag; a crowd is told half as often. */
const INTERVAL_MS = 50;
const CROWD = 25;
/** Clients that one connection may speak for: a tab speaks for one, a proxy of ours for none. */
const CLIENTS_MAX = 16;
/** Clients say every 15 s that they are still there; a node that is silent for three of them is gone, ms. */
const REMOTE_MS = 45_000;

/** A connection here by its number, another node by its name. */
type Source = number | string;

export interface RoomPresence {
  heard(source: Source, entries: readonly PresenceEntry[]): void;
  left(connectionId: number): void;
  /** Everybody's state for a newcomer; null when nobody is here. */
  all(): Uint8Array | null;
  /** Those who are connected to this node. */
  ours(): PresenceEntry[];
  stop(): void;
}

/** `tellNodes` gets what changed among our own connections. */
export const createPresence = (
  broadcast: (frame: Uint8Array) => void,
  tellNodes: (entries: readonly PresenceEntry[]) => void,
): RoomPresence => {
  const entries = new Map<number, { entry: PresenceEntry; source: Source; at: number }>();
  const changed = new Map<number, { entry: PresenceEntry; source: Source }>();
  const brought = new Map<Source, number>();
  let timer: NodeJS.Timeout | null = null;
  let sweeper: NodeJS.Timeout | null = null;
  const flush = (): void => {
    timer = null;
    if (changed.size === 0) return;
    const all = [...changed.values()];
    changed.clear();
    broadcast(encodePresence(all.map(({ entry }) => entry)));
    const ours = all.filter(({ source }) => typeof source === 'number').map(({ entry }) => entry);
    if (ours.length > 0) tellNodes(ours);
  };
  const count = (source: Source, by: number): void =>
    void (typeof source === 'number' && brought.set(source, (brought.get(source) ?? 0) + by));
  const remove = (client: number, clock: number, source: Source): void => {
    entries.delete(client);
    changed.set(client, { source, entry: { client, clock: clock + 1, state: 'null' } });
  };
  const sweep = (): void => {
    const old = [...entries].filter(([, { source, at }]) => typeof source === 'string' && Date.now() - at > REMOTE_MS);
    for (const [client, { entry, source }] of old) remove(client, entry.clock, source);
    flush();
  };
  return {
    heard: (source, heard) => {
      if (typeof source === 'string') sweeper ??= setInterval(sweep, REMOTE_MS / 3).unref();
      for (const entry of heard) {
        let known = entries.get(entry.client);
        // It moved from another node to this one; clients also repeat what they hear of others, with the same clock.
        if (known && typeof known.source === 'string' && typeof source === 'number' && entry.clock > known.entry.clock)
          known = undefined;
        if (known ? known.source !== source : typeof source === 'number' && (brought.get(source) ?? 0) >= CLIENTS_MAX)
          continue;
        if (!known && entry.state !== 'null') count(source, 1);
        if (known && entry.state === 'null') count(source, -1);
        if (entry.state === 'null') entries.delete(entry.client);
        else entries.set(entry.client, { entry, source, at: Date.now() });
        changed.set(entry.client, { entry, source });
      }
      timer ??= setTimeout(flush, entries.size > CROWD ? INTERVAL_MS * 2 : INTERVAL_MS);
    },
    left: (connectionId) => {
      brought.delete(connectionId);
      const gone = [...entries.values()].filter((e) => e.source === connectionId);
      for (const { entry } of gone) remove(entry.client, entry.clock, connectionId);
      // At once: somebody who left must not look present, here or at another node, when this was the last one in the room.
      if (gone.length > 0 || changed.size > 0) flush();
    },
    all: () => (entries.size > 0 ? encodePresence([...entries.values()].map(({ entry }) => entry)) : null),
    ours: () => [...entries.values()].filter(({ source }) => typeof source === 'number').map(({ entry }) => entry),
    stop: () => {
      if (timer) clearTimeout(timer);
      if (sweeper) clearInterval(sweeper);
    },
  };
};
