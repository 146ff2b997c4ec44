// Owns the way to the merge thread: requests by id, answers as promises. A thread that dies is replaced and its open
// requests are rejected, so that a room is never left waiting.
import { Worker } from 'node:worker_threads';
import { UNREADABLE } from '../log/relay-log.ts';
import { mergeTasks, type MergeAnswer, type MergeRequest } from './merge-tasks.ts';

export interface Merger {
  run<T extends MergeRequest['type']>(request: Extract<MergeRequest, { type: T }>): Promise<MergeAnswer<T>>;
  close(): Promise<void>;
}

/** Below this size a merge costs less than the trip to the thread (about 0.1 ms). */
const INLINE_BYTES = 32 * 1024;

export const createMerger = (): Merger => {
  let worker: Worker | null = null;
  let nextId = 1;
  const open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const start = (): Worker => {
    const started = new Worker(new URL('./merge-worker.ts', import.meta.url));
    started.unref();
    started.on('message', ({ id, value, error }: { id: number; value?: unknown; error?: string }) => {
      const waiter = open.get(id);
      open.delete(id);
      if (error !== undefined) waiter?.reject(new Error(error));
      else waiter?.resolve(value as never);
    });
    started.on('error', (error) => {
      worker = null;
      const waiting = [...open.values()];
      open.clear();
      waiting.forEach((w) => w.reject(error as Error));
    });
    return started;
  };
  // At once: the first compaction of a busy relay must not wait for a thread to come up.
  worker = start();
  return {
    run: (request) => {
      // Nobody waits for compaction and history: they never take the event loop.
      if (
        request.type !== 'compact' &&
        request.type !== 'pack' &&
        request.rows.reduce((sum, row) => sum + row.byteLength, 0) <= INLINE_BYTES
      ) {
        return new Promise((resolve) => resolve(mergeTasks(request) as never));
      }
      const thread = (worker ??= start());
      const id = nextId++;
      // Rows come fresh from the log and are nobody else's: handed over instead of copied.
      const own = request.rows.flatMap((row) =>
        row.byteLength === row.buffer.byteLength && row !== UNREADABLE ? [row.buffer as ArrayBuffer] : [],
      );
      return new Promise((resolve, reject) => {
        open.set(id, { resolve, reject });
        thread.postMessage({ id, request }, [...new Set(own)]);
      });
    },
    close: async () => void (await worker?.terminate()),
  };
};
