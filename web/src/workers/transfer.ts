// Owns reading files of other tools, and packing a campaign for them, off the page's thread. In: one job. Out: progress, the
// records in batches, then what else is to know, or the type of what went wrong.
import { META_ID } from '@emberkeep/domain';
import { derivedId } from '@emberkeep/store';
import { pack, readTransfer, recordsOfForeign, writeFoundryJournals, writeVault } from '@emberkeep/files/transfer';
import type { TransferAnswer, TransferJob } from '../lib/services/transfer/transfer-jobs.ts';

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<TransferJob>) => void) | null;
  postMessage(message: TransferAnswer, transfer?: Transferable[]): void;
}; // reason: the lib types of pages and workers do not mix

/** Records handed over at once: the page unpacks them between two frames. */
const BATCH = 100;

scope.onmessage = ({ data }) => void run(data);

const run = async (job: TransferJob): Promise<void> => {
  if (job.type === 'pack') {
    const files =
      job.as === 'foundry'
        ? writeFoundryJournals(job.records)
        : writeVault(job.records, new Map(job.images.map((i) => [i.hash, `${i.hash}.${i.type.split('/')[1]}`])));
    const pictures =
      job.as === 'foundry'
        ? []
        : job.images.map((i) => ({ path: `Portraits/${i.hash}.${i.type.split('/')[1]}`, content: i.bytes }));
    const bytes = await pack([...files.map((f) => ({ path: f.path, content: f.text })), ...pictures], (share) =>
      scope.postMessage({ type: 'progress', share }),
    );
    return scope.postMessage({ type: 'packed', bytes, count: files.length }, [bytes.buffer as ArrayBuffer]);
  }
  const { name, files, audience, known, campaignId, now } = job;
  const picked = files.map(({ path, file }) => ({
    path,
    size: file.size,
    read: async () => new Uint8Array(await file.arrayBuffer()),
  }));
  const read = await readTransfer(name, picked, {
    audience,
    derive: derivedId,
    onStep: (share) => (scope.postMessage({ type: 'progress', share }), true),
  });
  if (!read.ok) return scope.postMessage({ type: 'refused', error: read.error });
  const { records, matched, portraits, modes, lines, inLines } = recordsOfForeign(
    read.value,
    known,
    campaignId,
    derivedId,
    now,
  );
  for (let at = 0; at < records.length; at += BATCH)
    scope.postMessage({ type: 'records', records: records.slice(at, at + BATCH) });
  const { label, remarks, images } = read.value;
  scope.postMessage({
    type: 'read',
    label,
    remarks,
    modes,
    lines,
    inLines,
    images: [...images],
    // A calendar is the campaign's own: nothing that was matched by id or name.
    matched: [...matched].filter((id) => id !== META_ID),
    portraits,
  });
};
