// Undo of records: the steps of this tab, and their inverse writes over flat keys. A step takes back a key only
// while it still has the value this device wrote, so undo never removes a co-GM's work. Note text has its own undo
// (Yjs).
import { ROOT_OF_KIND, type StoredKind } from './changes.ts';
import { digestRecord, textsForDigest, type DeletionMark } from './deletion.ts';
import type { OpenDocument } from './open-document.ts';
import { readValue } from './typed-text.ts';

/** One key that a verb wrote; `undefined` means "no such key". */
export interface KeyChange {
  room: string;
  root: string;
  key: string;
  before: unknown;
  after: unknown;
}

/** A record that a verb created, by the root map that holds it. */
export interface CreatedRecord {
  room: string;
  root: string;
  id: string;
}

/** What one verb did, labelled as the GM would call it ("Create Baron Harkness"). */
export interface UndoStep {
  readonly label: string;
  readonly changes: readonly KeyChange[];
  /** Undone by a deletion mark, redone by removing the mark. */
  readonly created: readonly CreatedRecord[];
  /** Unix ms. */
  readonly at: number;
}

/** Writes one key of a root map and notes the change for undo; `undefined` deletes the key. */
export type WriteKey = (doc: OpenDocument, root: string, key: string, value: unknown) => void;

/** Steps kept per campaign and tab; the oldest are dropped. 100 is more than one session of prep or clean-up. */
const MAX_UNDO_STEPS = 100;

/** Typing continues the previous step until a pause longer than this, in ms. */
const TYPING_PAUSE_MS = 5000;

/** True when `next` wrote the same keys as `last` within the typing pause. */
const continuesTyping = (last: UndoStep, next: UndoStep): boolean =>
  Math.abs(next.at - last.at) < TYPING_PAUSE_MS &&
  last.created.length === 0 &&
  last.changes.length === next.changes.length &&
  last.changes.every((change, i) => {
    const other = next.changes[i]!;
    return change.room === other.room && change.root === other.root && change.key === other.key;
  });

const joinTyping = (last: UndoStep, next: UndoStep): UndoStep => ({
  ...next,
  changes: next.changes.map((change, i) => ({ ...change, before: last.changes[i]!.before })),
});

const joinGroup = (label: string, steps: readonly UndoStep[], at: number): UndoStep => ({
  label,
  changes: steps.flatMap((s) => s.changes),
  created: steps.flatMap((s) => s.created),
  at,
});

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

const invertKeys = (step: UndoStep, docOf: (room: string) => OpenDocument, write: WriteKey): void => {
  // Keys of a created record stay: its deletion mark hides them.
  const isCreated = (c: KeyChange): boolean =>
    step.created.some((r) => r.room === c.room && r.root === c.root && c.key.startsWith(`${r.id}/`));
  for (const { room, root, key, before, after } of step.changes.filter((c) => !isCreated(c)).reverse()) {
    const doc = docOf(room);
    if (same(readValue(doc.doc.getMap(root), key), after)) write(doc, root, key, before);
  }
};

const kindOfRoot = (root: string): StoredKind | undefined =>
  Object.entries(ROOT_OF_KIND).find(([, name]) => name === root)?.[0] as StoredKind | undefined;

const markDeleted = (
  { room, root, id }: CreatedRecord,
  docOf: (room: string) => OpenDocument,
  write: WriteKey,
  who: { deviceId: string; nowMs(): number },
): void => {
  const doc = docOf(room);
  const kind = kindOfRoot(root);
  const raw = kind && doc.table(kind).get(id);
  if (!kind || !raw || raw.fields.has('deleted')) return;
  const seen = digestRecord(raw, textsForDigest(doc.doc, kind, id));
  const mark: DeletionMark = { by: who.deviceId, at: who.nowMs(), seen, body: null };
  write(doc, root, `${id}/deleted`, mark);
};

/** Writes the inverse of `step` inside an open transaction; `docs` are all documents that the step wrote. */
export const invertStep = (
  step: UndoStep,
  docs: readonly OpenDocument[],
  write: WriteKey,
  who: { deviceId: string; nowMs(): number },
): void => {
  const byRoom = new Map(docs.map((doc) => [doc.room, doc]));
  const docOf = (room: string): OpenDocument => byRoom.get(room)!;
  invertKeys(step, docOf, write);
  for (const created of step.created) markDeleted(created, docOf, write, who);
};

/** Rooms of all documents that a step wrote. */
const roomsOf = (step: UndoStep): string[] => [...new Set([...step.changes, ...step.created].map((c) => c.room))];

export interface UndoStackDeps {
  nowMs(): number;
  /**
   * Opens the documents of `rooms`, calls `run` when all of them are writable, and releases them.
   * Resolves to null, without calling `run`, when one of them is not.
   */
  withWritable<T>(rooms: readonly string[], run: (docs: readonly OpenDocument[]) => T): Promise<T | null>;
  /** Writes the inverse of a step as one transaction and returns the step that it made. */
  invert(step: UndoStep, docs: readonly OpenDocument[]): UndoStep;
}

export interface UndoStack {
  /** Adds the step of a verb that changed something. Discards what could be redone. */
  push(step: UndoStep, isTyping: boolean): void;
  /** Makes one undo step of everything that `run` does: an import, a bulk change. */
  group<T>(label: string, run: () => T): T;
  /** The newest step of this tab, as a handle for `undo`. */
  latestStep(): UndoStep | null;
  /**
   * Undoes the newest step of this tab, or the given one; resolves to its label, or null when it cannot be undone.
   */
  undo(step?: UndoStep): Promise<string | null>;
  redo(): Promise<string | null>;
  canUndo(): boolean;
}

export const createUndoStack = (deps: UndoStackDeps): UndoStack => {
  let undoSteps: UndoStep[] = [];
  let redoSteps: UndoStep[] = [];
  let openGroups = 0;

  const takeBack = async (from: UndoStep[], to: UndoStep[], wanted = from.at(-1)): Promise<string | null> => {
    const step = wanted && from.includes(wanted) ? wanted : null;
    if (!step) return null;
    return deps.withWritable(roomsOf(step), (docs) => {
      from.splice(from.indexOf(step), 1);
      to.push(deps.invert(step, docs));
      return step.label;
    });
  };

  const joinSince = (before: readonly UndoStep[], label: string): void => {
    const own = undoSteps.filter((step) => !before.includes(step));
    if (own.length < 2) return;
    undoSteps = [...undoSteps.filter((step) => !own.includes(step)), joinGroup(label, own, deps.nowMs())];
  };

  return {
    push: (step, isTyping) => {
      const last = undoSteps.at(-1);
      if (isTyping && last && continuesTyping(last, step)) {
        undoSteps = [...undoSteps.slice(0, -1), joinTyping(last, step)];
      } else {
        // The steps of an open group count as one, so the limit is not applied until the group is joined.
        const kept = openGroups > 0 ? undoSteps : undoSteps.slice(1 - MAX_UNDO_STEPS);
        undoSteps = [...kept, step];
      }
      redoSteps = [];
    },
    group: (label, run) => {
      const before = undoSteps;
      openGroups += 1;
      const close = (): void => {
        openGroups -= 1;
        joinSince(before, label);
      };
      const result = run();
      if (result instanceof Promise) return result.finally(close) as typeof result;
      close();
      return result;
    },
    latestStep: () => undoSteps.at(-1) ?? null,
    undo: (step) => takeBack(undoSteps, redoSteps, step),
    redo: () => takeBack(redoSteps, undoSteps),
    canUndo: () => undoSteps.length > 0,
  };
};
