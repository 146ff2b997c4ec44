// Records from a file never replace what is here unless the GM says so, counters and texts included.
import { describe, expect, it } from 'vitest';
import { ENTITY, GAUGE, HOOK, noteLines, type StoredRecord } from '@emberkeep/domain';
import { createTestDevices, value } from '../testing/index.ts';
import {
  createCampaign,
  createEntity,
  createRecord,
  createSession,
  deleteRecord,
  deleteSession,
  fillNote,
  getRecord,
  listSessions,
  noteName,
  putRecords,
  readNote,
  readStored,
  stepCounter,
} from './index.ts';

const p = (text: string) => [{ type: 'paragraph', content: [{ type: 'text', text }] }];

const SOME_ID = '0197c0de-0000-7000-8000-000000000001';

describe('records from a file', () => {
  it('replace what is here only when the file goes first; texts are added below, never replaced', async () => {
    for (const preferFile of [false, true]) {
      const docs = await createTestDevices(3).device('a');
      value(createCampaign(docs, { name: 'Ash' }));
      const gauge = value(createRecord(docs, docs.ledger, GAUGE, { name: 'Stress' }));
      value(stepCounter(docs, { doc: docs.ledger, spec: GAUGE, id: gauge, field: 'level', change: { to: 55 } }));
      const [hook, gone] = [
        value(createRecord(docs, docs.ledger, HOOK, { text: 'mine' })),
        value(createRecord(docs, docs.ledger, HOOK, { text: 'deleted here' })),
      ];
      const entity = value(createEntity(docs, { name: 'Pell', entityType: 'npc' }));
      value(fillNote(docs.ledger, noteName(entity, 'gm_notes'), p('my words')));
      const file: StoredRecord[] = [
        {
          kind: 'gauge',
          id: gauge,
          sessionId: null,
          keys: { 'level/00000000-0000-8000-8000-000000000001': { n: 9, to: 40, at: 0, who: '' } },
          texts: {},
        },
        { kind: 'hook', id: hook, sessionId: null, keys: { text: 'theirs' }, texts: {} },
        { kind: 'hook', id: gone, sessionId: null, keys: { text: 'deleted here' }, texts: {} },
        { kind: 'entity', id: entity, sessionId: null, keys: {}, texts: { gm_notes: p('their words') } },
        { kind: 'hook', id: 'no id', sessionId: null, keys: { text: 'hostile' }, texts: {} },
      ];
      value(deleteRecord(docs, docs.ledger, HOOK, gone));
      const put = value(await putRecords(docs, file, { from: 'a file', preferFile }));
      expect(put.kept.map((k) => k.id).sort()).toEqual(preferFile ? [] : [gauge, hook, gone, entity].sort());
      expect(getRecord(docs.ledger, GAUGE, gauge)!.level.value).toBe(preferFile ? 40 : 55);
      expect(getRecord(docs.ledger, HOOK, hook)!.text).toBe(preferFile ? 'theirs' : 'mine');
      expect(getRecord(docs.ledger, HOOK, gone) !== null).toBe(preferFile);
      const words = noteLines(readNote(docs.ledger, noteName(entity, 'gm_notes'))).join('|');
      expect(words).toMatch(preferFile ? /^my words\|.*their words$/ : /^my words$/);
      await put.undo();
      await docs.undo();
      expect([
        getRecord(docs.ledger, GAUGE, gauge)!.level.value,
        getRecord(docs.ledger, HOOK, hook)!.text,
        noteLines(readNote(docs.ledger, noteName(entity, 'gm_notes'))).join('|'),
      ]).toEqual([55, 'mine', 'my words']);
      expect([...readStored(docs.ledger)].some((r) => r.id === 'no id')).toBe(false);
    }
  });

  it('leave what was deleted here deleted: a record whose text was empty, and a session with all of its body', async () => {
    const docs = await createTestDevices(5).device('a');
    value(createCampaign(docs, { name: 'Ash' }));
    const entity = value(createEntity(docs, { name: 'Oriel', entityType: 'npc' }));
    const sessionId = value(createSession(docs, { title: 'The Weir' }));
    const file: StoredRecord[] = [
      { kind: 'entity', id: entity, sessionId: null, keys: { name: 'Oriel' }, texts: { gm_notes: p('their words') } },
      { kind: 'session', id: sessionId, sessionId: null, keys: {}, texts: { summary: p('what they played') } },
      { kind: 'event', id: SOME_ID, sessionId, keys: { made: { name: 'They cross the weir' } }, texts: {} },
      { kind: 'note', id: sessionId, sessionId, keys: {}, texts: { prep: p('a plan') } },
    ];
    value(deleteRecord(docs, docs.ledger, ENTITY, entity));
    value(await deleteSession(docs, sessionId));
    for (const preferFile of [false, true]) {
      const put = value(await putRecords(docs, file, { from: 'a file', preferFile }));
      expect(getRecord(docs.ledger, ENTITY, entity) !== null).toBe(preferFile);
      expect(listSessions(docs).map((session) => session.deleted)).toEqual([!preferFile]);
      expect(put.kept).toEqual(
        preferFile
          ? []
          : [
              { kind: 'entity', id: entity, fields: ['deleted'] },
              { kind: 'session', id: sessionId, fields: ['deleted'] },
            ],
      );
      const bodyOnly = value(await putRecords(docs, file.slice(2), { from: 'a file' }));
      expect(bodyOnly.kept.map(({ kind, id }) => [kind, id])).toEqual(preferFile ? [] : [['session', sessionId]]);
      expect(listSessions(docs).map((session) => session.deleted)).toEqual([!preferFile]);
    }
    expect(noteLines(readNote(docs.ledger, noteName(entity, 'gm_notes')))).toEqual(['their words']);
  });

  it('compare a record that was written in after its deletion as any other', async () => {
    const docs = await createTestDevices(6).device('a');
    value(createCampaign(docs, { name: 'Ash' }));
    const entity = value(createEntity(docs, { name: 'Oriel', entityType: 'npc' }));
    value(deleteRecord(docs, docs.ledger, ENTITY, entity));
    value(fillNote(docs.ledger, noteName(entity, 'gm_notes'), p('a co-GM wrote on')));
    expect(getRecord(docs.ledger, ENTITY, entity)).not.toBeNull();
    const file: StoredRecord[] = [
      { kind: 'entity', id: entity, sessionId: null, keys: { territory: 'The weir' }, texts: {} },
    ];
    expect(value(await putRecords(docs, file, { from: 'a file' })).kept).toEqual([]);
    expect(getRecord(docs.ledger, ENTITY, entity)).toMatchObject({ name: 'Oriel', territory: 'The weir' });
  });

  it('text for a completed session is reported as kept, and is not written', async () => {
    const docs = await createTestDevices(4).device('a');
    value(createCampaign(docs, { name: 'Ash' }));
    const sessionId = value(createSession(docs));
    docs.edit('complete', [docs.ledger], (edit) => edit.set(docs.ledger, 'session', sessionId, { stage: 'completed' }));
    const put = value(
      await putRecords(
        docs,
        [{ kind: 'session', id: sessionId, sessionId: null, keys: {}, texts: { summary: p('their words') } }],
        { from: 'a file' },
      ),
    );
    expect(put.kept).toEqual([{ kind: 'session', id: sessionId, fields: ['summary'] }]);
    expect(readNote(docs.ledger, noteName(sessionId, 'summary'))).toEqual([]);
  });
});
