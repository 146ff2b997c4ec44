// Undo of commands and imports, with a co-GM’s work in between.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { NoteNode } from '@emberkeep/domain';
import {
  createEntity,
  createScene,
  createSession,
  fillNote,
  getEntity,
  importIntoNote,
  listEntities,
  listScenes,
  noteName,
  readNote,
  recoveredTexts,
  renameEntity,
  updateLinks,
  type OpenDocument,
} from './index.ts';
import { bodyOf, createTestDevices, exchange, meet, oneParagraph, value } from '../testing/index.ts';

const devices = createTestDevices();
const { pair } = devices;

/** Types behind the text `after`, where it is, as the editor's binding does. */
const typeAfter = ({ doc }: OpenDocument, note: string, after: string, words: string): void => {
  const texts = (parent: Y.XmlFragment): Y.XmlText[] =>
    parent
      .toArray()
      .flatMap((child) => (child instanceof Y.XmlText ? [child] : child instanceof Y.XmlElement ? texts(child) : []));
  const text = texts(doc.getXmlFragment(note)).find((each) => each.toString() === after);
  text!.insert(text!.length, words);
};

describe('undo', () => {
  it('undoes this device’s last command, never a co-GM’s work; a mark undoes and redoes a creation', async () => {
    const [a, b] = await pair();
    const id = value(createEntity(a, { name: 'Tam', entityType: 'npc' }));
    await meet(a, b);
    value(renameEntity(a, id, 'Old Tam'));
    await meet(a, b);
    value(renameEntity(b, id, 'Tam the ferryman'));
    await meet(a, b);
    await a.undo(); // the rename: but the name is Ben's by now
    expect(getEntity(a, id)?.name).toBe('Tam the ferryman');
    const second = value(createEntity(a, { name: 'Wen', entityType: 'npc' }));
    expect(await a.undo()).toBe('Create Wen');
    expect(getEntity(a, second)).toBeNull();
    expect(await a.redo()).toBe('Create Wen');
    expect(getEntity(a, second)?.name).toBe('Wen');
    await a.undo();
    await meet(a, b);
    expect(listEntities(b).map((e) => e.name)).toEqual(['Tam the ferryman']);
  });

  it('an undone scene leaves the list, and a redone one returns', async () => {
    const [a] = await pair();
    const bodyA = await bodyOf(a, value(createSession(a)));
    value(createScene(a, bodyA, { title: 'Docks' }));
    await a.undo();
    expect(listScenes(bodyA)).toEqual([]);
    await a.redo();
    expect(listScenes(bodyA).map((s) => s.title)).toEqual(['Docks']);
  });

  it('an import is undone alone: text written since stays', async () => {
    const [a] = await pair();
    const id = value(createSession(a));
    const bodyA = await bodyOf(a, id);
    const note = noteName(id, 'prep_notes');
    value(fillNote(bodyA, note, [{ type: 'paragraph', content: [{ type: 'text', text: 'mine' }] }]));
    const imported = value(
      importIntoNote(bodyA, note, [{ type: 'paragraph', content: [{ type: 'text', text: 'theirs' }] }], 'x.md'),
    );
    value(fillNote(bodyA, note, [{ type: 'paragraph', content: [{ type: 'text', text: 'later' }] }]));
    await imported.undo();
    expect(JSON.stringify(readNote(bodyA, note))).toMatch(/mine.*later/);
    expect(JSON.stringify(readNote(bodyA, note))).not.toContain('theirs');
  });

  it('an undone import keeps what either GM typed inside its blocks', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    await meet(a, b);
    const [bodyA, bodyB] = [await bodyOf(a, id), await bodyOf(b, id)];
    const note = noteName(id, 'prep_notes');
    value(fillNote(bodyA, note, oneParagraph('mine before')));
    const list: NoteNode = {
      type: 'bulletList',
      content: ['guard', 'dog'].map((text) => ({ type: 'listItem', content: oneParagraph(text) })),
    };
    const imported = value(importIntoNote(bodyA, note, [...oneParagraph('Line one.'), list], 'file.md'));
    exchange(bodyA, bodyB);
    typeAfter(bodyB, note, 'Line one.', ' ben was here');
    exchange(bodyA, bodyB);
    typeAfter(bodyA, note, 'guard', ' ada was here');
    await imported.undo();
    exchange(bodyA, bodyB);
    for (const body of [bodyA, bodyB]) {
      expect(readNote(body, note)).toEqual([
        ...oneParagraph('mine before'),
        ...oneParagraph(' ben was here'),
        { type: 'bulletList', content: [{ type: 'listItem', content: oneParagraph(' ada was here') }] },
      ]);
      expect(recoveredTexts(body.doc)).toEqual([]);
    }
  });

  it('what an undo cannot put back, because its block is gone, is offered', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    await meet(a, b);
    const [bodyA, bodyB] = [await bodyOf(a, id), await bodyOf(b, id)];
    const note = noteName(id, 'prep_notes');
    value(fillNote(bodyA, note, [{ type: 'blockquote', content: oneParagraph('ben wrote [[Voss]] here') }]));
    exchange(bodyA, bodyB);
    const rewritten = value(updateLinks(bodyA, note, ['Voss'], 'Lord Voss'));
    exchange(bodyA, bodyB);
    bodyB.doc.getXmlFragment(note).delete(0, 1);
    exchange(bodyA, bodyB);
    await rewritten.undo();
    expect(recoveredTexts(bodyA.doc).map((each) => each.text)).toEqual(['[[Voss]]']);
  });
});
