// Where pictures go that are added to a note, and that they take the caret from nobody who types meanwhile.
import './headless-document.ts';
import type { Editor } from '@tiptap/core';
import { afterEach, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { startInserting } from '../../../web/src/lib/editor/insert-picture.ts';
import { createNoteEditor } from '../../../web/src/lib/editor/note-editor.ts';
import { picturePlace } from '../../../web/src/lib/editor/pasted.ts';

const HASH = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const editors: Editor[] = [];
afterEach(() => editors.splice(0).forEach((editor) => !editor.isDestroyed && editor.destroy()));

const openNote = async (html: string): Promise<{ editor: Editor; doc: Y.Doc }> => {
  const doc = new Y.Doc();
  const nothing = (): undefined => undefined;
  const editor = createNoteEditor({
    element: document.body.appendChild(document.createElement('div')),
    fragment: doc.getXmlFragment('note'),
    awareness: null,
    user: { deviceId: 'own', name: 'Ben', color: '#ff0000', place: '' },
    label: 'Note',
    placeholder: '',
    links: { resolve: () => ({ type: 'unknown' }), typeOf: () => '', nameOf: () => '', onOpen: nothing } as never,
    completion: { choices: () => [], onCreate: nothing, onView: nothing } as never,
    paste: { read: () => Promise.resolve(null), onRemark: nothing, onPictures: nothing },
    drawPicture: nothing,
    onUpdate: nothing,
    onNothingTaken: nothing,
    onBroken: nothing,
    onUnknown: nothing,
  });
  editors.push(editor);
  await new Promise((resolve) => setTimeout(resolve));
  editor.commands.setContent(html);
  return { editor, doc };
};

/** The position in front of some words. */
const before = ({ state: { doc } }: Editor, words: string): number => {
  let found = -1;
  doc.descendants((node, pos) => {
    const at = node.text?.indexOf(words) ?? -1;
    if (at >= 0) found = pos + at;
  });
  return found;
};
const withFocus = (editor: Editor, isFocused: boolean) => vi.spyOn(editor.view, 'hasFocus').mockReturnValue(isFocused);
/** The blocks of the note in short. */
const blocks = ({ state: { doc } }: Editor): string[] =>
  doc.children.map((node) => (node.type.name === 'picture' ? `[${node.textContent}]` : node.textContent));

it('the first of several pictures has the caret in its caption, where nobody did anything meanwhile', async () => {
  const { editor } = await openNote('<p>One</p><p>Two</p>');
  withFocus(editor, true);
  editor.commands.setTextSelection(before(editor, 'One') + 3);
  const inserter = startInserting(editor, picturePlace(editor.state));
  expect(await inserter.insert(HASH)).toBe(true);
  await inserter.insert(OTHER);
  editor.commands.insertContent('The gate');
  inserter.stop();
  expect(blocks(editor)).toEqual(['One', '[The gate]', '[]', 'Two']);
  expect(editor.state.doc.child(2).attrs['file']).toBe(OTHER);
});

it.each([
  ['a GM who types further down', true, (editor: Editor) => editor.commands.setTextSelection(before(editor, 'wo'))],
  ['a GM who goes on typing there', true, (editor: Editor) => editor.commands.insertContent('!')],
  ['a GM who is in another field', false, () => undefined],
])('%s keeps the caret', async (_who, isFocused, act) => {
  const { editor } = await openNote('<p>One</p><p>Two</p>');
  withFocus(editor, isFocused);
  const focus = vi.spyOn(editor.view, 'focus');
  editor.commands.setTextSelection(before(editor, 'One') + 3);
  const inserter = startInserting(editor, picturePlace(editor.state));
  act(editor);
  const behind = ({ state: { selection, doc } }: Editor): string => doc.textBetween(selection.head - 1, selection.head);
  const letter = behind(editor);
  await inserter.insert(HASH);
  inserter.stop();
  expect(behind(editor)).toBe(letter);
  expect(editor.state.selection.$head.parent.type.name).toBe('paragraph');
  expect(focus).not.toHaveBeenCalled();
  expect(blocks(editor).slice(0, 2)).toEqual(['One', '[]']);
});

it('a GM who moved on before the code for pictures was here keeps the caret', async () => {
  const { editor } = await openNote('<p>One</p><p>Two</p>');
  withFocus(editor, true);
  editor.commands.setTextSelection(before(editor, 'One') + 3);
  const place = picturePlace(editor.state);
  editor.commands.setTextSelection(before(editor, 'wo'));
  const inserter = startInserting(editor, place);
  await inserter.insert(HASH);
  inserter.stop();
  expect(editor.state.selection.$head.parent.textContent).toBe('Two');
  expect(blocks(editor)).toEqual(['One', '[]', 'Two']);
});

it('words of a co-GM above keep neither the place nor the caret from a picture', async () => {
  const { editor, doc } = await openNote('<p>One</p><p>Two</p>');
  withFocus(editor, true);
  editor.commands.setTextSelection(before(editor, 'Two') + 3);
  const inserter = startInserting(editor, picturePlace(editor.state));
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  const first = (other.getXmlFragment('note').get(0) as Y.XmlElement).get(0) as Y.XmlText;
  first.insert(0, 'From afar. ');
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'relay');
  await inserter.insert(HASH);
  inserter.stop();
  editor.commands.insertContent('Here');
  expect(blocks(editor).slice(0, 3)).toEqual(['From afar. One', 'Two', '[Here]']);
});

