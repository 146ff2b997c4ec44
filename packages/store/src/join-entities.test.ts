// Two entities that are one are joined: what referred to either refers to the one that is kept, and no word is lost,
// also while a co-GM works apart. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import { describe, expect, it } from 'vitest';
import { ENTITY, eventParticipants, playerWords, type NoteNode, type PlayerView } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import {
  buildPlayerView,
  createCampaign,
  createEntity,
  createRelationship,
  createScene,
  createSession,
  deletedRecords,
  deleteEntity,
  editEntity,
  fillNote,
  getEntity,
  getEntityIdByName,
  getJoinedEntity,
  joinEntities,
  listEntities,
  listEvents,
  listRelationships,
  listScenes,
  logEvent,
  noteName,
  publishSession,
  readJoinPlan,
  readNote,
  showAlias,
  type CampaignDocs,
} from './index.ts';
import { bodyOf, createMemoryPersistence, createTestDevices, meet, value } from '../testing/index.ts';

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const SEEDS = only === undefined ? Array.from({ length: 20 }, (_, i) => i + 1) : [Number(only)];

const line = (text: string): NoteNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const write = (docs: CampaignDocs, id: string, text: 'description' | 'gm_notes', words: string): void =>
  void value(fillNote(docs.ledger, noteName(id, text), [line(words)]));
const textOf = (docs: CampaignDocs, id: string, text: 'description' | 'gm_notes'): string =>
  JSON.stringify(readNote(docs.ledger, noteName(id, text)));
const viewOf = (docs: CampaignDocs): Promise<PlayerView> => buildPlayerView(docs, async () => []);
const npc = (docs: CampaignDocs, name: string, more: object = {}): string =>
  value(createEntity(docs, { name, entityType: 'npc', evenIfTaken: true, ...more }));

