// A command as one transaction per document: writes flat keys, and notes every change for undo and for the records'
// revisions.
import { ROOT_OF_KIND, type StoredKind } from './changes.ts';
import { createdOnKey, type DeletionMark } from './deletion.ts';
import { isOfEvents } from './followed.ts';
import { keepBroughtBack } from './keep-brought-back.ts';
import type { OpenDocument } from './open-document.ts';
import { COMMAND } from './origins.ts';
import { isSameJson } from './plain-value.ts';
import { noteWrittenWhole, writeParts } from './record-parts.ts';
import { writeRevisions } from './record-revisions.ts';
import { stampWriter } from './shape.ts';
import { continueRun, readValue, startRun } from './typed-text.ts';
import type { CreatedRecord, KeyChange, UndoStep, WriteKey } from './undo.ts';

/** What a command writes with, inside one transaction per document. Values are JSON, never Yjs types. */
export interface Edit {
  /** With `isFollowed`, undo leaves it alone: it follows another record, which the undo changes. */
  set(
    doc: OpenDocument,
    kind: StoredKind,
    id: string,
    fields: Readonly<Record<string, unknown>>,
    options?: { isFollowed: boolean },
  ): void;
  /** A field with parts, given whole: writes what differs, so that what others correct meanwhile is kept. */
  setParts(doc: OpenDocument, kind: StoredKind, id: string, field: string, value: unknown): void;
  /**
   * One member of a group; `undefined` removes it. With `onlyWith`, undo takes it back only together with that field.
   */
  setEntry(
    doc: OpenDocument,
    kind: StoredKind,
    id: string,
    field: string,
    member: string,
    value: unknown,
    options?: { onlyWith: string },
  ): void;
  /**
   * Says that this command creates the record: its undo is a deletion mark. With `shared`, another device may create the
   * same record, because its id follows from a cause or from a file: each device leaves a key of its own.
   */
  created(doc: OpenDocument, kind: StoredKind, id: string, options?: { shared: boolean }): void;
}

interface Recorder {
  readonly edit: Edit;
  readonly write: WriteKey;
  readonly changes: KeyChange[];
  /** Those of `changes` that went on with a typing run: the run's revision has them. */
  readonly inRun: Set<KeyChange>;
  readonly created: CreatedRecord[];
}

const createRecorder = (deviceId: string, isTyping: boolean, nowMs: number): Recorder => {
  const inRun = new Set<KeyChange>();
  const changes: KeyChange[] = [];
  const created: CreatedRecord[] = [];
  const writeAlone: WriteKey = (doc, root, key, value, { onlyWith, shownBefore, isDerived, isFollowed } = {}) => {
    const map = doc.doc.getMap(root);
    const stored = readValue(map, key);
    const before = shownBefore === undefined ? stored : shownBefore;
    const wasOfEvents = isOfEvents(map, key);
    const change = { room: doc.room, root, key, before, after: value, onlyWith, isFollowed, wasOfEvents };
    if (!isDerived && !isSameJson(before, value)) changes.push(change);
    if (isSameJson(stored, value)) return false;
    const typed = isTyping && typeof value === 'string' ? value : null;
    if (typed !== null && continueRun(map, root, key, typed, nowMs)) {
      inRun.add(change);
      return true;
    }
    if (value === undefined) map.delete(key);
    else map.set(key, value);
    if (typed !== null) startRun(map, root, key, nowMs);
    return false;
  };
  const write: WriteKey = (doc, root, key, value, options) => {
    const isInRun = writeAlone(doc, root, key, value, options);
    noteWrittenWhole(doc, root, key, value);
    return isInRun;
  };
  const edit: Edit = {
    set: (doc, kind, id, fields, options) => {
      for (const [field, value] of Object.entries(fields))
        writeAlone(doc, ROOT_OF_KIND[kind], `${id}/${field}`, value, options);
    },
    setParts: (doc, kind, id, field, value) => {
      const record = doc.table(kind).record(id) as Readonly<Record<string, unknown>> | null;
      writeParts(write, { doc, root: ROOT_OF_KIND[kind], id, field, before: record?.[field] }, value);
    },
    setEntry: (doc, kind, id, field, member, value, options) =>
      void writeAlone(doc, ROOT_OF_KIND[kind], `${id}/${field}/${member}`, value, {
        onlyWith: options && `${id}/${options.onlyWith}`,
      }),
    created: (doc, kind, id, options) => {
      created.push({ room: doc.room, root: ROOT_OF_KIND[kind], id });
      if (options?.shared) write(doc, ROOT_OF_KIND[kind], createdOnKey(id, deviceId), true);
    },
  };
  return { edit, write, changes, inRun, created };
};

/**
 * Runs `run` inside a transaction of every document, nested, so that no observer sees one document without the
 * others.
 */
const transactAll = <T>(docs: readonly OpenDocument[], run: () => T): T => {
  const [first, ...rest] = docs;
  if (!first) return run();
  return first.doc.transact(() => transactAll(rest, run), COMMAND);
};

export interface EditRequest {
  label: string;
  docs: readonly OpenDocument[];
  isTyping: boolean;
  /** Marks that may delete a record again, where the command takes away what held it; by default none. */
  mayDelete?: (mark: DeletionMark) => boolean;
}

export interface EditAuthor {
  readonly deviceId: string;
  author(): string;
  nowMs(): number;
}

/**
 * Runs a command over documents that are writable. Returns what `run` returns and the undo step that the command made.
 */
export const runEdit = <T>(
  { label, docs, isTyping, mayDelete = () => false }: EditRequest,
  { deviceId, author, nowMs }: EditAuthor,
  run: (edit: Edit, write: WriteKey) => T,
): { value: T; step: UndoStep } => {
  const at = nowMs();
  const { edit, write, changes, inRun, created } = createRecorder(deviceId, isTyping, at);
  const value = transactAll(docs, () => {
    for (const doc of docs) stampWriter(doc.doc);
    const result = run(edit, write);
    keepBroughtBack(docs, changes, write, mayDelete);
    writeRevisions(
      { label, changes: changes.filter((change) => !inRun.has(change)), created },
      { deviceId, author: author(), at },
      (room) => docs.find((doc) => doc.room === room)!,
      isTyping,
    );
    return result;
  });
  return { value, step: { label, changes, created, at } };
};
