// A session's figures follow from its log whenever they are read. The property runs from seeds; repeat one with
// EMBERKEEP_FUZZ_SEED=<seed>, run more with EMBERKEEP_FUZZ_SEEDS=<count>.
import { describe, expect, it } from 'vitest';
import {
  autoSummary,
  playerSessionRecord,
  playerWords,
  SESSION,
  shownStat,
  shownStats,
  TIMELINE_EVENT,
  type Session,
  type TimelineEvent,
} from '@emberkeep/domain';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import {
  addItem,
  countedSession,
  createEntity,
  deleteRecord,
  describeSession,
  editRecord,
  endSession,
  listEntities,
  listEvents,
  listSessions,
  logEvent,
  namesToGather,
  readSessions,
  recountSession,
  renameEntity,
  type CampaignDocs,
  type OpenDocument,
} from './index.ts';
import {
  bodyOf,
  createOpenSession as newSession,
  createSingle,
  createTestDevices,
  meet,
  value,
} from '../testing/index.ts';
import { logNote } from './commands/session-note.ts';

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const count = Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 25);
const seeds = only ? [Number(only)] : Array.from({ length: count }, (_, i) => i + 1);

const counted = (docs: CampaignDocs, body: OpenDocument) =>
  countedSession(docs.ledger, listSessions(docs)[0]!, listEvents(body));
const texts = (session: Session, list: 'locationsVisited' | 'npcsIntroduced'): string[] =>
  session[list].map((item) => item.text);

/** The types of events that carry an amount, with the stat that it adds to. */
const AMOUNT_STATS = [
  ['damage', 'totalDamageDealt'],
  ['healing', 'totalHealingDone'],
  ['treasure', 'treasureGained'],
  ['xp', 'xpEarned'],
] as const;

/** Does one random thing to the log of a device. */
const changeLog = (random: Random, docs: CampaignDocs, body: OpenDocument): void => {
  const events = listEvents(body);
  const chance = random.next();
  if (events.length === 0 || chance < 0.6)
    value(
      logEvent(docs, body, {
        eventType: random.pick(AMOUNT_STATS)[0],
        details: { amount: 1 + random.int(500) },
      }),
    );
  else if (chance < 0.8)
    value(
      editRecord(docs, {
        doc: body,
        spec: TIMELINE_EVENT,
        id: random.pick(events).id,
        fields: { details: { amount: 1 + random.int(500) } },
      }),
    );
  else value(deleteRecord(docs, body, TIMELINE_EVENT, random.pick(events).id));
};

