// Owns filling the index off the page's thread: reads the campaign's documents from the device's disk, one at a time, newest
// evening first. Writes no document.
import { createDexiePersistence, DeviceDatabase, loadReadOnly, readAll, readSessions } from '@emberkeep/store';
import { fillIndex } from '@emberkeep/search';
import { serveIndex } from '@emberkeep/search/host';
import type { ReadRecord } from '@emberkeep/domain';
import { fetchModel } from '../lib/services/search/fetch-model.ts';
import type { IndexMeta } from '../lib/services/search/index-meta.ts';

const newest = (a: ReadRecord, b: ReadRecord): number => {
  const at = ({ record }: ReadRecord): number =>
    Number(record['startedAt'] ?? record['scheduledAt'] ?? 0) || Number(record['number'] ?? 0);
  return at(b) - at(a);
};

// A tab that goes takes its channel along while its question is being answered. PGlite posts the answer all the same, and
// reports what the channel says as an error of ours: in this worker such an answer is nobody's.
const post = BroadcastChannel.prototype.postMessage;
BroadcastChannel.prototype.postMessage = function (message: unknown): void {
  try {
    post.call(this, message);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
  }
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
      const persistence = createDexiePersistence(device);
      const [ledger, model] = await Promise.all([
        loadReadOnly(persistence, { kind: 'ledger', campaignId }),
        fetchModel(),
      ]);
      if (!ledger.ok) throw new Error(ledger.error.type);
      if (!ledger.value) throw new Error('the campaign is not on this device');
      const document = ledger.value;
      // Only deleted evenings need it: were they written on afterwards?
      const snapshots = new Map<string, Uint8Array>();
      for (const id of document.table('session').ids()) {
        if (!document.table('session').get(id)?.fields.has('deleted')) continue;
        const row = await device.derived.get(`campaign/${campaignId}/session/${id}`);
        if (row) snapshots.set(id, row.snapshot);
      }
      const sessions = readSessions({ campaignId, ledger: document, peek: () => undefined }, (id) =>
        snapshots.get(id),
      ).sort(newest);
      const records = [...readAll(document)];
      const currency = records.find((r) => r.kind === 'campaign')?.record['currency'];
      document.doc.destroy();
      await fillIndex(
        db,
        {
          context: { campaignId, currency: typeof currency === 'string' ? currency : '' },
          ledger: [...records, ...sessions],
          bodies: sessions.map(({ id }) => async () => {
            const body = await loadReadOnly(persistence, { kind: 'session', campaignId, sessionId: id });
            if (!body.ok || !body.value) return [];
            const reads = [...readAll(body.value)];
            body.value.doc.destroy();
            return reads;
          }),
        },
        model,
        // Queries that waited meanwhile go first.
        () => new Promise((resolve) => setTimeout(resolve)),
      );
    } finally {
      device.close();
    }
  },
});
