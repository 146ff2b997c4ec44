// Undo of verbs and imports, with a co-GM’s work in between.
import { describe, expect, it } from 'vitest';
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
  renameEntity,
} from './index.ts';
import { bodyOf, createTestDevices, meet, value } from '../testing/index.ts';

const devices = createTestDevices();
const { pair } = devices;

describe('undo', () => {
  it('undoes this device’s last verb, never a co-GM’s work; a mark undoes and redoes a creation', async () => {
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
    imported.undo();
    expect(JSON.stringify(readNote(bodyA, note))).toMatch(/mine.*later/);
    expect(JSON.stringify(readNote(bodyA, note))).not.toContain('theirs');
  });
});
