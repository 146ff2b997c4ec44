// The encounters of a session: one is fought, others are prepared, put aside or ended. Each keeps its combatants, turn
// and round.
import {
  COMBATANT,
  conditionEndsOf,
  currentEncounter,
  ENCOUNTER,
  ENCOUNTER_ID,
  MOST_SHOWINGS,
  encounterIdOf,
  err,
  ok,
  SCENE,
  turnOrder,
  turnPlace,
  type Combatant,
  type Encounter,
  type RecordInput,
  type Result,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import type { OpenDocument, ReadableDocument } from '../open-document.ts';
import { fightNumber, logCombatEnd, type Logged } from './fight-events.ts';
import { getRecord, listRecords, type Listed } from './read-records.ts';
import { stepCounter } from './record-groups.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { createRecord, deleteRecord, editRecord } from './records.ts';

type EncounterOutcome<T = void> = Result<T, Refused | RecordMissing>;

export type ListedEncounter = Listed<typeof ENCOUNTER>;
export type CombatantInput = Omit<RecordInput<typeof COMBATANT>, 'encounterId' | 'order'>;

export const listCombatants = (body: ReadableDocument): Listed<typeof COMBATANT>[] =>
  turnOrder(listRecords(body, COMBATANT));

/** The combatants of one encounter, in turn order. */
export const listCombatantsOf = (body: ReadableDocument, encounterId: string): Listed<typeof COMBATANT>[] =>
  turnOrder(listRecords(body, COMBATANT).filter((row) => encounterIdOf(row) === encounterId));

/** Nobody took up the first encounter yet: it goes on, and has no record until its first turn. */
const NOT_BEGUN: ListedEncounter = {
  id: ENCOUNTER_ID,
  ...(Object.fromEntries(Object.entries(ENCOUNTER.fields).map(([name, field]) => [name, field.empty])) as Omit<
    Encounter,
    'id'
  >), // reason for the cast: the keys are those of the declaration
  broughtBack: false,
};

/**
 * The encounters that a session has: also the first one, which has combatants before it has a record, and a deleted one
 * that another GM added somebody to meanwhile.
 */
export const listEncounters = (body: ReadableDocument): ListedEncounter[] => {
  const records = listRecords(body, ENCOUNTER);
  const listed = new Set(records.map(({ id }) => id));
  const table = body.table(ENCOUNTER.kind);
  const named = new Set(listRecords(body, COMBATANT).map(encounterIdOf));
  const broughtBack = [...named].flatMap((id) => {
    const record = listed.has(id) || id === ENCOUNTER_ID ? null : (table.record(id) as Encounter | null);
    return record ? [{ ...record, broughtBack: true }] : [];
  });
  const all = [...records, ...broughtBack];
  return listed.has(ENCOUNTER_ID) ? all : [NOT_BEGUN, ...all];
};

/** The encounter of an id as it is listed; undefined for a deleted one. */
export const getEncounter = (body: ReadableDocument, id: string): ListedEncounter | undefined =>
  listEncounters(body).find((each) => each.id === id);

/** True for an encounter with a record: what is written restores one that was deleted and is listed all the same. */
const hasRecord = (body: ReadableDocument, id: string): boolean =>
  getRecord(body, ENCOUNTER, id) !== null || (id !== ENCOUNTER_ID && getEncounter(body, id) !== undefined);

/** Writes fields of an encounter; the first one gets its record. Inside another command. */
export const writeEncounter = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
  { label, ...fields }: RecordInput<typeof ENCOUNTER> & { label: string },
): EncounterOutcome => {
  if (hasRecord(body, id)) return editRecord(docs, { doc: body, spec: ENCOUNTER, id, fields, label, restores: true });
  if (id !== ENCOUNTER_ID) return err({ type: 'RecordMissing', kind: ENCOUNTER.kind, id });
  return createAnew(docs, body, id, { label, ...fields });
};

/** Creates an encounter of a fixed id. Where one was deleted, nothing of that goes on. Inside another command. */
const createAnew = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
  { label, ...fields }: RecordInput<typeof ENCOUNTER> & { label: string },
): EncounterOutcome => {
  const isOverDeleted = body.table(ENCOUNTER.kind).get(id) !== undefined;
  const fresh = { turnId: '', turnPlace: null, name: '', state: 'going' as const };
  const created = createRecord(docs, body, ENCOUNTER, { ...(isOverDeleted ? fresh : {}), ...fields }, { id, label });
  if (!created.ok || !isOverDeleted) return asVoid(created);
  return asVoid(stepCounter(docs, { doc: body, spec: ENCOUNTER, id, field: 'round', change: { to: 0 } }));
};

const asVoid = (result: Result<unknown, Refused | RecordMissing>): EncounterOutcome =>
  result.ok ? ok(undefined) : result;

const nextShowing = (body: OpenDocument): number => {
  const highest = listEncounters(body).reduce((most, each) => Math.max(most, each.turnOfShowing), 0);
  return Math.min(highest + 1, MOST_SHOWINGS);
};

