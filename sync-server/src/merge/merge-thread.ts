// A thread that merges, one request after the other; addresses take turns, and the campaigns of one within its turns.
// It runs only while there is something to merge, because it takes as much memory as a third of the relay. When it
// dies, or takes too long, the request that it was at is rejected, so that no room waits for ever, and another thread
// goes on with the next.
import { Worker } from 'node:worker_threads';
import { entryPoint } from '../entry-point.ts';
import { campaignIdOf } from '../rooms/room-names.ts';
import { UNREADABLE } from '../update-log/relay-log.ts';
import { createFairQueue, type FairQueue, type Owner } from './fair-queue.ts';
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

interface MergeWorkerDeps {
  startWorker(): Worker;
  idleMs: number;
  onAnswer(answer: { value?: unknown; error?: string }): void;
  /** The thread died; the next request starts another one. */
  onDeath(error: Error): void;
}

/** A worker that runs only while it is needed. One timer at a time: until it idles too long, or is too long at work. */
const createMergeWorker = ({ startWorker, idleMs, onAnswer, onDeath }: MergeWorkerDeps) => {
  let worker: Worker | null = null;
  let timer: NodeJS.Timeout | undefined;

  const start = (): Worker => {
    const started = startWorker();
    started.unref();
    started.on('message', (answer: { value?: unknown; error?: string }) => {
      if (started === worker) onAnswer(answer);
    });
    started.on('error', (error) => {
      if (started !== worker) return;
      worker = null;
      onDeath(error as Error);
    });
    return started;
  };
  const end = async (): Promise<void> => {
    clearTimeout(timer);
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };
  const setTimer = (ms: number, run: () => void): void => {
    clearTimeout(timer);
    timer = setTimeout(run, ms).unref();
  };

  return {
    /** `onLate`: no answer has come after `limitMs`. Throws where the request cannot be sent. */
    post: (request: MergeRequest, limitMs: number, onLate: () => void): void => {
      worker ??= start();
      setTimer(limitMs, onLate);
      worker.postMessage({ request }, transferables(request));
    },
    /** A new limit for the request that it is at. */
    limit: setTimer,
    /** The request is over. */
    stopLimit: () => clearTimeout(timer),
    /** There is nothing to do. */
    idle: (): void => {
      if (worker) setTimer(idleMs, () => void end());
    },
    end,
  };
};

interface Waiting {
  request: MergeRequest;
  owner: Owner;
  resolve: (value: never) => void;
  reject: (error: Error) => void;
  signal: AbortSignal | undefined;
}

/** Once it is answered, its signal is no longer listened to. `onGone`: whoever asked has gone before that. */
const listenedTo = (waiting: Waiting, onGone: (waiting: Waiting) => void): Waiting => {
  const { signal } = waiting;
  const heard = (): void => onGone(listened);
  const answered = (run: () => void): void => {
    signal?.removeEventListener('abort', heard);
    run();
  };
  const listened: Waiting = {
    ...waiting,
    resolve: (value) => answered(() => waiting.resolve(value)),
    reject: (error) => answered(() => waiting.reject(error)),
  };
  signal?.addEventListener('abort', heard);
  return listened;
};

const takeWanted = (queue: FairQueue<Waiting>): Waiting | null => {
  let taken = queue.take();
  while (taken?.signal?.aborted) taken = queue.take();
  return taken;
};

export const createMergeThread = ({
  addressOf = () => null,
  startWorker = startMergeWorker,
  idleMs = IDLE_MS,
  limitMs = LIMIT_MS,
  nowMs = () => performance.now(),
}: MergeThreadDeps = {}): MergeThread => {
  const queue = createFairQueue<Waiting>();
  let current: Waiting | null = null;
  let startedAt = 0;
  let isClosed = false;

  const worker = createMergeWorker({
    startWorker,
    idleMs,
    onAnswer: ({ value, error }) =>
      settle(({ resolve, reject }) => (error === undefined ? resolve(value as never) : reject(new Error(error)))),
    onDeath: (error) => settle(({ reject }) => reject(error)),
  });

  /** Takes the request that was answered, or will not be, and goes on. */
  const settle = (answer: (done: Waiting) => void): void => {
    worker.stopLimit();
    const done = current;
    current = null;
    if (done) queue.used(done.owner, nowMs() - startedAt);
    if (done) answer(done);
    next();
  };
  const giveUp = (): void => {
    const error = current?.signal?.aborted ? new NotWanted() : new Error('merging took too long');
    void worker.end();
    settle(({ reject }) => reject(error));
  };
  /** Whoever asked for this has gone: what waits is passed over, and what runs is broken off. */
  const drop = (each: Waiting): void => {
    if (each !== current) return each.reject(new NotWanted());
    worker.limit(Math.max(0, startedAt + UNWANTED_MS - nowMs()), giveUp);
  };
  const next = (): void => {
    if (current) return;
    current = takeWanted(queue);
    if (!current) {
      if (!isClosed) worker.idle();
      return;
    }
    startedAt = nowMs();
    try {
      worker.post(current.request, limitMs, giveUp);
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
        const asked = { request, owner, signal, resolve: resolve as Waiting['resolve'], reject };
        queue.add(owner, listenedTo(asked, drop));
        next();
      }),
    close: async () => {
      isClosed = true;
      await worker.end();
    },
  };
};
