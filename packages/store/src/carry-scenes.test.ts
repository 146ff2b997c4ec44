// Scenes that were not played are carried over, and records are duplicated, without loss and without a second copy where
// two GMs carry apart. The property test repeats with EMBERKEEP_FUZZ_SEED=<seed>.
import { describe, expect, it } from 'vitest';
import { ENTITY, HANDOUT, isShownToPlayers, MAP, mapPins, RANDOM_TABLE, readTable, SCENE } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import { bodyOf, createSingle, createTestDevices, meet, oneParagraph, value } from '../testing/index.ts';
import {
  addPin,
  carryScenes,
  connectScene,
  createEntity,
  createRandomTable,
  createRecord,
  createScene,
  createSession,
  duplicateRecord,
  duplicateSession,
  editScene,
  fillNote,
  getEncounter,
  getPreparedId,
  getRecord,
  getSession,
  listEntities,
  listScenes,
  listUnplayedScenes,
  noteName,
  prepareCreatures,
  readNote,
  rollRandomTable,
  showHandout,
  type CampaignDocs,
  type OpenDocument,
} from './index.ts';

const noteText = (doc: OpenDocument, id: string, name: string): string =>
  JSON.stringify(readNote(doc, noteName(id, name)));
const titles = (body: OpenDocument): string[] => listScenes(body).map(({ title }) => title);
const bodies = (docs: CampaignDocs, ids: readonly string[]): Promise<OpenDocument[]> =>
  Promise.all(ids.map((id) => bodyOf(docs, id)));

