// Owns the way from documents to disk. In: every update that a document emits. Out: rows, each batch in one transaction,
// and a state that tells the truth. Invariant: an update leaves the queue only after the disk said so; after a failure
// the next write carries everything since the last stored state, because one missing row hides all later ones.
import * as Y from 'yjs';
import { ok, type Result } from '@emberkeep/domain';
import type { Persistence, StorageError } from './persistence/persistence.ts';

/** `saved`: everything is on this device's disk. `failed`: the edits are in memory only, the GM must be told. */
export type SaveState = { type: 'saved' } | { type: 'saving' } | { type: 'failed'; error: StorageError };

export interface SaveQueue {
  /** Queues an update of a room; `sent` when it came from the relay. Writing starts at once. */
  push(room: string, bytes: Uint8Array, sent: boolean): void;
  /** How many unsent updates of the room were queued so far by this queue: the mark that a durable() answers to. */
  markOf(room: string): number;
  /** Rows that were on disk, unsent, when the room was opened: the first full exchange covers them. */
  adopt(room: string, unsentRowIds: readonly number[]): void;
  /** Everything of the room up to `mark` is on the relay's disk. */
  markSent(room: string, mark: number): void;
  /** Count of unsent updates of a room that this queue knows of. */
  unsentCount(room: string): number;
  /** Resolves when everything queued by now is on disk, or with the error that stopped it. */
  whenSaved(): Promise<Result<void, StorageError>>;
  /** Hands everything to the disk within this tick: after a failure, and when the page is about to go. */
  retry(): void;
  state(): SaveState;
  onState(callback: (state: SaveState) => void): () => void;
}

interface PendingRow {
  room: string;
  bytes: Uint8Array[];
  sent: boolean;
  mark: number;
}

/** `later` schedules the retry after a failure (ms); 3 s is short enough to recover before a GM gives up on the tab. */
const RETRY_MS = 3000;
/** Batches on their way at once; beyond that, edits wait and are merged, so that a slow disk is not flooded with rows. */
const MAX_IN_FLIGHT = 32;

export const createSaveQueue = (deps: {
  persistence: Persistence;
  later: (ms: number, run: () => void) => void;
}): SaveQueue => {
  const { persistence } = deps;
  let pending: PendingRow[] = [];
  const inFlight = new Set<readonly PendingRow[]>();
  let state: SaveState = { type: 'saved' };
  let retryPlanned = false;
  const marks = new Map<string, number>();
  const sentUpTo = new Map<string, number>();
  const unsentRows = new Map<string, { id: number; mark: number }[]>();
  const stateListeners = new Set<(state: SaveState) => void>();
  const waiters: { resolve: (r: Result<void, StorageError>) => void }[] = [];

  const setState = (next: SaveState): void => {
    if (next.type === state.type && next.type !== 'failed') return;
    state = next;
    stateListeners.forEach((callback) => callback(next));
  };
  const settle = (result: Result<void, StorageError>): void => {
    waiters.splice(0).forEach((w) => w.resolve(result));
  };

  // One row per room and kind in a batch: while the disk was busy, many keystrokes become one row.
  const batch = (): PendingRow[] => {
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

  const settleRow = ({ room, sent, mark }: PendingRow, id: number, nowSent: number[]): void => {
    if (sent) return;
    if (mark <= (sentUpTo.get(room) ?? 0)) nowSent.push(id);
    else (unsentRows.get(room) ?? unsentRows.set(room, []).get(room))?.push({ id, mark });
  };

  const writeOut = async (rows: readonly PendingRow[], mayReopen: boolean): Promise<void> => {
    const result = await persistence.append(
      rows.map(({ room, bytes, sent, mark }) => ({
        room,
        bytes: bytes.length === 1 ? (bytes[0] as Uint8Array) : Y.mergeUpdates(bytes),
        sent: sent || mark <= (sentUpTo.get(room) ?? 0),
      })),
    );
    if (result.ok) {
      inFlight.delete(rows);
      const nowSent: number[] = [];
      rows.forEach((row, i) => settleRow(row, result.value[i] as number, nowSent));
      if (nowSent.length > 0) void persistence.markSent(nowSent);
      if (pending.length > 0) flush();
      else if (inFlight.size === 0) {
        setState({ type: 'saved' });
        settle(ok(undefined));
      }
      return;
    }
    if (mayReopen && result.error.type === 'StorageUnavailable') {
      // A dropped connection: open anew and try the same rows once more before alarming anybody.
      await persistence.reopen();
      return writeOut(rows, false);
    }
    inFlight.delete(rows);
    pending = [...rows, ...pending];
    setState({ type: 'failed', error: result.error });
    settle(result);
    if (!retryPlanned) {
      retryPlanned = true;
      deps.later(RETRY_MS, () => {
        retryPlanned = false;
        flush();
      });
    }
  };

  const flush = (evenIfBusy = false): void => {
    if (pending.length === 0 || (inFlight.size >= MAX_IN_FLIGHT && !evenIfBusy)) return;
    const rows = batch();
    pending = [];
    inFlight.add(rows);
    setState({ type: 'saving' });
    void writeOut(rows, true);
  };

  // A microtask, so that the updates of one verb over two documents end in one transaction; within the tick of the
  // keystroke all the same, so that the bytes have left the page before it can go away.
  let scheduled = false;
  const start = (): void => {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      flush();
    });
  };

  return {
    push: (room, bytes, sent) => {
      const mark = sent ? 0 : (marks.get(room) ?? 0) + 1;
      if (!sent) marks.set(room, mark);
      pending.push({ room, bytes: [bytes], sent, mark });
      start();
    },
    markOf: (room) => marks.get(room) ?? 0,
    adopt: (room, ids) => {
      const rows = unsentRows.get(room) ?? [];
      const known = new Set(rows.map((r) => r.id));
      unsentRows.set(room, [...rows, ...ids.filter((id) => !known.has(id)).map((id) => ({ id, mark: 0 }))]);
    },
    markSent: (room, mark) => {
      sentUpTo.set(room, Math.max(mark, sentUpTo.get(room) ?? 0));
      const rows = unsentRows.get(room) ?? [];
      const covered = rows.filter((r) => r.mark <= mark);
      unsentRows.set(
        room,
        rows.filter((r) => r.mark > mark),
      );
      if (covered.length > 0) void persistence.markSent(covered.map((r) => r.id));
    },
    unsentCount: (room) =>
      (unsentRows.get(room)?.length ?? 0) +
      [...pending, ...[...inFlight].flat()].filter(
        (r) => r.room === room && !r.sent && r.mark > (sentUpTo.get(room) ?? 0),
      ).length,
    whenSaved: () => {
      if (pending.length === 0 && inFlight.size === 0) return Promise.resolve(ok(undefined));
      const result = new Promise<Result<void, StorageError>>((resolve) => waiters.push({ resolve }));
      start();
      return result;
    },
    retry: () => flush(true),
    state: () => state,
    onState: (callback) => {
      stateListeners.add(callback);
      return () => stateListeners.delete(callback);
    },
  };
};
