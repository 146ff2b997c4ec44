// A thread that merges. When it dies, its open requests are rejected, so that no room waits for ever, and the next
// request starts another one.
import { Worker } from 'node:worker_threads';
import { UNREADABLE } from '../update-log/relay-log.ts';
import type { MergeAnswer, MergeRequest } from './merge-tasks.ts';

export interface MergeThread {
  /** Starts the thread if it does not run yet. */
  start(): void;
  run<T extends MergeRequest['type']>(request: Extract<MergeRequest, { type: T }>): Promise<MergeAnswer<T>>;
  close(): Promise<void>;
}

/** Rows come fresh from the log and belong to the request, so their buffers are transferred instead of copied. */
const transferables = ({ rows }: MergeRequest): ArrayBuffer[] => {
  const buffers = rows
    .filter((row) => row.byteLength === row.buffer.byteLength && row !== UNREADABLE)
    .map((row) => row.buffer as ArrayBuffer);
  return [...new Set(buffers)];
};

export const createMergeThread = (): MergeThread => {
  const open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  let worker: Worker | null = null;

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

  return {
    start: () => void (worker ??= start()),
    run: (request) => {
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
