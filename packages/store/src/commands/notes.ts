// The commands of rich text: the text for an editor to write into, importing, and restoring what a merge removed. Typing
// itself goes from the editor straight into the Yjs fragment.
import * as Y from 'yjs';
import { err, ok, sourceLine, type NoteNode, type Result } from '@emberkeep/domain';
import { appendImported } from '../imported-text.ts';
import {
  appendToFragment,
  fragmentToNote,
  insertIntoFragment,
  isEmptyFragment,
  isKnownNote,
} from '../note-fragment.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { COMMAND } from '../origins.ts';
import { notePutBack, PUT_BACK_ROOT } from '../put-back.ts';
import { recoveredKey, type RecoveredText } from '../recovery.ts';
import { stampWriter } from '../shape.ts';
import { undoable, type UndoableText } from '../undoable-text.ts';

export type { UndoableText };

/** The note holds something of a newer version that this one cannot show: editing it here would delete that. */
export type UnknownContent = { type: 'UnknownContent'; note: string };

/** The name of a root text, `<id>/<field>`. */
export const noteName = (id: string, field: string): string => `${id}/${field}`;

const isOfCompletedSession = (doc: OpenDocument, name: string): boolean => {
  if (doc.ref.kind !== 'ledger') return false;
  const [sessionId = ''] = name.split('/');
  return doc.table('session').get(sessionId)?.fields.get('stage') === 'completed';
};

/** The fragment for an editor to write into, or why it is read-only. */
export const writableNote = (doc: OpenDocument, name: string): Result<Y.XmlFragment, NotWritable | UnknownContent> => {
  const writable = doc.writable();
  if (!writable.ok) return writable;
  // A completed session's texts in the ledger are as read-only as its body.
  if (isOfCompletedSession(doc, name)) return err({ type: 'Completed', room: doc.room });
  const fragment = doc.doc.getXmlFragment(name);
  return isKnownNote(fragment) ? ok(fragment) : err({ type: 'UnknownContent', note: name });
};

export const readNote = (doc: OpenDocument, name: string): NoteNode[] => fragmentToNote(doc.doc.getXmlFragment(name));

/** A rule and a line that says where the text below comes from; nothing above the first text of a note. */
const separatorFor = (fragment: Y.XmlFragment, from: string): NoteNode[] =>
  isEmptyFragment(fragment) ? [] : sourceLine(from);

/** Runs a command over notes of a document with an undo of its own. */
const undoableNotes = (doc: OpenDocument, names: readonly string[], run: () => void): UndoableText =>
  undoable(
    doc,
    {
      types: names.map((name) => doc.doc.getXmlFragment(name)),
      isWritable: (now) => names.every((name) => writableNote(now, name).ok),
    },
    run,
  );

/** Adds nodes below what is in a note, under a separator; with `replace`, in its place. */
export const importIntoNote = (
  doc: OpenDocument,
  name: string,
  nodes: readonly NoteNode[],
  from: string,
  mode: 'append' | 'replace' = 'append',
): Result<UndoableText, NotWritable | UnknownContent> => {
  const writable = writableNote(doc, name);
  if (!writable.ok) return writable;
  const fragment = writable.value;
  const separator = mode === 'replace' ? [] : separatorFor(fragment, from);
  return ok(
    undoableNotes(doc, [name], () => {
      if (mode === 'replace') fragment.delete(0, fragment.length);
      appendImported(doc.doc, name, nodes, separator);
    }),
  );
};

/** The index behind the block of a note that a position is in; the end of the note where the position is gone. */
const indexBehind = (fragment: Y.XmlFragment, position: Y.RelativePosition): number => {
  const found = Y.createAbsolutePositionFromRelativePosition(position, fragment.doc as Y.Doc);
  if (found?.type === (fragment as Y.AbstractType<unknown>)) return Math.min(found.index, fragment.length);
  let block: Y.AbstractType<unknown> | null = found?.type ?? null;
  while (block && block.parent !== fragment) block = block.parent as Y.AbstractType<unknown> | null;
  const at = block ? fragment.toArray().indexOf(block as Y.XmlElement) : -1;
  return at === -1 ? fragment.length : at + 1;
};

