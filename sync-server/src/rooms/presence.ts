// Who is in a room; never stored. The latest state of each client is sent in one frame per room and interval. A
// client id belongs to the connection that named it first, so no connection can speak or leave for another. Each
// node tells the others about its own connections; a connection here takes precedence over what another node said.
import { encodePresence, type PresenceEntry } from '@emberkeep/sync/wire';
import { createClientCounts, createSendLimit } from './presence-limits.ts';

/**
 * 50 ms gathers a burst of cursor moves into one frame and is not felt as lag; a crowded room is told half as
 * often.
 */
const INTERVAL_MS = 50;
const CROWD = 25;
/** Clients that one connection may speak for: a tab speaks for one. */
const MAX_CLIENTS = 16;
/** The same for a grant, over all of its connections in the room: a device may have many tabs. */
const MAX_CLIENTS_OF_GRANT = 32;
/** Clients report every 15 s; a node that is silent for three reports is gone, ms. */
const REMOTE_TIMEOUT_MS = 45_000;

/** A connection at this node by its number, or another node by its name. */
type Source = number | string;

const isLocal = (source: Source): source is number => typeof source === 'number';
const hasLeft = (entry: PresenceEntry): boolean => entry.state === 'null';

interface Present {
  entry: PresenceEntry;
  source: Source;
  /** The grant of its connection; empty for another node's, and on an open relay. */
  grant: string;
  /** When it was last heard of, Unix ms. */
  at: number;
}

export interface RoomPresence {
  heard(source: Source, entries: readonly PresenceEntry[], grant?: string): void;
  /** A connection asks who is present. It is answered with the next frame, however often it asks until then. */
  asked(connectionId: number, grant: string, send: (frame: Uint8Array) => void): void;
  left(connectionId: number): void;
  /** A frame with everyone's state; null if no one is present. */
  all(): Uint8Array | null;
  /** The clients that are connected to this node. */
  ours(): PresenceEntry[];
  stop(): void;
}

interface Change {
  entry: PresenceEntry;
  source: Source;
  grant: string;
}

/** Somebody who asked who is present. */
interface Asker {
  grant: string;
  send(frame: Uint8Array): void;
}

/** The clients in a room, each with the connection or node that speaks for it. What changes here is returned. */
const createRoster = () => {
  const present = new Map<number, Present>();
  const ofConnections = createClientCounts<number>(MAX_CLIENTS);
  const ofGrants = createClientCounts<string>(MAX_CLIENTS_OF_GRANT);
  /** The frame with everyone, until somebody changes. */
  let everyone: Uint8Array | null = null;

  /** Whose client this is so far; undefined if it is new, or has moved here from another node. */
  const ownerOf = (source: Source, entry: PresenceEntry): Present | undefined => {
    const known = present.get(entry.client);
    // Clients repeat what they hear of others, with the same clock: only a higher clock is the client itself.
    const hasMovedHere = known && !isLocal(known.source) && isLocal(source) && entry.clock > known.entry.clock;
    return hasMovedHere ? undefined : known;
  };
  const isFull = (source: Source, grant: string): boolean =>
    isLocal(source) && (ofConnections.isFull(source) || (grant !== '' && ofGrants.isFull(grant)));
  const countEntry = (source: Source, grant: string): void => {
    if (!isLocal(source)) return;
    ofConnections.entered(source);
    ofGrants.entered(grant);
  };
  const countDeparture = (source: Source, grant: string): void => {
    if (!isLocal(source)) return;
    ofConnections.left(source);
    ofGrants.left(grant);
  };

  const remove = ({ entry: { client, clock }, source, grant }: Present): Change => {
    present.delete(client);
    everyone = null;
    ofGrants.left(grant);
    return { source, grant, entry: { client, clock: clock + 1, state: 'null' } };
  };
  const removeAll = (isGone: (each: Present) => boolean): Change[] => [...present.values()].filter(isGone).map(remove);

  return {
    count: () => present.size,
    /** A frame with everyone's state; null if no one is present. */
    all: (): Uint8Array | null => {
      if (present.size === 0) return null;
      return (everyone ??= encodePresence([...present.values()].map(({ entry }) => entry)));
    },
    /** The clients that are connected to this node. */
    ours: () => [...present.values()].filter(({ source }) => isLocal(source)).map(({ entry }) => entry),
    /** Null where nothing changes: the client belongs to another source, or the sender speaks for too many. */
    take: (source: Source, entry: PresenceEntry, grant: string): Change | null => {
      // Nobody was told of a client that was never here.
      if (hasLeft(entry) && !present.has(entry.client)) return null;
      const known = ownerOf(source, entry);
      if (known ? known.source !== source : isFull(source, grant)) return null;
      if (!known && !hasLeft(entry)) countEntry(source, grant);
      if (known && hasLeft(entry)) countDeparture(source, grant);
      if (hasLeft(entry)) present.delete(entry.client);
      else present.set(entry.client, { entry, source, grant, at: Date.now() });
      everyone = null;
      return { entry, source, grant };
    },
    removeConnection: (id: number): Change[] => {
      ofConnections.remove(id);
      return removeAll(({ source }) => source === id);
    },
    removeSilentNodes: (): Change[] => {
      const silentSince = Date.now() - REMOTE_TIMEOUT_MS;
      return removeAll(({ source, at }) => !isLocal(source) && at < silentSince);
    },
    /** The frame with those who have left is sent. */
    settleDepartures: (): void => {
      ofConnections.settleDepartures();
      ofGrants.settleDepartures();
    },
  };
};

