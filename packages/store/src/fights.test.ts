// Fights: combatants from stat blocks, turns with conditions, delays and groups, damage into the log, and encounters
// that are kept, resumed and carried on. Two GMs lose nothing. The property test repeats with EMBERKEEP_FUZZ_SEED=<seed>.
import { describe, expect, it } from 'vitest';
import {
  COMBATANT,
  computeStats,
  conditionEndsOf,
  currentEncounter,
  ENCOUNTER_ID,
  reviewEvents,
  SCENE,
  TIMELINE_EVENT,
  type CombatSide,
} from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import {
  bodyOf,
  createSessionOnDevice,
  createSingle,
  createTestDevices,
  meet,
  value,
  type TestDevices,
} from '../testing/index.ts';
import {
  actNow,
  addCombatants,
  addCondition,
  carryEncounter,
  clearTracker,
  createEntity,
  createRecord,
  createSession,
  dealDamage,
  delayTurn,
  deleteEncounter,
  editRecord,
  endEncounter,
  getEncounter,
  getPreparedId,
  getRecord,
  heal,
  listCombatants,
  listCombatantsOf,
  listEncounters,
  listEvents,
  listUnfinishedEncounters,
  passTurn,
  prepareCreatures,
  putEncounterAside,
  removeCondition,
  resumeEncounter,
  setDefeated,
  setGroup,
  setInitiative,
  startEncounter,
  startPrepared,
  startWithoutTurns,
  type CampaignDocs,
  type OpenDocument,
} from './index.ts';

interface Foe {
  name: string;
  initiative?: number;
  hp?: number;
  side?: CombatSide;
  entityId?: string;
}

const add = (docs: CampaignDocs, body: OpenDocument, ...foes: Foe[]): string[] =>
  value(
    addCombatants(
      docs,
      body,
      foes.map((foe) => ({ ...foe, ...(foe.hp === undefined ? {} : { hpMax: foe.hp }) })),
    ),
  );
const hp = (body: OpenDocument, id: string): number => getRecord(body, COMBATANT, id)!.hp.value;
const names = (body: OpenDocument, encounterId = ENCOUNTER_ID): string[] =>
  listCombatantsOf(body, encounterId).map((row) => row.name);
const current = (body: OpenDocument): string | undefined => currentEncounter(listEncounters(body))?.id;
/** Events of one moment are in no order of their own. */
const eventTypes = (body: OpenDocument): string[] =>
  listEvents(body)
    .map((event) => event.eventType)
    .sort();

/** Two GMs with one session, whose first body is open on both. */
const createTable = async (
  devices: TestDevices = createTestDevices(),
): Promise<{ a: CampaignDocs; b: CampaignDocs; bodyA: OpenDocument; open: () => Promise<OpenDocument> }> => {
  const [a, b] = await devices.pair();
  const id = value(createSession(a, {}));
  return { a, b, bodyA: await bodyOf(a, id), open: async () => (await meet(a, b), bodyOf(b, id)) };
};

