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
  /**
   * `room`: the one whose rows these are. Its campaign's requests wait for each other. Rejects with {@link NotWanted}
   * once `signal` is aborted: nobody waits for the answer any more.
   */
  run<T extends MergeRequest['type']>(
    request: Extract<MergeRequest, { type: T }>,
    room: string,
    signal?: AbortSignal,
  ): Promise<MergeAnswer<T>>;
  close(): Promise<void>;
}

/** Whoever asked has gone. */
export class NotWanted extends Error {}

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

/**
 * A request that nobody wants any more is broken off once it has run this long, ms: to start another thread costs others
 * more than to let a short one end.
 */
const UNWANTED_MS = 1000;

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
  signal: AbortSignal | undefined;
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
    const error = current?.signal?.aborted ? new NotWanted() : new Error('merging took too long');
    void end();
    settle(({ reject }) => reject(error));
  };
  /** Whoever asked for this has gone: what waits is passed over, and what runs is broken off. */
  const drop = (each: Waiting): void => {
    if (each !== current) return each.reject(new NotWanted());
    clearTimeout(timer);
    timer = setTimeout(giveUp, Math.max(0, startedAt + UNWANTED_MS - nowMs())).unref();
  };
  const takeWanted = (): Waiting | null => {
    let taken = waiting.take();
    while (taken?.signal?.aborted) taken = waiting.take();
    return taken;
  };
  const next = (): void => {
    if (current) return;
    current = takeWanted();
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
    run: (request, room, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(new NotWanted());
        const name = campaignIdOf(room) ?? room;
        const owner = { name, group: addressOf(name) ?? name };
        const asked: Waiting = { request, owner, signal, resolve: resolve as Waiting['resolve'], reject };
        const onGone = (): void => drop(asked);
        signal?.addEventListener('abort', onGone);
        const answered = (run: () => void): void => {
          signal?.removeEventListener('abort', onGone);
          run();
        };
        asked.resolve = (value) => answered(() => resolve(value));
        asked.reject = (error) => answered(() => reject(error));
        waiting.add(owner, asked);
        next();
      }),
    close: async () => {
      isClosed = true;
      await end();
    },
  };
};