/** `tellNodes` gets what changed among the clients of this node; `receivers`: how many get what is broadcast. */
export const createPresence = (
  broadcast: (frame: Uint8Array) => void,
  tellNodes: (entries: readonly PresenceEntry[]) => void,
  receivers: () => number = () => 1,
): RoomPresence => {
  const roster = createRoster();
  /** What the room was not told yet: the latest of each client. */
  const changed = new Map<number, Change>();
  const askers = new Map<number, Asker>();
  const limit = createSendLimit();
  let flushTimer: NodeJS.Timeout | null = null;
  let sweepTimer: NodeJS.Timeout | null = null;

  const note = (changes: readonly Change[]): void => {
    for (const change of changes) changed.set(change.entry.client, change);
  };

  /** Removes and returns the changes that may be sent now. A departure is never delayed. */
  const takeChanges = (): Change[] => {
    const taken: Change[] = [];
    for (const [client, change] of changed) {
      const { entry, grant } = change;
      if (!hasLeft(entry) && !limit.take(grant, entry.state.length * receivers())) continue;
      changed.delete(client);
      taken.push(change);
    }
    return taken;
  };

  const answerAskers = (): void => {
    const frame = roster.all();
    for (const [id, { grant, send }] of askers) {
      if (frame && !limit.take(grant, frame.byteLength)) continue;
      askers.delete(id);
      if (frame) send(frame);
    }
  };

  const flush = (): void => {
    if (flushTimer) clearTimeout(flushTimer);
    flushTimer = null;
    roster.settleDepartures();
    const changes = takeChanges();
    answerAskers();
    limit.tidy();
    if (changed.size + askers.size > 0) flushSoon();
    if (changes.length === 0) return;
    broadcast(encodePresence(changes.map(({ entry }) => entry)));
    const ours = changes.filter(({ source }) => isLocal(source)).map(({ entry }) => entry);
    if (ours.length > 0) tellNodes(ours);
  };
  const flushSoon = (): void =>
    void (flushTimer ??= setTimeout(flush, roster.count() > CROWD ? INTERVAL_MS * 2 : INTERVAL_MS));

  const sweep = (): void => {
    note(roster.removeSilentNodes());
    flush();
  };

  return {
    heard: (source, entries, grant = '') => {
      if (!isLocal(source)) sweepTimer ??= setInterval(sweep, REMOTE_TIMEOUT_MS / 3).unref();
      note(entries.map((entry) => roster.take(source, entry, grant)).filter((change) => change !== null));
      flushSoon();
    },
    asked: (connectionId, grant, send) => {
      askers.set(connectionId, { grant, send });
      flushSoon();
    },
    left: (connectionId) => {
      askers.delete(connectionId);
      const gone = roster.removeConnection(connectionId);
      note(gone);
      // At once: a client that has left must not look present, even if it was the last one in the room.
      if (gone.length > 0 || changed.size > 0) flush();
    },
    all: roster.all,
    ours: roster.ours,
    stop: () => {
      if (flushTimer) clearTimeout(flushTimer);
      if (sweepTimer) clearInterval(sweepTimer);
    },
  };
};
