// The order that durability rests on: per tick one transaction for all rooms, then the broadcast, then the disk's
// confirmation, then the acknowledgements.
import type { LogEntry, NewEntry, RelayLog } from '../update-log/relay-log.ts';

/** What one room accepted in one tick. */
export interface Commit {
  /** Called once, at the end of the tick, so that everything that arrived until then is included. */
  entries(): readonly NewEntry[];
  /** The entries are in the log: pass them on. */
  onAppended(entries: readonly LogEntry[]): void;
  /** The entries are on the disk: acknowledge them. */
  onDurable(): void;
  /** The log or the disk refused; nothing counts as stored. */
  onFailed(error: Error): void;
}

export interface CommitQueue {
  push(commit: Commit): void;
  /** Runs once everything pushed before is on the disk; `onFailed` if that was not stored. */
  afterAll(run: () => void, onFailed: (error: Error) => void): void;
  /** Resolves when everything pushed so far is on the disk, or has failed. */
  idle(): Promise<void>;
}

interface Barrier {
  run(): void;
  onFailed(error: Error): void;
}

/** Shortest time between two ticks under load, ms: they share one transaction, one sync, and one frame per room. */
const TICK_MS = 1;

export const createCommitQueue = (log: RelayLog): CommitQueue => {
  let waiting: Commit[] = [];
  let barriers: Barrier[] = [];
  let isScheduled = false;
  /** One transaction at a time, so that entries are in the log in the order of their arrival. */
  let isAppending = false;
  let inFlight = 0;
  let flushedAt = 0;
  const idlers: (() => void)[] = [];

  const isIdle = (): boolean => inFlight === 0 && waiting.length === 0;

  const settle = (): void => {
    if (!isIdle()) return;
    barriers.splice(0).forEach(({ run }) => run());
    idlers.splice(0).forEach((run) => run());
  };

  const schedule = (): void => {
    if (isScheduled || isAppending) return;
    isScheduled = true;
    // A single write is flushed at once; a stream of writes is gathered.
    if (performance.now() - flushedAt < TICK_MS) setTimeout(() => void flush(), TICK_MS);
    else setImmediate(() => void flush());
  };

  const append = async (entries: readonly NewEntry[]): Promise<LogEntry[]> => {
    isAppending = true;
    try {
      return await log.append(entries);
    } finally {
      isAppending = false;
      if (waiting.length > 0) schedule();
    }
  };

  const store = async (commits: readonly Commit[]): Promise<void> => {
    const parts = commits.map((commit) => commit.entries());
    const entries = await append(parts.flat());
    let start = 0;
    commits.forEach((commit, i) => commit.onAppended(entries.slice(start, (start += parts[i]!.length))));
    await log.sync();
    commits.forEach((commit) => commit.onDurable());
  };

  const flush = async (): Promise<void> => {
    isScheduled = false;
    flushedAt = performance.now();
    const [commits, after] = [waiting, barriers];
    [waiting, barriers] = [[], []];
    inFlight += 1;
    try {
      await store(commits);
      after.forEach(({ run }) => run());
    } catch (error) {
      commits.forEach((commit) => commit.onFailed(error as Error));
      // What waited for these commits was not stored either.
      for (const { onFailed } of [...after, ...barriers.splice(0)]) onFailed(error as Error);
    } finally {
      inFlight -= 1;
      settle();
    }
  };

  return {
    push: (commit) => {
      waiting.push(commit);
      schedule();
    },
    afterAll: (run, onFailed) => {
      barriers.push({ run, onFailed });
      if (!isScheduled) settle();
    },
    idle: () => new Promise((resolve) => (isIdle() ? resolve() : idlers.push(resolve))),
  };
};
