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
  /** An acknowledgement that waits for everything before it, without an entry of its own. */
  afterAll(run: () => void): void;
  /** Everything pushed so far is on disk, or failed. */
  idle(): Promise<void>;
}

/** Ticks under load are at least so far apart, ms: one transaction, one sync and one frame a room for all that came. */
const TICK_MS = 1;

export const createCommitQueue = (log: RelayLog): CommitQueue => {
  let waiting: Commit[] = [];
  let scheduled = false;
  let inFlight = 0;
  let flushedAt = 0;
  let barriers: (() => void)[] = [];
  const idlers: (() => void)[] = [];

  const settle = (): void => {
    if (inFlight > 0 || waiting.length > 0) return;
    barriers.splice(0).forEach((run) => run());
    idlers.splice(0).forEach((run) => run());
  };

  const flush = (): void => {
    scheduled = false;
    flushedAt = performance.now();
    const commits = waiting;
    waiting = [];
    const after = barriers;
    barriers = [];
    const parts = commits.map((c) => c.entries());
    let entries: LogEntry[];
    try {
      entries = log.append(parts.flat());
    } catch (error) {
      commits.forEach((c) => c.onFailed(error as Error)); // acknowledgements that waited for these are dropped with them
      settle();
      return;
    }
    let at = 0;
    commits.forEach((c, i) => c.onAppended(entries.slice(at, (at += parts[i]!.length))));
    inFlight += 1;
    void log
      .sync()
      .then(
        () => {
          commits.forEach((c) => c.onDurable());
          after.forEach((run) => run());
        },
        (error: Error) => {
          barriers = [];
          commits.forEach((c) => c.onFailed(error));
        },
      )
      .finally(() => {
        inFlight -= 1;
        settle();
      });
  };

  return {
    push: (commit) => {
      waiting.push(commit);
      if (!scheduled) {
        scheduled = true;
        // What comes alone goes at once; what comes in a stream is gathered.
        if (performance.now() - flushedAt < TICK_MS) setTimeout(flush, TICK_MS);
        else setImmediate(flush);
      }
    },
    afterAll: (run) => {
      barriers.push(run);
      if (!scheduled) settle();
    },
    idle: () => new Promise((resolve) => (inFlight === 0 && waiting.length === 0 ? resolve() : idlers.push(resolve))),
  };
};