it('a picture waits until a word is composed', async () => {
  const { editor } = await openNote('<p>One</p>');
  const composing = vi.spyOn(editor.view, 'composing', 'get').mockReturnValue(true);
  const inserter = startInserting(editor, picturePlace(editor.state));
  const inserted = inserter.insert(HASH);
  await new Promise((resolve) => setTimeout(resolve));
  expect(blocks(editor)).toEqual(['One']);
  composing.mockReturnValue(false);
  expect(await inserted).toBe(true);
  expect(blocks(editor)).toContain('[]');
});

it('a picture given within a caption or code comes behind that, and splits neither', async () => {
  const { editor } = await openNote(
    `<figure data-picture="${OTHER}"><p data-caption>The gate</p></figure><p>Between</p><pre><code>let x</code></pre><p>End</p>`,
  );
  for (const words of [' gate', 't x']) {
    const inserter = startInserting(editor, picturePlace(editor.state, before(editor, words)));
    await inserter.insert(HASH);
    inserter.stop();
  }
  expect(blocks(editor)).toEqual(['[The gate]', '[]', 'Between', 'let x', '[]', 'End']);
});

it('changes to where a picture is drawn are the app’s; those to its caption and its parts are read', async () => {
  const { editor } = await openNote(`<figure data-picture="${OTHER}"><p data-caption>The gate</p></figure>`);
  const figure = editor.view.dom.querySelector('figure')!;
  const [host, caption] = figure.children;
  // reason: ProseMirror keeps it there and says so nowhere
  const drawn = figure as unknown as { pmViewDesc: { spec: { ignoreMutation(mutation: unknown): boolean } } };
  const { spec } = drawn.pmViewDesc;
  const ignores = (type: string, target: Node): boolean => spec.ignoreMutation({ type, target });
  expect([ignores('childList', host!), ignores('attributes', figure)]).toEqual([true, true]);
  expect([ignores('childList', figure), ignores('childList', caption!)]).toEqual([false, false]);
  expect(ignores('characterData', caption!.querySelector('p')!.firstChild!)).toBe(false);
});

it('a note that was closed meanwhile gets no picture', async () => {
  const { editor } = await openNote('<p>One</p>');
  const inserter = startInserting(editor, picturePlace(editor.state));
  editor.destroy();
  expect(await inserter.insert(HASH)).toBe(false);
});