describe('the figures of a session', () => {
  it.each(seeds)(
    'equal the sums over its log at any time, before and after its end and a merge, seed %i',
    async (seed) => {
      const random = createRandom(seed);
      const [a, b] = await createTestDevices(seed).pair();
      const { id, body: bodyA } = await newSession(a);
      await meet(a, b);
      const bodyB = await bodyOf(b, id);
      const check = (docs: CampaignDocs, body: OpenDocument): void => {
        const events = listEvents(body);
        const shown = shownStats(counted(docs, body));
        expect(shown.eventCount).toBe(events.length);
        for (const [type, stat] of AMOUNT_STATS) {
          const ofType = events.filter((event) => event.eventType === type);
          const sum = ofType.reduce((total, event) => total + Number((event.details as { amount: number }).amount), 0);
          expect(shown[stat], `${type}, seed ${seed}`).toBe(sum);
        }
      };
      for (let step = 0; step < 25; step++) {
        const [docs, body] = random.chance(0.5) ? ([a, bodyA] as const) : ([b, bodyB] as const);
        if (random.chance(0.1)) value(endSession(docs, id, body));
        else changeLog(random, docs, body);
        if (random.chance(0.2)) await meet(a, b);
        check(a, bodyA);
        check(b, bodyB);
      }
      await meet(a, b);
      expect(counted(a, bodyA)).toEqual(counted(b, bodyB));
    },
  );

  it('count what arrives after the end, in stats, lists and summary (M-061 to M-067)', async () => {
    const [a, b] = await createTestDevices(41).pair();
    const { id, body } = await newSession(a);
    await meet(a, b);
    value(logEvent(a, body, { eventType: 'xp', details: { amount: 30 } }));
    value(endSession(a, id, body));
    value(logEvent(b, await bodyOf(b, id), { eventType: 'xp', details: { amount: 40 } }));
    value(logEvent(b, await bodyOf(b, id), { eventType: 'location_discovered', name: 'Kelp Stair' }));
    await meet(a, b);
    const session = counted(a, body);
    expect(shownStats(session)).toMatchObject({ eventCount: 3, xpEarned: 70 });
    expect(texts(session, 'locationsVisited')).toEqual(['Kelp Stair']);
    expect(autoSummary(session, 'gp')).toContain('exploring 1 new location: Kelp Stair.');
    const [read] = readSessions(a, undefined, () => listEvents(body));
    // reason for the cast: the record was read by the session's own declaration
    expect(shownStats(read!.record as unknown as Session).xpEarned).toBe(70);
  });

  it('are 0 again when the log was emptied after the end, not those of the end', async () => {
    const { docs } = await createSingle(createTestDevices(42));
    const { id, body } = await newSession(docs);
    const xp = value(logEvent(docs, body, { eventType: 'xp', details: { amount: 30 } }));
    value(endSession(docs, id, body));
    value(deleteRecord(docs, body, TIMELINE_EVENT, xp));
    expect(shownStats(counted(docs, body))).toMatchObject({ eventCount: 0, xpEarned: 0 });
    expect(shownStats(countedSession(docs.ledger, listSessions(docs)[0]!, null)).xpEarned).toBe(30);
  });

  it('keep what was typed over, what the log says and what a file reported apart', async () => {
    const { docs } = await createSingle(createTestDevices(43));
    const { id, body } = await newSession(docs);
    value(describeSession(docs, id, { reportedStats: { eventCount: 247, xpEarned: 4000, treasureGained: 12 } }));
    value(logEvent(docs, body, { eventType: 'xp', details: { amount: 100 } }));
    expect(shownStat(counted(docs, body), 'xpEarned')).toEqual({
      value: 100,
      origin: 'computed',
      others: [{ origin: 'reported', value: 4000 }],
    });
    expect(shownStat(counted(docs, body), 'treasureGained')).toEqual({ value: 12, origin: 'reported', others: [] });
    value(describeSession(docs, id, { correctedStats: { xpEarned: 500 } }));
    expect(shownStat(counted(docs, body), 'xpEarned')).toEqual({
      value: 500,
      origin: 'corrected',
      others: [
        { origin: 'computed', value: 100 },
        { origin: 'reported', value: 4000 },
      ],
    });
  });

  it('leave a name off that a GM took off a list, and know a renamed entity by its old name', async () => {
    const { docs } = await createSingle(createTestDevices(44));
    const { id, body } = await newSession(docs);
    const npc = value(createEntity(docs, { name: 'Corin Vale', entityType: 'npc' }));
    value(logEvent(docs, body, { eventType: 'npc_introduced', participants: { actor: npc } }));
    value(logEvent(docs, body, { eventType: 'location_discovered', name: 'The Well' }));
    value(endSession(docs, id, body));
    value(describeSession(docs, id, { locationsVisited: [] }));
    value(renameEntity(docs, npc, 'Corin Dale'));
    expect([texts(counted(docs, body), 'locationsVisited'), texts(counted(docs, body), 'npcsIntroduced')]).toEqual([
      [],
      ['Corin Vale'],
    ]);
    value(logEvent(docs, body, { eventType: 'location_discovered', name: 'Docks' }));
    expect(namesToGather(docs.ledger, listSessions(docs)[0]!, listEvents(body)).locationsVisited).toEqual(['Docks']);
    value(recountSession(docs, id, body));
    expect(texts(listSessions(docs)[0]!, 'locationsVisited')).toEqual(['Docks']);
  });
});

