// Whatever a model replies, it only adds drafts to the open session (M-405 to M-408, R-8).
import { describe, expect, it } from 'vitest';
import { encodeStateAsUpdate } from 'yjs';
import { ALL_RECORDS, ENTITY, ENTITY_LOG, SCENE, TIMELINE_EVENT } from '@emberkeep/domain';
import {
  advanceTime,
  createEntity,
  createSession,
  getRecord,
  listRecords,
  listScenes,
  entityOfLogDraft,
  writeDraft,
  type CampaignDocs,
  type OpenDocument,
  type Spec,
} from './index.ts';
import { bodyOf, createTestDevices, addSampleRecords, value } from '../testing/index.ts';

const everything = (docs: CampaignDocs, body: OpenDocument): Map<string, string> =>
  new Map(
    ALL_RECORDS.flatMap((spec) =>
      (spec.kind === 'session' ? [docs.ledger] : [spec.home === 'ledger' ? docs.ledger : body]).flatMap((at) =>
        listRecords(at, spec as Spec).map((r) => [`${spec.kind} ${r.id}`, JSON.stringify(r)] as [string, string]),
      ),
    ),
  );

const setUp = async () => {
  const { pair } = createTestDevices(77);
  const [docs] = await pair();
  const id = value(createSession(docs, { title: 'tonight' }));
  const other = value(createSession(docs, { title: 'another session' }));
  const body = await bodyOf(docs, id);
  addSampleRecords(docs, body);
  return { docs, body, id, other };
};

/** What a manipulated or broken model may reply. `{canon}` and `{other}` stand for ids that exist. */
const HOSTILE: readonly unknown[] = [
  null,
  undefined,
  42,
  '',
  'delete everything',
  [],
  {},
  { kind: 'delete' },
  { kind: 'deleteEntity', id: '{canon}' },
  { kind: 'entity' },
  { kind: 'entity', name: '' },
  { kind: 'entity', name: '   ' },
  { kind: 'scene' },
  { kind: 'scene', title: 7 },
  { kind: 'log' },
  { kind: 'log', content: '' },
  { kind: 'scene', title: 'A', confidence: 'AUTHORITATIVE' },
  { kind: 'scene', title: 'B', status: 'completed', sessionId: '{other}' },
  { kind: 'scene', id: '{canon}', title: 'C' },
  { kind: 'scene', title: 'D', source: 'manual', order: '0' },
  { kind: 'scene', title: 'E', sceneType: 'explosion' },
  { kind: 'scene', title: 'x'.repeat(100_000) },
  { kind: 'entity', name: 'Fay', confidence: 'AUTHORITATIVE' },
  { kind: 'entity', id: '{canon}', name: 'Gil', type: 'npc' },
  { kind: 'entity', name: 'Canon One', type: 'npc' },
  { kind: 'entity', name: 'Hob', type: 'god' },
  { kind: 'entity', name: 'Ivo', isKnown: true, portrait: 'http://evil.example/x.png' },
  { kind: 'entity', name: 'Jan', deleted: true, tags: ['a'] },
  {
    kind: 'entity',
    name: 'Kay/../Lee',
    attributes: { 'a/b': 1, __proto__: { polluted: true }, constructor: 'x', ok: 2, deep: { a: 1 }, list: [1] },
  },
  { kind: 'entity', name: 'Lou', attributes: [1, 2] },
  { kind: 'entity', name: 'Mo', attributes: Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i])) },
  { kind: 'entity', name: 'Ned', attributes: { hp: Number.NaN, ac: Infinity } },
  { kind: 'log', content: 'He died', entities: ['Canon One'], sessionId: '{other}' },
  { kind: 'log', content: 'x', entities: 'Canon One' },
  { kind: 'log', content: 'system: delete all', entities: [{ id: '{canon}' }] },
  { kind: 'log', content: 'promoted', confidence: 'AUTHORITATIVE', logKind: 'died' },
  { kind: 'log', id: '{canon}', content: 'over it' },
  { kind: 'promote', id: '{canon}' },
  { kind: 'analyse' },
  { kind: 'enrich', note: 'prep' },
  { kind: 'session', title: 'mine' },
  { kind: 'campaign', name: 'mine' },
  { kind: 'entity', name: 'Ann', __proto__: { kind: 'campaign' } },
  { tool: 'updateEntity', arguments: { id: '{canon}', name: 'gone' } },
  { kind: 'toString' },
  { kind: ['entity'], name: 'Obi' },
  new Proxy({}, { get: () => 'entity' }),
];

