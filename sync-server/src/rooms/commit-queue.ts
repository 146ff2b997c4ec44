// Owns the order that durability rests on: per tick one transaction for all rooms, then the broadcast, then the disk's
// confirmation, then the acknowledgements. In: what rooms accepted in a tick. Out: callbacks in that order.
import type { LogEntry, NewEntry, RelayLog } from '../log/relay-log.ts';

/** What one room accepted in one tick. */
export interface Commit {
  /** Asked once, at the end of the tick: what arrived until then goes with it. */
  entries(): readonly NewEntry[];
  /** In the log: hand it to the others. */
  onAppended(entries: readonly LogEntry[]): void;
  /** On the disk: acknowledge. */
  onDurable(): void;
  /** The disk refused; nothing was kept. */
  onFailed(error: Error): void;
}

export interface CommitQueue {
  push(commit: Commit): void;
  /** An acknowledgement that waits for everything before it, without an entry of its own; `onFailed` where that was not kept. */
  afterAll(run: () => void, onFailed: (error: Error) => void): void;
  /** Everything pushed so far is on disk, or failed. */
  idle(): Promise<void>;
}

/** Ticks under load are at least so far apart, ms: one transaction, one sync and one frame a room for all that came. */
const TICK_MS = 1;

export const createCommitQueue = (log: RelayLog): CommitQueue => {
  let waiting: Commit[] = [];
  let scheduled = false;
  /** One transaction at a time: what came first is in the log first. */
  let appending = false;
  let inFlight = 0;
  let flushedAt = 0;
  let barriers: { run(): void; onFailed(error: Error): void }[] = [];
  const idlers: (() => void)[] = [];

  const settle = (): void => {
    if (inFlight > 0 || waiting.length > 0) return;
    barriers.splice(0).forEach(({ run }) => run());
    idlers.splice(0).forEach((run) => run());
  };

  const flush = async (): Promise<void> => {
    scheduled = false;
    flushedAt = performance.now();
    const commits = waiting;
    waiting = [];
    const after = barriers;
    barriers = [];
    const parts = commits.map((c) => c.entries());
    inFlight += 1;
    try {
      appending = true;
      const entries = await log.append(parts.flat()).finally(() => {
        appending = false;
        if (waiting.length > 0) schedule();
      });
      let at = 0;
      commits.forEach((c, i) => c.onAppended(entries.slice(at, (at += parts[i]!.length))));
      await log.sync();
      commits.forEach((c) => c.onDurable());
      after.forEach(({ run }) => run());
    } catch (error) {
      commits.forEach((c) => c.onFailed(error as Error));
      // What waited for these was not kept either.
      for (const { onFailed } of [...after, ...barriers.splice(0)]) onFailed(error as Error);
    } finally {
      inFlight -= 1;
      settle();
    }
  };

  const schedule = (): void => {
    if (scheduled || appending) return;
    scheduled = true;
    // What comes alone goes at once; what comes in a stream is gathered.
    if (performance.now() - flushedAt < TICK_MS) setTimeout(() => void flush(), TICK_MS);
    else setImmediate(() => void flush());
  };

  return {
    push: (commit) => {
      waiting.push(commit);
      schedule();
    },
    afterAll: (run, onFailed) => {
      barriers.push({ run, onFailed });
      if (!scheduled) settle();
    },
    idle: () => new Promise((resolve) => (inFlight === 0 && waiting.length === 0 ? resolve() : idlers.push(resolve))),
  };
};
