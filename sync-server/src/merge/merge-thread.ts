// A thread that merges, one request after the other; addresses take turns, and the campaigns of one within its turns.
// It runs only while there is something to merge, because it takes as much memory as a third of the relay. When it
// dies, or takes too long, the request that it was at is rejected, so that no room waits for ever, and another thread
// goes on with the next.
import { Worker } from 'node:worker_threads';
import { entryPoint } from '../entry-point.ts';
import { campaignIdOf } from '../rooms/room-names.ts';
import { UNREADABLE } from '../update-log/relay-log.ts';
import { createFairQueue, type Owner } from './fair-queue.ts';
import type { MergeAnswer, MergeRequest } from './merge-tasks.ts';

export interface MergeThread {
  /** `room`: the one whose rows these are. Its campaign's requests wait for each other. */
  run<T extends MergeRequest['type']>(
    request: Extract<MergeRequest, { type: T }>,
    room: string,
  ): Promise<MergeAnswer<T>>;
  close(): Promise<void>;
}

export interface MergeThreadDeps {
  /** The address that pays for a campaign; null where none is known. */
  addressOf?(campaignId: string): string | null;
  startWorker?(): Worker;
  /** For how long the thread waits for another request before it ends, ms. */
  idleMs?: number;
  /** For how long the thread may be at one request, ms. */
  limitMs?: number;
  nowMs?(): number;
}

/** A busy relay merges more often than this, and never starts a thread for it again. */
const IDLE_MS = 60_000;
/** A note of 56 MB, almost twice what a relay takes by default, took 15 s on two busy cores: longer is no accident. */
const LIMIT_MS = 120_000;
/** Enough for that note, MB. What needs more was made to. */
const MEMORY_MB = 1024;

const startMergeWorker = (): Worker =>
  new Worker(entryPoint('merge/merge-worker'), { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });

/** Rows come fresh from the log and belong to the request, so their buffers are transferred instead of copied. */
const transferables = ({ rows }: MergeRequest): ArrayBuffer[] => {
  const buffers = rows
    .filter((row) => row.byteLength === row.buffer.byteLength && row !== UNREADABLE)
    .map((row) => row.buffer as ArrayBuffer);
  return [...new Set(buffers)];
};

interface Waiting {
  request: MergeRequest;
  owner: Owner;
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

export const createMergeThread = ({
  addressOf = () => null,
  startWorker = startMergeWorker,
  idleMs = IDLE_MS,
  limitMs = LIMIT_MS,
  nowMs = () => performance.now(),
}: MergeThreadDeps = {}): MergeThread => {
  const waiting = createFairQueue<Waiting>();
  let current: Waiting | null = null;
  let startedAt = 0;
  let worker: Worker | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const end = async (): Promise<void> => {
    clearTimeout(timer);
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };
  /** Takes the request that was answered, or will not be, and goes on. */
  const settle = (answer: (done: Waiting) => void): void => {
    clearTimeout(timer);
    const done = current;
    current = null;
    if (done) waiting.used(done.owner, nowMs() - startedAt);
    if (done) answer(done);
    next();
  };
  const start = (): Worker => {
    const started = startWorker();
    started.unref();
    started.on('message', ({ value, error }: { value?: unknown; error?: string }) => {
      if (started !== worker) return;
      settle(({ resolve, reject }) => (error === undefined ? resolve(value as never) : reject(new Error(error))));
    });
    started.on('error', (error) => {
      if (started !== worker) return;
      worker = null;
      settle(({ reject }) => reject(error as Error));
    });
    return started;
  };
  const giveUp = (): void => {
    void end();
    settle(({ reject }) => reject(new Error('merging took too long')));
  };
  const next = (): void => {
    if (current) return;
    current = waiting.take();
    if (!current) {
      if (worker && !isClosed) timer = setTimeout(() => void end(), idleMs).unref();
      return;
    }
    clearTimeout(timer);
    startedAt = nowMs();
    worker ??= start();
    timer = setTimeout(giveUp, limitMs).unref();
    const { request } = current;
    try {
      worker.postMessage({ request }, transferables(request));
    } catch (error) {
      settle(({ reject }) => reject(error as Error)); // reason: rows that cannot be sent are this request's alone
    }
  };

  return {
    run: (request, room) =>
      new Promise((resolve, reject) => {
        const name = campaignIdOf(room) ?? room;
        const owner = { name, group: addressOf(name) ?? name };
        waiting.add(owner, { request, owner, resolve, reject });
        next();
      }),
    close: async () => {
      isClosed = true;
      await end();
    },
  };
};
