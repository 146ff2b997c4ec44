// What a GM uses during play: chat messages, the initiative tracker, and finding clues.
import { describe, expect, it } from 'vitest';
import { ENTITY_LOG, gatherLists } from '@emberkeep/domain';
import {
  createSessionOnDevice,
  bodyOf,
  createSingle,
  createTestDevices,
  meet,
  refusal,
  value,
} from '../testing/index.ts';
import {
  addChatMessage,
  addCombatant,
  advanceTime,
  clearTracker,
  createEntity,
  createRecord,
  createSession,
  deleteRecord,
  discoverClue,
  getDiscovery,
  getRecord,
  listChat,
  listCombatants,
  listEvents,
  listRecords,
  listSessions,
  moveCombatant,
  passTurn,
  startSession,
  stepCounter,
} from './index.ts';
import { COMBATANT, ENCOUNTER, ENCOUNTER_ID } from '@emberkeep/domain';

describe('the date of a session', () => {
  it('M-081: is the day where it is played, not the day in Greenwich', async () => {
    const devices = createTestDevices(7);
    // 02:00 in Greenwich is still the evening before in America.
    devices.time.advance(2 * 3_600_000);
    const { docs } = await createSingle(devices);
    const dateOf = (zone: string): string | undefined => {
      const id = value(createSession(docs, {}));
      value(startSession(docs, id, { zone }));
      return listSessions(docs).find((session) => session.id === id)?.date;
    };
    const startDay = new Date(devices.time.nowMs()).toISOString().slice(0, 10);
    expect(startDay).toBe('2026-01-01');
    expect([dateOf('Europe/London'), dateOf('America/Denver')]).toEqual(['2026-01-01', '2025-12-31']);
  });
});