describe('the lists of a session as players read them', () => {
  it('show what shared entries tell now and what the GM wrote, and no former words of an entry or a name', async () => {
    const { docs } = await createSingle(createTestDevices(46));
    const { id, body } = await newSession(docs);
    const found = (name: string, visibility: 'secret' | 'shared' = 'shared'): string =>
      value(logEvent(docs, body, { eventType: 'ITEM_ACQUIRED', name, visibility }));
    const crown = found('Cursed crown', 'secret');
    const [key, ring] = [found('Silver key'), found('Stolen ring')];
    found('Rope');
    const npc = value(createEntity(docs, { name: 'Osric the traitor', entityType: 'npc', isKnown: true }));
    value(logEvent(docs, body, { eventType: 'npc_introduced', participants: { actor: npc } }));
    value(endSession(docs, id, body));
    value(
      addItem(docs, { doc: docs.ledger, spec: SESSION, id, field: 'itemsAcquired', text: 'The favour of the watch' }),
    );
    const forPlayers = (events: readonly TimelineEvent[] | null): string[][] => {
      const words = playerWords(listEntities(docs), []);
      const read = playerSessionRecord(listSessions(docs)[0]!, events, { clocks: [], goals: [], words });
      return [read.itemsAcquired, read.npcsIntroduced].map((list) => list.map(({ text }) => text));
    };
    expect(forPlayers(listEvents(body))).toEqual([
      ['Silver key', 'Stolen ring', 'Rope', 'The favour of the watch'],
      ['Osric the traitor'],
    ]);
    const rename = (event: string, name: string): unknown =>
      value(editRecord(docs, { doc: body, spec: TIMELINE_EVENT, id: event, fields: { name } }));
    rename(crown, 'Old crown');
    rename(key, 'Iron key');
    value(deleteRecord(docs, body, TIMELINE_EVENT, ring));
    value(renameEntity(docs, npc, 'Osric'));
    expect(forPlayers(listEvents(body))).toEqual([['Rope', 'The favour of the watch'], []]);
    expect(forPlayers(null)).toEqual([['The favour of the watch'], []]);
  });
});

describe('what counts', () => {
  it('[M-088] words noted for the log leave the reported number of events, and what is logged counts', async () => {
    const { docs } = await createSingle(createTestDevices(47));
    const { id, body } = await newSession(docs);
    value(editRecord(docs, { doc: docs.ledger, spec: SESSION, id, fields: { reportedStats: { eventCount: 247 } } }));
    for (const source of ['analysis', 'chat'] as const)
      value(logNote(docs, body, { text: 'The mill burned', source, confidence: 'DRAFT' }));
    expect(shownStat(counted(docs, body), 'eventCount')).toMatchObject({ value: 247, origin: 'reported' });
    value(endSession(docs, id, body));
    expect(shownStat(listSessions(docs)[0]!, 'eventCount')).toMatchObject({ value: 247, origin: 'reported' });
    value(logEvent(docs, body, { eventType: 'OTHER', name: 'They fled' }));
    expect(shownStat(counted(docs, body), 'eventCount')).toMatchObject({ value: 1, origin: 'computed' });
  });

  it('a move is a visit and no new location; a defeated boss is defeated', async () => {
    const { docs } = await createSingle(createTestDevices(45));
    const { body } = await newSession(docs);
    value(logEvent(docs, body, { eventType: 'LOCATION_CHANGE', details: { to: 'The Docks' } }));
    value(logEvent(docs, body, { eventType: 'location_discovered', name: 'Salt Cellar' }));
    value(logEvent(docs, body, { eventType: 'boss_defeated', name: 'The Drowned Prior' }));
    const session = counted(docs, body);
    expect(texts(session, 'locationsVisited')).toEqual(['The Docks', 'Salt Cellar']);
    expect(autoSummary(session, '')).toContain('exploring 1 new location: Salt Cellar.');
    expect(shownStats(session).npcsKilled).toBe(1);
  });

  it('a session was updated when it was last revised, and that is not when it was made', async () => {
    const devices = createTestDevices(46);
    const { docs } = await createSingle(devices);
    const { id } = await newSession(docs);
    const record = () => readSessions(docs, undefined, () => null)[0]!.record;
    expect(record()['updatedAt']).toBe(record()['createdAt']);
    devices.time.advance(60_000);
    value(describeSession(docs, id, { title: 'High water' }));
    expect(record()['updatedAt']).toBe(devices.time.nowMs());
    expect(record()['createdAt']).toBe(devices.time.nowMs() - 60_000);
  });
});