describe('carrying scenes over', () => {
  it('takes what was not played, with words, cast and connections, and leads back; one undo takes all of it back', async () => {
    const { docs } = await createSingle(createTestDevices());
    const rook = value(createEntity(docs, { name: 'Rook', entityType: 'npc' }));
    const ids = [value(createSession(docs)), value(createSession(docs))];
    const [from, to] = (await bodies(docs, ids)) as [OpenDocument, OpenDocument];
    const [ford, mill, inn] = ['Ford', 'Mill', 'Inn'].map((title) =>
      value(createScene(docs, from, { title, sceneType: 'chase', objective: 'Cross', entityIds: [rook] })),
    ) as [string, string, string];
    value(fillNote(from, noteName(ford, 'description'), oneParagraph('Cold water')));
    value(connectScene(docs, from, ford, { toSceneId: mill, clueId: '', description: 'the bridge' }));
    value(connectScene(docs, from, ford, { toSceneId: inn, clueId: '', description: 'the road' }));
    value(editScene(docs, from, inn, { status: 'completed' }));
    const unplayed = listUnplayedScenes(from, to).map(({ id }) => id);
    expect(unplayed).toEqual([ford, mill]);
    expect(value(carryScenes(docs, from, to, unplayed))).toBe(2);
    const [first, second] = listScenes(to);
    expect(first).toMatchObject({
      title: 'Ford',
      status: 'planned',
      objective: 'Cross',
      entityIds: [rook],
      carriedFrom: ids[0],
      sessionId: ids[1],
    });
    expect(Object.values(first!.connections)).toMatchObject([{ toSceneId: second!.id, description: 'the bridge' }]);
    expect(noteText(to, first!.id, 'description')).toContain('Cold water');
    expect(titles(from)).toEqual(['Ford', 'Mill', 'Inn']);
    expect(listUnplayedScenes(from, to)).toEqual([]);
    await docs.undo();
    expect(titles(to)).toEqual([]);
    // Carried once more: the words are there once.
    value(carryScenes(docs, from, to, [ford]));
    expect(noteText(to, listScenes(to)[0]!.id, 'description').match(/Cold water/g)).toHaveLength(1);
  });

  it('takes what was prepared for the fight of a scene along, once where two GMs carry it apart; so does a duplicate', async () => {
    const [a, b] = await createTestDevices().pair();
    const ids = [value(createSession(a)), value(createSession(a))];
    const [from] = (await bodies(a, ids)) as [OpenDocument];
    const ford = value(createScene(a, from, { title: 'Ford' }));
    value(prepareCreatures(a, from, ford, ['2 Goblin', 'Ogre']));
    await meet(a, b);
    const foesOf = (body: OpenDocument, sceneId: string): (string | undefined)[] => [
      ...(getEncounter(body, getPreparedId(body, sceneId))?.creatures.map(({ text }) => text) ?? []),
      getEncounter(body, getPreparedId(body, sceneId))?.state,
    ];
    for (const docs of [a, b]) {
      const [own, to] = (await bodies(docs, ids)) as [OpenDocument, OpenDocument];
      value(carryScenes(docs, own, to, [ford]));
    }
    await meet(a, b);
    const [, to] = (await bodies(b, ids)) as [OpenDocument, OpenDocument];
    const carried = listScenes(to)[0]!.id;
    expect(foesOf(to, carried)).toEqual(['2 Goblin', 'Ogre', 'prepared']);
    const copy = value(duplicateRecord(b, to, { spec: SCENE, id: carried, title: 'Ford again' }));
    expect(foesOf(to, copy)).toEqual(['2 Goblin', 'Ogre', 'prepared']);
    const again = await bodyOf(a, value(await duplicateSession(a, ids[0]!, 'Again')));
    expect(foesOf(again, listScenes(again)[0]!.id)).toEqual(['2 Goblin', 'Ogre', 'prepared']);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'seed %s: what two GMs carry apart is there once, with every word that they typed since',
    async (n) => {
      const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] ?? n);
      const random = createRandom(seed);
      const { pair } = createTestDevices(seed);
      const [a, b] = await pair();
      const ids = [value(createSession(a)), value(createSession(a))];
      const [fromA] = (await bodies(a, ids)) as [OpenDocument];
      for (let i = 0; i < 4; i++) {
        const id = value(createScene(a, fromA, { title: `Scene ${i}` }));
        value(fillNote(fromA, noteName(id, 'gm_notes'), oneParagraph(`words ${i}`)));
      }
      await meet(a, b);
      const kept: string[] = [];
      for (const docs of [a, b]) {
        const [from, to] = (await bodies(docs, ids)) as [OpenDocument, OpenDocument];
        const wanted = listUnplayedScenes(from, to).filter(() => random.int(4) > 0);
        value(
          carryScenes(
            docs,
            from,
            to,
            wanted.map(({ id }) => id),
          ),
        );
        if (random.int(3) === 0) await docs.undo();
        for (const { id } of listScenes(to)) {
          const word = `typed${random.int(1e9)}`;
          kept.push(word);
          value(fillNote(to, noteName(id, 'gm_notes'), oneParagraph(word)));
        }
      }
      await meet(a, b);
      const [toA, toB] = [await bodyOf(a, ids[1]!), await bodyOf(b, ids[1]!)];
      expect(listScenes(toA)).toEqual(listScenes(toB));
      expect(new Set(titles(toA)).size).toBe(titles(toA).length);
      const all = listScenes(toA).map(({ id }) => noteText(toA, id, 'gm_notes'));
      for (const text of all) expect(text.match(/words \d/g)).toHaveLength(1);
      for (const word of kept) expect(all.join()).toContain(word);
    },
  );
});

