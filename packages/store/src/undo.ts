// Undo of records: the steps of this tab, and their inverse writes over flat keys. A step takes back a key only
// while it still has the value this tab wrote and nobody else wrote the same, and a record only while nobody else wrote
// in it, so undo never removes a co-GM's work. Note text has its own undo (text-undo.ts), which a step of a group may
// take along.
import { readRoom, roomOf, type Result } from '@emberkeep/domain';
import type { Authorship } from './authorship.ts';
import { kindOfRoot, ROOT_OF_KIND } from './changes.ts';
import { createMark, createdOnKey, withdrawn } from './deletion.ts';
import { noteOfEvents } from './followed.ts';
import { notePutByUndo } from './lost-values.ts';
import { changesOfMembersInUse } from './member-parts.ts';
import type { NotWritable, OpenDocument } from './open-document.ts';
import type { StorageError } from './persistence/persistence.ts';
import { isSameJson } from './plain-value.ts';
import { isPartKey, readShown, writePart } from './record-parts.ts';
import type { RedoableText } from './undoable-text.ts';

/** One key that a command wrote; `undefined` means "no such key". */
export interface KeyChange {
  room: string;
  root: string;
  key: string;
  before: unknown;
  after: unknown;
  /** The key of the same record without which this one stays: the aliases of a rename go with the name. */
  onlyWith?: string | undefined;
  /** It follows another record, which the undo changes. */
  isFollowed?: boolean | undefined;
  /** Events led to the value before: put back, it follows them again. */
  wasOfEvents?: boolean;
}

/** A record that a command created, by the root map that holds it. */
export interface CreatedRecord {
  room: string;
  root: string;
  id: string;
}

/** What one command did, labelled as the GM would call it ("Create Baron Harkness"). */
export interface UndoStep {
  readonly label: string;
  readonly changes: readonly KeyChange[];
  /** Undone by a deletion mark, redone by removing the mark. */
  readonly created: readonly CreatedRecord[];
  /** Of the undo of a creation: what its redo creates again. */
  readonly withdrawn?: readonly CreatedRecord[];
  /** What the command wrote in texts, taken back and written again with the records. */
  readonly texts?: readonly RedoableText[];
  /** Unix ms. */
  readonly at: number;
}

export interface WriteOptions {
  onlyWith?: string | undefined;
  /** What readers were shown before, where that may not be what the key held: an undo puts it back. */
  shownBefore?: unknown;
  /** Other keys of the same command say all that this one does: it is no change of its own. */
  isDerived?: boolean;
  isFollowed?: boolean | undefined;
}

/**
 * Writes one key of a root map and notes the change for undo; `undefined` deletes the key. True when the text went on in
 * a typing run.
 */
export type WriteKey = (
  doc: OpenDocument,
  root: string,
  key: string,
  value: unknown,
  options?: WriteOptions,
) => boolean;

/** Steps kept per campaign and tab; the oldest are dropped. 100 is more than one session of prep or clean-up. */
const MAX_UNDO_STEPS = 100;

/** Typing continues the previous step until a pause longer than this, in ms. */
const TYPING_PAUSE_MS = 5000;

