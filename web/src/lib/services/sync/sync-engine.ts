// Owns a campaign's way to other tabs and to the relay: a channel and a provider for every open document, background
// catch-up for the rest, and one status that the chip shows. In: documents as they open, heads from the relay. Out: bytes
// into documents through `applyIncoming`, marks into the save queue, cursors into the device's database. Longer than most files
// here: opening, pulling and visiting share which documents are attached, and apart each would have to be told.
import { Awareness } from 'y-protocols/awareness';
import { readRoom, roomOf } from '@emberkeep/domain';
import {
  applyIncoming,
  deriveRow,
  isHere,
  type CampaignDocs,
  type DeviceDatabase,
  type OpenDocument,
  type Persistence,
} from '@emberkeep/store';
import {
  attachTabs,
  catchUp,
  createProvider,
  peopleHere,
  roomsToVisit,
  type Channel,
  type ConnectionState,
  type Head,
  type PersonHere,
  type Provider,
  type TabMessage,
} from '@emberkeep/sync';
import type { Result } from '@emberkeep/domain';
import { encodeSnapshot, snapshot } from 'yjs';
import type { Pulled, PullRequest } from '@emberkeep/sync/wire';
import { relaySocket, type RelayError } from './relay-client.ts';

export interface SyncStatus {
  /** The ledger's connection stands for the campaign's. Null without a relay. */
  connection: ConnectionState | null;
  /** Documents with edits that the relay has not acknowledged. */
  toSend: number;
  /** Documents on the relay that this device does not hold yet. */
  missing: number;
  /** True once the relay's heads were compared and nothing is left to visit; false means: not known yet, or under way. */
  isComplete: boolean;
  /** Unix ms of the last moment when everything was on the relay's disk; null before the first. */
  syncedAt: number | null;
  people: PersonHere[];
  /** The relay has a document that players read. */
  isTableThere: boolean;
  socketCount: number;
}

export interface SyncEngineDeps {
  docs: CampaignDocs;
  db: DeviceDatabase;
  persistence: Persistence;
  /** The device's secret; null keeps everything on this device. */
  token: string | null;
  /** The relay's origin; empty: where this app came from. Cursors carry the random tags of a relay's entries, so another one's are compared anew. */
  relay: string;
  person: PersonHere;
  heads(): Promise<Result<{ heads: Head[] }, RelayError>>;
  /** What this device lacks of these documents, as far as one answer goes. */
  pull(rooms: readonly PullRequest[]): Promise<Result<Pulled[], RelayError>>;
  onStatus(status: SyncStatus): void;
  onRefused(code: number, reason: string): void;
}

export interface SyncEngine {
  awarenessOf(document: OpenDocument): Awareness;
  status(): SyncStatus;
  setPlace(place: string): void;
  placeOf(): string;
  /** Every document that is open here has all that the relay has of it. */
  isSettled(): boolean;
  /** Connects again now: after coming online, or when the GM asks. */
  retry(): void;
  goOffline(isOffline: boolean): void;
  dropSockets(): void;
  /** One round of catch-up; resolves with how many documents still need a visit. */
  catchUpNow(): Promise<number>;
  stop(): void;
}

interface Attached {
  document: OpenDocument;
  awareness: Awareness;
  provider: Provider | null;
  /** Gives it a socket of its own, where there is a relay. */
  connect: () => void;
  detachTabs: () => void;
  head: Head | null;
}

const openChannel = (name: string): Channel => {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    onMessage: (callback) => channel.addEventListener('message', (event) => callback(event.data as TabMessage)),
    close: () => channel.close(),
  };
};

/** A visit that gets no answer is given up, ms: the next round tries again. */
const VISIT_MS = 20_000;
/** A round waits so long for what is open to be on the relay's disk, ms; where a line breaks meanwhile, the next round asks again. */
const OPEN_MS = 2000;
/** Rounds of catch-up while connected, ms: heads are pushed too, so this is for what a push missed. */
const ROUND_MS = 30_000;
const DERIVE_MS = 800;
/** A round that left something is repeated after this long, ms. */
const AGAIN_MS = 3000;
/** Documents pulled in one request, and from how many on that is done. */
const PULL_AT_ONCE = 40;
const PULL_FROM = 3;
/** The relay did not say: not zero, so that nobody takes it for complete. */
const UNKNOWN = -1;

