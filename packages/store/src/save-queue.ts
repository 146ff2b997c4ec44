// Takes every update that a document emits and writes it to disk, each batch in one transaction. Invariants: an
// update leaves the queue only after the disk confirmed it; after a failure the next write carries everything since
// the last stored state, because one missing row hides all later ones.
import * as Y from 'yjs';
import { ok, type Result } from '@emberkeep/domain';
import type { NewRow, Persistence, StorageError } from './persistence/persistence.ts';
import { createSentMarks, type SentMarks } from './sent-marks.ts';

/** `saved`: everything is on this device's disk. `failed`: the newest edits are in memory only; tell the GM. */
export type SaveState = { type: 'saved' } | { type: 'saving' } | { type: 'failed'; error: StorageError };

export interface SaveQueue {
  /** Queues an update of a room; `sent` when it came from the relay. Writing starts in this tick. */
  push(room: string, bytes: Uint8Array, sent: boolean): void;
  /** The mark of the room's newest unsent update; pass it to `markSent` once the relay has everything up to it. */
  markOf(room: string): number;
  /** Rows that were unsent on disk when the room was opened: the first full exchange covers them. */
  adopt(room: string, unsentRowIds: readonly number[]): void;
  /** Everything of the room up to `mark` is on the relay's disk. */
  markSent(room: string, mark: number): void;
  /** Count of a room's updates and rows that are not confirmed by the relay, as far as this queue knows. */
  unsentCount(room: string): number;
  /** Resolves once everything queued by now is on disk, or with the error that stopped it. */
  whenSaved(): Promise<Result<void, StorageError>>;
  /** Starts writing everything queued in this tick: after a failure, and when the page is about to close. */
  retry(): void;
  state(): SaveState;
  onState(callback: (state: SaveState) => void): () => void;
}

export interface SaveQueueDeps {
  persistence: Persistence;
  later: (ms: number, run: () => void) => void;
}

/** Updates of one room that become one row. */
interface PendingRow {
  room: string;
  bytes: Uint8Array[];
  sent: boolean;
  mark: number;
}

/** Delay before a failed write is retried, in ms; short enough to recover before a GM gives up on the tab. */
const RETRY_MS = 3000;
/** Batches being written at once. Beyond that, updates wait and are merged, so that a slow disk is not flooded. */
const MAX_IN_FLIGHT = 32;

/** One row per room and kind: while the disk was busy, many keystrokes become one row. */
const mergeRows = (pending: readonly PendingRow[]): PendingRow[] => {
  const merged = new Map<string, PendingRow>();
  for (const row of pending) {
    const key = `${row.room} ${row.sent}`;
    const into = merged.get(key);
    if (into) {
      into.bytes.push(...row.bytes);
      into.mark = Math.max(into.mark, row.mark);
    } else merged.set(key, { ...row, bytes: [...row.bytes] });
  }
  return [...merged.values()];
};

const toNewRow = (row: PendingRow, marks: SentMarks): NewRow => ({
  room: row.room,
  bytes: row.bytes.length === 1 ? (row.bytes[0] as Uint8Array) : Y.mergeUpdates(row.bytes),
  sent: marks.isSent(row),
});

/** The state as the app shows it, with its listeners. */
const createSaveStatus = (): Pick<SaveQueue, 'state' | 'onState'> & { set(next: SaveState): void } => {
  let state: SaveState = { type: 'saved' };
  const listeners = new Set<(state: SaveState) => void>();
  return {
    state: () => state,
    set: (next) => {
      // A repeated failure is reported again: its error may be another one.
      if (next.type === state.type && next.type !== 'failed') return;
      state = next;
      listeners.forEach((callback) => callback(next));
    },
    onState: (callback) => {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
  };
};

/** Runs `flush` in a microtask, once however often it was asked for. */
const createMicrotask = (flush: () => void): (() => void) => {
  let isScheduled = false;
  return () => {
    if (isScheduled) return;
    isScheduled = true;
    queueMicrotask(() => {
      isScheduled = false;
      flush();
    });
  };
};

/** Runs `flush` after the retry delay, once however often it was asked for meanwhile. */
const createRetry = (later: SaveQueueDeps['later'], flush: () => void): (() => void) => {
  let isPlanned = false;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    later(RETRY_MS, () => {
      isPlanned = false;
      flush();
    });
  };
};

export const createSaveQueue = ({ persistence, later }: SaveQueueDeps): SaveQueue => {
  const status = createSaveStatus();
  const marks = createSentMarks();
  const inFlight = new Set<readonly PendingRow[]>();
  const waiters: ((result: Result<void, StorageError>) => void)[] = [];
  let pending: PendingRow[] = [];

  const resolveWaiters = (result: Result<void, StorageError>): void => {
    waiters.splice(0).forEach((resolve) => resolve(result));
  };

  const flush = (evenIfBusy = false): void => {
    if (pending.length === 0 || (inFlight.size >= MAX_IN_FLIGHT && !evenIfBusy)) return;
    const rows = mergeRows(pending);
    pending = [];
    inFlight.add(rows);
    status.set({ type: 'saving' });
    void write(rows, true);
  };

  // In a microtask, so that the updates of one verb over two documents share a transaction. It still runs in the
  // tick of the keystroke, so the bytes have left the page before the page can close.
  const scheduleFlush = createMicrotask(flush);
  const planRetry = createRetry(later, flush);

  const onStored = (rows: readonly PendingRow[], ids: readonly number[]): void => {
    inFlight.delete(rows);
    const sentMeanwhile = rows.flatMap((row, i) => (marks.rowStored(row, ids[i]!) ? [ids[i]!] : []));
    // A mark that the disk refuses is harmless: the row is sent once more.
    if (sentMeanwhile.length > 0) void persistence.markSent(sentMeanwhile);
    if (pending.length > 0) flush();
    else if (inFlight.size === 0) {
      status.set({ type: 'saved' });
      resolveWaiters(ok(undefined));
    }
  };

  const onFailed = (rows: readonly PendingRow[], failure: { ok: false; error: StorageError }): void => {
    inFlight.delete(rows);
    pending = [...rows, ...pending];
    status.set({ type: 'failed', error: failure.error });
    resolveWaiters(failure);
    planRetry();
  };

  const write = async (rows: readonly PendingRow[], mayReopen: boolean): Promise<void> => {
    const result = await persistence.append(rows.map((row) => toNewRow(row, marks)));
    if (result.ok) return onStored(rows, result.value);
    if (mayReopen && result.error.type === 'StorageUnavailable') {
      // Tablets drop the connection in the background: the same rows are tried once more before the GM is told.
      await persistence.reopen();
      return write(rows, false);
    }
    return onFailed(rows, result);
  };

  return {
    push: (room, bytes, sent) => {
      const mark = sent ? 0 : marks.next(room);
      pending.push({ room, bytes: [bytes], sent, mark });
      scheduleFlush();
    },
    markOf: marks.latest,
    adopt: marks.adopt,
    markSent: (room, mark) => {
      const covered = marks.confirm(room, mark);
      if (covered.length > 0) void persistence.markSent(covered);
    },
    unsentCount: (room) => {
      const queued = [...pending, ...[...inFlight].flat()].filter((row) => row.room === room && !marks.isSent(row));
      return marks.unsentRowCount(room) + queued.length;
    },
    whenSaved: () => {
      if (pending.length === 0 && inFlight.size === 0) return Promise.resolve(ok(undefined));
      const result = new Promise<Result<void, StorageError>>((resolve) => waiters.push(resolve));
      scheduleFlush();
      return result;
    },
    retry: () => flush(true),
    state: status.state,
    onState: status.onState,
  };
};
