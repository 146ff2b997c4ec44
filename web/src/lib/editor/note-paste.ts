// Pasting and dropping into a note: HTML and Markdown become what they are, plain lines keep their blank lines. The readers are those
// of an import; they run in a worker, and what they read is put where the caret was (insert-pasted.ts).
import { Extension } from '@tiptap/core';
import type { Slice } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { Clipboard } from '@emberkeep/files';
import { reasonOf } from '#lib/ui/load-part.ts';
import { m } from '#messages';
import { isInTable, relativeIn, type NotePasteOptions, type Pasted } from './pasted.ts';

const NOT_PASTED = m.editor_notePaste_this_could_not_be_pasted();
const NOT_LOADED = m.editor_notePaste_pasted_as_one_line_because();

/** Signs that only Markdown gives a meaning to, on a single line. */
const MARKDOWN_LINE = /^(?:#{1,6} |[-*+] |\d+[.)] |> )|\*\*[^*\n]+\*\*|\[[^\]\n]+\]\(/;
/** The HTML of another note: its exact nodes are on the clipboard. */
const OWN = 'data-pm-slice';

/** True where ProseMirror's own reading would lose something. */
const needsReading = ({ html, text }: Clipboard): boolean =>
  html !== '' || /[\r\n]/.test(text) || MARKDOWN_LINE.test(text);

const pastedInto = ({ state }: EditorView, event: ClipboardEvent, clipboard: Clipboard, isPlain: boolean): Pasted => {
  const { selection } = state;
  const [anchor, head] = [relativeIn(state, selection.from), relativeIn(state, selection.to)];
  return { event, clipboard, isPlain, selection, anchor, head };
};

export const NotePaste = Extension.create<NotePasteOptions>({
  name: 'notePaste',
  // Before the tables, which take pasted cells.
  priority: 1000,
  addOptions: () => ({ read: () => Promise.resolve(null), onRemark: () => undefined, onPictures: () => undefined }),
  addProseMirrorPlugins() {
    const { options } = this;
    let isPlain = false;
    /** Pastes are put in place one after the other. */
    let last: Promise<void> = Promise.resolve();
    const add = (view: EditorView, pasted: Pasted): void => {
      last = last
        .then(async () => {
          const code = await import('./insert-pasted.ts');
          await code.insertPasted(view, pasted, options, plugin);
        })
        // Without the code that reads it, and where that fails, the words are still pasted.
        .catch((error: unknown) => {
          console.warn('a paste could not be read', error);
          if (view.isDestroyed) return options.onRemark(m.editor_insertPasted_the_note_was_closed_before());
          view.dispatch(view.state.tr.insertText(pasted.clipboard.text));
          options.onRemark(NOT_LOADED);
        });
    };
    const plugin: Plugin = new Plugin({
      key: new PluginKey('notePaste'),
      props: {
        handleDrop: (view, event) => {
          const files = [...(event.dataTransfer?.files ?? [])];
          if (files.length === 0) return false;
          options.onPictures(files, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos);
          return true;
        },
        clipboardTextParser: (_text, _context, plain) => {
          isPlain = plain;
          // Where this gives nothing, ProseMirror reads the text itself; its type does not say so.
          return null as unknown as Slice;
        },
        handlePaste: (view, event, slice) => {
          const wasPlain = isPlain;
          isPlain = false;
          const data = event.clipboardData;
          if (!data) return false;
          const clipboard = { html: data.getData('text/html'), text: data.getData('text/plain') };
          // A page that a picture is copied from adds its address as HTML; other programs, a picture of copied text.
          if (clipboard.text === '' && data.files.length > 0) {
            options.onPictures([...data.files]);
            return true;
          }
          if (view.state.selection.$from.parent.type.spec.code) return false;
          if (!wasPlain && clipboard.html.includes(OWN)) {
            if (!isInTable(view.state)) return false;
            last = last
              .then(() => import('./insert-pasted.ts'))
              .then((code) => code.insertSlice(view, event, slice, plugin))
              .catch((error: unknown) => options.onRemark(reasonOf(error, NOT_PASTED)));
            return true;
          }
          if (!needsReading(clipboard)) return false;
          add(view, pastedInto(view, event, clipboard, wasPlain));
          return true;
        },
      },
    });
    return [plugin];
  },
});
