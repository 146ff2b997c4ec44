// Reads files and pasted text as notes in a worker, so that no text, however hostile, freezes the page or is read
// without end.
import type { NoteNode } from '@emberkeep/domain';
import type { Clipboard } from '@emberkeep/files';
import { isUnfetched } from '#lib/ui/load-part.ts';
import { workerFailure } from '#lib/ui/worker-failure.ts';

export type NoteSource =
  { type: 'file'; file: File } | { type: 'pasted'; text: string } | { type: 'clipboard'; clipboard: Clipboard };

export interface NoteText {
  nodes: NoteNode[];
  /** What was left out, as a sentence; empty where nothing was. */
  remark: string;
}
export type ReadNote = { ok: true; value: NoteText } | { ok: false; error: { type: string } };

/** The longest a note is read: ten times what the notes of a whole campaign take on a weak tablet. */
const TIME_LIMIT_MS = 30_000;

/** What a reader uses of a worker. */
export type NoteWorker = Pick<Worker, 'onmessage' | 'onerror' | 'postMessage' | 'terminate'>;

const startWorker = (): NoteWorker =>
  new Worker(new URL('../../../workers/read-note.ts', import.meta.url), { type: 'module' });

export interface NoteReader {
  /**
   * Ends what is still being read, which then gives null, and reads this. `TookTooLong`: after 30 seconds. `CannotRead`:
   * the worker cannot be started, or failed. `NotOnDevice`: its code could not be fetched.
   */
  read(source: NoteSource): Promise<ReadNote | null>;
  /** Ends what is being read, and the worker. The reader can be used again. */
  stop(): void;
}

/** The worker stays for the next text: pasted text is read again with every letter that is typed into it. */
export const createNoteReader = (newWorker: () => NoteWorker = startWorker): NoteReader => {
  let worker: NoteWorker | null = null;
  let settle: ((result: ReadNote | null) => void) | null = null;
  const stop = (result: ReadNote | null = null): void => {
    worker?.terminate();
    worker = null;
    settle?.(result);
  };
  const start = (source: NoteSource): void => {
    const own = (worker ??= newWorker());
    // What a worker posted before it was ended may still arrive.
    own.onmessage = ({ data }: MessageEvent<ReadNote>) => own === worker && settle?.(data);
    own.onerror = (event) =>
      own === worker &&
      stop({ ok: false, error: { type: isUnfetched(workerFailure(event)) ? 'NotOnDevice' : 'CannotRead' } });
    own.postMessage(source);
  };
  const read = (source: NoteSource): Promise<ReadNote | null> =>
    new Promise((resolve) => {
      if (settle) stop();
      const timer = setTimeout(() => stop({ ok: false, error: { type: 'TookTooLong' } }), TIME_LIMIT_MS);
      settle = (result) => {
        clearTimeout(timer);
        settle = null;
        resolve(result);
      };
      try {
        start(source);
      } catch {
        stop({ ok: false, error: { type: 'CannotRead' } });
      }
    });
  return { read, stop: () => stop() };
};
