// Which documents and notes can be written, and which are read-only.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  applySessionRule,
  campaignOf,
  createEntity,
  createScene,
  createSession,
  describeSession,
  enterStage,
  fillNote,
  listEntities,
  listSessions,
  noteName,
  readNote,
  writableNote,
} from './index.ts';
import { createMemoryPersistence } from './persistence/memory-persistence.ts';
import { bodyOf, createTestDevices, exchange, meet, value } from '../testing/index.ts';

const devices = createTestDevices();
const { device, pair } = devices;

describe('who may write (R-1)', () => {
  it('a completed session gives no writable note, and edits still merge; reopening makes it writable', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    await meet(a, b);
    const [bodyA, bodyB] = [await bodyOf(a, id), await bodyOf(b, id)];
    const note = noteName(id, 'actual_notes');
    value(applySessionRule(a, id, 'markCompleted'));
    expect(listSessions(a)[0]).toMatchObject({ status: 'completed', stage: 'completed' });
    expect(writableNote(bodyA, note)).toMatchObject({ ok: false, error: { type: 'Completed' } });
    expect(describeSession(a, id, { title: 'x' })).toMatchObject({ ok: false, error: { type: 'Completed' } });
    expect(createScene(a, bodyA, { title: 'x' })).toMatchObject({ ok: false, error: { type: 'Completed' } });
    value(fillNote(bodyB, note, [{ type: 'paragraph', content: [{ type: 'text', text: 'late but kept' }] }]));
    exchange(bodyA, bodyB);
    expect(JSON.stringify(readNote(bodyA, note))).toContain('late but kept');
    value(applySessionRule(a, id, 'reopen'));
    expect(writableNote(bodyA, note).ok).toBe(true);
    expect(listSessions(a)[0]).toMatchObject({ status: 'completed', stage: 'wrap_up' });
    value(enterStage(a, id, 'prep'));
    expect(listSessions(a)[0]?.stage).toBe('prep');
  });

  it('nothing is written into a document that was neither created nor synced here', async () => {
    const stranger = await device('c');
    expect(createEntity(stranger, { name: 'X', entityType: 'npc' })).toMatchObject({
      ok: false,
      error: { type: 'NotHereYet' },
    });
    expect(campaignOf(stranger)).toBeNull();
    const [a] = await pair();
    exchange(a.ledger, stranger.ledger);
    expect(createEntity(stranger, { name: 'X', entityType: 'npc' }).ok).toBe(true);
  });

  it('a body that arrives while it is open, without a word in it, is told of: its note can be written from then on', async () => {
    const [a, b] = await pair();
    const id = value(createSession(a));
    exchange(a.ledger, b.ledger);
    const [bodyA, bodyB] = [await bodyOf(a, id), await bodyOf(b, id)];
    const note = noteName(id, 'prep_notes');
    const whenTold: boolean[] = [];
    b.onChange((changes) => {
      if (changes.some(({ kind, room }) => kind === 'note' && room === bodyB.room))
        whenTold.push(writableNote(bodyB, note).ok);
    });
    expect(writableNote(bodyB, note)).toMatchObject({ ok: false, error: { type: 'NotHereYet' } });
    exchange(bodyA, bodyB);
    expect(whenTold).toEqual([true]);
  });

  it('an older version opens a newer document read-only, and still stores and syncs it', async () => {
    const disk = createMemoryPersistence();
    const old = await device('old', disk, 0);
    const [a] = await pair();
    exchange(a.ledger, old.ledger);
    expect(createEntity(old, { name: 'X', entityType: 'npc' })).toMatchObject({
      ok: false,
      error: { type: 'WrittenByNewer', shape: 1 },
    });
    value(createEntity(a, { name: 'New thing', entityType: 'npc' }));
    exchange(a.ledger, old.ledger);
    value(await old.queue.whenSaved());
    const again = await device('old', disk, 0);
    expect(listEntities(again).map((e) => e.name)).toEqual(['New thing']);
  });

  it('a note with content of a newer version is not given to the editor', async () => {
    const [a] = await pair();
    const id = value(createSession(a));
    const bodyA = await bodyOf(a, id);
    bodyA.doc.getXmlFragment(noteName(id, 'prep_notes')).insert(0, [new Y.XmlElement('hologram')]);
    expect(writableNote(bodyA, noteName(id, 'prep_notes'))).toMatchObject({
      ok: false,
      error: { type: 'UnknownContent' },
    });
  });
});
