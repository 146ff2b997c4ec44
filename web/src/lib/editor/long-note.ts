// Marks the editor of a long note, which is laid out only where it is seen (`.note.long` in app.css): laying out all of
// 250 kB takes a tablet most of a second. A short note keeps exact heights.
import { Extension, type Editor } from '@tiptap/core';
import { Plugin, PluginKey, Selection, TextSelection } from '@tiptap/pm/state';
import { isLongNote } from './is-long-note.ts';

/**
 * Keys to an edge of the note. The browser's own find the last block, but no place in the lines of one that is not laid
 * out: the caret came before its words.
 */
const goTo =
  (edge: 'start' | 'end', isExtending: boolean) =>
  ({ editor: { view, state } }: { editor: Editor }): boolean => {
    const { doc, selection } = state;
    if (!isLongNote(doc.childCount)) return false;
    const at = edge === 'start' ? Selection.atStart(doc) : Selection.atEnd(doc);
    const next = isExtending ? TextSelection.between(selection.$anchor, at.$head) : at;
    view.dispatch(state.tr.setSelection(next).scrollIntoView());
    return true;
  };

export const LongNote = Extension.create({
  name: 'longNote',
  addKeyboardShortcuts: () => ({
    'Mod-Home': goTo('start', false),
    'Mod-End': goTo('end', false),
    'Shift-Mod-Home': goTo('start', true),
    'Shift-Mod-End': goTo('end', true),
    'Cmd-ArrowUp': goTo('start', false),
    'Cmd-ArrowDown': goTo('end', false),
    'Shift-Cmd-ArrowUp': goTo('start', true),
    'Shift-Cmd-ArrowDown': goTo('end', true),
  }),
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('longNote'),
      props: { attributes: ({ doc }) => (isLongNote(doc.childCount) ? { class: 'long' } : {}) },
    }),
  ],
});