/** True when `next` went on from what `last` wrote in the same keys, within the typing pause. */
const continuesTyping = (last: UndoStep, next: UndoStep): boolean =>
  Math.abs(next.at - last.at) < TYPING_PAUSE_MS &&
  last.created.length === 0 &&
  last.changes.length === next.changes.length &&
  last.changes.every((change, i) => {
    const other = next.changes[i]!;
    const isSameKey = change.room === other.room && change.root === other.root && change.key === other.key;
    return isSameKey && isSameJson(change.after, other.before);
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

const invertKeys = (
  step: UndoStep,
  docOf: (room: string) => OpenDocument,
  write: WriteKey,
  { isOthersToo }: Inverter,
  isUndo: boolean,
): void => {
  // Keys of a created record stay: its deletion mark hides them.
  const isCreated = (c: KeyChange): boolean =>
    step.created.some((r) => r.room === c.room && r.root === c.root && c.key.startsWith(`${r.id}/`));
  const inverted = new Set<string>();
  const inUse = isUndo ? changesOfMembersInUse(step.changes, docOf) : new Set<KeyChange>();
  const changes = step.changes.filter((c) => !isCreated(c) && !c.isFollowed && !inUse.has(c)).reverse();
  const dependent = changes.filter(({ onlyWith }) => onlyWith !== undefined);
  const inOrder = [...changes.filter((c) => !dependent.includes(c)), ...dependent];
  for (const { room, root, key, before, after, onlyWith, wasOfEvents } of inOrder) {
    const doc = docOf(room);
    const map = doc.doc.getMap<unknown>(root);
    if (!isSameJson(readShown(map, root, key), after) || isOthersToo(map, key)) continue;
    if (onlyWith !== undefined && !inverted.has(`${room} ${root} ${onlyWith}`)) continue;
    if (isPartKey(root, key)) writePart(write, { doc, root, key }, before);
    else write(doc, root, key, before, { onlyWith });
    if (isUndo && before !== undefined) notePutByUndo(map, root, key);
    if (wasOfEvents) noteOfEvents(map, key);
    inverted.add(`${room} ${root} ${key}`);
  }
};

/** The document that holds what is in a record besides the record itself: a session's body. */
export const bodyRoomOf = ({ room, root, id }: CreatedRecord): string | null => {
  const ledger = readRoom(room);
  if (root !== ROOT_OF_KIND.session || !ledger) return null;
  return roomOf({ kind: 'session', campaignId: ledger.campaignId, sessionId: id });
};

/** What writes the inverse of a step. */
export interface Inverter extends Pick<Authorship, 'hasOthers' | 'isOthersToo'> {
  readonly deviceId: string;
  nowMs(): number;
}

/** False where the record stays, because others have a part in it. */
const markDeleted = (
  created: CreatedRecord,
  docOf: (room: string) => OpenDocument,
  write: WriteKey,
  inverter: Inverter,
): boolean => {
  const { room, root, id } = created;
  const doc = docOf(room);
  const kind = kindOfRoot(root);
  const raw = kind && doc.table(kind).get(id);
  if (!kind || !raw || raw.fields.has('deleted')) return true;
  const bodyRoom = bodyRoomOf(created);
  const body = bodyRoom === null ? null : docOf(bodyRoom).doc;
  if (inverter.hasOthers({ doc, kind, id }, body)) return false;
  // Where another device made the same record, its own key remains and restores the record.
  write(doc, root, createdOnKey(id, inverter.deviceId), undefined);
  const record = withdrawn(raw, inverter.deviceId);
  write(doc, root, `${id}/deleted`, createMark({ doc: doc.doc, kind, id, record, body }, inverter));
  return true;
};

/** Without `isUndo` it is a redo. What is `kept` of what the step created stays. */
export interface Inversion {
  isUndo: boolean;
  kept?: ReadonlySet<CreatedRecord>;
  /** Told of each record that stays because others have a part in it. */
  onOthers?(created: CreatedRecord): void;
}

/** Writes the inverse of `step` inside an open transaction; `docs` are all documents that {@link roomsOf} names. */
export const invertStep = (
  step: UndoStep,
  docs: readonly OpenDocument[],
  write: WriteKey,
  inverter: Inverter,
  { isUndo, kept, onOthers }: Inversion,
): void => {
  const byRoom = new Map(docs.map((doc) => [doc.room, doc]));
  const docOf = (room: string): OpenDocument => byRoom.get(room)!;
  invertKeys(step, docOf, write, inverter, isUndo);
  for (const created of step.created)
    if (!kept?.has(created) && !markDeleted(created, docOf, write, inverter)) onOthers?.(created);
};

/** Rooms of all documents that a step wrote, and of the bodies of sessions that it created. */
const roomsOf = (step: UndoStep): string[] => [
  ...new Set([
    ...[...step.changes, ...step.created].map(({ room }) => room),
    ...step.created.flatMap((created) => bodyRoomOf(created) ?? []),
  ]),
];

export interface UndoStackDeps {
  nowMs(): number;
  /** Opens the documents of `rooms`, calls `run` when all of them are writable, and releases them. */
  withWritable<T>(
    rooms: readonly string[],
    run: (docs: readonly OpenDocument[]) => T,
  ): Promise<Result<T, NotWritable | StorageError>>;
  /** Writes the inverse of a step as one transaction and returns the step that it made. */
  invert(step: UndoStep, docs: readonly OpenDocument[], inversion: Inversion): UndoStep;
  /** What a step created that was edited since. */
  editedSince(step: UndoStep, docs: readonly OpenDocument[]): ReadonlySet<CreatedRecord>;
  titlesOf(records: Iterable<CreatedRecord>, docs: readonly OpenDocument[]): string[];
}

/** Steps that become one when the group closes. */
export interface UndoGroup {
  push(step: UndoStep): void;
  /** Makes texts part of the step. */
  addTexts(texts: RedoableText): void;
  /** Its newest step; once closed, the one that all became, null when it has none. */
  latestStep(): UndoStep | null;
  close(): void;
}

export interface UndoStack {
  /** Adds the step of a command, which discards what could be redone, unless the command changed nothing. */
  push(step: UndoStep, isTyping: boolean): void;
  openGroup(label: string): UndoGroup;
  /** The step of the command that ran last in this tab, as a handle for `undo`; null when that changed nothing. */
  latestStep(): UndoStep | null;
  /**
   * Undoes the newest step of this tab, or the given one. Resolves to its label; null when there is none, or when it
   * changed nothing because others changed the same or completed the session: such a step is discarded. Null too where
   * the disk could not be read: then `onUnread` is called, and the step stays. With `onKept`, which is for imports, what
   * the step created and what was edited since stays too; it is told the titles of what stays.
   */
  undo(step?: UndoStep, onUnread?: () => void, onKept?: (titles: readonly string[]) => void): Promise<string | null>;
  redo(): Promise<string | null>;
  /** True where there is a step to undo, or where the given one is among them. */
  canUndo(step?: UndoStep): boolean;
}

type StackName = 'undo' | 'redo';

/** Runs asynchronous jobs one after the other; the first starts in the same tick. */
const createTurns = (): (<T>(job: () => Promise<T>) => Promise<T>) => {
  let last: Promise<unknown> | null = null;
  return (job) => {
    const result = last ? last.then(job) : job();
    const settled: Promise<unknown> = result
      .catch(() => undefined) // reason: whoever asked for the job gets its error
      .then(() => {
        if (last === settled) last = null;
      });
    last = settled;
    return result;
  };
};

/** True for a disk that cannot be read now: another try may succeed. */
const isPassing = ({ type }: NotWritable | StorageError): boolean =>
  type === 'StorageFull' || type === 'StorageUnavailable';

export const createUndoStack = (deps: UndoStackDeps): UndoStack => {
  const stacks: Record<StackName, UndoStep[]> = { undo: [], redo: [] };
  let latest: UndoStep | null = null;
  // A second Ctrl+Z while the first still opens its documents must find the stack without the first one's step.
  const inTurn = createTurns();

  const remove = (from: StackName, step: UndoStep): void => {
    stacks[from] = stacks[from].filter((each) => each !== step);
  };

  const takeBack = async (from: StackName, ...[wanted, onUnread, onKept]: Parameters<UndoStack['undo']>) => {
    const step = wanted ?? stacks[from].at(-1);
    if (!step || !stacks[from].includes(step)) return null;
    const inverse = await deps.withWritable(roomsOf(step), (docs) => {
      // A command may have changed the stacks while the documents were opened.
      if (!stacks[from].includes(step)) return null;
      const kept = onKept ? deps.editedSince(step, docs) : new Set<CreatedRecord>();
      const staying = [...kept];
      const onOthers = (created: CreatedRecord): void => void staying.push(created);
      const inverted = deps.invert(step, docs, { isUndo: from === 'undo', kept, onOthers });
      if (staying.length > 0) onKept?.(deps.titlesOf(staying, docs));
      return inverted;
    });
    if (!inverse.ok && isPassing(inverse.error)) {
      onUnread?.();
      return null;
    }
    remove(from, step);
    if (!inverse.ok || !inverse.value) return null;
    const texts = step.texts ?? [];
    const taken = await Promise.all(texts.map((each) => each[from]()));
    if (inverse.value.changes.length === 0 && !taken.includes(true)) return null;
    if (from === 'undo') stacks.redo.push({ ...inverse.value, withdrawn: step.created, texts });
    else stacks.undo.push({ ...inverse.value, created: step.withdrawn ?? [], texts });
    return step.label;
  };

  const push: UndoStack['push'] = (step, isTyping) => {
    latest = null;
    if (step.changes.length === 0) return;
    const last = stacks.undo.at(-1);
    stacks.undo =
      isTyping && last && continuesTyping(last, step)
        ? [...stacks.undo.slice(0, -1), joinTyping(last, step)]
        : [...stacks.undo.slice(1 - MAX_UNDO_STEPS), step];
    stacks.redo = [];
    latest = stacks.undo.at(-1)!;
  };

  const openGroup = (label: string): UndoGroup => {
    const steps: UndoStep[] = [];
    const texts: RedoableText[] = [];
    let joined: UndoStep | null = null;
    return {
      push: (step) => {
        if (step.changes.length === 0) return;
        steps.push(step);
        stacks.redo = [];
      },
      addTexts: (added) => texts.push(added),
      latestStep: () => (joined?.changes.length === 0 ? null : joined) ?? steps.at(-1) ?? null,
      close: () => {
        const only = texts.length === 0 && steps.length === 1 ? steps[0] : undefined;
        joined = only ?? { ...joinGroup(label, steps, deps.nowMs()), texts };
        push(joined, false);
      },
    };
  };

  return {
    push,
    openGroup,
    latestStep: () => latest,
    undo: (...args) => inTurn(() => takeBack('undo', ...args)),
    redo: () => inTurn(() => takeBack('redo')),
    canUndo: (step) => (step ? stacks.undo.includes(step) : stacks.undo.length > 0),
  };
};
