// Handouts are shown, taken back, undone and merged; what players get follows from it. The property test repeats with
// EMBERKEEP_FUZZ_SEED=<seed>.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { HANDOUT, handoutShowings, isShownToPlayers } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import {
  buildPlayerHandouts,
  buildPlayerView,
  createEntity,
  createRecord,
  deleteEntity,
  deleteRecord,
  editEntity,
  editRecord,
  fillNote,
  getRecord,
  listHandouts,
  noteName,
  readPlayerDoc,
  readStored,
  renameEntity,
  restoreRecord,
  setAlias,
  showHandout,
  showPicture,
  takeBackHandout,
  writePlayerDoc,
  writePlayerHandouts,
  type CampaignDocs,
} from './index.ts';
import { createSingle, createTestDevices, meet, oneParagraph, value } from '../testing/index.ts';

const HASH = 'ab'.repeat(32);
const PICTURE = { full: HASH, small: HASH, width: 30, height: 20, bytes: 900 };

const shownTitles = (docs: CampaignDocs): string[] => buildPlayerHandouts(docs).map(({ title }) => title);
const make = (docs: CampaignDocs, title: string): string => value(createRecord(docs, docs.ledger, HANDOUT, { title }));

describe('a handout', () => {
  it('is the GM’s until it is shown, and again once it is taken back, undone or deleted', async () => {
    const { docs, reload } = await createSingle(createTestDevices());
    const id = make(docs, 'A letter');
    value(fillNote(docs.ledger, noteName(id, 'words'), oneParagraph('Burn this.')));
    expect(shownTitles(docs)).toEqual([]);
    value(showHandout(docs, id, 's1'));
    value(showHandout(docs, id, 's1')); // shown already: nothing is written
    expect(buildPlayerHandouts(docs)).toMatchObject([{ id, title: 'A letter', words: oneParagraph('Burn this.') }]);
    await docs.undo();
    expect(shownTitles(docs)).toEqual([]);
    await docs.redo();
    expect(shownTitles(docs)).toEqual(['A letter']);
    value(takeBackHandout(docs, id));
    value(takeBackHandout(docs, id));
    expect(shownTitles(docs)).toEqual([]);
    await docs.undo();
    expect(shownTitles(docs)).toEqual(['A letter']);
    value(deleteRecord(docs, docs.ledger, HANDOUT, id));
    expect(shownTitles(docs)).toEqual([]);
    await docs.undo();
    value(takeBackHandout(docs, id));
    value(showHandout(docs, id, ''));
    const again = await reload();
    expect(handoutShowings(getRecord(again.ledger, HANDOUT, id)!)).toMatchObject([
      { sessionId: 's1', endedAt: expect.any(Number) },
      { sessionId: '', endedAt: null },
    ]);
  });

  it('of a picture is made and shown in one step, undone in one, and shown again rather than made twice', async () => {
    const { docs } = await createSingle(createTestDevices());
    const shown = { title: 'Portrait', about: 'Duke Vane', picture: PICTURE, sessionId: 's1' };
    const id = value(showPicture(docs, shown));
    expect(buildPlayerHandouts(docs)).toEqual([
      {
        id,
        at: expect.any(Number),
        title: 'Portrait',
        caption: '',
        words: [],
        picture: { full: HASH, small: HASH, width: 30, height: 20 },
      },
    ]);
    value(takeBackHandout(docs, id));
    expect(value(showPicture(docs, shown))).toBe(id);
    expect([listHandouts(docs).length, shownTitles(docs)]).toEqual([1, ['Portrait']]);
    await docs.undo();
    expect([listHandouts(docs).length, shownTitles(docs)]).toEqual([1, []]);
    await docs.undo();
    await docs.undo();
    expect(listHandouts(docs)).toEqual([]);
  });

  it('tells players no name of the GM’s: in its title, its caption, its text, its file', async () => {
    const { docs } = await createSingle(createTestDevices());
    value(createEntity(docs, { name: 'Duke Vane', entityType: 'npc' }));
    const link = '[[Duke Vane|a masked man]]';
    const fields = {
      title: `From ${link}`,
      caption: link,
      about: 'Duke Vane',
      picture: { ...PICTURE, name: 'vane.png' },
    };
    const id = value(createRecord(docs, docs.ledger, HANDOUT, fields));
    value(fillNote(docs.ledger, noteName(id, 'words'), oneParagraph(`Signed, ${link}`)));
    value(showHandout(docs, id, ''));
    const words = JSON.stringify(buildPlayerHandouts(docs));
    expect(words).not.toMatch(/vane/i);
    expect(words.match(/a masked man/g)).toHaveLength(3);
  });

  it('that was deleted while it was shown is shown again by an undo, and not when it is restored from Trash', async () => {
    const { docs } = await createSingle(createTestDevices());
    const id = make(docs, 'A letter');
    value(showHandout(docs, id, ''));
    value(deleteRecord(docs, docs.ledger, HANDOUT, id));
    expect(shownTitles(docs)).toEqual([]);
    await docs.undo();
    expect(shownTitles(docs)).toEqual(['A letter']);
    value(deleteRecord(docs, docs.ledger, HANDOUT, id));
    value(restoreRecord(docs, docs.ledger, HANDOUT, id));
    expect([getRecord(docs.ledger, HANDOUT, id)?.title, shownTitles(docs)]).toEqual(['A letter', []]);
    value(showHandout(docs, id, ''));
    expect(shownTitles(docs)).toEqual(['A letter']);
  });

  it('of a portrait is titled with the entity’s name as players know it, never with a name it had', async () => {
    const { docs } = await createSingle(createTestDevices());
    const vane = value(createEntity(docs, { name: 'Duke Vane', entityType: 'npc' }));
    const portrait = { title: 'Duke Vane', about: '', picture: PICTURE, portraitOf: vane, sessionId: '' };
    const shown = value(showPicture(docs, portrait));
    const titleOf = (): string | undefined => buildPlayerHandouts(docs).find((each) => each.id === shown)?.title;
    expect(titleOf()).toBe('');
    value(renameEntity(docs, vane, 'The Stranger'));
    expect(titleOf()).toBe('');
    value(setAlias(docs, vane, 'Duke Vane', false));
    expect(titleOf()).toBe('');
    value(editEntity(docs, vane, { isKnown: true }));
    expect(titleOf()).toBe('The Stranger');
    value(editEntity(docs, vane, { isKnown: false }));
    const change = { doc: docs.ledger, spec: HANDOUT, id: shown, fields: { title: 'A masked man' } };
    value(editRecord(docs, change));
    expect(titleOf()).toBe('A masked man');
    value(deleteEntity(docs, vane));
    value(editRecord(docs, { ...change, fields: { title: 'Duke Vane' } }));
    expect(titleOf()).toBe('');
  });

  it('that is shown in a way of a newer version, or by a value that is none, is not shown', async () => {
    const { docs } = await createSingle(createTestDevices());
    const id = make(docs, 'A letter');
    const map = docs.ledger.doc.getMap<unknown>(HANDOUT.root);
    for (const odd of [{ at: 1, to: ['grant'], sessionId: '' }, 'all', null, 7, { at: 1 }, []])
      map.set(`${id}/shows/x`, odd);
    expect(shownTitles(docs)).toEqual([]);
    map.set(`${id}/shows/y`, { at: 'soon', to: 'all', sessionId: 4 });
    map.set(`${id}/picture`, { full: 'x', small: {} });
    expect(buildPlayerHandouts(docs)).toMatchObject([{ at: 0, picture: null }]);
    map.set(`${id}/ends/y`, 'later');
    expect(shownTitles(docs)).toEqual([]);
  });
});