describe('damage and healing', () => {
  it('is logged, defeats a foe that falls, and is undone in one step with its log', async () => {
    const { docs, body } = await createSessionOnDevice();
    const [goblin, wolf] = add(docs, body, { name: 'Goblin', hp: 7 }, { name: 'Wolf', hp: 11 }) as [string, string];
    value(dealDamage(docs, body, wolf, 4));
    value(dealDamage(docs, body, goblin, 9));
    expect([hp(body, goblin), getRecord(body, COMBATANT, goblin)!.isDefeated, hp(body, wolf)]).toEqual([-2, true, 7]);
    expect(computeStats(listEvents(body))).toMatchObject({ totalDamageDealt: 13, npcsKilled: 1 });
    await docs.undo();
    expect([hp(body, goblin), getRecord(body, COMBATANT, goblin)!.isDefeated]).toEqual([7, false]);
    expect(computeStats(listEvents(body))).toMatchObject({ totalDamageDealt: 4, npcsKilled: 0 });
    await docs.redo();
    value(heal(docs, body, goblin, { amount: 3, fromZero: true }));
    expect([hp(body, goblin), getRecord(body, COMBATANT, goblin)!.isDefeated]).toEqual([3, false]);
    expect(computeStats(listEvents(body))).toMatchObject({ totalHealingDone: 3, npcsKilled: 0 });
    value(heal(docs, body, goblin, { amount: 99, fromZero: true }));
    expect(hp(body, goblin)).toBe(7);
    // Whoever is above the most, by temporary hit points, loses none by healing.
    value(editRecord(docs, { doc: body, spec: COMBATANT, id: goblin, fields: { hp: 12 } }));
    value(heal(docs, body, goblin, { amount: 1, fromZero: true }));
    expect(hp(body, goblin)).toBe(12);
  });

  it('of one of the party is counted as taken, and falling does not defeat it', async () => {
    const { docs, body } = await createSessionOnDevice();
    const hero = value(createEntity(docs, { name: 'Ada', entityType: 'pc', hp: 8, hpMax: 8 }));
    const [ada] = add(docs, body, { name: 'Ada', hp: 8, side: 'party', entityId: hero }) as [string];
    value(dealDamage(docs, body, ada, 10));
    value(setDefeated(docs, body, ada, true));
    expect(eventTypes(body)).toEqual(['damage']);
    expect(listEvents(body)[0]).toMatchObject({ participants: { target: hero } });
    expect(computeStats(listEvents(body))).toMatchObject({ totalDamageReceived: 10, npcsKilled: 0 });
    value(heal(docs, body, ada, { amount: 5, fromZero: false }));
    expect(hp(body, ada)).toBe(3);
  });

  it('of two GMs apart both counts, and a foe that both defeat is defeated once', async () => {
    const { a, b, bodyA, open } = await createTable();
    const [ogre, rat] = add(a, bodyA, { name: 'Ogre', hp: 59 }, { name: 'Rat', hp: 2 }) as [string, string];
    const bodyB = await open();
    value(dealDamage(a, bodyA, ogre, 10));
    value(dealDamage(b, bodyB, ogre, 7));
    value(dealDamage(a, bodyA, rat, 3));
    value(dealDamage(b, bodyB, rat, 5));
    await meet(a, b);
    for (const body of [bodyA, bodyB]) {
      expect([hp(body, ogre), hp(body, rat)]).toEqual([42, -6]);
      expect(computeStats(listEvents(body))).toMatchObject({ totalDamageDealt: 25, npcsKilled: 1 });
    }
    // One takes his damage back: the other's stays.
    await a.undo();
    await meet(a, b);
    expect([hp(bodyB, rat), hp(bodyB, ogre)]).toEqual([-3, 42]);
  });
});

describe('conditions', () => {
  it('end at the start or the end of a turn, in the step that passes it', async () => {
    const { docs, body } = await createSessionOnDevice();
    const [mage, orc] = add(docs, body, { name: 'Mage', initiative: 15 }, { name: 'Orc', initiative: 10 }) as [
      string,
      string,
    ];
    value(passTurn(docs, body));
    // Until the start of the mage's next turn, and until the end of the orc's, which comes in this round.
    value(addCondition(docs, body, orc, { condition: 'Restrained', lasts: { rounds: 1, at: 'start', of: mage } }));
    value(addCondition(docs, body, orc, { condition: ' Prone ', lasts: { rounds: 1, at: 'end', of: orc } }));
    value(addCondition(docs, body, orc, { condition: 'Cursed' }));
    const has = (): readonly string[] => getRecord(body, COMBATANT, orc)!.conditions;
    value(passTurn(docs, body));
    expect(has()).toEqual(['Cursed', 'Prone', 'Restrained']);
    value(passTurn(docs, body));
    expect(has()).toEqual(['Cursed']);
    await docs.undo();
    expect(has()).toEqual(['Cursed', 'Prone', 'Restrained']);
    expect(conditionEndsOf(getRecord(body, COMBATANT, orc)!).get('Restrained')).toEqual({
      round: 2,
      at: 'start',
      of: mage,
    });
    value(removeCondition(docs, body, orc, 'Restrained'));
    expect(has()).toEqual(['Cursed', 'Prone']);
    expect(addCondition(docs, body, orc, { condition: 'a/b' })).toMatchObject({ error: { type: 'BadMember' } });
  });

  it('end once for two GMs who pass turns apart, also where the one who ends them has left', async () => {
    const { a, b, bodyA, open } = await createTable();
    const [mage, orc, imp] = add(
      a,
      bodyA,
      { name: 'Mage', initiative: 15 },
      { name: 'Orc', initiative: 10 },
      { name: 'Imp', initiative: 5 },
    ) as [string, string, string];
    value(passTurn(a, bodyA));
    value(addCondition(a, bodyA, orc, { condition: 'Stunned', lasts: { rounds: 1, at: 'end', of: mage } }));
    const bodyB = await open();
    value(setDefeated(b, bodyB, mage, true));
    for (const [docs, body] of [[a, bodyA] as const, [b, bodyB] as const]) {
      value(passTurn(docs, body));
      value(passTurn(docs, body));
    }
    value(addCondition(b, bodyB, imp, { condition: 'Prone' }));
    await meet(a, b);
    for (let turn = 0; turn < 3; turn++) value(passTurn(a, bodyA));
    await meet(a, b);
    for (const body of [bodyA, bodyB]) {
      expect(getRecord(body, COMBATANT, orc)!.conditions).toEqual([]);
      expect(getRecord(body, COMBATANT, imp)!.conditions).toEqual(['Prone']);
    }
  });
});

