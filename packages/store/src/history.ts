// Owns undo of records: inverse steps over flat keys. A step takes back only what still is as this device left it, so
// undo never takes back a co-GM's work; undoing a creation sets the deletion mark. Note text has its own undo (Yjs).
import type * as Y from 'yjs';

/** One key that a verb wrote; `undefined` means "no such key". */
export interface KeyChange {
  room: string;
  root: string;
  key: string;
  before: unknown;
  after: unknown;
}

/** What one verb did, as the GM would call it ("Create Baron Harkness"). */
export interface HistoryStep {
  readonly label: string;
  readonly changes: readonly KeyChange[];
  /** Records that the verb created: undone by a deletion mark, redone by taking the mark away. */
  readonly created: readonly { room: string; root: string; id: string }[];
  /** Unix ms. */
  readonly at: number;
}

/** A pause longer than this ends what counts as one piece of typing, ms. */
const TYPING_PAUSE_MS = 5000;

/** True where a step went on with what the last one typed: the same keys, just now. */
export const continuesTyping = (last: HistoryStep, next: HistoryStep): boolean =>
  next.at - last.at < TYPING_PAUSE_MS &&
  last.created.length === 0 &&
  last.changes.length === next.changes.length &&
  last.changes.every(
    (c, i) => c.room === next.changes[i]!.room && c.root === next.changes[i]!.root && c.key === next.changes[i]!.key,
  );

/** Both as one: from before the first key to after the last. */
export const joinTyping = (last: HistoryStep, next: HistoryStep): HistoryStep => ({
  ...next,
  changes: next.changes.map((c, i) => ({ ...c, before: last.changes[i]!.before })),
});

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Takes back a step's keys inside a transaction. Keys of `created` records are left to their deletion mark. */
export const invertKeys = (
  step: HistoryStep,
  rootMap: (room: string, root: string) => Y.Map<unknown>,
  write: (map: Y.Map<unknown>, room: string, root: string, key: string, value: unknown) => void,
): void => {
  const isCreated = (c: KeyChange): boolean =>
    step.created.some((r) => r.room === c.room && r.root === c.root && c.key.startsWith(`${r.id}/`));
  for (const change of [...step.changes].reverse()) {
    if (isCreated(change)) continue;
    const map = rootMap(change.room, change.root);
    if (same(map.get(change.key), change.after)) write(map, change.room, change.root, change.key, change.before);
  }
};

/** Steps kept per campaign and tab; older ones fall off. 100 is more than an evening of tidying up. */
export const HISTORY_LIMIT = 100;