describe('two entities that are one (19)', () => {
  it.each([
    { known: [true, true], moves: true },
    { known: [false, false], moves: true },
    { known: [false, true], moves: true },
    { known: [true, false], moves: false },
  ])('events refer to the kept one unless that names it to players ($known, $moves)', async ({ known, moves }) => {
    const { pair, time } = createTestDevices();
    const [docs] = await pair();
    const kept = npc(docs, 'Duke Vane', { isKnown: known[0] });
    time.advance(1000);
    const other = npc(docs, 'Duke Vane', { isKnown: known[1] });
    const body = await bodyOf(docs, value(createSession(docs)));
    value(logEvent(docs, body, { eventType: 'dialogue', npcId: other, participants: { actor: other } }));
    value(await joinEntities(docs, [other, kept]));
    const id = moves ? kept : other;
    expect(listEvents(body).map((e) => [e.npcId, eventParticipants(e).actor])).toEqual([[id, id]]);
    expect(getJoinedEntity(docs, id)?.id).toBe(kept);
  });

  it('the GM chooses which name stays; the other is an alias, and one Undo brings both back', async () => {
    const { pair, time } = createTestDevices();
    const [docs] = await pair();
    const older = npc(docs, 'Captain', { isKnown: true });
    time.advance(1000);
    const newer = npc(docs, 'Captain Mirela Voss', { isKnown: true });
    expect(readJoinPlan(docs, [newer, older])).toMatchObject({ canTakeName: true, kept: { id: older } });
    value(await joinEntities(docs, [newer, older], { name: 'Captain Mirela Voss' }));
    expect(getEntity(docs, older)?.name).toBe('Captain Mirela Voss');
    expect(getEntityIdByName(docs, 'Captain')).toBe(older);
    expect(JSON.stringify(await viewOf(docs))).not.toMatch(/Captain(?! Mirela)/);
    await docs.undo(docs.latestStep()!);
    expect([getEntity(docs, older)?.name, getEntity(docs, newer)?.name]).toEqual(['Captain', 'Captain Mirela Voss']);
  });

  it('the name of an entity that players know is never replaced by one that they do not know', async () => {
    const { pair, time } = createTestDevices();
    const [docs] = await pair();
    const known = npc(docs, 'The Stranger', { isKnown: true });
    time.advance(1000);
    const hidden = npc(docs, 'Duke Vane');
    expect(readJoinPlan(docs, [known, hidden])?.canTakeName).toBe(false);
    value(await joinEntities(docs, [known, hidden], { name: 'Duke Vane' }));
    expect(getEntity(docs, known)?.name).toBe('The Stranger');
    expect(JSON.stringify(await viewOf(docs))).not.toContain('Vane');
  });

  it('a player character, whom players know by its type, gets nothing of a hidden entity', async () => {
    const { pair, time } = createTestDevices();
    const [docs] = await pair();
    const kept = value(createEntity(docs, { name: 'Odile', entityType: 'pc' }));
    time.advance(1000);
    const other = npc(docs, 'Odile', { aliases: ['The Heron'] });
    value(showAlias(docs, other, 'The Heron', true));
    write(docs, other, 'description', 'Sold the abbey.');
    value(await joinEntities(docs, [kept, other]));
    expect(JSON.stringify(await viewOf(docs))).not.toMatch(/abbey|Heron/);
    expect(textOf(docs, kept, 'gm_notes')).toContain('Sold the abbey.');
  });

  it('a hidden entity does not become known by the type of the one that was joined with it', async () => {
    const { pair, time } = createTestDevices();
    const [docs] = await pair();
    const kept = npc(docs, 'Odile', { entityType: 'other', aliases: ['The Heron'] });
    write(docs, kept, 'description', 'Sold the abbey.');
    time.advance(1000);
    const other = npc(docs, 'Odile', { entityType: 'pc' });
    write(docs, other, 'description', 'Rows at night.');
    expect(JSON.stringify(await viewOf(docs))).toContain('Rows at night.');
    value(await joinEntities(docs, [kept, other]));
    expect(JSON.stringify(await viewOf(docs))).not.toMatch(/abbey|Heron/);
    expect(textOf(docs, kept, 'gm_notes')).toContain('Type: pc');
  });

  it.each([
    { known: [true, false], isForGm: true },
    { known: [true, true], isForGm: false },
    { known: [false, true], isForGm: false },
  ])(
    'says before a join whether the description goes to the GM notes ($known: $isForGm)',
    async ({ known, isForGm }) => {
      const { pair, time } = createTestDevices();
      const [docs] = await pair();
      const kept = npc(docs, 'Odile', { isKnown: known[0] });
      time.advance(1000);
      const other = npc(docs, 'The Heron', { isKnown: known[1] });
      write(docs, other, 'description', 'Sold the abbey.');
      expect(readJoinPlan(docs, [kept, other])).toMatchObject({ isForGm, texts: ['description'] });
      value(await joinEntities(docs, [kept, other]));
      expect(textOf(docs, kept, isForGm ? 'gm_notes' : 'description')).toContain('Sold the abbey.');
    },
  );

  it.each([
    { known: [true, true], apart: { other: false }, why: 'the other is hidden' },
    { known: [true, true], apart: { kept: false }, why: 'the kept one is hidden' },
    { known: [false, false], apart: { kept: true }, why: 'the kept one is shown' },
    { known: [false, true], apart: { kept: true, other: false }, why: 'the kept one is shown and the other hidden' },
    { known: [false, true], apart: { other: false }, type: 'pc', why: 'a known npc of a player character is hidden' },
  ])('falls to the GM where, offline, $why: until a GM who knows of the join shows it', async (test) => {
    const { pair, time } = createTestDevices();
    const [a, b] = await pair();
    const kept = npc(a, 'Odile', { isKnown: test.known[0], entityType: test.type ?? 'npc' });
    time.advance(1000);
    const other = npc(a, 'The Heron', { isKnown: test.known[1] });
    write(a, kept, 'description', 'Rows at night.');
    write(a, other, 'description', 'Sold the abbey.');
    const session = value(createSession(a));
    const body = await bodyOf(a, session);
    value(logEvent(a, body, { eventType: 'dialogue', npcId: other, participants: { actor: other } }));
    value(publishSession(a, session, true));
    await meet(a, b);
    const viewNow = async (docs: CampaignDocs): Promise<string> =>
      JSON.stringify(await buildPlayerView(docs, async (id) => listEvents(await bodyOf(docs, id))));

    value(await joinEntities(a, [kept, other]));
    if (test.apart.kept !== undefined) value(editEntity(b, kept, { isKnown: test.apart.kept }));
    if (test.apart.other !== undefined) value(editEntity(b, other, { isKnown: test.apart.other }));
    await meet(a, b);
    for (const docs of [a, b]) {
      expect(await viewNow(docs)).not.toMatch(/Odile|Heron|Rows|abbey/);
      expect(getEntity(docs, kept)?.isKnown).toBe(false);
      expect(textOf(docs, kept, 'description')).toMatch(/Rows.*abbey/);
    }
    value(editEntity(b, kept, { isKnown: true }));
    await meet(a, b);
    for (const docs of [a, b]) expect(await viewNow(docs)).toMatch(/Odile.*abbey/);
    await b.undo();
    expect(await viewNow(b)).not.toMatch(/abbey/);
    await body.release();
  });

  it.each(SEEDS)(
    'no word of an entity that a GM hides apart from a join is read by players (seed %i)',
    async (seed) => {
      const random = createRandom(seed);
      const { pair, time } = createTestDevices(seed);
      const [a, b] = await pair();
      const ids = ['First', 'Second', 'Third'].map((name) => {
        time.advance(1000);
        const id = npc(a, name, { isKnown: random.int(2) === 0, entityType: random.pick(['npc', 'npc', 'pc']) });
        write(a, id, 'description', `Words of ${name}.`);
        return { id, name };
      });
      await meet(a, b);
      for (let joins = 0; joins < 2; joins++) {
        const left = listEntities(a).map(({ id }) => id);
        const [one, two] = [random.pick(left), random.pick(left)];
        if (one !== two) value(await joinEntities(a, [one, two]));
      }
      const hidden = new Set<string>();
      for (let acts = random.int(6); acts > 0; acts--) {
        const { id, name } = random.pick(ids);
        const isKnown = random.int(2) === 0;
        value(editEntity(b, id, { isKnown }));
        if (isKnown || getEntity(b, id)?.entityType === 'pc') hidden.delete(name);
        else hidden.add(name);
      }
      await meet(a, b);
      for (const docs of [a, b]) {
        const view = JSON.stringify(await viewOf(docs));
        expect([...hidden].filter((name) => view.includes(`Words of ${name}`))).toEqual([]);
      }
    },
  );

  it('who keeps something of an entity hears that it became unknown to players by the other of a join', async () => {
    const { pair, time } = createTestDevices();
    const [a, b] = await pair();
    const kept = npc(a, 'Odile', { isKnown: true });
    time.advance(1000);
    const other = npc(a, 'The Heron', { isKnown: true });
    await meet(a, b);
    value(await joinEntities(a, [kept, other]));
    value(editEntity(b, other, { isKnown: false }));
    const heard: string[] = [];
    a.onChange((changes) => heard.push(...changes.filter(({ kind }) => kind === 'entity').map(({ id }) => id)));
    expect(getEntity(a, kept)?.isKnown).toBe(true);
    await meet(a, b);
    expect(heard).toContain(kept);
    expect(getEntity(a, kept)?.isKnown).toBe(false);
  });

  /** A device with two entities, which players know or not, and the disk that it is on. */
  const joinable = async (known: readonly [boolean, boolean]) => {
    const devices = createTestDevices();
    const disk = createMemoryPersistence();
    const docs = await devices.device('a', disk);
    value(createCampaign(docs, { name: 'Ash', system: 'fitd' }));
    const ids = known.map((isKnown, n) => {
      devices.time.advance(1000);
      const id = npc(docs, `Entity ${n}`, { isKnown });
      write(docs, id, 'description', isKnown ? `open${n}` : `secret${n}`);
      write(docs, id, 'gm_notes', `secret note${n}`);
      return id;
    }) as [string, string];
    const session = value(createSession(docs));
    const body = await bodyOf(docs, session);
    value(createScene(docs, body, { title: 'Quay', entityIds: [ids[1]] }));
    await body.release();
    await docs.queue.whenSaved();
    return { devices, disk, docs, ids };
  };
  const BOTH = [false, true] as const;
  const KNOWN = BOTH.flatMap((kept) => BOTH.map((other) => [kept, other] as const));

  /** Every word is still in a text of either, and players read no secret one. */
  const expectWhole = async (docs: CampaignDocs, ids: readonly string[]): Promise<void> => {
    const texts = ids.flatMap((id) => [textOf(docs, id, 'description'), textOf(docs, id, 'gm_notes')]).join();
    for (const n of [0, 1])
      expect(texts).toMatch(new RegExp(`(open|secret)${n}.*secret note${n}|secret note${n}.*(open|secret)${n}`));
    expect(JSON.stringify(await viewOf(docs))).not.toContain('secret');
    expect(listEntities(docs).length).toBeGreaterThan(0);
  };

  it.each(KNOWN)(
    'a tab that is killed at any moment of a join loses no word and shows none (%s, %s)',
    async (...known) => {
      const { devices, disk, docs, ids } = await joinable(known);
      const killed = [disk.clone()];
      let isSaved = false;
      const joining = joinEntities(docs, ids).then(async (joined) => {
        value(joined);
        await docs.queue.whenSaved();
        isSaved = true;
      });
      while (!isSaved) {
        await Promise.resolve();
        killed.push(disk.clone());
      }
      await joining;
      const ends = new Set<number>();
      for (const [n, each] of killed.entries()) {
        if (n > 0 && n < killed.length - 1 && n % 7 !== 0) continue;
        const again = await devices.device(`again ${n}`, each);
        await expectWhole(again, ids);
        ends.add(listEntities(again).length);
        // A join that was cut off can be made again.
        if (getEntity(again, ids[1])) value(await joinEntities(again, ids));
        await expectWhole(again, ids);
        expect(listEntities(again).map(({ id }) => id)).toEqual([ids[0]]);
        await again.close();
      }
      expect([...ends].sort()).toEqual([1, 2]);
    },
  );

  it.each(KNOWN)(
    'a join on a full disk is whole on screen, and on the disk once there is room (%s, %s)',
    async (...known) => {
      const { devices, disk, docs, ids } = await joinable(known);
      disk.failNext(1000);
      value(await joinEntities(docs, ids));
      await expectWhole(docs, ids);
      await expectWhole(await devices.device('killed', disk.clone()), ids);
      expect((await docs.queue.whenSaved()).ok).toBe(false);
      disk.failNext(0);
      docs.queue.retry();
      value(await docs.queue.whenSaved());
      const again = await devices.device('again', disk.clone());
      await expectWhole(again, ids);
      expect(listEntities(again).map(({ id }) => id)).toEqual([ids[0]]);
    },
  );

  it('no text tells players that a hidden entity was one whom they know', async () => {
    const { pair, time } = createTestDevices();
    const [docs] = await pair();
    const kept = npc(docs, 'Duke Vane', { isKnown: true });
    time.advance(1000);
    const other = npc(docs, 'The Masked Man');
    const texts = ['[[The Masked Man]] rows.', '[[The Masked Man|A stranger]] rows.', 'The Masked Man rows.'];
    const read = (): string[][] => {
      const words = playerWords(listEntities(docs), deletedRecords(docs.ledger, ENTITY));
      return texts.map((text) => [
        words.line(text),
        words.withoutHiddenNames(text),
        words.nameOf('The Masked Man'),
        JSON.stringify(words.note([line(text)])),
      ]);
    };
    const before = read();
    value(await joinEntities(docs, [kept, other]));
    expect(read()).toEqual(before);
  });

  it('joins that a peer forged lead nowhere or to an entity, and end', async () => {
    const { pair } = createTestDevices();
    const [docs] = await pair();
    const kept = npc(docs, 'Kept');
    const entities = docs.ledger.doc.getMap<unknown>('entities');
    for (const [forged, found] of [
      ['the other', null], // a circle
      ['itself', null],
      [kept, kept],
      ['nowhere', null],
      ['__proto__', null],
      [{ toString: kept }, null],
      [[kept], null],
      [7, null],
      [null, null],
      [new Uint8Array([1]), null],
    ] as const) {
      const [a, b] = [npc(docs, 'One'), npc(docs, 'Two')];
      entities.set(`${a}/joinedInto`, forged === 'the other' ? b : forged === 'itself' ? a : forged);
      entities.set(`${b}/joinedInto`, a);
      for (const id of [a, b]) value(deleteEntity(docs, id));
      expect(getJoinedEntity(docs, b)?.id ?? null, JSON.stringify(forged)).toBe(found);
    }
  });

  it('everything that refers to either refers to the older one, its texts have both, and one undo parts them', async () => {
    const { pair, time } = createTestDevices();
    const [docs] = await pair();
    const kept = npc(docs, 'Odile Marsh', { tags: ['smuggler'], isKnown: true });
    time.advance(1000);
    const other = npc(docs, 'Odile Marsh', { aliases: ['The Heron'], tags: ['debtor'], attributes: { age: '40' } });
    const friend = npc(docs, 'Brask');
    write(docs, kept, 'description', 'Rows at night.');
    write(docs, other, 'description', 'Owes the abbey.');
    value(createRelationship(docs, { fromId: friend, toId: other, relationType: 'knows' }));
    value(createRelationship(docs, { fromId: kept, toId: other, relationType: 'knows' }));
    const session = value(createSession(docs));
    const body = await bodyOf(docs, session);
    value(createScene(docs, body, { title: 'Quay', entityIds: [other] }));
    value(logEvent(docs, body, { eventType: 'dialogue', npcId: other, participants: { actor: other } }));
    const before = JSON.stringify([listScenes(body), listEvents(body), listEntities(docs)]);

    const joined = value(await joinEntities(docs, [other, kept]));
    expect(joined.keptId).toBe(kept);
    expect(getEntity(docs, other)).toBeNull();
    expect(getEntity(docs, kept)).toMatchObject({
      aliases: ['The Heron'],
      shownAliases: [],
      tags: ['debtor', 'smuggler'],
      attributes: { age: '40' },
    });
    expect(getEntityIdByName(docs, 'odile marsh')).toBe(kept);
    expect(listRelationships(docs).map(({ fromId, toId }) => [fromId, toId])).toEqual([[friend, kept]]);
    expect(listScenes(body)[0]!.entityIds).toEqual([kept]);
    // Players know the kept one only: what nobody showed them is the GM's, and no event names the kept one instead.
    expect(listEvents(body).map((e) => [e.npcId, eventParticipants(e).actor])).toEqual([[other, other]]);
    expect(textOf(docs, kept, 'description')).not.toContain('abbey');
    expect(textOf(docs, kept, 'gm_notes')).toContain('Owes the abbey.');

    for (let times = 0; times < 2; times++) {
      expect(await docs.undo()).toBe('Join Odile Marsh with Odile Marsh');
      expect(JSON.stringify([listScenes(body), listEvents(body), listEntities(docs)])).toBe(before);
      expect(textOf(docs, kept, 'gm_notes')).not.toContain('abbey');
      expect(await docs.redo()).toBe('Join Odile Marsh with Odile Marsh');
      expect(getEntity(docs, other)).toBeNull();
      expect(textOf(docs, kept, 'gm_notes').split('Owes the abbey.')).toHaveLength(2);
    }
    await body.release();
  });

  it('fills what is empty and tells in the GM notes what differs', async () => {
    const { pair, time } = createTestDevices();
    const [docs] = await pair();
    const kept = npc(docs, 'Weir', { origin: 'Born upriver' });
    time.advance(1000);
    const other = npc(docs, 'Weir', { origin: 'Born at sea', motivation: 'Revenge' });
    value(await joinEntities(docs, [kept, other]));
    expect(getEntity(docs, kept)).toMatchObject({ origin: 'Born upriver', motivation: 'Revenge' });
    expect(textOf(docs, kept, 'gm_notes')).toContain('Origin: Born at sea');
  });

  it('both GMs join them apart: one entity, and its texts once', async () => {
    const { pair, time } = createTestDevices();
    const [a, b] = await pair();
    const kept = npc(a, 'Odile Marsh');
    time.advance(1000);
    const other = npc(b, 'Odile Marsh');
    write(b, other, 'description', 'Owes the abbey.');
    await meet(a, b);
    value(await joinEntities(a, [kept, other]));
    value(await joinEntities(b, [other, kept]));
    await meet(a, b);
    for (const docs of [a, b]) {
      expect(listEntities(docs).map(({ id }) => id)).toEqual([kept]);
      expect(textOf(docs, kept, 'description').split('Owes the abbey.')).toHaveLength(2);
    }
  });

  it.each(SEEDS)('no word and no reference is lost, whatever two GMs do apart (seed %i)', async (seed) => {
    const random = createRandom(seed);
    const { pair, time } = createTestDevices(seed);
    const devices = await pair();
    const session = value(createSession(devices[0]));
    const words: string[] = [];
    const joins: (() => Promise<unknown>)[] = [];
    npc(devices[0], 'Odile Marsh');
    await meet(...devices);
    const say = (): string => {
      words.push(`word${words.length}x`);
      return words.at(-1)!;
    };
    for (let turn = 0; turn < 30; turn++) {
      time.advance(random.int(5000));
      const docs = random.pick(devices);
      const [one, two] = [random.pick(listEntities(docs)), random.pick(listEntities(docs))];
      const act = random.int(8);
      if (act === 0) npc(docs, random.pick(['Odile Marsh', 'Brask']));
      if (act === 1) write(docs, one.id, random.pick(['description', 'gm_notes'] as const), say());
      if (act === 2) value(editEntity(docs, one.id, { attributes: { ...one.attributes, [`key ${turn}`]: say() } }));
      if (act === 3 && one.id !== two.id)
        value(createRelationship(docs, { fromId: one.id, toId: two.id, relationType: 'knows', note: `${turn}` }));
      if (act === 4) {
        const body = await bodyOf(docs, session);
        value(createScene(docs, body, { title: say(), entityIds: [one.id] }));
        await body.release();
      }
      if (act === 5 && one.id !== two.id) {
        value(await joinEntities(docs, [one.id, two.id], { name: random.pick([one.name, two.name]) }));
        const step = docs.latestStep();
        joins.push(async () => step && (await docs.undo(step)));
      }
      if (act === 6 && joins.length > 0) await joins.splice(random.int(joins.length), 1)[0]!();
      if (act === 7) await meet(...devices);
    }
    await meet(...devices);
    const [a, b] = devices;
    expect(listEntities(a)).toEqual(listEntities(b));
    for (const docs of devices) {
      const body = await bodyOf(docs, session);
      const scenes = listScenes(body);
      const shown = JSON.stringify([
        scenes,
        listEntities(docs).map((e) => [e, textOf(docs, e.id, 'description'), textOf(docs, e.id, 'gm_notes')]),
      ]);
      expect(words.filter((word) => !shown.includes(word))).toEqual([]);
      const named = [
        ...scenes.flatMap((s) => s.entityIds),
        ...listRelationships(docs).flatMap((r) => [r.fromId, r.toId]),
      ];
      expect(named.filter((id) => !getJoinedEntity(docs, id))).toEqual([]);
      await body.release();
    }
  });
});
