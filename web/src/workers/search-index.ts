// Worker that fills the search index from the device's disk: one document at a time, the newest session first. It
// writes no document.
import {
  createDexiePersistence,
  DeviceDatabase,
  eventsAmong,
  loadReadOnly,
  readAll,
  readSessions,
  type EventsOf,
  type ReadableDocument,
} from '@emberkeep/store';
import { fillIndex, type Database } from '@emberkeep/search';
import { serveIndex } from '@emberkeep/search/host';
import { currencyOf, type Campaign, type ReadRecord } from '@emberkeep/domain';
import { fetchModel } from '../lib/services/search/fetch-model.ts';
import type { IndexMeta } from '../lib/services/search/index-meta.ts';

type DevicePersistence = ReturnType<typeof createDexiePersistence>;

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

const fill = async (db: Database, device: DeviceDatabase, campaignId: string): Promise<void> => {
  const persistence = createDexiePersistence(device);
  const [loaded, model] = await Promise.all([loadReadOnly(persistence, { kind: 'ledger', campaignId }), fetchModel()]);
  if (!loaded.ok) throw new Error(loaded.error.type);
  if (!loaded.value) throw new Error('the campaign is not on this device');
  const ledger = loaded.value;
  const snapshots = await deletedSnapshots(device, campaignId, ledger);
  const source = { campaignId, ledger, peek: () => undefined };
  const read = (eventsOf: EventsOf, only?: ReadonlySet<string>): ReadRecord[] =>
    readSessions(source, (id) => snapshots.get(id), eventsOf, only);
  const sessions = read(() => null).sort((a, b) => sessionTime(b) - sessionTime(a));
  /** A session as its log tells it, with its body; alone where its body cannot be read. */
  const withBody = async (session: ReadRecord): Promise<ReadRecord[]> => {
    // A body that cannot be read keeps its session: what is in the index can be found, the rest stays on disk.
    const body = await readBody(persistence, campaignId, session.id).catch(() => null);
    return body ? [...read(() => eventsAmong(body), new Set([session.id])), ...body] : [session];
  };
  const records = [...readAll(ledger)];
  // The record as its kind reads it; a campaign that is not there yet has no words.
  const campaign = records.find((r) => r.kind === 'campaign')?.record as Campaign | undefined;
  await fillIndex(
    db,
    {
      context: { campaignId, currency: currencyOf(campaign) },
      ledger: records,
      bodies: sessions.map((session) => () => withBody(session)),
    },
    model,
    // Queries that waited meanwhile run first.
    () => new Promise((resolve) => setTimeout(resolve)),
  );
  ledger.doc.destroy();
};

void serveIndex<IndexMeta>({
  openChannel: (name) => new BroadcastChannel(name),
  model: fetchModel,
  seed: async ({ seedUrl }) => {
    const response = await fetch(seedUrl);
    if (!response.ok) throw new Error(`the seed of the index is not here (${response.status})`);
    return response.blob();
  },
  fill: async (db, { campaignId }) => {
    const device = new DeviceDatabase();
    try {
      await device.open();
      await fill(db, device, campaignId);
    } finally {
      device.close();
    }
  },
});
