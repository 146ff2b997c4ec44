// After a join, no reference names the entity that is gone: every field of every kind that refers to entities, pins and
// zones of maps, and who played whom. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import { describe, expect, it } from 'vitest';
import { ALL_RECORDS, HANDOUT, isKnownToPlayers, MAP, mapPins, PLAYER, RECORDS } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import {
  addPin,
  addZone,
  buildPlayerHandouts,
  buildPlayerView,
  createEntity,
  createRecord,
  createSession,
  deleteMark,
  editEntity,
  getEntity,
  getRecord,
  joinEntities,
  listEvents,
  listMaps,
  listRecords,
  listRelationships,
  logEvent,
  publishSession,
  renameEntity,
  setAttendance,
  showHandout,
  type CampaignDocs,
  type OpenDocument,
  type Spec,
} from './index.ts';
import { bodyOf, createTestDevices, meet, value } from '../testing/index.ts';

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const SEEDS = only === undefined ? Array.from({ length: 20 }, (_, i) => i + 1) : [Number(only)];
const TRIANGLE = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
];
const MIDDLE = { x: 0.5, y: 0.5 };
const npc = (docs: CampaignDocs, name: string, isKnown = true): string =>
  value(createEntity(docs, { name, entityType: 'npc', evenIfTaken: true, isKnown }));
const opens = (id: string) => ({ kind: 'entity', id, sessionId: '' }) as const;

/** Two entities of one name; the first is the older one, which a join keeps. */
const twoOf = async ({ known = [true, true], seed = 1 } = {}) => {
  const { pair, time } = createTestDevices(seed);
  const [a, b] = await pair();
  const kept = npc(a, 'Odile', known[0]);
  time.advance(1000);
  const other = npc(a, 'Odile', known[1]);
  return { a, b, kept, other, meet: () => meet(a, b) };
};

/** Kinds whose ends are read through the join and never rewritten: the ends of a relationship never change. */
const READ_THROUGH_JOIN: ReadonlySet<string> = new Set(['relationship', 'suggestion', 'chatMessage']);

/** Every record that refers to an entity in a field that is declared as such, by kind and field. */
const referring = (docs: CampaignDocs, body: OpenDocument, id: string): void => {
  for (const spec of ALL_RECORDS as readonly Spec[]) {
    if (spec.kind === 'campaign' || spec.kind === 'session' || spec.kind === 'entity') continue;
    const doc = spec.home === 'ledger' ? docs.ledger : body;
    const refers = Object.entries(spec.fields).filter(([, field]) => field.refers === 'entity');
    if (refers.length === 0) continue;
    const fields = refers.map(([name, field]) => [name, field.form === 'members' ? [id] : id]);
    value(createRecord(docs, doc, spec, { [spec.title]: 'A title', ...Object.fromEntries(fields) }));
  }
};

/** What names an id among all records of a campaign, as kinds. */
const kindsNaming = (docs: CampaignDocs, body: OpenDocument, id: string): string[] =>
  (ALL_RECORDS as readonly Spec[]).flatMap((spec) => {
    if (READ_THROUGH_JOIN.has(spec.kind)) return [];
    const records = listRecords(spec.home === 'ledger' ? docs.ledger : body, spec);
    const told = JSON.stringify(records, (key, each: unknown) => (key === 'joinedOpenly' ? undefined : each));
    return told.includes(id) ? [spec.kind] : [];
  });