describe('turns', () => {
  it('skip the defeated, give a group one turn, and let one that delays act when the GM says', async () => {
    const { docs, body } = await createSessionOnDevice();
    const [ada, one, two, orc] = add(
      docs,
      body,
      { name: 'Ada', initiative: 18, side: 'party' },
      { name: 'Goblin 1', initiative: 14 },
      { name: 'Goblin 2', initiative: 9 },
      { name: 'Orc', initiative: 11 },
    ) as [string, string, string, string];
    value(setGroup(docs, body, [one, two], ' Goblins '));
    expect(names(body)).toEqual(['Ada', 'Goblin 1', 'Goblin 2', 'Orc']);
    expect([1, 2, 3, 4].map(() => value(passTurn(docs, body)))).toEqual([ada, one, orc, ada]);
    expect(value(delayTurn(docs, body, ada))).toBe(one);
    expect(getRecord(body, COMBATANT, ada)!.isDelaying).toBe(true);
    expect(value(actNow(docs, body, ada))).toBe(ada);
    expect(getRecord(body, COMBATANT, ada)).toMatchObject({ isDelaying: false, initiative: 14 });
    expect(names(body)).toEqual(['Goblin 1', 'Goblin 2', 'Ada', 'Orc']);
    // One undo takes the whole act back.
    await docs.undo();
    expect(getRecord(body, COMBATANT, ada)).toMatchObject({ isDelaying: true, initiative: 18 });
    await docs.redo();
    value(setInitiative(docs, body, two, 3));
    expect(names(body)).toEqual(['Ada', 'Orc', 'Goblin 1', 'Goblin 2']);
    value(setDefeated(docs, body, orc, true));
    value(setDefeated(docs, body, one, true));
    expect([value(passTurn(docs, body)), value(passTurn(docs, body))]).toEqual([two, ada]);
    value(setGroup(docs, body, [one, two], ''));
    expect(actNow(docs, body, 'gone')).toMatchObject({ error: { type: 'RecordMissing' } });
    expect(value(passTurn(docs, body))).toBe(two);
  });

  it('a readied action is forgotten when its turn comes', async () => {
    const { docs, body } = await createSessionOnDevice();
    const [ada] = add(docs, body, { name: 'Ada', initiative: 18 }, { name: 'Orc', initiative: 11 }) as [string];
    value(editRecord(docs, { doc: body, spec: COMBATANT, id: ada, fields: { readied: 'Shoot at the door' } }));
    value(passTurn(docs, body));
    expect(getRecord(body, COMBATANT, ada)!.readied).toBe('');
    await docs.undo();
    expect(getRecord(body, COMBATANT, ada)!.readied).toBe('Shoot at the door');
  });

  it('one that was deleted while another GM added a foe to it is listed with that foe, and goes on', async () => {
    const { a, b, bodyA, open } = await createTable();
    value(addCombatants(a, bodyA, [{ name: 'Orc' }]));
    value(passTurn(a, bodyA));
    const fight = value(startEncounter(a, bodyA, { name: 'Cellar' }));
    value(addCombatants(a, bodyA, [{ name: 'Rat' }], fight));
    await meet(a, b);
    const bodyB = await open();
    for (const id of [ENCOUNTER_ID, fight]) value(deleteEncounter(a, bodyA, id));
    value(addCombatants(b, bodyB, [{ name: 'Vex' }], fight));
    value(addCombatants(b, bodyB, [{ name: 'Imp' }], ENCOUNTER_ID));
    await meet(a, b);
    for (const body of [bodyA, bodyB]) {
      expect(
        listEncounters(body)
          .map(({ id }) => id)
          .sort(),
      ).toEqual([ENCOUNTER_ID, fight].sort());
      expect(listCombatantsOf(body, fight).map(({ name }) => name)).toContain('Vex');
    }
    // The first one begins anew: who deleted it ended what it was.
    expect(getEncounter(bodyA, ENCOUNTER_ID)!.round.value).toBe(0);
    value(resumeEncounter(a, bodyA, fight));
    value(passTurn(a, bodyA));
    expect(getEncounter(bodyA, fight)).toMatchObject({ broughtBack: true, name: 'Cellar' });
  });

  it('two outcomes that two GMs type are both kept, for GMs only; a second fight has a start of its own', async () => {
    const { a, b, bodyA, open } = await createTable();
    value(addCombatants(a, bodyA, [{ name: 'Orc' }, { name: 'Imp' }]));
    value(passTurn(a, bodyA));
    await meet(a, b);
    const bodyB = await open();
    expect(endEncounter(a, bodyA, ENCOUNTER_ID, 'They fled').ok).toBe(true);
    expect(endEncounter(b, bodyB, ENCOUNTER_ID, 'The imp swore revenge').ok).toBe(true);
    await meet(a, b);
    const ends = listEvents(bodyA).filter(({ eventType }) => eventType === 'combat_end');
    expect(ends.map(({ details }) => (details as { outcome: string }).outcome).sort()).toEqual([
      'The imp swore revenge',
      'They fled',
    ]);
    expect(ends.map(({ visibility }) => visibility)).toEqual(['secret', 'secret']);
    value(resumeEncounter(a, bodyA, ENCOUNTER_ID));
    value(clearTracker(a, bodyA));
    value(addCombatants(a, bodyA, [{ name: 'Ogre' }]));
    value(passTurn(a, bodyA));
    expect(listEvents(bodyA).filter(({ eventType }) => eventType === 'combat_start')).toHaveLength(2);
  });

  it('a first one that was deleted after it had ended begins anew with who joins next', async () => {
    const { docs, body } = await createSessionOnDevice();
    add(docs, body, { name: 'Orc' });
    value(passTurn(docs, body));
    value(passTurn(docs, body));
    expect(endEncounter(docs, body, ENCOUNTER_ID).ok).toBe(true);
    value(deleteEncounter(docs, body, ENCOUNTER_ID));
    add(docs, body, { name: 'Imp' });
    value(passTurn(docs, body));
    expect([current(body), names(body), getEncounter(body, current(body)!)!.round.value]).toEqual([
      ENCOUNTER_ID,
      ['Imp'],
      1,
    ]);
  });

  it('what a GM wrote about a defeat stays when the foe stands again', async () => {
    const { docs, body } = await createSessionOnDevice();
    const [orc, imp] = value(
      addCombatants(docs, body, [
        { name: 'Orc', hp: 5 },
        { name: 'Imp', hp: 5 },
      ]),
    ) as [string, string];
    value(dealDamage(docs, body, orc, 5));
    value(dealDamage(docs, body, imp, 5));
    const killed = () => listEvents(body).filter(({ eventType }) => eventType === 'npc_killed');
    const first = killed().find(({ details }) => (details as { fighter: string }).fighter === 'Orc')!;
    value(
      editRecord(docs, { doc: body, spec: TIMELINE_EVENT, id: first.id, fields: { name: 'He fell into the well' } }),
    );
    value(heal(docs, body, orc, { amount: 2, fromZero: true }));
    value(heal(docs, body, imp, { amount: 2, fromZero: true }));
    expect(killed().map(({ name }) => name)).toEqual(['He fell into the well']);
  });

  it('one that was deleted and is prepared again begins with everybody on their feet', async () => {
    const { docs, body } = await createSessionOnDevice();
    const scene = docs.newId();
    value(prepareCreatures(docs, body, scene, ['Goblin']));
    const id = getPreparedId(body, scene);
    value(startPrepared(docs, body, id, [{ name: 'Goblin', hp: 7, hpMax: 7 }]));
    value(passTurn(docs, body));
    value(setDefeated(docs, body, listCombatantsOf(body, id)[0]!.id, true));
    value(deleteEncounter(docs, body, id));
    value(prepareCreatures(docs, body, scene, ['Goblin']));
    expect(getEncounter(body, id)!.creatures.map(({ text }) => text)).toEqual(['Goblin']);
    value(startPrepared(docs, body, id, [{ name: 'Goblin', hp: 7, hpMax: 7 }]));
    expect(listCombatantsOf(body, id)).toMatchObject([{ name: 'Goblin', isDefeated: false, hp: { value: 7 } }]);
    expect(getEncounter(body, id)).toMatchObject({ state: 'going', round: { value: 0 } });
  });

  it('two GMs who begin one prepared encounter with other lists have every creature of both, unmixed', async () => {
    const { a, b, bodyA, open } = await createTable();
    const scene = a.newId();
    value(prepareCreatures(a, bodyA, scene, ['2 Goblin', 'Ogre']));
    await meet(a, b);
    const bodyB = await open();
    const id = getPreparedId(bodyA, scene);
    const goblin = { name: 'Goblin 1', statBlock: 'goblin' };
    value(startPrepared(a, bodyA, id, [goblin, { name: 'Ogre', statBlock: 'ogre' }]));
    value(startPrepared(b, bodyB, id, [goblin, { name: 'Vex', statBlock: 'vex' }]));
    await meet(a, b);
    expect(
      listCombatantsOf(bodyA, id)
        .map(({ name, statBlock }) => `${name} ${statBlock}`)
        .sort(),
    ).toEqual(['Goblin 1 goblin', 'Ogre ogre', 'Vex vex']);
  });

  it('the first is logged as the start of the fight, by two GMs once', async () => {
    const { a, b, bodyA, open } = await createTable();
    add(a, bodyA, { name: 'Orc' }, { name: 'Imp' });
    const bodyB = await open();
    value(passTurn(a, bodyA));
    value(passTurn(b, bodyB));
    await meet(a, b);
    expect(eventTypes(bodyA)).toEqual(['combat_start']);
    expect(endEncounter(a, bodyA, ENCOUNTER_ID, ' won ').ok).toBe(true);
    expect(endEncounter(b, bodyB, ENCOUNTER_ID).ok).toBe(true);
    await meet(a, b);
    expect(eventTypes(bodyB)).toEqual(['combat_end', 'combat_end', 'combat_start']);
  });
});