/** Puts the encounter that is fought aside, unless it has no combatants. Inside another command. */
const putCurrentAside = (docs: CampaignDocs, body: OpenDocument): EncounterOutcome => {
  const current = currentEncounter(listEncounters(body));
  if (!current || listCombatantsOf(body, current.id).length === 0) return ok(undefined);
  return writeEncounter(docs, body, current.id, { label: 'Put aside', state: 'aside' });
};

/** The id of the encounter that begins when none goes on: two GMs who begin one while apart begin the same. */
const followingId = (body: OpenDocument): string => {
  for (let n = listRecords(body, ENCOUNTER).length; ; n++) {
    const id = derivedId('encounter', body.room, String(n));
    if (!body.table('encounter').get(id)) return id;
  }
};

/** Begins an encounter; the one that is fought is put aside. Returns its id. */
export const startEncounter = (
  docs: CampaignDocs,
  body: OpenDocument,
  input: { name?: string; sceneId?: string } = {},
): EncounterOutcome<string> =>
  docs.group('Start encounter', () => {
    const turnOfShowing = nextShowing(body);
    const aside = putCurrentAside(docs, body);
    if (!aside.ok) return aside;
    return createRecord(docs, body, ENCOUNTER, { ...input, turnOfShowing }, { label: 'Start encounter' });
  });

/** The id of the encounter that combatants join: the one that goes on, else one that begins. Inside another command. */
export const joinedEncounter = (docs: CampaignDocs, body: OpenDocument): EncounterOutcome<string> => {
  const current = currentEncounter(listEncounters(body));
  if (current) return ok(current.id);
  const turnOfShowing = nextShowing(body);
  return createRecord(docs, body, ENCOUNTER, { turnOfShowing }, { id: followingId(body), label: 'Start encounter' });
};

/** Takes an encounter up, such as one that was put aside or ended. The one that is fought goes on too. */
export const resumeEncounter = (docs: CampaignDocs, body: OpenDocument, id: string): EncounterOutcome =>
  writeEncounter(docs, body, id, {
    label: 'Resume encounter',
    state: 'going',
    turnOfShowing: nextShowing(body),
  });

export const putEncounterAside = (docs: CampaignDocs, body: OpenDocument, id: string): EncounterOutcome =>
  writeEncounter(docs, body, id, { label: 'Put encounter aside', state: 'aside' });

/** Ends an encounter. One that had a turn is logged with its rounds; its combatants are kept. */
export const endEncounter = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
  outcome = '',
): EncounterOutcome | Logged =>
  docs.group('End encounter', () => {
    const ended = writeEncounter(docs, body, id, { label: 'End encounter', state: 'ended' });
    const encounter = getRecord(body, ENCOUNTER, id);
    if (!ended.ok || !encounter || encounter.round.value === 0) return ended;
    return logCombatEnd(docs, body, encounter, outcome.trim());
  });

/** Deletes an encounter with its combatants, as one undo step. */
export const deleteEncounter = (docs: CampaignDocs, body: OpenDocument, id: string): EncounterOutcome =>
  docs.group('Delete encounter', () => {
    for (const combatant of listCombatantsOf(body, id)) {
      const deleted = deleteRecord(docs, body, COMBATANT, combatant.id);
      if (!deleted.ok) return deleted;
    }
    return getRecord(body, ENCOUNTER, id) ? deleteRecord(docs, body, ENCOUNTER, id) : ok(undefined);
  });

/** The prepared encounter of a scene: one, also for two GMs who prepare it while apart. */
export const getPreparedId = (body: ReadableDocument, sceneId: string): string =>
  derivedId('prepared encounter', body.room, sceneId);

/** Adds creatures, as they are typed, to what a scene's encounter will have. */
export const prepareCreatures = (
  docs: CampaignDocs,
  body: OpenDocument,
  sceneId: string,
  creatures: readonly string[],
): EncounterOutcome => {
  const id = getPreparedId(body, sceneId);
  const prepared = getRecord(body, ENCOUNTER, id);
  const label = 'Prepare encounter';
  if (!prepared)
    return docs.group(label, () => createAnew(docs, body, id, { label, sceneId, state: 'prepared', creatures }));
  const there = prepared.creatures.map((item) => item.text);
  return editRecord(docs, { doc: body, spec: ENCOUNTER, id, label, fields: { creatures: [...there, ...creatures] } });
};

/**
 * By its name, and by how many before it have the same: two GMs whose lists differ do not mix two creatures. And by the
 * number of the fight, so that nobody who fell in a deleted one is in it.
 */
const preparedCombatantId = (
  body: OpenDocument,
  encounterId: string,
  combatants: readonly CombatantInput[],
  at: number,
): string => {
  const name = combatants[at]!.name ?? '';
  const before = combatants.slice(0, at).filter((each) => (each.name ?? '') === name).length;
  const fight = getRecord(body, ENCOUNTER, encounterId);
  return derivedId(
    'prepared combatant',
    body.room,
    encounterId,
    fight ? fightNumber(fight) : '0',
    name,
    String(before),
  );
};