describe('two GMs apart', () => {
  it('show and take back: what one takes back ends, what the other shows meanwhile stays, and both are listed', async () => {
    const [a, b] = await createTestDevices().pair();
    const id = make(a, 'A map');
    value(showHandout(a, id, 's1'));
    await meet(a, b);
    value(takeBackHandout(a, id));
    value(editRecord(b, { doc: b.ledger, spec: HANDOUT, id, fields: { title: 'A sea map' } }));
    await meet(a, b);
    expect([shownTitles(a), shownTitles(b)]).toEqual([[], []]);
    value(showHandout(a, id, 's1'));
    value(showHandout(b, id, 's2'));
    await meet(a, b);
    for (const docs of [a, b]) {
      expect(shownTitles(docs)).toEqual(['A sea map']);
      const sessions = handoutShowings(listHandouts(docs)[0]!).map((each) => each.sessionId);
      expect(sessions.sort()).toEqual(['s1', 's1', 's2']);
    }
    value(takeBackHandout(b, id));
    await meet(a, b);
    expect([shownTitles(a), shownTitles(b)]).toEqual([[], []]);
  });

  const only = process.env['EMBERKEEP_FUZZ_SEED'];
  const seeds = only ? [Number(only)] : Array.from({ length: 25 }, (_, i) => i + 1);
  it.each(seeds)('seed %i: agree after any acts, undo and redo; nothing that was shown is lost', async (seed) => {
    const random = createRandom(seed);
    // Every other one without undo, so that whatever was shown has to be there at the end.
    const undoes = seed % 2 === 0;
    const devices = await createTestDevices(seed).pair();
    const showings = new Set<string>();
    const acts: ((docs: CampaignDocs) => unknown)[] = [
      (docs) => make(docs, `Letter ${random.int(99)}`),
      (docs) => showPicture(docs, { title: 'Portrait', about: `${random.int(3)}`, picture: PICTURE, sessionId: 's' }),
      ...(undoes ? [(docs: CampaignDocs) => docs.undo(), (docs: CampaignDocs) => docs.redo()] : []),
      ...[1, 2, 3].map(() => (docs: CampaignDocs) => {
        const handouts = listHandouts(docs);
        if (handouts.length === 0) return;
        const { id, title } = random.pick(handouts);
        random.pick([
          () => showHandout(docs, id, 's'),
          () => takeBackHandout(docs, id),
          () => editRecord(docs, { doc: docs.ledger, spec: HANDOUT, id, fields: { title: `${title}!` } }),
          () => deleteRecord(docs, docs.ledger, HANDOUT, id),
        ])();
      }),
    ];
    for (let i = 0; i < 40; i++) {
      const docs = random.pick(devices);
      await random.pick(acts)(docs);
      for (const each of listHandouts(docs)) {
        // A handout is shown exactly while one of its showings has no end.
        expect(isShownToPlayers(each)).toBe(handoutShowings(each).some(({ endedAt }) => endedAt === null));
        for (const showing of handoutShowings(each)) showings.add(showing.id);
      }
      if (random.chance(0.3)) await meet(...devices);
    }
    await meet(...devices);
    const [one, other] = devices.map((docs) => JSON.stringify([...readStored(docs.ledger)]));
    expect(one).toBe(other);
    expect(JSON.stringify(buildPlayerHandouts(devices[0]))).toBe(JSON.stringify(buildPlayerHandouts(devices[1])));
    // Every showing that nobody undid is still in a document, of a deleted handout too.
    const map = devices[0].ledger.doc.getMap<unknown>(HANDOUT.root);
    const kept = [...map.keys()].filter((key) => key.includes('/shows/')).map((key) => key.split('/').at(-1)!);
    if (!undoes) expect([...showings].filter((id) => !kept.includes(id))).toEqual([]);
  });
});

