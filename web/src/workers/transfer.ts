// Worker that reads files of other tools and packs a campaign for them. Receives one job; posts progress, then the
// records in batches and the other facts, or the packed file, or the type of what went wrong. Opens backups and their
// documents, too, as many as it is asked for.
import { META_ID, toBase64 } from '@emberkeep/domain';
import { derivedId } from '@emberkeep/store';
import { pack, readImport, recordsOfImport, writeFoundryJournals, writeVault } from '@emberkeep/files/transfer';
import { hashOf } from '../lib/device/hash-of.ts';
import { claimedSize } from '../lib/device/picture-size.ts';
import { runBackupJob, type BackupAnswer, type BackupJob } from '../lib/services/backups/backup-jobs.ts';
import type { TransferAnswer, TransferJob } from '../lib/services/transfer/transfer-jobs.ts';

type PackJob = Extract<TransferJob, { type: 'pack' }>;
type ReadJob = Extract<TransferJob, { type: 'read' }>;

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<TransferJob | BackupJob>) => void) | null;
  postMessage(message: TransferAnswer | BackupAnswer, transfer?: Transferable[]): void;
}; // The DOM and worker typings cannot be loaded together.

/** Records in one message: the page unpacks them between two frames. */
const BATCH = 100;

const postProgress = (share: number): void => scope.postMessage({ type: 'progress', share });

const packVault = ({ records, images }: PackJob) => {
  const fileNames = new Map(images.map((image) => [image.hash, `${image.hash}.${image.type.split('/')[1]}`]));
  return {
    files: writeVault(records, fileNames),
    pictures: images.map((image) => ({ path: `Pictures/${fileNames.get(image.hash)}`, content: image.bytes })),
  };
};

/** Foundry journals have no files beside them: their pictures are in them. */
const packFoundry = ({ records, images }: PackJob) => ({
  files: writeFoundryJournals(
    records,
    new Map(images.map(({ hash, type, bytes }) => [hash, `data:${type};base64,${toBase64(bytes)}`])),
  ),
  pictures: [],
});

const runPack = async (job: PackJob): Promise<void> => {
  const { files, pictures } = job.as === 'foundry' ? packFoundry(job) : packVault(job);
  const bytes = await pack(
    [...files.map((file) => ({ path: file.path, content: file.text })), ...pictures],
    postProgress,
  );
  scope.postMessage({ type: 'packed', bytes, count: files.length }, [bytes.buffer as ArrayBuffer]);
};

const runRead = async ({ name, files, audience, choices, known, campaignId, now }: ReadJob): Promise<void> => {
  const sources = files.map(({ path, file }) => ({
    path,
    size: file.size,
    read: async () => new Uint8Array(await file.arrayBuffer()),
  }));
  const read = await readImport(name, sources, {
    audience,
    ...choices,
    derive: derivedId,
    hash: hashOf,
    sizeOfPicture: claimedSize,
    onStep: (share) => {
      postProgress(share);
      return true;
    },
  });
  if (!read.ok) return scope.postMessage({ type: 'refused', error: read.error });
  const { records, matched, portraits, pictures, notePictures, modes, formerIds, lines, inLines, remarks, renumbered } =
    recordsOfImport(read.value, known, campaignId, derivedId, now);
  for (let at = 0; at < records.length; at += BATCH)
    scope.postMessage({ type: 'records', records: records.slice(at, at + BATCH) });
  const { label, damage, images, notes, splits, asideFolders } = read.value;
  const buffers = [...portraits, ...pictures, ...notePictures].map(({ bytes }) => bytes.buffer as ArrayBuffer);
  scope.postMessage(
    {
      type: 'read',
      label,
      remarks: [...read.value.remarks, ...remarks],
      damage,
      notes,
      splits,
      asideFolders,
      modes,
      formerIds,
      lines,
      inLines,
      renumbered,
      images: [...images],
      // A calendar is the campaign's own: nothing that was matched by id or name.
      matched: [...matched].filter((id) => id !== META_ID),
      portraits,
      pictures,
      notePictures: [...notePictures],
    },
    // Moved and not copied: a vault may have 200 MB of pictures.
    [...new Set(buffers)],
  );
};

const run = (job: TransferJob | BackupJob): Promise<void> => {
  if (job.type === 'pack') return runPack(job);
  if (job.type === 'read') return runRead(job);
  return runBackupJob(job, (answer) => scope.postMessage(answer));
};

/** Throws outside of the promise: only then does the page's worker have an `error` event. */
const failJob = (error: unknown): void =>
  void setTimeout(() => {
    throw error;
  });

scope.onmessage = ({ data }) => void run(data).catch(failJob);
