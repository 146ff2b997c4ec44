// Owns the verbs of rich text: handing a note to an editor, importing into it, putting back what a merge took out,
// rewriting links on request. Typing itself goes straight from the editor into the fragment.
import * as Y from 'yjs';
import { err, isEmptyNote, ok, rewriteLinks, type NoteNode, type Result } from '@emberkeep/domain';
import type { NotWritable, OpenDocument } from '../campaign-docs.ts';
import { appendToFragment, fragmentToNote, isKnownNote } from '../note-fragment.ts';
import { IMPORT, VERB } from '../origins.ts';
import { recoveredKey, type RecoveredText } from '../recovery.ts';
import { stampWriter } from '../shape.ts';

/** `UnknownContent`: a newer version put something in that this one cannot show; editing it would delete it. */
export type UnknownContent = { type: 'UnknownContent'; note: string };

/** The name of a root text: `<id>/<field>`. */
export const noteName = (id: string, field: string): string => `${id}/${field}`;

/** The fragment for an editor to write into, or why it must be shown read-only. */
export const writableNote = (document: OpenDocument, name: string): Result<Y.XmlFragment, NotWritable | UnknownContent> => {
  const writable = document.writable();
  if (!writable.ok) return writable;
  // An evening's texts in the ledger are as read-only as its body once it is completed.
  if (document.ref.kind === 'ledger' && document.table('session').get(name.split('/')[0] as string)?.fields.get('stage') === 'completed') return err({ type: 'Completed', room: document.room });
  const fragment = document.doc.getXmlFragment(name);
  return isKnownNote(fragment) ? ok(fragment) : err({ type: 'UnknownContent', note: name });
};

export const readNote = (document: OpenDocument, name: string): NoteNode[] => fragmentToNote(document.doc.getXmlFragment(name));

/** What an import did, and the one way back: removes what was imported, nothing that anybody wrote since. */
export interface Imported {
  undo(): void;
}

/** Appends nodes to a note, behind a rule and a heading that says where they came from; an empty note gets no separator. */
export const importIntoNote = (document: OpenDocument, name: string, nodes: readonly NoteNode[], from: string): Result<Imported, NotWritable | UnknownContent> => {
  const writable = writableNote(document, name);
  if (!writable.ok) return writable;
  const fragment = writable.value;
  const origin = { ...IMPORT };
  const undo = new Y.UndoManager(fragment, { trackedOrigins: new Set([origin]), captureTimeout: 0 });
  const separator: NoteNode[] = isEmptyNote(fragmentToNote(fragment)) ? [] : [{ type: 'horizontalRule' }, { type: 'paragraph', content: [{ type: 'text', text: `Imported from ${from}`, marks: [{ type: 'italic' }] }] }];
  document.doc.transact(() => {
    stampWriter(document.doc);
    appendToFragment(fragment, [...separator, ...nodes]);
  }, origin);
  return ok({ undo: () => void undo.undo() });
};

/** Writes plain nodes into a note that is still empty: for samples, restores and tests. */
export const fillNote = (document: OpenDocument, name: string, nodes: readonly NoteNode[]): Result<void, NotWritable | UnknownContent> => {
  const writable = writableNote(document, name);
  if (!writable.ok) return writable;
  document.doc.transact(() => {
    stampWriter(document.doc);
    appendToFragment(writable.value, nodes);
  }, VERB);
  return ok(undefined);
};

/** Puts a recovered text back at the end of a note, or only sets it aside. Either way it is offered no more. */
export const settleRecovered = (document: OpenDocument, recovered: RecoveredText, intoNote: string | null): Result<void, NotWritable | UnknownContent> => {
  const writable = intoNote === null ? document.writable() : writableNote(document, intoNote);
  if (!writable.ok) return writable;
  document.doc.transact(() => {
    if (intoNote !== null) appendToFragment(document.doc.getXmlFragment(intoNote), [{ type: 'paragraph', content: [{ type: 'text', text: recovered.text.trim() }] }]);
    document.doc.getMap<unknown>('recoveredDone').set(recoveredKey(recovered), true);
  }, VERB);
  return ok(undefined);
};

/** Rewrites links in one note from any of `oldNames` to `newName`; gives how many. One device runs it, when asked. */
export const updateLinks = (document: OpenDocument, name: string, oldNames: readonly string[], newName: string): Result<number, NotWritable | UnknownContent> => {
  const writable = writableNote(document, name);
  if (!writable.ok) return writable;
  let count = 0;
  const visit = (type: Y.XmlFragment | Y.XmlElement): void => {
    for (const child of type.toArray()) {
      if (child instanceof Y.XmlText) {
        const plain = (child.toDelta() as { insert: unknown }[]).map((op) => (typeof op.insert === 'string' ? op.insert : ' ')).join('');
        for (const { start, end, text } of rewriteLinks(plain, oldNames, newName).reverse()) {
          child.delete(start, end - start);
          child.insert(start, text);
          count += 1;
        }
      } else if (child instanceof Y.XmlElement) visit(child);
    }
  };
  document.doc.transact(() => visit(writable.value), VERB);
  return ok(count);
};
