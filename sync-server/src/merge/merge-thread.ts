// A thread that merges. It runs only while there is something to merge, because it takes as much memory as a third of
// the relay. When it dies, its open requests are rejected, so that no room waits for ever, and the next request starts
// another one.
import { Worker } from 'node:worker_threads';
import { entryPoint } from '../entry-point.ts';
import { UNREADABLE } from '../update-log/relay-log.ts';
import type { MergeAnswer, MergeRequest } from './merge-tasks.ts';

export interface MergeThread {
  run<T extends MergeRequest['type']>(request: Extract<MergeRequest, { type: T }>): Promise<MergeAnswer<T>>;
  close(): Promise<void>;
}

export interface MergeThreadDeps {
  startWorker?(): Worker;
  /** For how long the thread waits for another request before it ends, ms. */
  idleMs?: number;
}

/** A busy relay merges more often than this, and never starts a thread for it again. */
const IDLE_MS = 60_000;

const startMergeWorker = (): Worker => new Worker(entryPoint('merge/merge-worker'));

/** Rows come fresh from the log and belong to the request, so their buffers are transferred instead of copied. */
const transferables = ({ rows }: MergeRequest): ArrayBuffer[] => {
  const buffers = rows
    .filter((row) => row.byteLength === row.buffer.byteLength && row !== UNREADABLE)
    .map((row) => row.buffer as ArrayBuffer);
  return [...new Set(buffers)];
};

export const createMergeThread = ({
  startWorker = startMergeWorker,
  idleMs = IDLE_MS,
}: MergeThreadDeps = {}): MergeThread => {
  const open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;

  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };
  const settle = ({ id, value, error }: { id: number; value?: unknown; error?: string }): void => {
    const request = open.get(id);
    open.delete(id);
    if (open.size === 0) idle = setTimeout(() => void end(), idleMs).unref();
    if (error !== undefined) request?.reject(new Error(error));
    else request?.resolve(value as never);
  };
  const rejectAll = (error: Error): void => {
    const requests = [...open.values()];
    open.clear();
    requests.forEach(({ reject }) => reject(error));
  };
  const start = (): Worker => {
    const started = startWorker();
    started.unref();
    started.on('message', settle);
    started.on('error', (error) => {
      worker = null;
      rejectAll(error as Error);
    });
    return started;
  };

  return {
    run: (request) => {
      clearTimeout(idle);
      const thread = (worker ??= start());
      const id = nextId++;
      return new Promise((resolve, reject) => {
        open.set(id, { resolve, reject });
        thread.postMessage({ id, request }, transferables(request));
      });
    },
    close: end,
  };
};