describe('after a join', () => {
  it.each(SEEDS)('no reference names the entity that is gone, and Undo brings each back (seed %i)', async (seed) => {
    const random = createRandom(seed);
    const known = random.pick([
      [true, true],
      [false, false],
      [false, true],
    ]);
    const { a: docs, kept, other } = await twoOf({ known, seed });
    const session = value(createSession(docs));
    const body = await bodyOf(docs, session);
    referring(docs, body, other);
    value(logEvent(docs, body, { eventType: 'dialogue', participants: { actor: other, target: kept } }));
    const player = value(createRecord(docs, docs.ledger, PLAYER, { name: 'Mia' }));
    value(setAttendance(docs, session, { playerId: player, attended: true, characterIds: [other] }));
    const map = value(createRecord(docs, docs.ledger, MAP, { title: 'The harbour' }));
    for (let marks = 1 + random.int(4); marks > 0; marks--) {
      const mark = { target: opens(other), isForPlayers: random.int(2) === 0 };
      value(
        random.int(2) === 0
          ? addPin(docs, map, { at: MIDDLE, ...mark })
          : addZone(docs, map, { corners: TRIANGLE, ...mark }),
      );
    }
    const before = kindsNaming(docs, body, other);
    expect(before).toEqual(expect.arrayContaining(['map', 'handout', 'clock', 'event', 'session']));

    value(await joinEntities(docs, [kept, other]));
    expect(kindsNaming(docs, body, other)).toEqual([]);
    expect(listRelationships(docs).flatMap(({ fromId, toId }) => [fromId, toId])).not.toContain(other);
    expect(getRecord(docs.ledger, RECORDS.session, session)!.played).toEqual([`${player}:${kept}`]);
    await docs.undo();
    expect(kindsNaming(docs, body, other)).toEqual(before);
    await body.release();
  });

  it('players keep the pins of it, also one that a co-GM places apart', async () => {
    const { a, b, kept, other, meet: meeting } = await twoOf();
    const map = value(createRecord(a, a.ledger, MAP, { title: 'The harbour' }));
    value(addPin(a, map, { at: MIDDLE, target: opens(other), isForPlayers: true }));
    value(showHandout(a, map, ''));
    await meeting();
    value(await joinEntities(a, [kept, other]));
    value(addPin(b, map, { at: MIDDLE, target: opens(other), isForPlayers: true }));
    await meeting();
    for (const docs of [a, b])
      expect(buildPlayerHandouts(docs)[0]!.map!.pins.map(({ name }) => name)).toEqual(['Odile', 'Odile']);
    value(editEntity(a, kept, { isKnown: false }));
    expect(buildPlayerHandouts(a)[0]!.map!.pins).toEqual([]);
  });

  it('a pin that was deleted stays deleted', async () => {
    const { a: docs, kept, other } = await twoOf();
    const map = value(createRecord(docs, docs.ledger, MAP, { title: 'The harbour' }));
    const pin = value(addPin(docs, map, { at: MIDDLE, target: opens(other) }));
    value(deleteMark(docs, { mapId: map, id: pin }));
    value(await joinEntities(docs, [kept, other]));
    expect(mapPins(listMaps(docs)[0]!)).toEqual([]);
  });

  it('players do not learn from a pin or a portrait that one they did not know is one whom they know', async () => {
    const { a: docs, kept, other } = await twoOf({ known: [true, false] });
    const map = value(createRecord(docs, docs.ledger, MAP, { title: 'The harbour' }));
    const pin = { at: MIDDLE, target: opens(other) };
    value(addPin(docs, map, { ...pin, isForPlayers: true }));
    value(addPin(docs, map, pin));
    const portrait = value(
      createRecord(docs, docs.ledger, HANDOUT, { title: 'The mask', portraitOf: other, portraitName: 'The mask' }),
    );
    for (const id of [map, portrait]) value(showHandout(docs, id, ''));
    expect(JSON.stringify(buildPlayerHandouts(docs))).not.toContain('Odile');
    value(await joinEntities(docs, [kept, other]));
    expect(JSON.stringify(buildPlayerHandouts(docs))).not.toContain('Odile');
    expect(
      mapPins(listMaps(docs)[0]!)
        .map(({ target }) => target!.id)
        .sort(),
    ).toEqual([kept, other].sort());
  });

  it('players read the log of a completed session with the name of the one that was kept', async () => {
    const { a: docs, kept, other } = await twoOf();
    value(renameEntity(docs, kept, 'Odile Marsh'));
    const session = value(createSession(docs));
    const body = await bodyOf(docs, session);
    value(logEvent(docs, body, { eventType: 'npc_introduced', npcId: other, visibility: 'shared' }));
    value(publishSession(docs, session, true));
    docs.ledger.doc.getMap('sessions').set(`${session}/stage`, 'completed');
    value(await joinEntities(docs, [kept, other]));
    expect(isKnownToPlayers(getEntity(docs, kept)!)).toBe(true);
    const events = listEvents(body);
    expect(events[0]!.npcId).toBe(other);
    const { sessions } = await buildPlayerView(docs, async () => events);
    expect(sessions[0]!.social.met).toEqual(['Odile Marsh']);
    await body.release();
  });
});
