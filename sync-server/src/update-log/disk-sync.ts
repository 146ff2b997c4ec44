// fdatasync of one file, off the event loop. Callers that ask while one is running share the next. A failed
// fdatasync is final: no retry can tell what was lost (see "fsyncgate"), so every later call rejects as well.
import { fdatasync } from 'node:fs';
import { promisify } from 'node:util';

/** The one file operation that durability rests on; tests replace it by one that fails. */
export interface FilePort {
  fdatasync(descriptor: number): Promise<void>;
}
export const realFiles: FilePort = { fdatasync: promisify(fdatasync) };

/** The disk did not confirm what was written; the relay cannot be trusted with writes until it restarts. */
export class SyncFailed extends Error {
  constructor(cause: Error) {
    super(`The disk did not confirm a write: ${cause.message}`, { cause });
  }
}

export interface DiskSync {
  /** Resolves once everything written before the call is on the disk. */
  sync(): Promise<void>;
}

export const createDiskSync = (files: FilePort, descriptor: number): DiskSync => {
  let failure: SyncFailed | null = null;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const syncOnce = async (): Promise<void> => {
    if (failure) throw failure;
    try {
      await files.fdatasync(descriptor);
    } catch (error) {
      failure = new SyncFailed(error as Error);
      throw failure;
    }
  };
  const start = (): Promise<void> => (running = syncOnce().finally(() => (running = null)));

  return {
    sync: () => {
      if (!running) return start();
      // The sync that is running may not cover what this caller wrote; the next one does.
      next ??= running
        .catch(() => undefined) // reason: whoever asked for that sync was told
        .then(() => {
          next = null;
          return start();
        });
      return next;
    },
  };
};
