// Who is in a room; never stored. The latest state of each client is sent in one frame per room and interval. A
// client id belongs to the connection that named it first, so no connection can speak or leave for another. Each
// node tells the others about its own connections; a connection here takes precedence over what another node said.
import { encodePresence, type PresenceEntry } from '@emberkeep/sync/wire';

/**
 * 50 ms gathers a burst of cursor moves into one frame and is not felt as lag; a crowded room is told half as
 * often.
 */
const INTERVAL_MS = 50;
const CROWD = 25;
/** Clients that one connection may speak for: a tab speaks for one. */
const MAX_CLIENTS = 16;
/** Clients report every 15 s; a node that is silent for three reports is gone, ms. */
const REMOTE_TIMEOUT_MS = 45_000;

/** A connection at this node by its number, or another node by its name. */
type Source = number | string;

const isLocal = (source: Source): source is number => typeof source === 'number';
const hasLeft = (entry: PresenceEntry): boolean => entry.state === 'null';

interface Present {
  entry: PresenceEntry;
  source: Source;
  /** When it was last heard of, Unix ms. */
  at: number;
}

export interface RoomPresence {
  heard(source: Source, entries: readonly PresenceEntry[]): void;
  left(connectionId: number): void;
  /** A frame with everyone's state; null if no one is present. */
  all(): Uint8Array | null;
  /** The clients that are connected to this node. */
  ours(): PresenceEntry[];
  stop(): void;
}

/** How many clients each connection at this node speaks for. */
const createClientCounts = () => {
  const counts = new Map<Source, number>();
  /** Per client that has left since the last frame: its place is free once that is told. */
  let leaving: Source[] = [];
  return {
    entered: (source: Source): void => {
      if (isLocal(source)) counts.set(source, (counts.get(source) ?? 0) + 1);
    },
    left: (source: Source): void => {
      if (isLocal(source)) leaving.push(source);
    },
    told: (): void => {
      for (const source of leaving) if (counts.has(source)) counts.set(source, counts.get(source)! - 1);
      leaving = [];
    },
    isFull: (source: Source): boolean => isLocal(source) && (counts.get(source) ?? 0) >= MAX_CLIENTS,
    remove: (source: Source): void => {
      counts.delete(source);
      leaving = leaving.filter((each) => each !== source);
    },
  };
};

/** `tellNodes` gets what changed among the clients of this node. */
export const createPresence = (
  broadcast: (frame: Uint8Array) => void,
  tellNodes: (entries: readonly PresenceEntry[]) => void,
): RoomPresence => {
  const present = new Map<number, Present>();
  const changed = new Map<number, { entry: PresenceEntry; source: Source }>();
  const clientCounts = createClientCounts();
  let flushTimer: NodeJS.Timeout | null = null;
  let sweepTimer: NodeJS.Timeout | null = null;

  const flush = (): void => {
    flushTimer = null;
    clientCounts.told();
    if (changed.size === 0) return;
    const changes = [...changed.values()];
    changed.clear();
    broadcast(encodePresence(changes.map(({ entry }) => entry)));
    const ours = changes.filter(({ source }) => isLocal(source)).map(({ entry }) => entry);
    if (ours.length > 0) tellNodes(ours);
  };

  const remove = ({ entry: { client, clock } }: Present, source: Source): void => {
    present.delete(client);
    changed.set(client, { source, entry: { client, clock: clock + 1, state: 'null' } });
  };

  const sweep = (): void => {
    const silentSince = Date.now() - REMOTE_TIMEOUT_MS;
    const silent = [...present.values()].filter(({ source, at }) => !isLocal(source) && at < silentSince);
    for (const each of silent) remove(each, each.source);
    flush();
  };

  /** Whose client this is so far; undefined if it is new, or has moved here from another node. */
  const ownerOf = (source: Source, entry: PresenceEntry): Present | undefined => {
    const known = present.get(entry.client);
    // Clients repeat what they hear of others, with the same clock: only a higher clock is the client itself.
    const hasMovedHere = known && !isLocal(known.source) && isLocal(source) && entry.clock > known.entry.clock;
    return hasMovedHere ? undefined : known;
  };

  const take = (source: Source, entry: PresenceEntry): void => {
    // Nobody was told of a client that was never here.
    if (hasLeft(entry) && !present.has(entry.client)) return;
    const known = ownerOf(source, entry);
    if (known ? known.source !== source : clientCounts.isFull(source)) return;
    if (!known && !hasLeft(entry)) clientCounts.entered(source);
    if (known && hasLeft(entry)) clientCounts.left(source);
    if (hasLeft(entry)) present.delete(entry.client);
    else present.set(entry.client, { entry, source, at: Date.now() });
    changed.set(entry.client, { entry, source });
  };

  return {
    heard: (source, entries) => {
      if (!isLocal(source)) sweepTimer ??= setInterval(sweep, REMOTE_TIMEOUT_MS / 3).unref();
      for (const entry of entries) take(source, entry);
      flushTimer ??= setTimeout(flush, present.size > CROWD ? INTERVAL_MS * 2 : INTERVAL_MS);
    },
    left: (connectionId) => {
      clientCounts.remove(connectionId);
      const gone = [...present.values()].filter(({ source }) => source === connectionId);
      for (const each of gone) remove(each, connectionId);
      // At once: a client that has left must not look present, even if it was the last one in the room.
      if (gone.length > 0 || changed.size > 0) flush();
    },
    all: () => (present.size > 0 ? encodePresence([...present.values()].map(({ entry }) => entry)) : null),
    ours: () => [...present.values()].filter(({ source }) => isLocal(source)).map(({ entry }) => entry),
    stop: () => {
      if (flushTimer) clearTimeout(flushTimer);
      if (sweepTimer) clearInterval(sweepTimer);
    },
  };
};