it.each(['constructor', '__proto__', 'toString', '', 'a/b'])(
  'a showing that a hostile app named “%s” is shown, and can be taken back',
  async (name) => {
    const { docs } = await createSingle(createTestDevices());
    const id = make(docs, 'A letter');
    docs.ledger.doc.getMap('handouts').set(`${id}/shows/${name}`, { at: 1, to: 'all', sessionId: '' });
    expect(shownTitles(docs)).toEqual(['A letter']);
    value(takeBackHandout(docs, id));
    expect(shownTitles(docs)).toEqual([]);
    expect(handoutShowings(listHandouts(docs)[0]!).map((each) => each.endedAt)).toEqual([docs.nowMs()]);
  },
);

describe('the players’ document', () => {
  it('gets handouts at once, without the rest of the view, and only where a view is published', async () => {
    const { docs } = await createSingle(createTestDevices());
    const id = make(docs, 'A letter');
    value(showHandout(docs, id, ''));
    const doc = new Y.Doc();
    expect(writePlayerHandouts(doc, buildPlayerHandouts(docs))).toBe(0);
    expect(readPlayerDoc(doc)).toBeNull();
    writePlayerDoc(doc, { ...(await buildPlayerView(docs, () => Promise.resolve([]))), handouts: [] });
    expect(writePlayerHandouts(doc, buildPlayerHandouts(docs))).toBe(1);
    expect(writePlayerHandouts(doc, buildPlayerHandouts(docs))).toBe(0);
    expect(readPlayerDoc(doc)).toMatchObject({ name: 'Solo', handouts: [{ id, title: 'A letter' }] });
    value(takeBackHandout(docs, id));
    expect(writePlayerHandouts(doc, buildPlayerHandouts(docs))).toBe(1);
    expect(readPlayerDoc(doc)).toMatchObject({ name: 'Solo', handouts: [] });
  });
});