/** Inserts nodes behind the block of a note that a position is in, for a note that no editor shows any more. */
export const insertIntoNote = (
  doc: OpenDocument,
  name: string,
  nodes: readonly NoteNode[],
  position: Y.RelativePosition,
): Result<UndoableText, NotWritable | UnknownContent> => {
  const writable = writableNote(doc, name);
  if (!writable.ok) return writable;
  const fragment = writable.value;
  return ok(undoableNotes(doc, [name], () => insertIntoFragment(fragment, indexBehind(fragment, position), nodes)));
};

/**
 * Adds texts below what is in several notes of one document, each under its separator, with one undo for all.
 * `left` has the names of notes that cannot be written.
 */
export const importIntoNotes = (
  doc: OpenDocument,
  texts: readonly { name: string; nodes: readonly NoteNode[] }[],
  from: string,
): UndoableText & { left: string[] } => {
  const left: string[] = [];
  const imports = texts.flatMap(({ name, nodes }) => {
    const writable = writableNote(doc, name);
    if (writable.ok) return [{ name, fragment: writable.value, nodes }];
    left.push(name);
    return [];
  });
  if (imports.length === 0) return { undo: () => Promise.resolve(false), wroteNothing: () => true, left };
  const names = imports.map(({ name }) => name);
  const added = undoableNotes(doc, names, () => {
    for (const { name, fragment, nodes } of imports) appendImported(doc.doc, name, nodes, separatorFor(fragment, from));
  });
  return { ...added, left };
};

const fill = (
  doc: OpenDocument,
  name: string,
  append: (fragment: Y.XmlFragment) => void,
): Result<void, NotWritable | UnknownContent> => {
  const writable = writableNote(doc, name);
  if (!writable.ok) return writable;
  doc.doc.transact(() => {
    stampWriter(doc.doc);
    append(writable.value);
  }, COMMAND);
  return ok(undefined);
};

/** Appends plain nodes to a note, without a separator and without undo: for samples, restores and tests. */
export const fillNote = (
  doc: OpenDocument,
  name: string,
  nodes: readonly NoteNode[],
): Result<void, NotWritable | UnknownContent> => fill(doc, name, (fragment) => appendToFragment(fragment, nodes));

/** Fills the empty note of a record that an import creates. Two devices that do it apart have the text once. */
export const fillImportedNote = (
  doc: OpenDocument,
  name: string,
  nodes: readonly NoteNode[],
): Result<void, NotWritable | UnknownContent> => fill(doc, name, () => appendImported(doc.doc, name, nodes));

/** Adds a recovered text at the end of a note, or only sets it aside. Either way it is no longer offered. */
export const settleRecovered = (
  doc: OpenDocument,
  recovered: RecoveredText,
  intoNote: string | null,
): Result<UndoableText, NotWritable | UnknownContent> => {
  const writableIn = (now: OpenDocument): Result<unknown, NotWritable | UnknownContent> =>
    intoNote === null ? now.writable() : writableNote(now, intoNote);
  const writable = writableIn(doc);
  if (!writable.ok) return writable;
  const settled = doc.doc.getMap<unknown>('recoveredDone');
  const key = recoveredKey(recovered);
  const fragment = intoNote === null ? null : doc.doc.getXmlFragment(intoNote);
  const types = fragment ? [settled, doc.doc.getMap<unknown>(PUT_BACK_ROOT), fragment] : [settled];
  return ok(
    undoable(doc, { types, isWritable: (now) => writableIn(now).ok }, () => {
      const text = { type: 'text', text: recovered.text.trim() };
      if (fragment) appendToFragment(fragment, [{ type: 'paragraph', content: [text] }]);
      if (intoNote !== null) notePutBack(doc.doc, key, intoNote);
      settled.set(key, true);
    }),
  );
};