describe('encounters', () => {
  it('one is fought while others are put aside, resumed and ended, each with its own turn', async () => {
    const { docs, body, id, reload } = await createSessionOnDevice();
    const [orc] = add(docs, body, { name: 'Orc', initiative: 3 }, { name: 'Imp' }) as [string];
    value(passTurn(docs, body));
    const cellar = value(startEncounter(docs, body, { name: 'Cellar' }));
    expect([current(body), getEncounter(body, ENCOUNTER_ID)!.state]).toEqual([cellar, 'aside']);
    const [rat] = add(docs, body, { name: 'Rat', hp: 3 }) as [string];
    expect([names(body), names(body, cellar)]).toEqual([['Orc', 'Imp'], ['Rat']]);
    value(passTurn(docs, body));
    value(dealDamage(docs, body, rat, 3));
    expect(endEncounter(docs, body, cellar, 'won').ok).toBe(true);
    expect(current(body)).toBeUndefined();
    value(resumeEncounter(docs, body, ENCOUNTER_ID));
    expect([current(body), getEncounter(body, ENCOUNTER_ID)!.turnId]).toEqual([ENCOUNTER_ID, orc]);
    value(dealDamage(docs, body, orc, 5));
    value(putEncounterAside(docs, body, ENCOUNTER_ID));
    expect(current(body)).toBeUndefined();
    // Damage belongs to the fight it was dealt in, also where another began later.
    const { combats } = reviewEvents(listEvents(body), () => '');
    expect(combats.sort((x, y) => (x.name < y.name ? -1 : 1))).toMatchObject([
      { name: '', dealt: 5, isOpen: true },
      { name: 'Cellar', dealt: 3, rounds: 1, outcome: 'won', isOpen: false },
    ]);
    const again = await reload();
    const there = await bodyOf(again, id);
    expect(listEncounters(there).map(({ id, state }) => [id, state])).toEqual(
      [
        [cellar, 'ended'],
        [ENCOUNTER_ID, 'aside'],
      ].sort((x, y) => (x[0]! < y[0]! ? -1 : 1)),
    );
    value(deleteEncounter(again, there, cellar));
    expect(listCombatants(there).map((row) => row.name)).toEqual(['Orc', 'Imp']);
    await again.undo();
    expect(names(there, cellar)).toEqual(['Rat']);
  });

  it('two GMs who begin the next one apart by adding foes begin one; each who begins one by name has his own', async () => {
    const { a, b, bodyA, open } = await createTable();
    add(a, bodyA, { name: 'Orc' });
    expect(endEncounter(a, bodyA, ENCOUNTER_ID).ok).toBe(true);
    const bodyB = await open();
    add(a, bodyA, { name: 'Rat' });
    add(b, bodyB, { name: 'Bat' });
    await meet(a, b);
    expect(current(bodyA)).toBe(current(bodyB));
    expect(names(bodyA, current(bodyA))).toEqual(names(bodyB, current(bodyB)));
    expect(names(bodyB, current(bodyB)).sort()).toEqual(['Bat', 'Rat']);
    const [mine, theirs] = [
      value(startEncounter(a, bodyA, { name: 'Bridge' })),
      value(startEncounter(b, bodyB, { name: 'Cellar' })),
    ];
    await meet(a, b);
    expect(getEncounter(bodyA, theirs)!.state).toBe('going');
    expect(getEncounter(bodyB, mine)!.state).toBe('going');
    expect(current(bodyA)).toBe(current(bodyB));
  });

  it('a prepared one of a scene holds what both GMs prepared, and is begun once by two', async () => {
    const { a, b, bodyA, open } = await createTable();
    const scene = value(createRecord(a, bodyA, SCENE, { title: 'The bridge' }));
    const bodyB = await open();
    value(prepareCreatures(a, bodyA, scene, ['3 Goblin']));
    value(prepareCreatures(b, bodyB, scene, ['1 Wolf']));
    await meet(a, b);
    const id = getPreparedId(bodyA, scene);
    expect(
      getEncounter(bodyB, id)!
        .creatures.map((item) => item.text)
        .sort(),
    ).toEqual(['1 Wolf', '3 Goblin']);
    value(prepareCreatures(a, bodyA, scene, ['2 Bat']));
    await meet(a, b);
    expect(current(bodyA)).toBe(ENCOUNTER_ID);
    value(
      startPrepared(a, bodyA, id, [
        { name: 'Goblin', hp: 5 },
        { name: 'Wolf', hp: 9 },
      ]),
    );
    value(
      startPrepared(b, bodyB, id, [
        { name: 'Goblin', hp: 8 },
        { name: 'Wolf', hp: 9 },
      ]),
    );
    await meet(a, b);
    for (const body of [bodyA, bodyB]) {
      expect([current(body), names(body, id)]).toEqual([id, ['Goblin', 'Wolf']]);
      expect(listCombatantsOf(body, id).map((row) => row.hp.value)).toEqual(
        listCombatantsOf(bodyA, id).map((row) => row.hp.value),
      );
    }
    await a.undo();
    expect(getEncounter(bodyA, id)).toBeDefined();
  });

  it('one that did not end goes on the next night, as it was left, once for two GMs', async () => {
    const devices = createTestDevices();
    const [a, b] = await devices.pair();
    const first = value(createSession(a, {}));
    const from = await bodyOf(a, first);
    const [orc, imp] = add(
      from === null ? a : a,
      from,
      { name: 'Orc', initiative: 12, hp: 15 },
      { name: 'Imp', hp: 4 },
    ) as [string, string];
    value(passTurn(a, from));
    value(dealDamage(a, from, orc, 6));
    value(addCondition(a, from, imp, { condition: 'Held', lasts: { rounds: 2, at: 'end', of: orc } }));
    value(editRecord(a, { doc: from, spec: COMBATANT, id: imp, fields: { readied: 'Fly' } }));
    const second = value(createSession(a, {}));
    const intoA = await bodyOf(a, second);
    await meet(a, b);
    const [fromB, intoB] = [await bodyOf(b, first), await bodyOf(b, second)];
    expect(listUnfinishedEncounters([from], intoA).map(({ encounter }) => encounter.id)).toEqual([ENCOUNTER_ID]);
    value(carryEncounter(a, from, ENCOUNTER_ID, intoA));
    value(carryEncounter(b, fromB, ENCOUNTER_ID, intoB));
    value(dealDamage(b, intoB, listCombatants(intoB)[0]!.id, 2));
    await meet(a, b);
    for (const body of [intoA, intoB]) {
      const [there, other] = listCombatants(body);
      expect(listCombatants(body)).toHaveLength(2);
      expect(there).toMatchObject({ name: 'Orc', initiative: 12, hpMax: 15 });
      expect(hp(body, there!.id)).toBe(7);
      expect(other).toMatchObject({ name: 'Imp', conditions: ['Held'], readied: 'Fly' });
      expect(conditionEndsOf(other!).get('Held')).toEqual({ round: 3, at: 'end', of: there!.id });
      const fight = currentEncounter(listEncounters(body))!;
      expect([fight.turnId, fight.round.value]).toEqual([there!.id, 1]);
    }
    expect(listUnfinishedEncounters([from], intoA)).toEqual([]);
    // A third night goes on from the second, not from the first again.
    const third = await bodyOf(a, value(createSession(a, {})));
    expect(listUnfinishedEncounters([from, intoA], third).map((each) => each.from)).toEqual([intoA]);
    expect(hp(from, orc)).toBe(9);
    // The start is told by the night in which it was.
    value(passTurn(a, intoA));
    value(passTurn(a, intoA));
    expect(eventTypes(intoA)).toEqual(['damage']);
  });

  it('without turns is begun and logged once', async () => {
    const { docs, body } = await createSessionOnDevice();
    add(docs, body, { name: 'Bluecoats' });
    value(startWithoutTurns(docs, body));
    expect([eventTypes(body), getEncounter(body, ENCOUNTER_ID)!.round.value]).toEqual([['combat_start'], 1]);
    await docs.undo();
    expect([eventTypes(body), getEncounter(body, ENCOUNTER_ID)!.round.value]).toEqual([[], 0]);
  });

  it('a combatant of an older version is in the first one', async () => {
    const { docs, body } = await createSingle(createTestDevices()).then(async ({ docs: single }) => ({
      docs: single,
      body: await bodyOf(single, value(createSession(single, {}))),
    }));
    value(createRecord(docs, body, COMBATANT, { name: 'Old' }));
    expect([names(body), current(body)]).toEqual([['Old'], ENCOUNTER_ID]);
  });
});

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const SEEDS = only ? [Number(only)] : Array.from({ length: 12 }, (_, i) => i + 1);

