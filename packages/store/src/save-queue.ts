// Takes every update that a document emits and writes it to disk, each batch in one transaction. Invariants: an
// update leaves the queue only after the disk confirmed it; every batch contains all updates that are not confirmed
// yet, also those that an earlier batch is still writing, because one missing row hides all later ones.
import * as Y from 'yjs';
import { ok, type Result } from '@emberkeep/domain';
import type { NewRow, Persistence, StorageError } from './persistence/persistence.ts';
import { createSentMarks, type SentMarks } from './sent-marks.ts';

/**
 * `saved`: everything is on this device's disk. `failed`: the newest edits are in memory only; tell the GM. It lasts
 * through retries, until a write succeeds.
 */
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
  /** True while an edit of this device, which nobody else has, is not on the disk. */
  hasOwnUnsaved(): boolean;
  /** Resolves once everything queued by now is on disk, or with the error that stopped it. */
  whenSaved(): Promise<Result<void, StorageError>>;
  /** Starts writing everything queued in this tick: after a failure, and when the page is about to close. */
  retry(): void;
  /** Drops what is not on disk. Resolves once nothing more can reach the disk: the campaign is being removed from it. */
  discard(): Promise<void>;
  state(): SaveState;
  onState(callback: (state: SaveState) => void): () => void;
}

export interface SaveQueueDeps {
  persistence: Persistence;
  later: (ms: number, run: () => void) => void;
}

/** An update that the disk has not confirmed. `position` counts all updates of this queue. */
interface QueuedUpdate {
  position: number;
  room: string;
  bytes: Uint8Array;
  sent: boolean;
  mark: number;
}

/** Updates of one room that become one row. */
interface PendingRow {
  room: string;
  bytes: Uint8Array[];
  sent: boolean;
  mark: number;
}

/** Rows being written: every unconfirmed update up to position `end`. */
interface Batch {
  end: number;
  rows: readonly PendingRow[];
  byteCount: number;
}

/** Delay before a failed write is retried, in ms; short enough to recover before a GM gives up on the tab. */
const RETRY_MS = 3000;
/** Batches being written at once. Beyond that, updates wait and are merged, so that a slow disk is not flooded. */
const MAX_IN_FLIGHT = 32;
/** The same limit in bytes: each batch repeats what the ones before it are still writing, a large paste included. */
const MAX_BYTES_IN_FLIGHT = 2 * 1024 * 1024;

/** One row per room and kind: while the disk was busy, many keystrokes become one row. */
const toRows = (updates: readonly QueuedUpdate[]): PendingRow[] => {
  const rows = new Map<string, PendingRow>();
  for (const { room, bytes, sent, mark } of updates) {
    const key = `${room} ${sent}`;
    const row = rows.get(key);
    if (row) {
      row.bytes.push(bytes);
      row.mark = Math.max(row.mark, mark);
    } else rows.set(key, { room, bytes: [bytes], sent, mark });
  }
  return [...rows.values()];
};

const toBatch = (updates: readonly QueuedUpdate[]): Batch => ({
  end: updates.at(-1)!.position,
  rows: toRows(updates),
  byteCount: updates.reduce((sum, { bytes }) => sum + bytes.byteLength, 0),
});

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

/** The batches being written. */
const createInFlight = () => {
  const batches = new Set<Batch>();
  const idlers: (() => void)[] = [];
  return {
    /** Position of the last update that some batch is writing. */
    end: (): number => Math.max(0, ...[...batches].map((batch) => batch.end)),
    /** False while the disk is too busy to take another batch of this size. */
    hasRoomFor: ({ byteCount }: Batch): boolean => {
      const bytes = [...batches].reduce((sum, batch) => sum + batch.byteCount, byteCount);
      return batches.size === 0 || (batches.size < MAX_IN_FLIGHT && bytes <= MAX_BYTES_IN_FLIGHT);
    },
    add: (batch: Batch): void => void batches.add(batch),
    remove: (batch: Batch): void => {
      batches.delete(batch);
      if (batches.size === 0) idlers.splice(0).forEach((resolve) => resolve());
    },
    whenIdle: (): Promise<void> => new Promise((resolve) => (batches.size === 0 ? resolve() : idlers.push(resolve))),
  };
};

