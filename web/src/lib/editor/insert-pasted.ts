// Puts what was pasted into a note. Loaded with the first paste.
import { relativePositionToAbsolutePosition } from '@tiptap/y-tiptap';
import { Fragment, Slice } from '@tiptap/pm/model';
import { TextSelection, type EditorState, type Plugin, type Selection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type * as Y from 'yjs';
import { withoutTables, type NoteNode } from '@emberkeep/domain';
import { textToNote } from '@emberkeep/files';
import { m } from '#messages';
import { bindingOf, isInTable, type NotePasteOptions, type Pasted } from './pasted.ts';

const NOT_READ = m.editor_insertPasted_pasted_as_plain_text_its();
const NOT_PASTED = m.editor_insertPasted_the_note_was_closed_before();

const sliceOf = (state: EditorState, nodes: readonly NoteNode[]): Slice =>
  Slice.maxOpen(Fragment.fromJSON(state.schema, nodes), false);

/** More than a run of text: several blocks of which the first is a heading, a list or the like. */
const beginsWithBlock = ([first, ...rest]: readonly NoteNode[]): boolean =>
  first !== undefined && first.type !== 'paragraph' && (rest.length > 0 || (first.content ?? []).length > 1);

/**
 * Behind the words of a paragraph, a heading or a list stays one: the slice is closed there, because its first line would
 * continue the words. In a list or a quotation, what is pasted joins in as ever.
 */
const apartFromWords = ({ selection: { $from } }: EditorState, slice: Slice, nodes: readonly NoteNode[]): Slice =>
  $from.depth === 1 && $from.parentOffset > 0 && beginsWithBlock(nodes)
    ? new Slice(slice.content, 0, slice.openEnd)
    : slice;

const isOneTable = ({ content }: Slice): boolean =>
  content.childCount === 1 && ['table', 'tableRow', 'tableCell', 'tableHeader'].includes(content.firstChild!.type.name);

/** The slice as it may be put here: a table goes into another one as its cells, or as lines beside other text. */
const fittedTo = (state: EditorState, slice: Slice): Slice => {
  if (!isInTable(state) || isOneTable(slice)) return slice;
  // The nodes of the editor and of a note are the same plain data.
  const nodes = slice.content.toJSON() as NoteNode[];
  const fitted = withoutTables(nodes);
  return JSON.stringify(fitted) === JSON.stringify(nodes) ? slice : sliceOf(state, fitted);
};

/** The selection of the time of the paste as it is now, whoever wrote what meanwhile; null where its text is gone. */
const selectionNow = (view: EditorView, { anchor, head }: Pasted): Selection | null => {
  const { type, mapping } = bindingOf(view.state);
  const [from, to] = [anchor, head].map((at) =>
    relativePositionToAbsolutePosition(type.doc as Y.Doc, type, at, mapping),
  );
  if (from === null || from === undefined) return null;
  return TextSelection.between(view.state.doc.resolve(from), view.state.doc.resolve(to ?? from));
};

/** As ProseMirror pastes: first whoever handles pasted cells, then the selection is replaced. */
export const insertSlice = (view: EditorView, event: ClipboardEvent, slice: Slice, own: Plugin): void => {
  const fitted = fittedTo(view.state, slice);
  const isHandled = view.state.plugins.some(
    (plugin) => plugin !== own && plugin.props.handlePaste?.call(plugin, view, event, fitted),
  );
  if (isHandled) return;
  const { tr } = view.state;
  view.dispatch(tr.replaceSelection(fitted).scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'));
};

/** Reads what was pasted and puts it where the caret was. */
export const insertPasted = async (
  view: EditorView,
  pasted: Pasted,
  { read, onRemark }: NotePasteOptions,
  own: Plugin,
): Promise<void> => {
  const { clipboard, isPlain } = pasted;
  const result = isPlain ? null : await read({ type: 'clipboard', clipboard });
  if (view.isDestroyed) return onRemark(NOT_PASTED);
  const nodes = result?.ok ? result.value.nodes : textToNote(clipboard.text);
  const remark = result?.ok ? result.value.remark : nodes.length > 0 && !isPlain ? NOT_READ : '';
  const place = view.state.selection.eq(pasted.selection) ? null : selectionNow(view, pasted);
  if (place) view.dispatch(view.state.tr.setSelection(place));
  if (nodes.length > 0)
    insertSlice(view, pasted.event, apartFromWords(view.state, sliceOf(view.state, nodes), nodes), own);
  if (remark) onRemark(remark);
};