describe('chat, tracker, clues', () => {
  it('M-297 M-298 M-299: messages have a role and an order; those of two GMs interleave', async () => {
    const [a, b] = await createTestDevices().pair();
    const id = value(createSession(a, {}));
    await meet(a, b);
    const [bodyA, bodyB] = [await bodyOf(a, id), await bodyOf(b, id)];
    value(addChatMessage(a, bodyA, { role: 'user', content: 'Who is Tam?' }));
    await meet(a, b);
    for (let i = 0; i < 5; i++) {
      value(addChatMessage(a, bodyA, { role: 'assistant', content: `a${i}` }));
      value(addChatMessage(b, bodyB, { role: 'user', content: `b${i}` }));
    }
    await meet(a, b);
    const talk = listChat(bodyA);
    expect(listChat(bodyB).map((m) => m.content)).toEqual(talk.map((m) => m.content));
    expect(talk).toHaveLength(11);
    expect(talk[0]).toMatchObject({ role: 'user', content: 'Who is Tam?', sessionId: id, campaignId: a.campaignId });
    expect(talk.filter((m) => m.content.startsWith('a')).map((m) => m.content)).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
    expect(refusal(addChatMessage(a, bodyA, { role: 'system' as never, content: 'x' }))).toBe('NotAChoice');
    expect(refusal(addChatMessage(a, bodyA, { role: 'user', content: ' ' }))).toBe('NameMissing');
  });
  it('M-353: initiative, turns, rounds and hit points of two GMs count and survive a reload', async () => {
    const { docs, body, id, reload } = await createSessionOnDevice();
    const tam = value(createEntity(docs, { name: 'Old Tam', entityType: 'npc', hp: 11, hpMax: 11 }));
    value(addCombatant(docs, body, { name: 'Goblin', initiative: 8, hp: 7 }));
    const row = value(addCombatant(docs, body, { entityId: tam, initiative: 15 }));
    value(addCombatant(docs, body, { name: 'Late' }));
    expect(listCombatants(body).map((c) => [c.name, c.initiative, c.hp.value])).toEqual([
      ['Old Tam', 15, 11],
      ['Goblin', 8, 7],
      ['Late', null, 0],
    ]);
    for (let i = 0; i < 4; i++) value(passTurn(docs, body));
    expect(getRecord(body, ENCOUNTER, ENCOUNTER_ID)).toMatchObject({ turnId: row, round: { value: 2 } });
    value(stepCounter(docs, { doc: body, spec: COMBATANT, id: row, field: 'hp', change: { by: -4 } }));
    await body.release();
    const again = await reload();
    const there = await bodyOf(again, id);
    expect(listCombatants(there)[0]?.hp.value).toBe(7);
    value(clearTracker(again, there));
    expect([listCombatants(there), getRecord(there, ENCOUNTER, ENCOUNTER_ID)?.round.value]).toEqual([[], 0]);
    await again.undo();
    expect(listCombatants(there)).toHaveLength(3);
  });
  it('the turn is a place: removing or moving combatants skips nobody, also after a merge of two moves', async () => {
    const { docs, body } = await createSessionOnDevice();
    const [a, b, c, d] = [20, 12.5, 12.5, 4].map((initiative) =>
      value(addCombatant(docs, body, { name: 'Ghoul', initiative })),
    ) as [string, string, string, string];
    expect(listCombatants(body).map((each) => [each.name, each.initiative])).toEqual([
      ['Ghoul', 20],
      ['Ghoul 2', 12.5],
      ['Ghoul 3', 12.5],
      ['Ghoul 4', 4],
    ]);
    value(passTurn(docs, body));
    value(passTurn(docs, body));
    value(deleteRecord(docs, body, COMBATANT, b));
    expect(value(passTurn(docs, body))).toBe(c);
    value(moveCombatant(docs, body, c, 2));
    expect(listCombatants(body).map((each) => each.id)).toEqual([a, d, c]);
    expect([value(passTurn(docs, body)), value(passTurn(docs, body)), value(passTurn(docs, body))]).toEqual([d, c, a]);
    expect(getRecord(body, ENCOUNTER, ENCOUNTER_ID)?.round.value).toBe(2);
  });
  it('who joins after everybody has left begins another fight, in round 0; undo takes only that back', async () => {
    const { docs, body } = await createSessionOnDevice();
    const rat = value(addCombatant(docs, body, { name: 'Rat', initiative: 10 }));
    value(passTurn(docs, body));
    value(passTurn(docs, body));
    const round = () => getRecord(body, ENCOUNTER, ENCOUNTER_ID)!.round.value;
    expect(round()).toBe(2);
    value(deleteRecord(docs, body, COMBATANT, rat));
    value(addCombatant(docs, body, { name: 'Hag', initiative: 3 }));
    expect([round(), getRecord(body, ENCOUNTER, ENCOUNTER_ID)!.turnId]).toEqual([0, '']);
    await docs.undo();
    expect([round(), listCombatants(body).length]).toEqual([2, 0]);
  });
  it('new keys for equal combatants leave the turn where it is', async () => {
    const { docs, body } = await createSessionOnDevice();
    // Two GMs who each move someone to one place while apart give them the same key.
    const ids = ['x', 'y', 'z'].map((name) =>
      value(createRecord(docs, body, COMBATANT, { name, initiative: 3, order: 'V' })),
    );
    const [first, second, third] = listCombatants(body).map((each) => each.id);
    expect(new Set([first, second, third])).toEqual(new Set(ids));
    value(passTurn(docs, body));
    value(passTurn(docs, body));
    value(moveCombatant(docs, body, first!, 1));
    expect(listCombatants(body).map((each) => each.id)).toEqual([second, first, third]);
    // The turn is still the second one's, and the first one has moved behind it.
    expect([value(passTurn(docs, body)), value(passTurn(docs, body))]).toEqual([first, third]);
  });
  it('two GMs who end one round while apart count one; a GM who goes on counts his own rounds', async () => {
    const [a, b] = await createTestDevices().pair();
    const id = value(createSession(a, {}));
    const bodyA = await bodyOf(a, id);
    for (const name of ['Tam', 'Ghoul']) value(addCombatant(a, bodyA, { name }));
    await meet(a, b);
    const bodyB = await bodyOf(b, id);
    const rounds = (): unknown[] =>
      [bodyA, bodyB].map((body) => getRecord(body, ENCOUNTER, ENCOUNTER_ID)?.round.value ?? 0);
    // The first "Next" begins round 1 on both.
    for (const [docs, body] of [[a, bodyA] as const, [b, bodyB] as const]) value(passTurn(docs, body));
    await meet(a, b);
    expect(rounds()).toEqual([1, 1]);
    value(passTurn(a, bodyA));
    await meet(a, b);
    for (const [docs, body] of [[a, bodyA] as const, [b, bodyB] as const]) value(passTurn(docs, body));
    await meet(a, b);
    expect(rounds()).toEqual([2, 2]);
    // A goes on for two rounds more, B for one of them.
    for (let i = 0; i < 4; i++) value(passTurn(a, bodyA));
    for (let i = 0; i < 2; i++) value(passTurn(b, bodyB));
    await meet(a, b);
    expect(rounds()).toEqual([4, 4]);
    // What both did is not undone by one of them; a round that one GM took back can be begun again.
    value(passTurn(a, bodyA));
    value(passTurn(a, bodyA));
    expect(rounds()[0]).toBe(5);
    await a.undo();
    expect(rounds()[0]).toBe(4);
    value(passTurn(a, bodyA));
    await meet(a, b);
    expect(rounds()).toEqual([5, 5]);
    value(clearTracker(b, bodyB));
    for (const name of ['Tam', 'Ghoul']) value(addCombatant(b, bodyB, { name }));
    await meet(a, b);
    for (const [docs, body] of [[a, bodyA] as const, [b, bodyB] as const]) value(passTurn(docs, body));
    await meet(a, b);
    expect(rounds()).toEqual([1, 1]);
  });
  it('a clue that two GMs mark as found is one event of the session, and no item in its figures', async () => {
    const [a, b] = await createTestDevices().pair();
    const id = value(createSession(a, {}));
    const clue = value(createEntity(a, { name: 'The ferry ticket', entityType: 'clue' }));
    value(advanceTime(a, { by: 90_000 }));
    await meet(a, b);
    const [bodyA, bodyB] = [await bodyOf(a, id), await bodyOf(b, id)];
    for (const docs of [a, b]) value(discoverClue(docs, clue, id));
    await meet(a, b);
    for (const body of [bodyA, bodyB]) {
      const [event, ...others] = listEvents(body);
      expect(others).toEqual([]);
      expect(event).toMatchObject({
        eventType: 'clue_found',
        participants: { item: clue },
        gameTime: 90_000,
        name: '',
      });
      expect(listRecords(a.ledger, ENTITY_LOG)).toMatchObject([{ entityId: clue, eventId: event!.id }]);
      expect(gatherLists(listEvents(body)).itemsAcquired).toEqual([]);
    }
    const stamp = value(createEntity(a, { name: 'The wet stamp', entityType: 'clue' }));
    value(discoverClue(a, stamp, id, 'It was under the mat'));
    expect(listEvents(bodyA).map(({ name }) => name)).toContain('It was under the mat');
    expect(await a.undo()).toBe('Found The wet stamp');
    expect([listEvents(bodyA).length, getDiscovery(a, stamp)]).toEqual([1, undefined]);
  });
  it('M-443: a clue’s discovery is one log entry for two GMs, with session and game date', async () => {
    const [a, b] = await createTestDevices().pair();
    const id = value(createSession(a, {}));
    const clue = value(createEntity(a, { name: 'The ledger', entityType: 'clue' }));
    await meet(a, b);
    for (const docs of [a, b]) value(discoverClue(docs, clue, id));
    await meet(a, b);
    expect(listRecords(a.ledger, ENTITY_LOG)).toHaveLength(1);
    expect(getDiscovery(b, clue)).toMatchObject({
      entityId: clue,
      sessionId: id,
      logKind: 'discovered',
      occurredAt: 0,
    });
  });
});