describe('a duplicate', () => {
  it('has the fields and texts of a record, and nothing of what players know or what was drawn', async () => {
    const { docs } = await createSingle(createTestDevices());
    const { ledger } = docs;
    const rook = value(
      createEntity(docs, {
        name: 'Rook',
        entityType: 'npc',
        aliases: ['Heron'],
        isKnown: true,
        tags: ['thief'],
        attributes: { Age: '40' },
      }),
    );
    value(fillNote(ledger, noteName(rook, 'gm_notes'), oneParagraph('Owes the Wick')));
    const copy = value(duplicateRecord(docs, ledger, { spec: ENTITY, id: rook, title: 'Rook (copy)' }));
    expect(getRecord(ledger, ENTITY, copy)).toMatchObject({
      name: 'Rook (copy)',
      aliases: ['Rook (copy)'],
      isKnown: false,
      tags: ['thief'],
      entityType: 'npc',
    });
    expect(noteText(ledger, copy, 'gm_notes')).toContain('Owes the Wick');
    await docs.undo();
    expect(listEntities(docs).map(({ name }) => name)).toEqual(['Rook']);

    const handout = value(createRecord(docs, ledger, HANDOUT, { title: 'Letter', caption: 'Wet' }));
    value(showHandout(docs, handout, ''));
    const letter = getRecord(
      ledger,
      HANDOUT,
      value(duplicateRecord(docs, ledger, { spec: HANDOUT, id: handout, title: 'L' })),
    )!;
    expect(letter.caption).toBe('Wet');
    expect(isShownToPlayers(letter)).toBe(false);

    const map = value(createRecord(docs, ledger, MAP, { title: 'Harbour' }));
    value(addPin(docs, map, { at: { x: 0.5, y: 0.5 }, label: 'Pier' }));
    const mapCopy = value(duplicateRecord(docs, ledger, { spec: MAP, id: map, title: 'Harbour 2' }));
    expect(mapPins(getRecord(ledger, MAP, mapCopy)!)).toMatchObject([{ label: 'Pier' }]);

    const table = value(
      createRandomTable(docs, {
        name: 'T',
        noRepeats: true,
        columns: ['C'],
        entries: [{ texts: ['a', 'b'], weight: 3 }],
      }),
    );
    value(rollRandomTable(docs, table, () => 0));
    const tableCopy = getRecord(
      ledger,
      RANDOM_TABLE,
      value(duplicateRecord(docs, ledger, { spec: RANDOM_TABLE, id: table, title: 'T2' })),
    )!;
    expect(readTable(tableCopy).entries).toEqual(readTable(getRecord(ledger, RANDOM_TABLE, table)!).entries);
    expect(tableCopy.drawn).toEqual([]);
    expect(duplicateRecord(docs, ledger, { spec: MAP, id: map, title: ' ' })).toMatchObject({
      error: { type: 'NameMissing' },
    });
  });

  it('of a session is its plan: objectives, prep notes and scenes, all to be played, in one step', async () => {
    const { docs } = await createSingle(createTestDevices());
    const id = value(createSession(docs, { title: 'Heist', objective: 'Get in', plannedObjectives: ['a', 'b'] }));
    const body = await bodyOf(docs, id);
    value(fillNote(body, noteName(id, 'prep_notes'), oneParagraph('The vault')));
    const [one, two] = ['One', 'Two'].map((title) =>
      value(createScene(docs, body, { title, status: 'completed' })),
    ) as [string, string];
    value(connectScene(docs, body, one, { toSceneId: two, clueId: '', description: '' }));
    const copy = value(await duplicateSession(docs, id, 'Heist again'));
    const to = await bodyOf(docs, copy);
    expect(getSession(docs, copy)).toMatchObject({
      title: 'Heist again',
      objective: 'Get in',
      status: 'planned',
      shownNumber: 2,
    });
    expect(getSession(docs, copy)!.plannedObjectives.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(noteText(to, copy, 'prep_notes')).toContain('The vault');
    const scenes = listScenes(to);
    expect(scenes.map(({ title, status }) => [title, status])).toEqual([
      ['One', 'planned'],
      ['Two', 'planned'],
    ]);
    expect(Object.values(scenes[0]!.connections)).toMatchObject([{ toSceneId: scenes[1]!.id }]);
    expect(getRecord(to, SCENE, scenes[0]!.id)!.sessionId).toBe(copy);
    await docs.undo();
    expect(getSession(docs, copy)).toMatchObject({ deleted: true });
    await docs.redo();
    expect(getSession(docs, copy)).toMatchObject({ deleted: false });
    expect(titles(to)).toEqual(['One', 'Two']);
  });
});
