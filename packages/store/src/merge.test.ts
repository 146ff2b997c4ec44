// What two devices have after they worked apart and met: one result on both, and nothing typed is missing.
import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { SESSION_NOTES } from '@emberkeep/domain';
import {
  applySessionRule,
  createCampaign,
  createEntity,
  createRelationship,
  createScene,
  createSession,
  deleteEntity,
  deleteScene,
  deleteSession,
  deriveRow,
  describeSession,
  editScene,
  fillNote,
  getEntity,
  getEntityIdByName,
  listRelationships,
  listScenes,
  listSessions,
  liveSessionOf,
  moveScene,
  nameIndexOf,
  noteName,
  readNote,
  renameEntity,
  restoreSession,
  setAlias,
  setLiveSession,
  startSession,
  updateLinks,
} from './index.ts';
import { createMemoryPersistence } from './persistence/memory-persistence.ts';
import { bodyOf, CAMPAIGN_ID, createTestDevices, exchange, meet, value } from '../testing/index.ts';

const devices = createTestDevices();
const { device, pair } = devices;

describe('two devices that worked apart', () => {
  it('both create session 16: one is shown renumbered, and the next command stores that (M-113, T-4)', async () => {
    const [a, b] = await pair();
    for (let i = 1; i < 16; i++) value(createSession(a, { title: `${i}` }));
    await meet(a, b);
    const [x, y] = [value(createSession(a, { title: 'from a' })), value(createSession(b, { title: 'from b' }))];
    await meet(a, b);
    expect(listSessions(a)).toEqual(listSessions(b));
    const shown = listSessions(a).filter((s) => [x, y].includes(s.id));
    expect(shown.map((s) => [s.number, s.shownNumber, s.wasRenumbered])).toEqual([
      [16, 16, false],
      [16, 17, true],
    ]);
    const moved = shown[1]!;
    value(describeSession(b, moved.id, { title: 'renamed' }));
    await meet(a, b);
    expect(listSessions(a).find((s) => s.id === moved.id)).toMatchObject({
      number: 17,
      shownNumber: 17,
      wasRenumbered: false,
      title: 'renamed',
    });
  });

  it('both make a session live: both show one winner, and who was overruled (M-017)', async () => {
    const [a, b] = await pair();
    const [one, two] = [value(createSession(a)), value(createSession(a))];
    await meet(a, b);
    value(startSession(a, one));
    value(startSession(b, two));
    await meet(a, b);
    expect(liveSessionOf(a)).toEqual(liveSessionOf(b));
    expect(liveSessionOf(a)).toMatchObject({ sessionId: two, overruled: [{ deviceId: 'a', sessionId: one }] });
    value(setLiveSession(a, one));
    await meet(a, b);
    expect(liveSessionOf(b)).toEqual({ sessionId: one, overruled: [] });
  });

  it('a session that one ends while the other makes it live is live nowhere, also after it is reopened', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    value(startSession(a, id));
    await meet(a, b);
    value(setLiveSession(a, id));
    value(applySessionRule(b, id, 'end'));
    await meet(a, b);
    for (const docs of [a, b]) expect(liveSessionOf(docs).sessionId).toBe(null);
    value(applySessionRule(a, id, 'markCompleted'));
    value(applySessionRule(a, id, 'reopen'));
    await meet(a, b);
    for (const docs of [a, b]) expect(liveSessionOf(docs).sessionId).toBe(null);
  });

  it('both reorder the same scenes: both have one order, and no scene is missing', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    const bodyA = await bodyOf(a, id);
    const scenes = ['s1', 's2', 's3', 's4'].map((title) => value(createScene(a, bodyA, { title })));
    await meet(a, b);
    const bodyB = await bodyOf(b, id);
    value(moveScene(a, bodyA, scenes[0]!, 3));
    value(moveScene(a, bodyA, scenes[1]!, 3));
    value(moveScene(b, bodyB, scenes[3]!, 0));
    value(moveScene(b, bodyB, scenes[2]!, 0));
    exchange(bodyA, bodyB);
    expect(listScenes(bodyA)).toEqual(listScenes(bodyB));
    expect(
      listScenes(bodyA)
        .map((s) => s.title)
        .sort(),
    ).toEqual(['s1', 's2', 's3', 's4']);
  });

  it('both rename one entity: both have one name, and every name it ever had resolves', async () => {
    const [a, b] = await pair();
    const id = value(createEntity(a, { name: 'Voss', entityType: 'npc' }));
    await meet(a, b);
    value(renameEntity(a, id, 'Lord Voss'));
    value(renameEntity(b, id, 'Captain Voss'));
    await meet(a, b);
    expect(getEntity(a, id)).toEqual(getEntity(b, id));
    for (const name of ['Voss', 'Lord Voss', 'Captain Voss'])
      expect(nameIndexOf(a).resolve(name)).toEqual({ type: 'resolved', id });
  });

  it('both create an entity of one name: both stay and its link is ambiguous; one device is asked', async () => {
    const [a, b] = await pair();
    const x = value(createEntity(a, { name: 'Vey', entityType: 'npc' }));
    const y = value(createEntity(b, { name: 'vey', entityType: 'location' }));
    await meet(a, b);
    expect(nameIndexOf(a).resolve('VEY')).toEqual({ type: 'ambiguous', ids: [x, y].sort() });
    expect(createEntity(a, { name: ' Vey ', entityType: 'item' })).toMatchObject({
      ok: false,
      error: { type: 'NameTaken' },
    });
    expect(createEntity(a, { name: '  ', entityType: 'item' })).toMatchObject({
      ok: false,
      error: { type: 'NameMissing' },
    });
  });

  it('one deletes what the other edits: it exists on both, with a notice; unedited it stays deleted', async () => {
    const [a, b] = await pair();
    const [kept, gone] = ['Kept', 'Gone'].map((name) => value(createEntity(a, { name, entityType: 'npc' })));
    const sessionId = value(createSession(a));
    const quiet = value(createSession(a));
    await meet(a, b);
    value(deleteEntity(a, kept!));
    value(deleteEntity(a, gone!));
    value(await deleteSession(a, sessionId));
    value(await deleteSession(a, quiet));
    value(
      fillNote(b.ledger, noteName(kept!, 'description'), [
        { type: 'paragraph', content: [{ type: 'text', text: 'still needed' }] },
      ]),
    );
    const bodyB = await bodyOf(b, sessionId);
    value(
      fillNote(bodyB, noteName(sessionId, 'prep_notes'), [
        { type: 'paragraph', content: [{ type: 'text', text: 'typed meanwhile' }] },
      ]),
    );
    await meet(a, b);
    for (const docs of [a, b]) {
      expect(getEntity(docs, kept!)).toMatchObject({ broughtBack: true });
      expect(getEntity(docs, gone!)).toBeNull();
      await bodyOf(docs, sessionId);
      await bodyOf(docs, quiet);
      expect(listSessions(docs).find((s) => s.id === sessionId)).toMatchObject({ deleted: false, broughtBack: true });
      expect(listSessions(docs).find((s) => s.id === quiet)).toMatchObject({ deleted: true });
    }
    value(restoreSession(a, quiet));
    expect(listSessions(a).find((s) => s.id === quiet)).toMatchObject({ deleted: false, broughtBack: false });
  });

  it('a scene deleted here and edited there is restored; a scene only moved there stays deleted', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    const bodyA = await bodyOf(a, id);
    const [edited, moved] = ['edited', 'moved'].map((title) => value(createScene(a, bodyA, { title })));
    await meet(a, b);
    const bodyB = await bodyOf(b, id);
    value(deleteScene(a, bodyA, edited!));
    value(deleteScene(a, bodyA, moved!));
    value(editScene(b, bodyB, edited!, { brief: 'more' }));
    value(moveScene(b, bodyB, moved!, 0));
    exchange(bodyA, bodyB);
    expect(listScenes(bodyA).map((s) => s.title)).toEqual(['edited']);
    expect(listScenes(bodyA)).toEqual(listScenes(bodyB));
  });
});

