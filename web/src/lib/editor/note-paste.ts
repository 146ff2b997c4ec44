// Pasting into a note: HTML and Markdown become what they are, plain lines keep their blank lines. The readers are those
// of an import; they run in a worker, and what they read is put where the caret was.
import { Extension } from '@tiptap/core';
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap';
import { Fragment, Slice } from '@tiptap/pm/model';
import { Plugin, PluginKey, TextSelection, type EditorState, type Selection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type * as Y from 'yjs';
import { withoutTables, type NoteNode } from '@emberkeep/domain';
import { textToNote, type Clipboard } from '@emberkeep/files';
import type { NoteSource, ReadNote } from '#lib/services/transfer/read-note.ts';

export interface NotePasteOptions {
  /** Reads what was pasted; null where it was stopped. */
  read(source: NoteSource): Promise<ReadNote | null>;
  /** Says what was left out, or what went wrong. */
  onRemark(sentence: string): void;
}

const NO_PICTURES = 'A note holds text only, so the picture was not pasted.';
const NOT_READ = 'This was pasted as plain text: its headings and lists could not be read.';
const NOT_PASTED = 'The note was closed before this was pasted. Open it and paste again.';

/** Signs that only Markdown gives a meaning to, on a single line. */
const MARKDOWN_LINE = /^(?:#{1,6} |[-*+] |\d+[.)] |> )|\*\*[^*\n]+\*\*|\[[^\]\n]+\]\(/;
/** The HTML of another note: its exact nodes are on the clipboard. */
const OWN = 'data-pm-slice';

const isInTable = ({ selection: { $head } }: EditorState): boolean =>
  Array.from({ length: $head.depth }, (_, i) => $head.node(i + 1)).some((node) => node.type.name === 'table');

const isOneTable = ({ content }: Slice): boolean =>
  content.childCount === 1 && ['table', 'tableRow', 'tableCell', 'tableHeader'].includes(content.firstChild!.type.name);

/** The slice as it may be put here: a table goes into another one as its cells, or as lines beside other text. */
const fittedTo = (state: EditorState, slice: Slice): Slice => {
  if (!isInTable(state) || isOneTable(slice)) return slice;
  let hasTable = false;
  slice.content.descendants((node) => {
    hasTable ||= node.type.name === 'table';
    return !hasTable;
  });
  if (!hasTable) return slice;
  // The nodes of the editor and of a note are the same plain data.
  const nodes = withoutTables(slice.content.toJSON() as NoteNode[]);
  return Slice.maxOpen(Fragment.fromJSON(state.schema, nodes), false);
};

const sliceOf = (state: EditorState, nodes: readonly NoteNode[]): Slice =>
  Slice.maxOpen(Fragment.fromJSON(state.schema, nodes), false);

/** The part of the binding that relates positions to the document; y-tiptap has no public type for it. */
interface Binding {
  type: Y.XmlFragment;
  mapping: Parameters<typeof absolutePositionToRelativePosition>[2];
}
const bindingOf = (state: EditorState): Binding => (ySyncPluginKey.getState(state) as { binding: Binding }).binding;

/** Remembers the selection; gives it as it is later, whoever wrote what meanwhile. */
const rememberSelection = (view: EditorView): (() => Selection | null) => {
  const { selection } = view.state;
  const { type, mapping } = bindingOf(view.state);
  const [anchor, head] = [selection.from, selection.to].map((at) =>
    absolutePositionToRelativePosition(at, type, mapping),
  );
  return () => {
    const now = bindingOf(view.state);
    const [from, to] = [anchor, head].map((at) =>
      relativePositionToAbsolutePosition(now.type.doc as Y.Doc, now.type, at, now.mapping),
    );
    if (from === null || from === undefined) return null;
    return TextSelection.between(view.state.doc.resolve(from), view.state.doc.resolve(to ?? from));
  };
};

/** As ProseMirror pastes: first whoever handles pasted cells, then the selection is replaced. */
const insert = (view: EditorView, event: ClipboardEvent, slice: Slice, own: Plugin): void => {
  const fitted = fittedTo(view.state, slice);
  const isHandled = view.state.plugins.some(
    (plugin) => plugin !== own && plugin.props.handlePaste?.call(plugin, view, event, fitted),
  );
  if (isHandled) return;
  const { tr } = view.state;
  view.dispatch(tr.replaceSelection(fitted).scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'));
};

/** True where ProseMirror's own reading would lose something. */
const needsReading = ({ html, text }: Clipboard): boolean =>
  html !== '' || text.includes('\n') || text.includes('\r') || MARKDOWN_LINE.test(text);

/** Pastes what is read, one after the other: each goes to where the caret was when it was pasted. */
class PasteQueue {
  #last: Promise<void> = Promise.resolve();

  constructor(
    readonly options: NotePasteOptions,
    readonly own: Plugin,
  ) {}

  add(view: EditorView, event: ClipboardEvent, clipboard: Clipboard): void {
    const { selection } = view.state;
    const selectionNow = rememberSelection(view);
    this.#last = this.#last.then(async () => {
      const result = await this.options.read({ type: 'clipboard', clipboard });
      if (view.isDestroyed) return this.options.onRemark(NOT_PASTED);
      const nodes = result?.ok ? result.value.nodes : textToNote(clipboard.text);
      const remark = result?.ok ? result.value.remark : nodes.length > 0 ? NOT_READ : '';
      const place = view.state.selection.eq(selection) ? null : selectionNow();
      if (place) view.dispatch(view.state.tr.setSelection(place));
      if (nodes.length > 0) insert(view, event, sliceOf(view.state, nodes), this.own);
      if (remark) this.options.onRemark(remark);
    });
  }
}

export const NotePaste = Extension.create<NotePasteOptions>({
  name: 'notePaste',
  // Before the tables, which take pasted cells.
  priority: 1000,
  addOptions: () => ({ read: () => Promise.resolve(null), onRemark: () => undefined }),
  addProseMirrorPlugins() {
    const { options } = this;
    /** Set while a paste without formatting is read: its lines are all there is. */
    let isPlain = false;
    const plugin: Plugin = new Plugin({
      key: new PluginKey('notePaste'),
      props: {
        clipboardTextParser: (text, _context, plain, view) => {
          isPlain = plain;
          // Where this gives nothing, ProseMirror reads the text itself; its type does not say so.
          return (plain ? sliceOf(view.state, textToNote(text)) : null) as Slice;
        },
        transformPasted: (slice, view) => fittedTo(view.state, slice),
        handlePaste: (view, event) => {
          const wasPlain = isPlain;
          isPlain = false;
          const data = event.clipboardData;
          if (!data || wasPlain || view.state.selection.$from.parent.type.spec.code) return false;
          const clipboard = { html: data.getData('text/html'), text: data.getData('text/plain') };
          if (clipboard.html === '' && clipboard.text === '' && data.files.length > 0) {
            options.onRemark(NO_PICTURES);
            return true;
          }
          if (clipboard.html.includes(OWN) || !needsReading(clipboard)) return false;
          queue.add(view, event, clipboard);
          return true;
        },
      },
    });
    const queue = new PasteQueue(options, plugin);
    return [plugin];
  },
});
