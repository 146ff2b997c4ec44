// Owns the order that durability rests on: per tick one transaction for all rooms, then the broadcast, then the disk's
// confirmation, then the acknowledgements. In: accepted updates. Out: callbacks in that order.
import type { LogEntry, NewEntry, RelayLog } from '../log/relay-log.ts';

export interface Commit {
  entry: NewEntry;
  /** In the log: hand it to the others. */
  onAppended(entry: LogEntry): void;
  /** On the disk: acknowledge. */
  onDurable(entry: LogEntry): void;
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

export const createCommitQueue = (log: RelayLog): CommitQueue => {
  let waiting: Commit[] = [];
  let scheduled = false;
  let inFlight = 0;
  let barriers: (() => void)[] = [];
  const idlers: (() => void)[] = [];

  const settle = (): void => {
    if (inFlight > 0 || waiting.length > 0) return;
    barriers.splice(0).forEach((run) => run());
    idlers.splice(0).forEach((run) => run());
  };

  const flush = (): void => {
    scheduled = false;
    const commits = waiting;
    waiting = [];
    const after = barriers;
    barriers = [];
    let entries: LogEntry[];
    try {
      entries = log.append(commits.map((c) => c.entry));
    } catch (error) {
      commits.forEach((c) => c.onFailed(error as Error)); // acknowledgements that waited for these are dropped with them
      settle();
      return;
    }
    commits.forEach((c, i) => c.onAppended(entries[i] as LogEntry));
    inFlight += 1;
    void log
      .sync()
      .then(
        () => {
          commits.forEach((c, i) => c.onDurable(entries[i] as LogEntry));
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
        setImmediate(flush);
      }
    },
    afterAll: (run) => {
      barriers.push(run);
      if (!scheduled) settle();
    },
    idle: () => new Promise((resolve) => (inFlight === 0 && waiting.length === 0 ? resolve() : idlers.push(resolve))),
  };
};
