// What the relay has of each room. Unsent updates of a room are counted up: the count after an update is its mark,
// and the relay confirms everything up to a mark. Rows on disk are matched to marks, so that they can be marked as
// sent.

/** A row to settle: the newest mark of the updates in it. */
interface MarkedRow {
  room: string;
  sent: boolean;
  mark: number;
}

interface UnsentRow {
  id: number;
  mark: number;
}

export interface SentMarks {
  /** Counts one unsent update and returns its mark. */
  next(room: string): number;
  /** The mark of the newest unsent update; 0 when there is none. */
  latest(room: string): number;
  isSent(row: MarkedRow): boolean;
  /** Takes note of a row that is on disk now. Returns true when the relay confirmed it while it was being written. */
  rowStored(row: MarkedRow, id: number): boolean;
  /** Takes note of rows that were on disk, unsent, before this tab wrote: any confirmed mark covers them. */
  adopt(room: string, ids: readonly number[]): void;
  /** The relay has everything up to `mark`. Returns the rows on disk that this covers. */
  confirm(room: string, mark: number): number[];
  /** Rows on disk that the relay has not confirmed. */
  unsentRowCount(room: string): number;
}

export const createSentMarks = (): SentMarks => {
  const latest = new Map<string, number>();
  const confirmed = new Map<string, number>();
  const unsentRows = new Map<string, UnsentRow[]>();

  const rowsOf = (room: string): UnsentRow[] => {
    let rows = unsentRows.get(room);
    if (!rows) unsentRows.set(room, (rows = []));
    return rows;
  };
  const isConfirmed = (room: string, mark: number): boolean => mark <= (confirmed.get(room) ?? 0);

  return {
    next: (room) => {
      const mark = (latest.get(room) ?? 0) + 1;
      latest.set(room, mark);
      return mark;
    },
    latest: (room) => latest.get(room) ?? 0,
    isSent: ({ room, sent, mark }) => sent || isConfirmed(room, mark),
    rowStored: ({ room, sent, mark }, id) => {
      if (sent) return false;
      if (isConfirmed(room, mark)) return true;
      rowsOf(room).push({ id, mark });
      return false;
    },
    adopt: (room, ids) => {
      const known = new Set(rowsOf(room).map((row) => row.id));
      for (const id of ids) if (!known.has(id)) rowsOf(room).push({ id, mark: 0 });
    },
    confirm: (room, mark) => {
      confirmed.set(room, Math.max(mark, confirmed.get(room) ?? 0));
      const rows = rowsOf(room);
      unsentRows.set(
        room,
        rows.filter((row) => row.mark > mark),
      );
      return rows.filter((row) => row.mark <= mark).map((row) => row.id);
    },
    unsentRowCount: (room) => rowsOf(room).length,
  };
};
