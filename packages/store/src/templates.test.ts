// Templates are saved and used without loss, and whatever a peer wrote in one neither throws nor is written as it is.
import { describe, expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { ENTITY, SCENE, TEMPLATE, templateScenes } from '@emberkeep/domain';
import { bodyOf, createSingle, createTestDevices, meet, oneParagraph, value } from '../testing/index.ts';
import {
  createEntity,
  createEntityFromTemplate,
  createRecord,
  createScene,
  createSceneFromTemplate,
  createSession,
  createSessionFromTemplate,
  editRecord,
  fillNote,
  getRecord,
  getSession,
  listEntities,
  listRecords,
  listScenes,
  noteName,
  readNote,
  saveAsTemplate,
  saveSessionAsTemplate,
  setEntry,
  type OpenDocument,
} from './index.ts';

const noteText = (doc: OpenDocument, id: string, name: string): string =>
  JSON.stringify(readNote(doc, noteName(id, name)));

describe('a template', () => {
  it('of an NPC has its fields and texts, and makes others with them; each is one step of undo', async () => {
    const { docs, reload } = await createSingle(createTestDevices());
    const { ledger } = docs;
    const fields = { tags: ['guard'], hp: 7, hpMax: 9, attributes: { Age: '40' }, isKnown: true };
    const guard = value(createEntity(docs, { name: 'Guard', entityType: 'npc', aliases: ['Watch'], ...fields }));
    value(fillNote(ledger, noteName(guard, 'gm_notes'), oneParagraph('Sleeps at noon')));
    const template = value(saveAsTemplate(docs, { doc: ledger, spec: ENTITY, id: guard }, 'A guard'));
    const made = value(createEntityFromTemplate(docs, template, 'Tam'));
    expect(getRecord(ledger, ENTITY, made)).toMatchObject({
      ...{ name: 'Tam', entityType: 'npc', aliases: ['Tam'], isKnown: false, tags: ['guard'], hpMax: 9 },
      ...{ hp: { value: 7 }, attributes: { Age: '40' } },
    });
    expect(noteText(ledger, made, 'gm_notes')).toContain('Sleeps at noon');
    await docs.undo();
    expect(listEntities(docs).map(({ name }) => name)).toEqual(['Guard']);
    await docs.undo();
    expect(listRecords(ledger, TEMPLATE)).toEqual([]);
    await docs.redo();
    expect(getRecord((await reload()).ledger, TEMPLATE, template)).toMatchObject({ name: 'A guard', makes: 'npc' });
  });

  it('of a session has its objectives, notes and scenes, and makes planned sessions with them', async () => {
    const { docs } = await createSingle(createTestDevices());
    const id = value(
      createSession(docs, { title: 'Heist', objective: 'Get in', plannedObjectives: ['a'], date: '2026-01-01' }),
    );
    const body = await bodyOf(docs, id);
    value(fillNote(body, noteName(id, 'prep_notes'), oneParagraph('The vault')));
    for (const title of ['One', 'Two']) value(createScene(docs, body, { title, status: 'completed', brief: title }));
    const template = value(saveSessionAsTemplate(docs, body, 'A heist'));
    expect(templateScenes(getRecord(docs.ledger, TEMPLATE, template)!).map(({ title }) => title)).toEqual([
      'One',
      'Two',
    ]);
    const made = value(await createSessionFromTemplate(docs, template, 'Next heist'));
    const to = await bodyOf(docs, made);
    expect(getSession(docs, made)).toMatchObject({
      title: 'Next heist',
      objective: 'Get in',
      date: '',
      status: 'planned',
    });
    expect(listScenes(to).map(({ title, brief, status }) => [title, brief, status])).toEqual([
      ['One', 'One', 'planned'],
      ['Two', 'Two', 'planned'],
    ]);
    expect(noteText(to, made, 'prep_notes')).toContain('The vault');
    await docs.undo();
    expect(getSession(docs, made)).toMatchObject({ deleted: true });
    const scene = listScenes(body)[0]!;
    const ofScene = value(saveAsTemplate(docs, { doc: body, spec: SCENE, id: scene.id }, 'S'));
    const copy = value(createSceneFromTemplate(docs, body, ofScene, 'Three'));
    expect(getRecord(body, SCENE, copy)).toMatchObject({ title: 'Three', brief: 'One', status: 'planned' });
  });

  it('that two GMs change apart has the changes of both', async () => {
    const [a, b] = await createTestDevices().pair();
    const id = value(createRecord(a, a.ledger, TEMPLATE, { name: 'A guard', values: { hp: 7 } }));
    await meet(a, b);
    const field = { spec: TEMPLATE, id, field: 'values' } as const;
    value(setEntry(a, { ...field, doc: a.ledger, name: 'power', value: 3 }));
    value(setEntry(b, { ...field, doc: b.ledger, name: 'hp', value: 9 }));
    value(editRecord(b, { doc: b.ledger, spec: TEMPLATE, id, fields: { about: 'At the gate' } }));
    await meet(a, b);
    for (const { ledger } of [a, b])
      expect(getRecord(ledger, TEMPLATE, id)).toMatchObject({ about: 'At the gate', values: { hp: 9, power: 3 } });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'seed %s: what a hostile peer wrote neither throws nor is written as it is',
    async (n) => {
      const random = createRandom(Number(process.env['EMBERKEEP_FUZZ_SEED'] ?? n));
      const hostile = [
        null,
        -1,
        1e308,
        0.5,
        true,
        '',
        'words',
        'a/b',
        [],
        ['x', 7, 'a/b'],
        {},
        { 'a/b': 1, ok: [1] },
        { title: 'T' },
        { title: 3 },
      ];
      const names = [...Object.keys(ENTITY.fields), ...Object.keys(SCENE.fields), '__proto__', 'plannedObjectives'];
      const { docs } = await createSingle(createTestDevices());
      const body = await bodyOf(docs, value(createSession(docs, { title: 's' })));
      for (let run = 0; run < 25; run++) {
        const values = Object.fromEntries(names.map((name) => [name, random.pick(hostile)]));
        const scenes = Object.fromEntries(['a', 'b', 'c'].map((id) => [id, random.pick(hostile)]));
        const makes = random.pick(['session', 'scene', 'npc', 'location', 'faction', 'Own type']);
        const template = value(createRecord(docs, docs.ledger, TEMPLATE, { name: 'T', makes, values, scenes }));
        const entity = createEntityFromTemplate(docs, template, `E${run}`);
        if (entity.ok)
          expect(getRecord(docs.ledger, ENTITY, entity.value)).toMatchObject({
            name: `E${run}`,
            isKnown: false,
            portrait: '',
          });
        createSceneFromTemplate(docs, body, template, 'S');
        for (const { title, status } of listScenes(body)) expect([title, status]).toEqual(['S', 'planned']);
        const session = await createSessionFromTemplate(docs, template, 'N');
        if (session.ok) for (const { title } of listScenes(await bodyOf(docs, session.value))) expect(title).toBe('T');
      }
    },
  );
});
