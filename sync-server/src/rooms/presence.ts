// Owns who is in a room, never stored: the latest state per client, sent on in one frame per room and interval. A client
// id belongs to the connection that brought it first, so nobody can speak or leave for somebody else.
import { encodePresence, type PresenceEntry } from '@emberkeep/sync/wire';

/** 50 ms gathers a burst of carets into one frame and is below what a person sees as lag; a crowd is told half as often. */
const INTERVAL_MS = 50;
const CROWD = 25;
/** Clients that one connection may speak for: a tab speaks for one, a proxy of ours for none. */
const CLIENTS_MAX = 16;

export interface RoomPresence {
  heard(connectionId: number, entries: readonly PresenceEntry[]): void;
  left(connectionId: number): void;
  /** Everybody's state for a newcomer; null when nobody is here. */
  all(): Uint8Array | null;
  stop(): void;
}

export const createPresence = (broadcast: (frame: Uint8Array) => void): RoomPresence => {
  const entries = new Map<number, PresenceEntry & { connectionId: number }>();
  const changed = new Map<number, PresenceEntry>();
  const brought = new Map<number, number>();
  let timer: NodeJS.Timeout | null = null;
  const flush = (): void => {
    timer = null;
    if (changed.size > 0) broadcast(encodePresence([...changed.values()]));
    changed.clear();
  };
  return {
    heard: (connectionId, heard) => {
      for (const entry of heard) {
        const known = entries.get(entry.client);
        if (known ? known.connectionId !== connectionId : (brought.get(connectionId) ?? 0) >= CLIENTS_MAX) continue;
        if (!known && entry.state !== 'null') brought.set(connectionId, (brought.get(connectionId) ?? 0) + 1);
        if (known && entry.state === 'null') brought.set(connectionId, (brought.get(connectionId) ?? 1) - 1);
        if (entry.state === 'null') entries.delete(entry.client);
        else entries.set(entry.client, { ...entry, connectionId });
        changed.set(entry.client, entry);
      }
      timer ??= setTimeout(flush, entries.size > CROWD ? INTERVAL_MS * 2 : INTERVAL_MS);
    },
    left: (connectionId) => {
      brought.delete(connectionId);
      const gone = [...entries.values()].filter((e) => e.connectionId === connectionId);
      for (const { client, clock } of gone) {
        entries.delete(client);
        changed.set(client, { client, clock: clock + 1, state: 'null' });
      }
      if (gone.length > 0) flush(); // at once: somebody who left must not look present
    },
    all: () => (entries.size > 0 ? encodePresence([...entries.values()]) : null),
    stop: () => {
      if (timer) clearTimeout(timer);
    },
  };
};
