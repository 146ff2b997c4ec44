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
/** The same for a grant, over all of its connections in the room: a device may have many tabs. */
const MAX_CLIENTS_OF_GRANT = 32;
/**
 * What is sent of a grant's presence, to all receivers together, bytes a second: a cursor that moves all the time takes
 * a tenth of it in a room of fifteen. What is more waits, and only the latest state of each client is sent.
 */
const GRANT_BYTES_PER_SECOND = 1024 * 1024;
/** The same for all grants of a room. */
const ROOM_BYTES_PER_SECOND = 8 * 1024 * 1024;
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

/** How many clients each owner speaks for: a connection at this node, or a grant. */
const createClientCounts = <Owner>(max: number) => {
  const counts = new Map<Owner, number>();
  /** The owner of each client that has left since the last frame: its place is free once that frame is sent. */
  let leaving: Owner[] = [];
  return {
    entered: (owner: Owner): void => void counts.set(owner, (counts.get(owner) ?? 0) + 1),
    left: (owner: Owner): void => void leaving.push(owner),
    settleDepartures: (): void => {
      for (const owner of leaving) {
        const left = (counts.get(owner) ?? 0) - 1;
        if (left > 0) counts.set(owner, left);
        else counts.delete(owner);
      }
      leaving = [];
    },
    isFull: (owner: Owner): boolean => (counts.get(owner) ?? 0) >= max,
    remove: (owner: Owner): void => {
      counts.delete(owner);
      leaving = leaving.filter((each) => each !== owner);
    },
  };
};

/** Bytes that may be sent now, by payer: a second's worth at once. */
const createAllowances = (perSecond: number) => {
  /** Since when each payer has paid for all of its bytes, Unix ms; in the future if it has not. */
  const paidAt = new Map<string, number>();
  return {
    has: (payer: string): boolean => (paidAt.get(payer) ?? 0) < Date.now() + 1000,
    use: (payer: string, bytes: number): void => {
      const paid = Math.max(paidAt.get(payer) ?? 0, Date.now());
      paidAt.set(payer, paid + (bytes / perSecond) * 1000);
    },
    /** Forgets who has paid. */
    tidy: (): void => {
      for (const [payer, at] of paidAt) if (at <= Date.now()) paidAt.delete(payer);
    },
  };
};

/** Decides what may be sent now, for grants and their room. The open relay's connections have no grant (''). */
const createSendLimit = () => {
  const ofGrants = createAllowances(GRANT_BYTES_PER_SECOND);
  const ofRoom = createAllowances(ROOM_BYTES_PER_SECOND);
  return {
    /** Whether a grant may send now; if so, the bytes count. */
    take: (grant: string, bytes: number): boolean => {
      if (grant === '') return true;
      if (!ofGrants.has(grant) || !ofRoom.has('')) return false;
      ofGrants.use(grant, bytes);
      ofRoom.use('', bytes);
      return true;
    },
    tidy: ofGrants.tidy,
  };
};

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

/** `tellNodes` gets what changed among the clients of this node; `receivers`: how many get what is broadcast. */
export const createPresence = (
  broadcast: (frame: Uint8Array) => void,
  tellNodes: (entries: readonly PresenceEntry[]) => void,
  receivers: () => number = () => 1,
): RoomPresence => {
  const present = new Map<number, Present>();
  const changed = new Map<number, Change>();
  const askers = new Map<number, Asker>();
  const counts = createClientCounts<number>(MAX_CLIENTS);
  const grantCounts = createClientCounts<string>(MAX_CLIENTS_OF_GRANT);
  const limit = createSendLimit();
  let flushTimer: NodeJS.Timeout | null = null;
  let sweepTimer: NodeJS.Timeout | null = null;
  /** The frame with everyone, until somebody changes. */
  let everyone: Uint8Array | null = null;

  const all = (): Uint8Array | null => {
    if (present.size === 0) return null;
    return (everyone ??= encodePresence([...present.values()].map(({ entry }) => entry)));
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
    const frame = all();
    for (const [id, { grant, send }] of askers) {
      if (frame && !limit.take(grant, frame.byteLength)) continue;
      askers.delete(id);
      if (frame) send(frame);
    }
  };

  const flush = (): void => {
    if (flushTimer) clearTimeout(flushTimer);
    flushTimer = null;
    counts.settleDepartures();
    grantCounts.settleDepartures();
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
    void (flushTimer ??= setTimeout(flush, present.size > CROWD ? INTERVAL_MS * 2 : INTERVAL_MS));

  const remove = ({ entry: { client, clock }, grant }: Present, source: Source): void => {
    present.delete(client);
    everyone = null;
    grantCounts.left(grant);
    changed.set(client, { source, grant, entry: { client, clock: clock + 1, state: 'null' } });
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

  const isFull = (source: Source, grant: string): boolean =>
    isLocal(source) && (counts.isFull(source) || (grant !== '' && grantCounts.isFull(grant)));

  const enter = (source: Source, grant: string): void => {
    if (!isLocal(source)) return;
    counts.entered(source);
    grantCounts.entered(grant);
  };
  const leave = (source: Source, grant: string): void => {
    if (!isLocal(source)) return;
    counts.left(source);
    grantCounts.left(grant);
  };

  const take = (source: Source, entry: PresenceEntry, grant: string): void => {
    // Nobody was told of a client that was never here.
    if (hasLeft(entry) && !present.has(entry.client)) return;
    const known = ownerOf(source, entry);
    if (known ? known.source !== source : isFull(source, grant)) return;
    if (!known && !hasLeft(entry)) enter(source, grant);
    if (known && hasLeft(entry)) leave(source, grant);
    if (hasLeft(entry)) present.delete(entry.client);
    else present.set(entry.client, { entry, source, grant, at: Date.now() });
    everyone = null;
    changed.set(entry.client, { entry, source, grant });
  };

  return {
    heard: (source, entries, grant = '') => {
      if (!isLocal(source)) sweepTimer ??= setInterval(sweep, REMOTE_TIMEOUT_MS / 3).unref();
      for (const entry of entries) take(source, entry, grant);
      flushSoon();
    },
    asked: (connectionId, grant, send) => {
      askers.set(connectionId, { grant, send });
      flushSoon();
    },
    left: (connectionId) => {
      askers.delete(connectionId);
      counts.remove(connectionId);
      const gone = [...present.values()].filter(({ source }) => source === connectionId);
      for (const each of gone) remove(each, connectionId);
      // At once: a client that has left must not look present, even if it was the last one in the room.
      if (gone.length > 0 || changed.size > 0) flush();
    },
    all,
    ours: () => [...present.values()].filter(({ source }) => isLocal(source)).map(({ entry }) => entry),
    stop: () => {
      if (flushTimer) clearTimeout(flushTimer);
      if (sweepTimer) clearInterval(sweepTimer);
    },
  };
};