describe('two GMs who fight apart', () => {
  it('lose no damage, condition or foe, and undo of one keeps what the other did', async () => {
    for (const seed of SEEDS) await fightApart(seed);
  });
});

/** Both GMs deal damage, heal, add foes and give conditions apart, undo some of it, and meet now and then. */
async function fightApart(seed: number): Promise<void> {
  const random = createRandom(seed);
  const { a, b, bodyA, open } = await createTable(createTestDevices(seed));
  const ids = add(a, bodyA, ...Array.from({ length: 3 }, (_, i) => ({ name: `Ogre ${i}`, initiative: i, hp: 9000 })));
  const bodyB = await open();
  const lost = new Map(ids.map((id) => [id, 0]));
  let dealt = 0;
  const given = new Set<string>();
  let foes = ids.length;
  for (let step = 0; step < 40; step++) {
    const [docs, body] = random.pick([[a, bodyA] as const, [b, bodyB] as const]);
    const id = random.pick(ids);
    const what = random.int(6);
    if (what < 3) {
      const amount = 1 + random.int(20);
      value(dealDamage(docs, body, id, amount));
      if (random.int(3) === 0) await docs.undo();
      else {
        lost.set(id, lost.get(id)! + amount);
        dealt += amount;
      }
    } else if (what === 3) {
      value(addCondition(docs, body, id, { condition: `c${step}` }));
      given.add(`${id} c${step}`);
    } else if (what === 4) {
      add(docs, body, { name: `Foe ${step}`, initiative: random.int(20) });
      foes++;
    } else value(passTurn(docs, body));
    if (random.int(5) === 0) await meet(a, b);
  }
  await meet(a, b);
  for (const body of [bodyA, bodyB]) {
    expect(
      ids.map((id) => hp(body, id)),
      `seed ${seed}`,
    ).toEqual(ids.map((id) => 9000 - lost.get(id)!));
    expect(computeStats(listEvents(body)).totalDamageDealt, `seed ${seed}`).toBe(dealt);
    expect(listCombatants(body), `seed ${seed}`).toHaveLength(foes);
    const has = listCombatants(body).flatMap((row) => row.conditions.map((word) => `${row.id} ${word}`));
    expect(new Set(has), `seed ${seed}`).toEqual(given);
  }
}
