// Ways to write above or below a block that keeps the caret: a table, a quote, a code block, a rule or a picture. Where nothing is
// beside such a block, a tap there or an arrow key makes a paragraph; the toolbar of a table has buttons for it.
import { Extension, type Editor } from '@tiptap/core';
import { Plugin, PluginKey, Selection, TextSelection, type EditorState } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

type Side = 'above' | 'below';

/** Blocks at the edge of a note that the caret cannot leave. */
const KEEPS_CARET = new Set(['table', 'blockquote', 'codeBlock', 'horizontalRule', 'picture']);

/** The block at an edge of the note, where no text can be written beyond it. */
const isClosed = ({ doc }: EditorState, side: Side): boolean =>
  KEEPS_CARET.has((side === 'above' ? doc.firstChild : doc.lastChild)?.type.name ?? '');

/** Puts the caret into a new paragraph at this position, which is between two blocks. */
const insertParagraph = ({ state, dispatch }: EditorView, at: number): void => {
  const transaction = state.tr.insert(at, state.schema.nodes['paragraph']!.create());
  dispatch(transaction.setSelection(TextSelection.create(transaction.doc, at + 1)).scrollIntoView());
};

const edgeOf = ({ doc }: EditorState, side: Side): number => (side === 'above' ? 0 : doc.content.size);

/** Puts the caret above or below the top-level block that it is in: into a paragraph there, or into a new one. */
export const writeBeside = ({ view, state }: Editor, side: Side): void => {
  const { $from } = state.selection;
  const at = side === 'above' ? $from.before(1) : $from.after(1);
  const $at = state.doc.resolve(at);
  const neighbour = side === 'above' ? $at.nodeBefore : $at.nodeAfter;
  if (neighbour?.type.name !== 'paragraph') insertParagraph(view, at);
  else view.dispatch(state.tr.setSelection(Selection.near($at, side === 'above' ? -1 : 1)).scrollIntoView());
  view.focus();
};

/** True where a tap at this height is beyond the first or the last block. */
const isBeyond = (view: EditorView, y: number, side: Side): boolean => {
  const block = view.nodeDOM(
    side === 'above' ? 0 : view.state.doc.content.size - (view.state.doc.lastChild?.nodeSize ?? 0),
  );
  if (!(block instanceof HTMLElement)) return false;
  const { top, bottom } = block.getBoundingClientRect();
  return side === 'above' ? y < top : y > bottom;
};

const onTap = (view: EditorView, event: MouseEvent): boolean => {
  if (!view.editable || event.target !== view.dom) return false;
  const side = (['above', 'below'] as const).find(
    (each) => isClosed(view.state, each) && isBeyond(view, event.clientY, each),
  );
  if (!side) return false;
  insertParagraph(view, edgeOf(view.state, side));
  view.focus();
  return true;
};

/** True where nothing is between the caret and this edge of the note; the other cells of its row do not count. */
const isAtEdge = ({ selection: { $from } }: EditorState, side: Side): boolean =>
  Array.from({ length: $from.depth || 1 }, (_, depth) => depth).every((depth) => {
    const node = $from.node(depth);
    return (
      node.type.name === 'tableRow' || $from.index(depth) === (side === 'above' ? 0 : Math.max(0, node.childCount - 1))
    );
  });

/** Leaves the note's first or last block with an arrow key. */
const leaveWithKey = ({ view, state }: Editor, side: Side): boolean => {
  if (!isClosed(state, side) || !isAtEdge(state, side)) return false;
  if (state.selection instanceof TextSelection && !view.endOfTextblock(side === 'above' ? 'up' : 'down')) return false;
  insertParagraph(view, edgeOf(state, side));
  return true;
};

/** The key for the end of a note: a table, a rule or a picture there keeps the caret, and what is typed would land in a cell. */
const goToEnd = ({ view, state }: Editor): boolean => {
  if (!['table', 'horizontalRule', 'picture'].includes(state.doc.lastChild?.type.name ?? '')) return false;
  insertParagraph(view, edgeOf(state, 'below'));
  return true;
};

export const TextAround = Extension.create({
  name: 'textAround',
  // Before the tables, whose arrow keys would select a cell.
  priority: 1000,
  addKeyboardShortcuts: () => ({
    ArrowUp: ({ editor }) => leaveWithKey(editor, 'above'),
    ArrowDown: ({ editor }) => leaveWithKey(editor, 'below'),
    'Mod-End': ({ editor }) => goToEnd(editor),
    'Cmd-ArrowDown': ({ editor }) => goToEnd(editor),
  }),
  addProseMirrorPlugins: () => [
    new Plugin({ key: new PluginKey('textAround'), props: { handleDOMEvents: { click: onTap } } }),
  ],
});
