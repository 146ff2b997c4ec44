// Owns the verbs of rich text: handing a note to an editor, importing into it, putting back what a merge took out,
// rewriting links on request. Typing itself goes straight from the editor into the fragment.
import * as Y from 'yjs';
import { err, isEmptyNote, ok, rewriteLinks, type NoteNode, type Result } from '@emberkeep/domain';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { appendToFragment, fragmentToNote, isKnownNote } from '../note-fragment.ts';
import { IMPORT, VERB } from '../origins.ts';
import { recoveredKey, type RecoveredText } from '../recovery.ts';
import { stampWriter } from '../shape.ts';

/** `UnknownContent`: a newer version put something in that this one cannot show; editing it would delete it. */
export type UnknownContent = { type: 'UnknownContent'; note: string };

/** The name of a root text: `<id>/<field>`. */
export const noteName = (id: string, field: string): string => `${id}/${field}`;

/** The fragment for an editor to write into, or why it must be shown read-only. */
export const writableNote = (doc: OpenDocument, name: string): Result<Y.XmlFragment, NotWritable | UnknownContent> => {
  const writable = doc.writable();
  if (!writable.ok) return writable;
  // An evening's texts in the ledger are as read-only as its body once it is completed.
  if (
    doc.ref.kind === 'ledger' &&
    doc
      .table('session')
      .get(name.split('/')[0] as string)
      ?.fields.get('stage') === 'completed'
  )
    return err({ type: 'Completed', room: doc.room });
  const fragment = doc.doc.getXmlFragment(name);
  return isKnownNote(fragment) ? ok(fragment) : err({ type: 'UnknownContent', note: name });
};

export const readNote = (doc: OpenDocument, name: string): NoteNode[] => fragmentToNote(doc.doc.getXmlFragment(name));

/** What a verb did to texts, and the one way back: takes back its own words, nothing that anybody wrote since. */
export interface Imported {
  undo(): void;
}

// Texts are taken back by Yjs itself: the verb's transaction has an origin of its own, so nobody else's is touched.
const undoable = (doc: OpenDocument, types: readonly (Y.XmlFragment | Y.Map<unknown>)[], run: () => void): Imported => {
  const origin = { ...IMPORT };
  const undo = new Y.UndoManager([...types], { trackedOrigins: new Set([origin]), captureTimeout: 0 });
  doc.doc.transact(() => {
    stampWriter(doc.doc);
    run();
  }, origin);
  return { undo: () => void undo.undo() };
};

const separatorOf = (from: string): NoteNode[] => [
  { type: 'horizontalRule' },
  { type: 'paragraph', content: [{ type: 'text', text: `Imported from ${from}`, marks: [{ type: 'italic' }] }] },
];

/** Appends nodes to a note, behind a rule and a line that says where they came from; an empty note gets no separator. `replace` takes out what was there first. */
export const importIntoNote = (
  doc: OpenDocument,
  name: string,
  nodes: readonly NoteNode[],
  from: string,
  mode: 'append' | 'replace' = 'append',
): Result<Imported, NotWritable | UnknownContent> => {
  const writable = writableNote(doc, name);
  if (!writable.ok) return writable;
  const fragment = writable.value;
  const separator = mode === 'replace' || isEmptyNote(fragmentToNote(fragment)) ? [] : separatorOf(from);
  return ok(
    undoable(doc, [fragment], () => {
      if (mode === 'replace') fragment.delete(0, fragment.length);
      appendToFragment(fragment, [...separator, ...nodes]);
    }),
  );
};

/** Puts several texts of one document below what is there, each behind its line where something is; one way back. `left`: names of those that cannot be written here. */
export const importIntoNotes = (
  doc: OpenDocument,
  texts: readonly { name: string; nodes: readonly NoteNode[] }[],
  from: string,
): Imported & { left: string[] } => {
  const left: string[] = [];
  const writable = texts.flatMap(({ name, nodes }) => {
    const fragment = writableNote(doc, name);
    if (!fragment.ok) left.push(name);
    return fragment.ok ? [{ fragment: fragment.value, nodes }] : [];
  });
  if (writable.length === 0) return { undo: () => undefined, left };
  return {
    ...undoable(
      doc,
      writable.map((w) => w.fragment),
      () =>
        writable.forEach(({ fragment, nodes }) =>
          appendToFragment(fragment, [...(isEmptyNote(fragmentToNote(fragment)) ? [] : separatorOf(from)), ...nodes]),
        ),
    ),
    left,
  };
};

/** Writes plain nodes into a note that is still empty: for samples, restores and tests. */
export const fillNote = (
  doc: OpenDocument,
  name: string,
  nodes: readonly NoteNode[],
): Result<void, NotWritable | UnknownContent> => {
  const writable = writableNote(doc, name);
  if (!writable.ok) return writable;
  doc.doc.transact(() => {
    stampWriter(doc.doc);
    appendToFragment(writable.value, nodes);
  }, VERB);
  return ok(undefined);
};

/** Puts a recovered text back at the end of a note, or only sets it aside. Either way it is offered no more. */
export const settleRecovered = (
  doc: OpenDocument,
  recovered: RecoveredText,
  intoNote: string | null,
): Result<Imported, NotWritable | UnknownContent> => {
  const writable = intoNote === null ? doc.writable() : writableNote(doc, intoNote);
  if (!writable.ok) return writable;
  const settled = doc.doc.getMap<unknown>('recoveredDone');
  return ok(
    undoable(doc, intoNote === null ? [settled] : [settled, doc.doc.getXmlFragment(intoNote)], () => {
      if (intoNote !== null)
        appendToFragment(doc.doc.getXmlFragment(intoNote), [
          { type: 'paragraph', content: [{ type: 'text', text: recovered.text.trim() }] },
        ]);
      settled.set(recoveredKey(recovered), true);
    }),
  );
};

/** Rewrites links in one note from any of `oldNames` to `newName`; gives how many, and the way back. One device runs it, when asked. */
export const updateLinks = (
  doc: OpenDocument,
  name: string,
  oldNames: readonly string[],
  newName: string,
): Result<Imported & { count: number }, NotWritable | UnknownContent> => {
  const writable = writableNote(doc, name);
  if (!writable.ok) return writable;
  let count = 0;
  const visit = (type: Y.XmlFragment | Y.XmlElement): void => {
    for (const child of type.toArray()) {
      if (child instanceof Y.XmlText) {
        const plain = (child.toDelta() as { insert: unknown }[])
          .map((op) => (typeof op.insert === 'string' ? op.insert : ' '))
          .join('');
        for (const { start, end, text } of rewriteLinks(plain, oldNames, newName).reverse()) {
          child.delete(start, end - start);
          child.insert(start, text);
          count += 1;
        }
      } else if (child instanceof Y.XmlElement) visit(child);
    }
  };
  const { undo } = undoable(doc, [writable.value], () => visit(writable.value));
  return ok({ count, undo });
};