export const createSyncEngine = (deps: SyncEngineDeps): SyncEngine => {
  const { docs, db } = deps;
  const attached = new Map<string, Attached>();
  const unsentRooms = new Set<string>();
  /** Open for a moment to take in what was pulled: without a socket. */
  const pulling = new Set<string>();
  let person = deps.person;
  let missing = 0;
  let isComplete = false;
  let isTableThere = false;
  let syncedAt: number | null = null;
  let stopped = false;
  let offlineOnPurpose = false;
  let round: Promise<number> | null = null;
  let roundAgain = false;
  const url = relaySocket(deps.relay);
  const ledgerRoom = roomOf({ kind: 'ledger', campaignId: docs.campaignId });
  // Made of the others and written by the publisher: nothing that a device keeps.
  const tableRoom = roomOf({ kind: 'table', campaignId: docs.campaignId });

  const status = (): SyncStatus => {
    const ledger = attached.get(ledgerRoom)?.provider ?? null;
    const unsent = new Set([...unsentRooms].filter((room) => !attached.has(room)));
    for (const [room] of attached) if (docs.queue.unsentCount(room) > 0) unsent.add(room);
    let connection: ConnectionState | null = ledger ? ledger.state() : null;
    // The stock provider shows "connected" for up to 30 s after the network went: the browser knows sooner.
    if (connection && connection.type !== 'refused' && (offlineOnPurpose || navigator.onLine === false))
      connection = { type: 'offline' };
    return {
      connection,
      toSend: deps.token ? unsent.size : 0,
      missing,
      isComplete,
      isTableThere,
      syncedAt,
      socketCount: [...attached.values()].filter((a) => a.provider).length,
      people: peopleHere(
        [...attached.values()].map((a) => a.awareness.getStates()),
        person.deviceId,
      ),
    };
  };
  const report = (): void => {
    if (stopped) return;
    const now = status();
    if (now.connection?.type === 'synced' && now.toSend === 0 && now.isComplete) syncedAt = Date.now();
    deps.onStatus({ ...now, syncedAt });
  };

  // What a device derives is written a little after the last change; never on the way of a keystroke.
  const deriveTimers = new Map<string, ReturnType<typeof setTimeout>>();
  const derive = async (document: OpenDocument): Promise<void> => {
    clearTimeout(deriveTimers.get(document.room));
    deriveTimers.delete(document.room);
    if (isHere(document.doc)) await db.derived.put(deriveRow(document.room, document.doc)).catch(() => undefined); // rebuilt next time: never the truth
  };
  const deriveSoon = (document: OpenDocument): void => {
    clearTimeout(deriveTimers.get(document.room));
    deriveTimers.set(
      document.room,
      setTimeout(() => void derive(document), DERIVE_MS),
    );
  };

  const saveCursor = async (entry: Attached): Promise<void> => {
    const head = entry.head;
    if (!head || !(await docs.queue.whenSaved()).ok) return; // a cursor must never be ahead of the disk
    await db.cursors.put({ room: entry.document.room, sequence: head.sequence, tag: head.tag }).catch(() => undefined);
  };

  const onHead = (entry: Attached, head: Head): void => {
    if (head.room === entry.document.room) {
      entry.head = head;
      void saveCursor(entry);
    } else if (!attached.has(head.room) && head.room !== tableRoom) {
      isComplete = false; // somebody wrote an evening that is not open here
      void engine.catchUpNow();
    }
  };

  const attach = (document: OpenDocument): void => {
    if (attached.has(document.room)) return;
    const { doc, room } = document;
    const awareness = new Awareness(doc);
    awareness.setLocalStateField('user', person);
    awareness.on('change', report);
    const entry: Attached = {
      document,
      awareness,
      provider: null,
      connect: () => undefined,
      head: null,
      detachTabs: attachTabs({ room, doc, openChannel, apply: applyIncoming }),
    };
    attached.set(room, entry);
    const { token } = deps;
    entry.connect = () => {
      if (!token || entry.provider) return;
      entry.provider = createProvider({
        url,
        room,
        doc,
        token,
        awareness,
        WebSocketClass: WebSocket,
        apply: applyIncoming,
        mark: () => docs.queue.markOf(room),
        onDurable: (mark) => {
          docs.queue.markSent(room, mark);
          unsentRooms.delete(room);
          report();
        },
        onHead: (head) => onHead(entry, head),
        onState: (state) => {
          // Whatever was compared before the connection broke is not known any more.
          if (state.type !== 'synced' && room === ledgerRoom) isComplete = false;
          if (state.type === 'refused' && room === ledgerRoom) deps.onRefused(state.code, state.reason);
          if (state.type === 'synced' && room === ledgerRoom) void engine.catchUpNow();
          report();
        },
      });
      if (!offlineOnPurpose) entry.provider.connect();
    };
    if (!pulling.has(room)) entry.connect();
    const onUpdate = (): void => {
      deriveSoon(document);
      report();
    };
    doc.on('update', onUpdate);
    deriveSoon(document); // a tab that was killed may have left it behind
    doc.on('destroy', () => {
      attached.delete(room);
      if (deriveTimers.has(room)) void derive(document); // the page moves on sooner than the timer
      if (docs.queue.unsentCount(room) > 0) unsentRooms.add(room);
      entry.detachTabs();
      entry.provider?.destroy();
      awareness.destroy();
      report();
    });
  };

  const visit = async (room: string): Promise<boolean> => {
    const ref = readRoom(room);
    if (!ref) return true; // a room that this version does not know: not ours to keep
    const opened = await docs.open(ref);
    if (!opened.ok) return false;
    const document = opened.value;
    try {
      const entry = attached.get(room);
      if (!entry?.provider) return false;
      const settled = await Promise.race([
        entry.provider.settled(),
        new Promise<boolean>((resolve) => setTimeout(() => resolve(false), VISIT_MS)),
      ]);
      if (!settled || stopped) return false;
      await saveCursor(entry);
      await derive(document);
      if (docs.queue.unsentCount(room) === 0) unsentRooms.delete(room);
      return (await docs.queue.whenSaved()).ok;
    } finally {
      await document.release();
    }
  };

  // Takes in what the relay has of many documents, a few requests for all. Gives those that want a visit besides: this device has
  // what the relay has not, or the relay did not answer for them.
  const pullAll = async (rooms: readonly string[], onDone: (room: string) => void): Promise<string[]> => {
    const visits: string[] = [];
    let queue = [...rooms];
    while (queue.length > 0 && !stopped && !offlineOnPurpose) {
      const batch = queue.slice(0, PULL_AT_ONCE);
      const opened = new Map<string, OpenDocument>();
      batch.forEach((room) => pulling.add(room));
      try {
        for (const room of batch) {
          const ref = readRoom(room);
          const document = ref && (await docs.open(ref));
          if (document?.ok) opened.set(room, document.value);
        }
        const answered = await deps.pull(
          [...opened].map(([room, { doc }]) => ({
            room,
            snapshot: isHere(doc) ? encodeSnapshot(snapshot(doc)) : new Uint8Array(),
          })),
        );
        if (!answered.ok || answered.value.length === 0) return [...visits, ...queue];
        const done = new Set<string>();
        for (const { room, update, relayLacks } of answered.value) {
          const document = opened.get(room);
          if (!document) continue;
          applyIncoming(document.doc, update, { source: 'relay' });
          done.add(room);
          if (relayLacks) visits.push(room);
        }
        if (!(await docs.queue.whenSaved()).ok) return [...visits, ...queue];
        for (const { room, sequence, tag, relayLacks } of answered.value) {
          const document = opened.get(room);
          if (!document) continue;
          if (!relayLacks) await db.cursors.put({ room, sequence, tag }).catch(() => undefined);
          await derive(document);
          onDone(room);
        }
        // Answered to the end, and not for all that was asked: the others cannot be had this way.
        const last = batch.findLastIndex((room) => done.has(room));
        visits.push(...batch.slice(0, last).filter((room) => !done.has(room)));
        queue = queue.slice(last + 1);
      } catch {
        return [...visits, ...queue]; // an update that cannot be applied is met again in a visit, which says so
      } finally {
        for (const room of batch) pulling.delete(room);
        for (const document of opened.values()) {
          // Somebody opened it meanwhile: then it wants a socket after all.
          await document.release();
          if (docs.peek(document.ref)) attached.get(document.room)?.connect();
        }
      }
    }
    return [...visits, ...queue];
  };

  const oneRound = async (mayVisit: boolean): Promise<number> => {
    if (!deps.token || stopped || offlineOnPurpose) return 0;
    const answered = await deps.heads();
    if (!answered.ok || stopped) return UNKNOWN;
    isTableThere = answered.value.heads.some((h) => h.room === tableRoom);
    const heads = answered.value.heads.filter((h) => h.room !== tableRoom);
    const prefix = ledgerRoom;
    const [onDisk, cursors] = await Promise.all([
      deps.persistence.rooms(prefix),
      db.cursors.where('room').between(prefix, `${prefix}/\uffff`, true, true).toArray(),
    ]);
    if (!onDisk.ok) return UNKNOWN;
    unsentRooms.clear();
    const onDevice = onDisk.value.filter((each) => each.room !== tableRoom);
    for (const each of onDevice) if (each.unsentCount > 0) unsentRooms.add(each.room);
    const rooms = new Set(onDevice.map((r) => r.room));
    const isMissing = (): number => heads.filter((h) => !rooms.has(h.room)).length;
    missing = isMissing();
    report();
    const due = roomsToVisit(heads, {
      cursors: new Map(cursors.map((c) => [c.room, c])),
      rooms,
      unsent: unsentRooms,
    }).filter((room) => !attached.has(room));
    if (!mayVisit) return due.length; // another tab is at it; look again soon
    if (due.length > 0) isComplete = false;
    const there = new Set(heads.map((h) => h.room));
    const many = due.filter((room) => there.has(room) && !unsentRooms.has(room));
    // A few are as soon visited.
    const rest =
      many.length < PULL_FROM
        ? due
        : [
            ...due.filter((room) => !many.includes(room)),
            ...(await pullAll(many, (room) => {
              rooms.add(room);
              missing = isMissing();
              report();
            })),
          ];
    const left = await catchUp(rest, {
      isStopped: () => stopped || offlineOnPurpose || attached.get(ledgerRoom)?.provider?.state().type !== 'synced',
      visit: async (room) => {
        const good = await visit(room);
        if (good) rooms.add(room);
        missing = isMissing();
        report();
        return good;
      },
    });
    missing = isMissing();
    return Math.max(left, missing) + (await openUnsettled()); // one that the disk refused is held in memory and not due, but not here either
  };

  // What is open here is not visited: it is on the relay's disk when its own connection says so. Gives how many are not.
  const openUnsettled = async (): Promise<number> => {
    const synced = [...attached.values()].flatMap(({ provider }) =>
      provider?.state().type === 'synced' ? [provider] : [],
    );
    const settled = await Promise.all(
      synced.map((provider) =>
        Promise.race([
          provider.settled(),
          new Promise<boolean>((resolve) => setTimeout(() => resolve(false), OPEN_MS)),
        ]),
      ),
    );
    return settled.filter((each) => !each).length;
  };

  // One tab of the device does the visiting; the others hear through the tab channel if they have the document open.
  const underLock = async (run: (mayVisit: boolean) => Promise<number>): Promise<number> => {
    const name = `emberkeep:catch-up:${docs.campaignId}`;
    if ('locks' in navigator)
      return navigator.locks.request(name, { ifAvailable: true }, async (lock) => run(lock !== null));
    const key = `lease:${name}`;
    const now = Date.now();
    const lease = (await db.settings.get(key))?.value as { until: number; by: string } | undefined;
    if (lease && lease.until > now && lease.by !== tabId) return run(false);
    await db.settings.put({ key, value: { until: now + VISIT_MS * 3, by: tabId } });
    try {
      return await run(true);
    } finally {
      await db.settings.delete(key);
    }
  };
  const tabId = crypto.getRandomValues(new Uint32Array(2)).join('-');

  const onOnline = (): void => {
    engine.retry();
    report();
  };
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') engine.retry();
  };
  window.addEventListener('online', onOnline);
  window.addEventListener('offline', report);
  document.addEventListener('visibilitychange', onVisible);
  const timer = setInterval(() => void engine.catchUpNow(), ROUND_MS);
  const stopOpened = docs.onOpened(attach);

  const engine: SyncEngine = {
    awarenessOf: (doc) => {
      attach(doc);
      return (attached.get(doc.room) as Attached).awareness;
    },
    status,
    placeOf: () => person.place,
    isSettled: () => [...attached.values()].every(({ provider }) => !provider || provider.state().type === 'synced'),
    setPlace: (place) => {
      person = { ...person, place };
      for (const { awareness } of attached.values()) awareness.setLocalStateField('user', person);
    },
    retry: () => {
      if (offlineOnPurpose) return;
      docs.queue.retry();
      for (const { provider } of attached.values())
        if (provider && ['offline', 'refused'].includes(provider.state().type)) provider.connect();
      void engine.catchUpNow();
    },
    goOffline: (isOffline) => {
      offlineOnPurpose = isOffline;
      for (const { provider } of attached.values()) {
        if (isOffline) provider?.disconnect();
        else provider?.connect();
      }
      report();
    },
    dropSockets: () => {
      for (const { provider } of attached.values()) {
        provider?.disconnect();
        provider?.connect();
      }
    },
    catchUpNow: () => {
      if (round) {
        roundAgain = true;
        return round;
      }
      round = underLock(oneRound)
        .catch(() => UNKNOWN)
        .then((left) => {
          isComplete = left === 0;
          if (left > 0 && !stopped) setTimeout(() => void engine.catchUpNow(), AGAIN_MS);
          return left;
        })
        .finally(() => {
          round = null;
          report();
          if (roundAgain && !stopped) {
            roundAgain = false;
            void engine.catchUpNow();
          }
        });
      return round;
    },
    stop: () => {
      stopped = true;
      clearInterval(timer);
      deriveTimers.forEach((t) => clearTimeout(t));
      window.removeEventListener('online', onOnline);
      window.removeEventListener('offline', report);
      document.removeEventListener('visibilitychange', onVisible);
      stopOpened();
      for (const { provider, detachTabs } of attached.values()) {
        detachTabs();
        provider?.destroy();
      }
      attached.clear();
    },
  };
  docs.openDocuments().forEach(attach);
  return engine;
};
