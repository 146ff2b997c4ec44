// Worker that fills the search index from the device's disk: one document at a time, the newest session first. It
// writes no document.
import {
  createBrowserPersistence,
  DeviceDatabase,
  eventsAmong,
  loadReadOnly,
  readAll,
  readJoins,
  readSessions,
  type EventsOf,
  type ReadableDocument,
} from '@emberkeep/store';
import { catchUp, emptyIndex, fillIndex, hashesOf, type CatchUpSource, type Database } from '@emberkeep/search';
import { serveIndex } from '@emberkeep/search/host';
import { currencyOf, roomOf, type Campaign, type ReadRecord } from '@emberkeep/domain';
import { documentStates } from '../lib/services/search/document-states.ts';
import { fetchModel } from '../lib/services/search/fetch-model.ts';
import { createKeptStore, keptVersion } from '../lib/services/search/kept-store.ts';
import type { IndexMeta } from '../lib/services/search/index-meta.ts';

type DevicePersistence = ReturnType<typeof createBrowserPersistence>;

/** When a session was or will be; its number where no time is known. */
const sessionTime = ({ record }: ReadRecord): number =>
  Number(record['startedAt'] ?? record['scheduledAt'] ?? 0) || Number(record['number'] ?? 0);

// A tab that closes while its query runs closes its channel. PGlite posts the answer all the same, and the browser's
// error would count as one of this worker: nobody waits for that answer, so it is dropped.
const post = BroadcastChannel.prototype.postMessage;
BroadcastChannel.prototype.postMessage = function (message: unknown): void {
  try {
    post.call(this, message);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
  }
};

/** Snapshots of deleted sessions, by id: they show whether somebody wrote in one after it was deleted. */
const deletedSnapshots = async (
  device: DeviceDatabase,
  campaignId: string,
  ledger: ReadableDocument,
): Promise<Map<string, Uint8Array>> => {
  const snapshots = new Map<string, Uint8Array>();
  const sessions = ledger.table('session');
  for (const id of sessions.ids()) {
    if (!sessions.get(id)?.fields.has('deleted')) continue;
    const row = await device.derived.get(`campaign/${campaignId}/session/${id}`);
    if (row) snapshots.set(id, row.snapshot);
  }
  return snapshots;
};

/** Reads the records of one session's document; null where it is not on this device. */
const readBody = async (
  persistence: DevicePersistence,
  campaignId: string,
  sessionId: string,
): Promise<ReadRecord[] | null> => {
  const body = await loadReadOnly(persistence, { kind: 'session', campaignId, sessionId });
  if (!body.ok || !body.value) return null;
  const records = [...readAll(body.value)];
  body.value.doc.destroy();
  return records;
};

/** The documents of a campaign as the index reads them. */
interface OpenedCampaign extends CatchUpSource {
  close(): void;
}

const openCampaign = async (device: DeviceDatabase, campaignId: string): Promise<OpenedCampaign> => {
  const persistence = createBrowserPersistence(device);
  const loaded = await loadReadOnly(persistence, { kind: 'ledger', campaignId });
  if (!loaded.ok) throw new Error(loaded.error.type);
  if (!loaded.value) throw new Error('the campaign is not on this device');
  const ledger = loaded.value;
  const snapshots = await deletedSnapshots(device, campaignId, ledger);
  const source = { campaignId, ledger, peek: () => undefined };
  const read = (eventsOf: EventsOf, only?: ReadonlySet<string>): ReadRecord[] =>
    readSessions(source, (id) => snapshots.get(id), eventsOf, only);
  const records = [...readAll(ledger)];
  // The record as its kind reads it; a campaign that is not there yet has no words.
  const campaign = records.find((r) => r.kind === 'campaign')?.record as Campaign | undefined;
  return {
    context: { campaignId, currency: currencyOf(campaign), joins: readJoins(ledger) },
    ledger: records,
    sessions: read(() => null).sort((a, b) => sessionTime(b) - sessionTime(a)),
    body: async ({ id }) => {
      // A body that cannot be read stays on disk, and is tried again at the next start.
      const body = await readBody(persistence, campaignId, id).catch(() => null);
      return body && [...read(() => eventsAmong(body), new Set([id])), ...body];
    },
    close: () => ledger.doc.destroy(),
  };
};

/** Queries that waited meanwhile run first. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const fill = async (db: Database, device: DeviceDatabase, campaignId: string): Promise<void> => {
  // Before the documents are read: one that changes meanwhile is read again at the next start.
  const states = await documentStates(device, campaignId);
  const [source, model] = await Promise.all([openCampaign(device, campaignId), fetchModel()]);
  const { context, ledger, sessions } = source;
  await fillIndex(
    db,
    {
      context,
      ledger,
      // A body that cannot be read keeps its session: what is in the index can be found, the rest stays on disk.
      bodies: sessions.map((session) => async () => {
        const body = await source.body(session);
        if (!body) states.delete(roomOf({ kind: 'session', campaignId, sessionId: session.id }));
        return body ?? [session];
      }),
      origins: (unread) => {
        for (const i of unread) states.delete(roomOf({ kind: 'session', campaignId, sessionId: sessions[i]!.id }));
        return { documents: states, records: hashesOf(context, [...ledger, ...sessions]) };
      },
    },
    model,
    pause,
  );
  source.close();
};

/** Brings an index that was kept up to date; false where it has to be filled anew. */
const catchUpWith = async (db: Database, device: DeviceDatabase, campaignId: string): Promise<boolean> => {
  const states = await documentStates(device, campaignId);
  let source: OpenedCampaign | null = null;
  const load = async (): Promise<CatchUpSource> => (source = await openCampaign(device, campaignId));
  try {
    return await catchUp(db, roomOf({ kind: 'ledger', campaignId }), states, load, await fetchModel());
  } catch (error) {
    console.warn('the kept index could not be caught up', error);
    return false;
  } finally {
    (source as OpenedCampaign | null)?.close();
  }
};

/** For what is kept of the index; opened with its first use. */
const device = new DeviceDatabase();

void serveIndex<IndexMeta>({
  openChannel: (name) => new BroadcastChannel(name),
  model: fetchModel,
  seed: async ({ seedUrl }) => {
    const response = await fetch(seedUrl);
    if (!response.ok) throw new Error(`the seed of the index is not here (${response.status})`);
    return response.blob();
  },
  keeping: async ({ campaignId, mayLoadKept }) => {
    const version = await keptVersion(self.location.href);
    if (version === null) return null;
    const store = createKeptStore(device, campaignId);
    return { store, version, mayLoad: mayLoadKept, newId: () => crypto.randomUUID(), pause };
  },
  fill: async (db, { campaignId }, wasKept) => {
    const device = new DeviceDatabase();
    try {
      await device.open();
      if (wasKept && (await catchUpWith(db, device, campaignId))) return;
      if (wasKept) await emptyIndex(db);
      await fill(db, device, campaignId);
    } finally {
      device.close();
    }
  },
});