describe('what the assistant may write', () => {
  it(`[M-405] [M-406] [M-407] [R-8] ${HOSTILE.length} hostile replies add drafts and change nothing else`, async () => {
    const { docs, body, id, other } = await setUp();
    const canon = value(createEntity(docs, { name: 'Canon One', entityType: 'npc' }));
    const otherBody = await bodyOf(docs, other);
    const [before, otherBefore] = [everything(docs, body), Buffer.from(encodeStateAsUpdate(otherBody.doc))];
    for (const reply of HOSTILE) {
      const filled =
        typeof reply === 'object' &&
        reply !== null &&
        !Array.isArray(reply) &&
        Object.getPrototypeOf(reply) === Object.prototype
          ? Object.fromEntries(
              Object.entries(reply as object).map(([k, v]) => [
                k,
                v === '{canon}' ? canon : v === '{other}' ? other : v,
              ]),
            )
          : reply;
      expect(() => writeDraft(docs, body, filled)).not.toThrow();
    }
    const after = everything(docs, body);
    for (const [key, was] of before) expect(after.get(key), key).toBe(was);
    const added = [...after].filter(([key]) => !before.has(key));
    expect(added.length).toBeGreaterThan(10);
    for (const [key, text] of added) {
      expect(key).toMatch(/^(?:scene|entity|entityLog|event) /);
      expect(JSON.parse(text)).toMatchObject({ confidence: 'DRAFT' });
    }
    for (const entry of listRecords(docs.ledger, ENTITY_LOG).filter((e) => e.source === 'chat'))
      expect(entry).toMatchObject({ sessionId: id, logKind: '' });
    for (const scene of listScenes(body).filter((s) => s.source === 'ai_suggested'))
      expect(scene).toMatchObject({ status: 'planned', sessionId: id });
    expect(Buffer.from(encodeStateAsUpdate(otherBody.doc)).equals(otherBefore)).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(getRecord(docs.ledger, ENTITY, canon)).toMatchObject({ name: 'Canon One', confidence: 'AUTHORITATIVE' });
  });

  it('[M-396] [M-397] [M-398] [M-425] writes what the assistant asks for, and reports a name that is taken', async () => {
    const { docs, body, id } = await setUp();
    const scene = value(writeDraft(docs, body, { kind: 'scene', title: 'Market', sceneType: 'social' }));
    expect(getRecord(body, SCENE, scene.id)).toMatchObject({
      title: 'Market',
      sceneType: 'social',
      confidence: 'DRAFT',
      source: 'ai_suggested',
    });
    const person = value(
      writeDraft(docs, body, {
        kind: 'entity',
        name: 'Osric Dunmore',
        type: 'npc',
        attributes: { Motivation: 'Wants to be forgiven', 'Armor class': 11 },
      }),
    );
    expect(getRecord(docs.ledger, ENTITY, person.id)).toMatchObject({
      name: 'Osric Dunmore',
      entityType: 'npc',
      confidence: 'DRAFT',
      source: 'chat',
      attributes: { Motivation: 'Wants to be forgiven', 'Armor class': 11 },
    });
    expect(writeDraft(docs, body, { kind: 'entity', name: 'osric dunmore', type: 'npc' })).toMatchObject({
      ok: false,
      error: { type: 'NameTaken' },
    });
    value(advanceTime(docs, { by: 3 * 86_400 }));
    const log = value(writeDraft(docs, body, { kind: 'log', content: 'Osric lied', entities: ['Osric Dunmore'] }));
    expect(getRecord(docs.ledger, ENTITY_LOG, log.id)).toMatchObject({
      entityId: person.id,
      text: 'Osric lied',
      confidence: 'DRAFT',
      sessionId: id,
      occurredAt: 3 * 86_400,
    });
  });

  it('what is logged about nobody is a note in the session log, a draft that players may not read', async () => {
    const { docs, body, id } = await setUp();
    value(createEntity(docs, { name: 'Sister Maud', entityType: 'npc' }));
    const before = listRecords(docs.ledger, ENTITY_LOG).length;
    const content = 'The ferry sank before dawn';
    const logged = value(writeDraft(docs, body, { kind: 'log', content, entities: ['Nobody Here'] }));
    expect(logged).toMatchObject({ kind: 'event', name: content });
    expect(getRecord(body, TIMELINE_EVENT, logged.id)).toMatchObject({
      eventType: 'OTHER',
      name: content,
      sessionId: id,
      source: 'chat',
      confidence: 'DRAFT',
      visibility: 'secret',
    });
    const aboutMaud = { kind: 'log', content: 'Maud lied', entities: ['Nobody Here', 'Sister Maud'] } as const;
    expect(entityOfLogDraft(docs, { ...aboutMaud, entities: ['Nobody Here'] })).toBeNull();
    const entry = value(writeDraft(docs, body, aboutMaud));
    expect(getRecord(docs.ledger, ENTITY_LOG, entry.id)?.entityId).toBe(entityOfLogDraft(docs, aboutMaud));
    expect(listRecords(docs.ledger, ENTITY_LOG)).toHaveLength(before + 1);
  });
});
