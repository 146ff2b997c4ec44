// The jobs of the transfer worker, which reads and packs files, and its answers.
import type { StoredRecord } from '@emberkeep/domain';
import type { AsideFolder, ImportFilesError, KnownRecords, ReadNote, SplitOffer } from '@emberkeep/files/transfer';
import type { PutMode } from '@emberkeep/store';
import { workerFailure } from '#lib/ui/worker-failure.ts';

export interface StoredImage {
  hash: string;
  type: string;
  bytes: Uint8Array;
}

/** What the GM chose for single files and folders of an import, by path. */
export interface ImportChoices {
  /** What notes become. */
  kinds: ReadonlyMap<string, string>;
  /** The level of headings that files are split at. */
  splits: ReadonlyMap<string, number>;
  /** Folders of templates and plugins that are wanted. */
  folders: ReadonlySet<string>;
}

export type TransferJob =
  | {
      type: 'read';
      name: string;
      files: { path: string; file: File }[];
      audience: 'gm' | 'table';
      choices: ImportChoices;
      known: KnownRecords;
      campaignId: string;
      now: number;
    }
  | { type: 'pack'; as: 'vault' | 'foundry'; records: StoredRecord[]; images: StoredImage[] };

/** What was read besides the records. */
export interface ReadFacts {
  label: string;
  remarks: readonly string[];
  /** The notes whose kind can be chosen, by path. */
  notes: readonly ReadNote[];
  /** Files that can be split at their headings. */
  splits: readonly SplitOffer[];
  /** Folders of templates and plugins: left out unless they were chosen. */
  asideFolders: readonly AsideFolder[];
  /** What a damaged ZIP lacks; empty for whole files. */
  damage: string;
  /** How records are put over ones that are here, by id. */
  modes: ReadonlyMap<string, PutMode>;
  /** Ids that an earlier version gave records, by the ids they have now. */
  formerIds: ReadonlyMap<string, string>;
  /** What the records of `inLines` hold; the others are counted by kind. */
  lines: readonly string[];
  inLines: ReadonlySet<string>;
  /** Sessions of this campaign that nobody has used yet, and that imported ones take the numbers of. */
  renumbered: readonly { id: string; from: number; to: number }[];
  images: StoredImage[];
  matched: string[];
  /** Pictures as they are in the file; `id` is the record that a picture shows. */
  portraits: { id: string; name: string; bytes: Uint8Array }[];
  /** Pictures to attach, likewise. */
  pictures: { id: string; name: string; bytes: Uint8Array }[];
  /** Pictures that texts show, by the hash of the bytes. */
  notePictures: { file: string; name: string; bytes: Uint8Array }[];
}

export type TransferAnswer =
  | { type: 'progress'; share: number }
  | { type: 'records'; records: StoredRecord[] }
  | ({ type: 'read' } & ReadFacts)
  | { type: 'refused'; error: ImportFilesError }
  | { type: 'packed'; bytes: Uint8Array; count: number };

/** The answer that ends a job. */
export type LastTransferAnswer = Exclude<TransferAnswer, { type: 'progress' | 'records' }>;

export interface RunningTransfer {
  /** The last answer; null when the job was stopped. Rejects when the worker fails. */
  end: Promise<LastTransferAnswer | null>;
  stop(): void;
}

/** Runs a job in a worker of its own. `onAnswer` is given every answer, the last one included. */
export const runJob = (job: TransferJob, onAnswer: (answer: TransferAnswer) => void): RunningTransfer => {
  let stop = (): void => undefined;
  const end = new Promise<LastTransferAnswer | null>((resolve, reject) => {
    // Inside the promise, so that a worker that cannot be started rejects `end`.
    const worker = new Worker(new URL('../../../workers/transfer.ts', import.meta.url), { type: 'module' });
    stop = () => {
      worker.terminate();
      resolve(null);
    };
    worker.onmessage = ({ data }: MessageEvent<TransferAnswer>) => {
      onAnswer(data);
      if (data.type === 'progress' || data.type === 'records') return;
      worker.terminate();
      resolve(data);
    };
    worker.onerror = (event) => {
      worker.terminate();
      reject(workerFailure(event));
    };
    worker.postMessage(job);
  });
  return { end, stop };
};
