// Owns what page and worker say to each other about files in and out.
import type { StoredRecord } from '@emberkeep/domain';
import type { KnownRecords, TransferError } from '@emberkeep/files/transfer';
import type { PutMode } from '@emberkeep/store';

export interface StoredImage {
  hash: string;
  type: string;
  bytes: Uint8Array;
}

export type TransferJob =
  | {
      type: 'read';
      name: string;
      files: { path: string; file: File }[];
      audience: 'gm' | 'table';
      known: KnownRecords;
      campaignId: string;
      now: number;
    }
  | { type: 'pack'; as: 'vault' | 'foundry'; records: StoredRecord[]; images: StoredImage[] };

/**
 * What was read, beside its records. `portraits`: pictures as they are in the file, by the record they show.
 * `modes`: how records are put over ones that are here, by id. `lines`: what the records of `inLines` hold; the
 * others are counted by kind.
 */
export interface ReadFacts {
  label: string;
  remarks: readonly string[];
  modes: ReadonlyMap<string, PutMode>;
  lines: readonly string[];
  inLines: ReadonlySet<string>;
  images: StoredImage[];
  matched: string[];
  portraits: { id: string; name: string; bytes: Uint8Array }[];
}

export type TransferAnswer =
  | { type: 'progress'; share: number }
  | { type: 'records'; records: StoredRecord[] }
  | ({ type: 'read' } & ReadFacts)
  | { type: 'refused'; error: TransferError }
  | { type: 'packed'; bytes: Uint8Array; count: number };

/** A job in a worker of its own. `answers` hears everything; the promise ends with the last answer, or null when stopped. */
export const runJob = (
  job: TransferJob,
  answers: (answer: TransferAnswer) => void,
): { end: Promise<Exclude<TransferAnswer, { type: 'progress' | 'records' }> | null>; stop(): void } => {
  let stop = (): void => undefined;
  const end = new Promise<Exclude<TransferAnswer, { type: 'progress' | 'records' }> | null>((resolve, reject) => {
    const worker = new Worker(new URL('../../../workers/transfer.ts', import.meta.url), { type: 'module' });
    const finish = (run: () => void): void => {
      worker.terminate();
      run();
    };
    stop = () => finish(() => resolve(null));
    worker.onmessage = ({ data }: MessageEvent<TransferAnswer>) => {
      answers(data);
      if (data.type !== 'progress' && data.type !== 'records') finish(() => resolve(data));
    };
    worker.onerror = (event) => finish(() => reject(new Error(event.message || 'the files could not be read')));
    worker.postMessage(job);
  });
  return { end, stop: () => stop() };
};