describe('the notes of a session', () => {
  it('prep, play and actual notes are separate texts that merge separately (M-262)', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    await meet(a, b);
    const [bodyA, bodyB] = [await bodyOf(a, id), await bodyOf(b, id)];
    const line = (text: string) => [{ type: 'paragraph', content: [{ type: 'text', text }] }];
    for (const field of SESSION_NOTES) value(fillNote(bodyA, noteName(id, field), line(`a ${field}`)));
    value(fillNote(bodyB, noteName(id, 'actual_notes'), line('b actual')));
    exchange(bodyA, bodyB);
    expect(readNote(bodyB, noteName(id, 'prep_notes'))).toEqual(line('a prep_notes'));
    expect(readNote(bodyB, noteName(id, 'play_notes'))).toEqual(line('a play_notes'));
    expect(JSON.stringify(readNote(bodyA, noteName(id, 'actual_notes')))).toMatch(
      /a actual_notes.*b actual|b actual.*a actual_notes/,
    );
  });
});

describe('links and relationships', () => {
  it('rewriting links changes links only, once, and merges with a co-GM’s typing beside them', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    const note = noteName(id, 'prep_notes');
    const bodyA = await bodyOf(a, id);
    value(
      fillNote(bodyA, note, [
        { type: 'paragraph', content: [{ type: 'text', text: 'Ask [[Voss]] and [[voss|him]].' }] },
      ]),
    );
    await meet(a, b);
    const bodyB = await bodyOf(b, id);
    ((bodyB.doc.getXmlFragment(note).get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'Then: ');
    const rewritten = value(updateLinks(bodyA, note, ['Voss'], 'Lord Voss'));
    expect(rewritten.count).toBe(2);
    const after = readNote(bodyA, note);
    await rewritten.undo();
    expect(readNote(bodyA, note)).not.toEqual(after);
    expect(value(updateLinks(bodyA, note, ['Voss'], 'Lord Voss')).count).toBe(2);
    expect(readNote(bodyA, note)).toEqual(after);
    expect(value(updateLinks(bodyA, note, ['Voss'], 'Lord Voss')).count).toBe(0);
    exchange(bodyA, bodyB);
    expect(readNote(bodyB, note)).toEqual([
      { type: 'paragraph', content: [{ type: 'text', text: 'Then: Ask [[Lord Voss]] and [[Lord Voss|him]].' }] },
    ]);
  });

  it('a relationship needs two entities, and is hidden when one is deleted', async () => {
    const [a] = await pair();
    const [x, y] = ['X', 'Y'].map((name) => value(createEntity(a, { name, entityType: 'npc' })));
    value(createRelationship(a, { fromId: x!, toId: y!, relationType: 'fears', tone: 'negative' }));
    expect(createRelationship(a, { fromId: x!, toId: 'nobody', relationType: 'x', tone: 'neutral' })).toMatchObject({
      ok: false,
      error: { type: 'EntityMissing' },
    });
    expect(listRelationships(a)).toHaveLength(1);
    value(deleteEntity(a, y!));
    expect(listRelationships(a)).toEqual([]);
  });
});

