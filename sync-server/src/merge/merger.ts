// Requests to the merge thread, answered as promises. A thread that dies is replaced and its open requests are
// rejected, so that no room waits for ever.
import { Worker } from 'node:worker_threads';
import { UNREADABLE } from '../log/relay-log.ts';
import { mergeTasks, type MergeAnswer, type MergeRequest } from './merge-tasks.ts';

export interface Merger {
  run<T extends MergeRequest['type']>(request: Extract<MergeRequest, { type: T }>): Promise<MergeAnswer<T>>;
  close(): Promise<void>;
}

/** Below this size a merge costs less than a message to the thread and back (about 0.1 ms). */
const INLINE_BYTES = 32 * 1024;

/** Small requests run at once; nobody waits for compaction and history, so those never take the event loop. */
const runsInline = ({ type, rows }: MergeRequest): boolean =>
  type !== 'compact' &&
  type !== 'pack' &&
  type !== 'repair' &&
  rows.reduce((sum, row) => sum + row.byteLength, 0) <= INLINE_BYTES;

/** Rows come fresh from the log and belong to the request, so their buffers are transferred instead of copied. */
const transferables = ({ rows }: MergeRequest): ArrayBuffer[] => {
  const buffers = rows
    .filter((row) => row.byteLength === row.buffer.byteLength && row !== UNREADABLE)
    .map((row) => row.buffer as ArrayBuffer);
  return [...new Set(buffers)];
};

export const createMerger = (): Merger => {
  const open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let nextId = 1;

  const settle = ({ id, value, error }: { id: number; value?: unknown; error?: string }): void => {
    const request = open.get(id);
    open.delete(id);
    if (error !== undefined) request?.reject(new Error(error));
    else request?.resolve(value as never);
  };
  const rejectAll = (error: Error): void => {
    const requests = [...open.values()];
    open.clear();
    requests.forEach(({ reject }) => reject(error));
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./merge-worker.ts', import.meta.url));
    started.unref();
    started.on('message', settle);
    started.on('error', (error) => {
      worker = null;
      rejectAll(error as Error);
    });
    return started;
  };
  // Started at once: the first compaction of a busy relay must not wait for a thread to start.
  let worker: Worker | null = start();

  return {
    run: (request) => {
      if (runsInline(request)) return new Promise((resolve) => resolve(mergeTasks(request) as never));
      const thread = (worker ??= start());
      const id = nextId++;
      return new Promise((resolve, reject) => {
        open.set(id, { resolve, reject });
        thread.postMessage({ id, request }, transferables(request));
      });
    },
    close: async () => void (await worker?.terminate()),
  };
};
