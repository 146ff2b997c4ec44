// Builds the editor over a note's fragment: schema, co-editing, carets, undo of this author's typing only. A guard
// destroys it before its binding could delete content that this version cannot build.
import { Editor } from '@tiptap/core';
import { Placeholder } from '@tiptap/extensions/placeholder';
import { Selection } from '@tiptap/pm/state';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { isKnownType, runKeepingDeletedText } from '@emberkeep/store';
import { guardBinding } from './binding-guard.ts';
import { CaretBeforeKeys } from './caret-before-keys.ts';
import { Carets, withReadableCarets } from './carets.ts';
import { LinkCompletion, type CompletionOptions } from './link-completion.ts';
import { QuoteHighlight } from './quote-highlight.ts';
import { LongNote } from './long-note.ts';
import { NotePaste } from './note-paste.ts';
import { createNoteUndo, noteCollaboration, type NothingTaken } from './note-undo.ts';
import type { NotePasteOptions } from './pasted.ts';
import type { PictureOptions } from './picture-node.ts';
import { noteExtensions } from './schema.ts';
import { TextAround } from './text-around.ts';
import { NAMES_CHANGED, WikiLinks, type WikiLinkOptions } from './wiki-links.ts';

export interface NoteEditorDeps {
  element: HTMLElement;
  fragment: Y.XmlFragment;
  awareness: Awareness | null;
  user: { name: string; color: string; deviceId: string; place: string };
  label: string;
  placeholder: string;
  links: WikiLinkOptions;
  completion: CompletionOptions;
  paste: NotePasteOptions;
  drawPicture: PictureOptions['draw'];
  onUpdate(editor: Editor): void;
  /** An undo or a redo changed nothing. */
  onNothingTaken(taken: NothingTaken): void;
  /** The binding failed on a remote change; the editor is destroyed and has to be built again. */
  onBroken(): void;
  /** Content arrived that this version cannot build; the editor is destroyed. */
  onUnknown(): void;
}

/** Builds the editor. The caller destroys it. */
export const createNoteEditor = (deps: NoteEditorDeps): Editor => {
  const { fragment } = deps;
  const doc = fragment.doc as Y.Doc;
  const editor = runKeepingDeletedText(
    doc,
    () =>
      new Editor({
        element: deps.element,
        extensions: [
          ...noteExtensions(deps.drawPicture),
          Placeholder.configure({ placeholder: deps.placeholder }),
          noteCollaboration(fragment, createNoteUndo(fragment), deps.onNothingTaken),
          ...(deps.awareness
            ? [
                Carets.configure({
                  provider: { awareness: withReadableCarets(deps.awareness, fragment) },
                  user: deps.user,
                }),
              ]
            : []),
          WikiLinks.configure(deps.links),
          LinkCompletion.configure(deps.completion),
          QuoteHighlight,
          TextAround,
          CaretBeforeKeys,
          LongNote,
          NotePaste.configure(deps.paste),
        ],
        editorProps: {
          attributes: {
            class: 'note',
            'aria-label': deps.label,
            'aria-multiline': 'true',
            role: 'textbox',
            spellcheck: 'true',
          },
        },
        onUpdate: ({ editor: self }) => deps.onUpdate(self),
        onTransaction: ({ editor: self }) => deps.onUpdate(self),
      }),
  );
  guardBinding(editor, deps.onBroken);
  // Runs before the binding's observer: content that it cannot build must never reach it.
  const guard = (transaction: Y.Transaction): void => {
    for (const [type] of transaction.changedParentTypes) {
      if ((type as unknown) !== fragment) continue;
      for (const [changed] of transaction.changed) {
        if (rootOf(changed) !== fragment || (changed._item?.deleted ?? false)) continue;
        if (!isKnownType(changed as never)) {
          editor.destroy();
          deps.onUnknown();
          return;
        }
      }
    }
  };
  doc.on('beforeObserverCalls', guard);
  editor.on('destroy', () => doc.off('beforeObserverCalls', guard));
  return editor;
};

/** The fragment that a type is in. */
const rootOf = (type: { _item: Y.Item | null }): unknown => {
  let at = type;
  while (at._item) at = at._item.parent as { _item: Y.Item | null };
  return at;
};

/**
 * Gives the note the focus, with the caret at its end. At once: TipTap's own command waits for the next frame, and takes
 * the focus back from a field that was tapped meanwhile.
 */
export const focusAtEnd = ({ view }: Editor): void => {
  view.dispatch(view.state.tr.setSelection(Selection.atEnd(view.state.doc)).scrollIntoView());
  view.focus();
};

/** Redraws links after names changed. */
export const redrawLinks = (editor: Editor): void => {
  if (!editor.isDestroyed)
    editor.view.dispatch(editor.state.tr.setMeta(NAMES_CHANGED, true).setMeta('addToHistory', false));
};