describe('the disk', () => {
  it('a document that the disk refuses stays in memory after release, and the next open finds it', async () => {
    const disk = createMemoryPersistence();
    const docs = await device('d', disk);
    value(createCampaign(docs, { name: 'Ash' }));
    const id = value(createSession(docs));
    value(await docs.queue.whenSaved());
    const first = await bodyOf(docs, id);
    disk.failNext(1);
    first.doc.getText('x').insert(0, 'only in memory');
    await first.release();
    const again = await bodyOf(docs, id);
    expect(again.doc.getText('x').toString()).toBe('only in memory');
    docs.queue.retry();
    value(await docs.queue.whenSaved());
  });

  it('a command over two documents is one transaction; compacting many rows keeps the unsent mark', async () => {
    const disk = createMemoryPersistence();
    const docs = await device('d', disk);
    value(createCampaign(docs, { name: 'Ash' }));
    value(await docs.queue.whenSaved());
    disk.failNext(1);
    const id = value(createSession(docs));
    expect(await docs.queue.whenSaved()).toMatchObject({ ok: false });
    const before = value(await disk.rooms(`campaign/${CAMPAIGN_ID}`));
    expect(before).toHaveLength(2); // ledger and table: neither the entry nor the body
    docs.queue.retry();
    value(await docs.queue.whenSaved());
    expect(value(await disk.rooms(`campaign/${CAMPAIGN_ID}`))).toHaveLength(3);
    const opened = await bodyOf(docs, id);
    for (let i = 0; i < 150; i++) {
      opened.doc.getText('x').insert(0, 'a');
      value(await docs.queue.whenSaved());
    }
    await docs.close();
    const again = await device('d', disk);
    const reopened = await bodyOf(again, id);
    expect(reopened.doc.getText('x').length).toBe(150);
    const room = value(await disk.rooms(reopened.room))[0]!;
    expect(room.rowCount).toBe(1);
    expect(room.unsentCount).toBe(1);
  });

  it('a name with a slash keeps its links through renames, also when two GMs rename apart', async () => {
    const [a, b] = await pair();
    const id = value(createEntity(a, { name: 'Lord Ashe', entityType: 'npc' }));
    await meet(a, b);
    value(renameEntity(a, id, 'Lord/Lady Ashe'));
    value(renameEntity(b, id, 'Ashe/Ember'));
    await meet(a, b);
    value(renameEntity(a, id, 'Ashe'));
    await meet(a, b);
    for (const name of ['Lord Ashe', 'Lord/Lady Ashe', 'Ashe/Ember', 'Ashe'])
      for (const docs of [a, b]) expect(getEntityIdByName(docs, name), name).toBe(id);
    value(setAlias(a, id, 'Lord/Lady Ashe', false));
    expect(getEntityIdByName(a, 'Lord/Lady Ashe')).toBeNull();
  });

  it('rewriting links leaves code alone', async () => {
    const [a] = await pair();
    const id = value(createSession(a));
    const note = noteName(id, 'prep_notes');
    const body = await bodyOf(a, id);
    const nodes = [
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Type ' },
          { type: 'text', text: '[[Voss]]', marks: [{ type: 'code' }] },
          { type: 'text', text: ' for [[Voss]].' },
        ],
      },
      { type: 'codeBlock', content: [{ type: 'text', text: '[[Voss]]' }] },
    ];
    value(fillNote(body, note, nodes));
    expect(value(updateLinks(body, note, ['Voss'], 'Ember')).count).toBe(1);
    const words = JSON.stringify(readNote(body, note));
    expect([words.split('[[Voss]]').length - 1, words.split('[[Ember]]').length - 1]).toEqual([2, 1]);
    expect(deriveRow(body.room, body.doc).links.map((link) => link.nameKey)).toEqual(['ember']);
  });
});