/**
 * Begins a prepared encounter with its combatants, which the caller has rolled. Two GMs who begin it while apart begin
 * one, with the same combatants.
 */
export const startPrepared = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
  combatants: readonly CombatantInput[],
): EncounterOutcome =>
  docs.group('Start encounter', () => {
    const turnOfShowing = nextShowing(body);
    const aside = putCurrentAside(docs, body);
    if (!aside.ok) return aside;
    const started = writeEncounter(docs, body, id, { label: 'Start encounter', state: 'going', turnOfShowing });
    if (!started.ok) return started;
    for (const [at, input] of combatants.entries()) {
      const made = createRecord(
        docs,
        body,
        COMBATANT,
        { ...input, encounterId: id },
        { id: preparedCombatantId(body, id, combatants, at) },
      );
      if (!made.ok) return made;
    }
    return ok(undefined);
  });

/** Where an encounter of another session began. */
const originOf = (from: ReadableDocument, id: string): string => `${from.room}#${id}`;

/** The id that an encounter of another session has in this one: two GMs who take it up carry one. */
const carriedId = (from: ReadableDocument, id: string): string => derivedId('carried', originOf(from, id));

/** A combatant as it was left, for another session. */
const carriedCombatant = (row: Combatant, idOf: (id: string) => string): CombatantInput => {
  const {
    name,
    entityId,
    statBlock,
    side,
    initiative,
    hp,
    hpMax,
    conditions,
    group,
    readied,
    clockId,
    isDelaying,
    isDefeated,
  } = row;
  const ends = [...conditionEndsOf(row)].map(([condition, end]) => [condition, { ...end, of: idOf(end.of) }] as const);
  return {
    ...{
      name,
      entityId,
      statBlock,
      side,
      initiative,
      hpMax,
      conditions,
      group,
      readied,
      clockId,
      isDelaying,
      isDefeated,
    },
    ...(hp.steps.length > 0 ? { hp: hp.value } : {}),
    conditionEnds: Object.fromEntries(ends),
  };
};

/**
 * Takes an encounter of an earlier session up in this one, as it was left: who is in it, whose turn it is, the round and
 * the conditions. What the earlier session has stays as it was.
 */
export const carryEncounter = (
  docs: CampaignDocs,
  from: ReadableDocument,
  id: string,
  body: OpenDocument,
): EncounterOutcome => {
  const encounter = getEncounter(from, id);
  if (!encounter) return err({ type: 'RecordMissing', kind: ENCOUNTER.kind, id });
  const rows = listCombatantsOf(from, id);
  const idOf = (each: string): string => derivedId('carried', originOf(from, id), each);
  const place = turnPlace(encounter, rows);
  return docs.group('Resume encounter', () => {
    const turnOfShowing = nextShowing(body);
    const aside = putCurrentAside(docs, body);
    if (!aside.ok) return aside;
    const into = carriedId(from, id);
    const name = encounter.name || (getRecord(from, SCENE, encounter.sceneId)?.title ?? '');
    const made = createRecord(
      docs,
      body,
      ENCOUNTER,
      {
        name,
        turnOfShowing,
        cameFrom: originOf(from, id),
        ...(place ? { turnId: idOf(place.id), turnPlace: { ...place, id: idOf(place.id) } } : {}),
      },
      { id: into, label: 'Resume encounter' },
    );
    if (!made.ok) return made;
    const { value: round } = encounter.round;
    const counted =
      round > 0
        ? stepCounter(docs, { doc: body, spec: ENCOUNTER, id: into, field: 'round', change: { to: round } })
        : made;
    if (!counted.ok) return counted;
    for (const row of rows) {
      const carried = createRecord(
        docs,
        body,
        COMBATANT,
        { ...carriedCombatant(row, idOf), encounterId: into, order: row.order },
        { id: idOf(row.id) },
      );
      if (!carried.ok) return carried;
    }
    return ok(undefined);
  });
};

/** An encounter of an earlier session, and the body that it is in. */
export interface UnfinishedEncounter {
  from: OpenDocument;
  encounter: ListedEncounter;
}

/** Encounters of earlier sessions that did not end, and were not taken up in this one or in another of those. */
export const listUnfinishedEncounters = (
  earlier: readonly OpenDocument[],
  body: ReadableDocument,
): UnfinishedEncounter[] => {
  const taken = new Set([...earlier, body].flatMap((each) => listEncounters(each).map(({ cameFrom }) => cameFrom)));
  return earlier.flatMap((from) =>
    listEncounters(from)
      .filter(
        ({ id, state }) =>
          (state === 'going' || state === 'aside') &&
          !taken.has(originOf(from, id)) &&
          listCombatantsOf(from, id).length > 0,
      )
      .map((encounter) => ({ from, encounter })),
  );
};