export const createSaveQueue = ({ persistence, later }: SaveQueueDeps): SaveQueue => {
  const status = createSaveStatus();
  const marks = createSentMarks();
  const inFlight = createInFlight();
  const waiters: ((result: Result<void, StorageError>) => void)[] = [];
  let unsaved: QueuedUpdate[] = [];
  let lastPosition = 0;

  const resolveWaiters = (result: Result<void, StorageError>): void => {
    waiters.splice(0).forEach((resolve) => resolve(result));
  };

  const flush = (evenIfBusy = false): void => {
    const isAllBeingWritten = inFlight.end() >= (unsaved.at(-1)?.position ?? 0);
    if (isAllBeingWritten) return;
    const batch = toBatch(unsaved);
    if (!evenIfBusy && !inFlight.hasRoomFor(batch)) return;
    inFlight.add(batch);
    if (status.state().type !== 'failed') status.set({ type: 'saving' });
    void write(batch, true);
  };

  // In a microtask, so that the updates of one command over two documents share a transaction. It still runs in the
  // tick of the keystroke, so the bytes have left the page before the page can close.
  const scheduleFlush = createMicrotask(flush);
  const planRetry = createRetry(later, flush);

  const onStored = (batch: Batch, ids: readonly number[]): void => {
    inFlight.remove(batch);
    unsaved = unsaved.filter(({ position }) => position > batch.end);
    const sentMeanwhile = batch.rows.flatMap((row, i) => (marks.rowStored(row, ids[i]!) ? [ids[i]!] : []));
    // A mark that the disk refuses is harmless: the row is sent once more.
    if (sentMeanwhile.length > 0) void persistence.markSent(sentMeanwhile);
    if (unsaved.length > 0) return flush();
    status.set({ type: 'saved' });
    resolveWaiters(ok(undefined));
  };

  const onFailed = (batch: Batch, failure: { ok: false; error: StorageError }): void => {
    inFlight.remove(batch);
    const isSaved = !unsaved.some(({ position }) => position <= batch.end);
    // What came since may have waited for this one to make room.
    if (isSaved) return flush();
    // A later batch contains this one: whether it is saved depends on that one.
    if (inFlight.end() >= batch.end) return;
    status.set({ type: 'failed', error: failure.error });
    resolveWaiters(failure);
    planRetry();
  };

  const write = async (batch: Batch, mayReopen: boolean): Promise<void> => {
    const result = await persistence.append(batch.rows.map((row) => toNewRow(row, marks)));
    if (result.ok) return onStored(batch, result.value);
    if (mayReopen && result.error.type === 'StorageUnavailable') {
      // Tablets drop the connection in the background: the same rows are tried once more before the GM is told.
      await persistence.reopen();
      return write(batch, false);
    }
    return onFailed(batch, result);
  };

  return {
    push: (room, bytes, sent) => {
      const mark = sent ? 0 : marks.next(room);
      unsaved.push({ position: ++lastPosition, room, bytes, sent, mark });
      scheduleFlush();
    },
    markOf: marks.latest,
    adopt: marks.adopt,
    markSent: (room, mark) => {
      const covered = marks.confirm(room, mark);
      if (covered.length > 0) void persistence.markSent(covered);
    },
    unsentCount: (room) =>
      marks.unsentRowCount(room) + unsaved.filter((update) => update.room === room && !marks.isSent(update)).length,
    hasOwnUnsaved: () => unsaved.some(({ sent }) => !sent),
    whenSaved: () => {
      if (unsaved.length === 0) return Promise.resolve(ok(undefined));
      const result = new Promise<Result<void, StorageError>>((resolve) => waiters.push(resolve));
      scheduleFlush();
      return result;
    },
    retry: () => flush(true),
    discard: async () => {
      unsaved = [];
      await inFlight.whenIdle();
      status.set({ type: 'saved' });
      resolveWaiters(ok(undefined));
    },
    state: status.state,
    onState: status.onState,
  };
};
