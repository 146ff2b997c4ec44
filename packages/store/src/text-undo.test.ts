// Undo of text on one device: what is typed behind a restored copy, and what the schema requires around kept words.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { NoteNode } from '@emberkeep/domain';
import { appendToFragment, fragmentToNote, TextUndo } from './index.ts';

const setUp = () => {
  const doc = new Y.Doc();
  const fragment = doc.getXmlFragment('a/notes');
  const undo = new TextUndo([fragment], { trackedOrigins: ['mine'], captureTimeout: 0 });
  const mine = (run: () => void): void => doc.transact(run, 'mine');
  const other = (run: () => void): void => doc.transact(run, 'other');
  const textIn = (...path: number[]): Y.XmlText =>
    path.reduce<unknown>((at, i) => (at as Y.XmlElement).get(i), fragment) as Y.XmlText;
  return { fragment, undo, mine, other, textIn };
};

const paragraph = (text: string): NoteNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const empty: NoteNode = { type: 'paragraph' };

describe('undo of text', () => {
  it('keeps what was typed directly behind a copy that an earlier undo restored', () => {
    const { fragment, undo, mine, other, textIn } = setUp();
    other(() => appendToFragment(fragment, [paragraph('start ')]));
    mine(() => textIn(0, 0).insert(6, 'abc'));
    mine(() => textIn(0, 0).delete(6, 3));
    undo.undo();
    expect(textIn(0, 0).toString()).toBe('start abc');
    other(() => textIn(0, 0).insert(9, 'xyz'));
    undo.undo();
    expect(textIn(0, 0).toString()).toBe('start xyz');
    undo.redo();
    expect(textIn(0, 0).toString()).toBe('start abcxyz');
  });

  it('restores a word that was typed into at the same place on every device', () => {
    const { fragment, undo, mine, textIn } = setUp();
    const peer = new Y.Doc();
    fragment.doc!.on('update', (update: Uint8Array) => Y.applyUpdate(peer, update));
    mine(() => appendToFragment(fragment, [paragraph('y')]));
    mine(() => textIn(0, 0).insert(1, ' word'));
    undo.undo();
    undo.redo();
    mine(() => textIn(0, 0).insert(2, 'mid '));
    mine(() => fragment.delete(0, 1));
    undo.undo();
    expect(textIn(0, 0).toString()).toBe('y mid word');
    expect(peer.getXmlFragment('a/notes').toString()).toBe(fragment.toString());
    const stored = new Y.Doc();
    Y.applyUpdate(stored, Y.encodeStateAsUpdate(fragment.doc!));
    expect(stored.getXmlFragment('a/notes').toString()).toBe(fragment.toString());
  });

  it('is null for an undo and a redo of what others removed', () => {
    const { fragment, undo, mine, other, textIn } = setUp();
    other(() => appendToFragment(fragment, [paragraph('start ')]));
    mine(() => textIn(0, 0).insert(6, 'abc'));
    other(() => textIn(0, 0).delete(6, 3));
    expect(undo.undo()).toBeNull();
    expect(undo.redo()).toBeNull();
    expect(textIn(0, 0).toString()).toBe('start ');
  });

  it('keeps the first paragraph of a list item for the list that somebody put into it', () => {
    const { fragment, undo, mine, other } = setUp();
    mine(() =>
      appendToFragment(fragment, [
        { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph('mine')] }] },
      ]),
    );
    const inner: NoteNode = { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph('theirs')] }] };
    other(() => appendToFragment((fragment.get(0) as Y.XmlElement).get(0) as Y.XmlElement, [inner]));
    undo.undo();
    expect(fragmentToNote(fragment)).toEqual([
      { type: 'bulletList', content: [{ type: 'listItem', content: [empty, inner] }] },
    ]);
    undo.redo();
    expect(JSON.stringify(fragmentToNote(fragment))).toMatch(/mine.*theirs/);
  });

  it('removes an own block inside a table that stays, down to one empty paragraph in each cell', () => {
    const { fragment, undo, mine, other, textIn } = setUp();
    const cell = (...content: NoteNode[]): NoteNode => ({ type: 'tableCell', content });
    const list: NoteNode = { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph('mine')] }] };
    mine(() =>
      appendToFragment(fragment, [
        {
          type: 'table',
          content: [{ type: 'tableRow', content: [cell(paragraph('one')), cell(paragraph('two'), list)] }],
        },
      ]),
    );
    other(() => textIn(0, 0, 0, 0, 0).insert(3, ' theirs'));
    undo.undo();
    expect(fragmentToNote(fragment)).toEqual([
      { type: 'table', content: [{ type: 'tableRow', content: [cell(paragraph(' theirs')), cell(empty)] }] },
    ]);
  });

  it('keeps the level of a heading and the check of a task that stay for the words of others', () => {
    const { fragment, undo, mine, other, textIn } = setUp();
    const task = (text: NoteNode): NoteNode => ({
      type: 'taskList',
      content: [{ type: 'taskItem', attrs: { checked: true }, content: [text] }],
    });
    const heading = (text: string): NoteNode => ({ ...paragraph(text), type: 'heading', attrs: { level: 2 } });
    mine(() => appendToFragment(fragment, [heading('mine'), task(paragraph('mine'))]));
    other(() => textIn(0, 0).insert(4, ' theirs'));
    other(() => textIn(1, 0, 0, 0).insert(4, ' theirs'));
    undo.undo();
    expect(fragmentToNote(fragment)).toEqual([heading(' theirs'), task(paragraph(' theirs'))]);
    undo.redo();
    expect(fragmentToNote(fragment)).toEqual([heading('mine theirs'), task(paragraph('mine theirs'))]);
  });

  it('takes back a level that was set on a heading of somebody else', () => {
    const { fragment, undo, mine, other } = setUp();
    const heading = (level: number): NoteNode => ({ ...paragraph('theirs'), type: 'heading', attrs: { level } });
    other(() => appendToFragment(fragment, [heading(2)]));
    mine(() => (fragment.get(0) as Y.XmlElement<{ level: number }>).setAttribute('level', 3));
    expect(fragmentToNote(fragment)).toEqual([heading(3)]);
    undo.undo();
    expect(fragmentToNote(fragment)).toEqual([heading(2)]);
  });

  describe('of a pasted table', () => {
    const cell = (...content: NoteNode[]): NoteNode => ({ type: 'tableCell', content });
    const row = (...cells: NoteNode[]): NoteNode => ({ type: 'tableRow', content: cells });
    const paste = ({ fragment, mine, other }: ReturnType<typeof setUp>): Y.XmlElement => {
      other(() => appendToFragment(fragment, [paragraph('start')]));
      const rows = [row(cell(paragraph('a')), cell(empty)), row(cell(empty), cell(paragraph('b')))];
      mine(() => appendToFragment(fragment, [{ type: 'table', content: rows }]));
      return fragment.get(1) as Y.XmlElement;
    };
    const emptyCellOf = (table: Y.XmlElement): Y.XmlElement =>
      ((table.get(0) as Y.XmlElement).get(1) as Y.XmlElement).get(0) as Y.XmlElement;

    it('leaves nothing where a co-GM only typed and deleted, or added empty rows', () => {
      const world = setUp();
      const { fragment, undo, other } = world;
      const table = paste(world);
      other(() => emptyCellOf(table).insert(0, [new Y.XmlText('word')]));
      other(() => (emptyCellOf(table).get(0) as Y.XmlText).delete(0, 4));
      other(() => appendToFragment(table, [row(cell(empty), cell(empty))]));
      undo.undo();
      expect(fragmentToNote(fragment)).toEqual([paragraph('start')]);
      undo.redo();
      expect(JSON.stringify(fragmentToNote(fragment))).toMatch(/"a".*"b"/);
    });

    it.each([
      ['in a cell', (table: Y.XmlElement) => emptyCellOf(table).insert(0, [new Y.XmlText('word')])],
      [
        'in a row of his own',
        (table: Y.XmlElement) => appendToFragment(table, [row(cell(paragraph('word')), cell(empty))]),
      ],
      [
        'as a rule in a cell',
        (table: Y.XmlElement) => emptyCellOf(table).insert(0, [new Y.XmlElement('horizontalRule')]),
      ],
    ])('keeps the table for what a co-GM wrote %s', (_where, write) => {
      const world = setUp();
      const { fragment, undo, other } = world;
      const table = paste(world);
      other(() => write(table));
      undo.undo();
      const left = JSON.stringify(fragmentToNote(fragment));
      expect(left).toMatch(/table.*(word|horizontalRule)/);
      expect(left).not.toMatch(/"a"|"b"/);
    });
  });
});
