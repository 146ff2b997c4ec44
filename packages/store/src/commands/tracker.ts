// The initiative tracker: combatants of an encounter, their turns and rounds. Hit points and rounds are counters, so that
// steps made on two devices both count.
import {
  COMBATANT,
  combatantName,
  comingTurn,
  currentEncounter,
  ENCOUNTER,
  ENCOUNTER_ID,
  encounterIdOf,
  ENTITY,
  err,
  indexBehind,
  moveInTurnOrder,
  ok,
  placeOf,
  turnPlace,
  type RecordInput,
  type Result,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import type { OpenDocument } from '../open-document.ts';
import { writeConditionsGone } from './combatants.ts';
import {
  listCombatantsOf,
  getEncounter,
  joinedEncounter,
  listEncounters,
  writeEncounter,
  type CombatantInput,
  type ListedEncounter,
} from './encounters.ts';
import { logCombatStart } from './fight-events.ts';
import { getRecord } from './read-records.ts';
import { stepCounter } from './record-groups.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { createRecord, deleteRecord, editRecord } from './records.ts';

/** The encounter that commands are about unless they name one. */
const currentId = (body: OpenDocument): string => currentEncounter(listEncounters(body))?.id ?? ENCOUNTER_ID;

/** Sets the round to 0 and gives nobody the turn, inside another command. */
const resetTurns = (
  docs: CampaignDocs,
  body: OpenDocument,
  encounterId: string,
): Result<void, Refused | RecordMissing> => {
  if (!getRecord(body, ENCOUNTER, encounterId)) return ok(undefined);
  const turned = editRecord(docs, {
    doc: body,
    spec: ENCOUNTER,
    id: encounterId,
    fields: { turnId: '', turnPlace: null },
  });
  if (!turned.ok) return turned;
  const reset = stepCounter(docs, {
    doc: body,
    spec: ENCOUNTER,
    id: encounterId,
    field: 'round',
    change: { to: 0 },
  });
  return reset.ok ? ok(undefined) : reset;
};

type NewCombatant = Pick<RecordInput<typeof COMBATANT>, 'name' | 'entityId' | 'initiative' | 'hp' | 'hpMax'>;

/** The stored encounter of a combatant: older versions know the first one by an empty id only. */
const storedEncounterId = (encounterId: string): { encounterId?: string } =>
  encounterId === ENCOUNTER_ID ? {} : { encounterId };

const createCombatant = (
  docs: CampaignDocs,
  body: OpenDocument,
  encounterId: string,
  input: NewCombatant,
): Result<string, Refused> => {
  const entity = input.entityId ? getRecord(docs.ledger, ENTITY, input.entityId) : null;
  const hp = input.hp ?? (entity && (entity.hp.value || entity.hpMax)) ?? undefined;
  const hpMax = input.hpMax ?? entity?.hpMax ?? undefined;
  const isOfParty = entity?.entityType === 'pc' || entity?.isCompanion === true;
  return createRecord(docs, body, COMBATANT, {
    ...(isOfParty ? { side: 'party' as const } : {}),
    ...input,
    ...storedEncounterId(encounterId),
    name: combatantName((input.name ?? entity?.name ?? '').trim(), listCombatantsOf(body, encounterId)),
    ...(hp === undefined ? {} : { hp }),
    ...(hpMax === undefined ? {} : { hpMax }),
  });
};

/** True for an encounter that everybody has left: who joins it begins another fight. */
const isOver = (body: OpenDocument, encounterId: string): boolean =>
  (getRecord(body, ENCOUNTER, encounterId)?.round.value ?? 0) > 0 && listCombatantsOf(body, encounterId).length === 0;

/** Has combatants join an encounter: by default the one that goes on, or one that begins. */
const join = <T>(
  docs: CampaignDocs,
  body: OpenDocument,
  { label, into }: { label: string; into?: string | undefined },
  run: (encounterId: string) => Result<T, Refused | RecordMissing>,
): Result<T, Refused | RecordMissing> =>
  docs.group(label, () => {
    const joined = into === undefined ? joinedEncounter(docs, body) : ok(into);
    if (!joined.ok) return joined;
    const reset = isOver(body, joined.value) ? resetTurns(docs, body, joined.value) : ok(undefined);
    return reset.ok ? run(joined.value) : reset;
  });

/**
 * Adds a combatant: from an entity, with its name and hit points, or as typed. A second goblin becomes "Goblin 2". The
 * first one after all others have left begins another fight.
 */
export const addCombatant = (
  docs: CampaignDocs,
  body: OpenDocument,
  input: NewCombatant,
): Result<string, Refused | RecordMissing> =>
  join(docs, body, { label: 'Add combatant' }, (encounterId) => createCombatant(docs, body, encounterId, input));

/** Adds combatants as they were rolled, as one undo step. Returns their ids. */
export const addCombatants = (
  docs: CampaignDocs,
  body: OpenDocument,
  inputs: readonly CombatantInput[],
  into?: string,
): Result<string[], Refused | RecordMissing> =>
  join(docs, body, { label: 'Add combatants', into }, (encounterId) => {
    const ids: string[] = [];
    for (const input of inputs) {
      const made = createRecord(docs, body, COMBATANT, { ...input, ...storedEncounterId(encounterId) });
      if (!made.ok) return made;
      ids.push(made.value);
    }
    return ok(ids);
  });

/** Moves a combatant in the turn order, with its group; `toIndex` is its 0-based index in the result. */
export const moveCombatant = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
  toIndex: number,
): Result<void, Refused> => {
  const combatant = getRecord(body, COMBATANT, id);
  const encounterId = combatant ? encounterIdOf(combatant) : ENCOUNTER_ID;
  const rows = listCombatantsOf(body, encounterId);
  const changes = moveInTurnOrder(rows, id, toIndex);
  const encounter = getRecord(body, ENCOUNTER, encounterId);
  const place = turnPlace(encounter, rows);
  const isAtPlace = rows.some(
    (row) => row.id === place?.id && row.order === place.order && row.initiative === place.initiative,
  );
  return docs.edit('Move combatant', [body], (edit) => {
    for (const [each, change] of changes) edit.set(body, 'combatant', each, change);
    // The keys of equal combatants can all be new; the turn stays with its combatant unless that one is moved.
    if (place && isAtPlace && place.id !== id && changes.has(place.id))
      edit.set(body, 'encounter', encounterId, { turnPlace: { ...place, ...changes.get(place.id) } });
  });
};

/** The step that ends a round follows from the round: two GMs who end one while apart count one. */
const nextRoundId = (body: OpenDocument, encounter: ListedEncounter | undefined): string =>
  derivedId('round', body.room, encounter?.round.steps.at(-1)?.id ?? '');

/**
 * Begins a round, inside another command. The first round is logged as the start of the fight; that of a fight which
 * began in another session is logged there.
 */
const beginRound = (
  docs: CampaignDocs,
  body: OpenDocument,
  encounterId: string,
): Result<void, Refused | RecordMissing | { type: 'NoSuchBody' }> => {
  const encounter = getEncounter(body, encounterId);
  const stepped = stepCounter(docs, {
    doc: body,
    spec: ENCOUNTER,
    id: encounterId,
    field: 'round',
    change: { by: 1 },
    stepId: nextRoundId(body, encounter),
  });
  if (!stepped.ok) return stepped;
  if (encounter && encounter.round.value > 0) return ok(undefined);
  const logged = logCombatStart(docs, body, encounter ?? { id: encounterId, name: '', round: { value: 0, steps: [] } });
  return logged.ok ? ok(undefined) : logged;
};

/**
 * Passes the turn to the next combatant; after the last one a new round begins. Conditions that end are removed, and
 * whoever acts delays and readies nothing any more. Returns whose turn it is.
 */
export const passTurn = (
  docs: CampaignDocs,
  body: OpenDocument,
  encounterId = currentId(body),
): Result<string | null, Refused | RecordMissing | { type: 'NoSuchBody' }> => {
  const rows = listCombatantsOf(body, encounterId);
  const coming = comingTurn(getRecord(body, ENCOUNTER, encounterId), rows);
  if (!coming) return ok(null);
  const { next, isNewRound, ending } = coming;
  return docs.group('Next turn', () => {
    const moved = writeEncounter(docs, body, encounterId, {
      label: 'Next turn',
      turnId: next.id,
      turnPlace: placeOf(next),
    });
    if (!moved.ok) return moved;
    const begun = isNewRound ? beginRound(docs, body, encounterId) : ok(undefined);
    if (!begun.ok) return begun;
    const gone = writeConditionsGone(docs, body, { ending, acting: next.id, rows });
    return gone.ok ? ok(next.id) : gone;
  });
};

/** Begins a fight of a system without turns: it is logged, and has its first round. */
export const startWithoutTurns = (
  docs: CampaignDocs,
  body: OpenDocument,
  encounterId = currentId(body),
): Result<void, Refused | RecordMissing | { type: 'NoSuchBody' }> =>
  docs.group('Start fight', () => {
    const there = writeEncounter(docs, body, encounterId, { label: 'Start fight', turnId: '' });
    return there.ok ? beginRound(docs, body, encounterId) : there;
  });

/** One delays its turn: it acts when the GM says so, or when its turn comes round again. The turn passes if it is its. */
export const delayTurn = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
): Result<string | null, Refused | RecordMissing | { type: 'NoSuchBody' }> =>
  docs.group('Delay turn', () => {
    const combatant = getRecord(body, COMBATANT, id);
    if (!combatant) return err({ type: 'RecordMissing', kind: COMBATANT.kind, id });
    const encounterId = encounterIdOf(combatant);
    const hasTurn = getRecord(body, ENCOUNTER, encounterId)?.turnId === id;
    const passed = hasTurn ? passTurn(docs, body, encounterId) : ok(null);
    if (!passed.ok) return passed;
    const delays = editRecord(docs, { doc: body, spec: COMBATANT, id, fields: { isDelaying: true } });
    return delays.ok ? passed : delays;
  });

/**
 * One that delays, or any other, acts now: it moves behind the one whose turn it is, and has the turn. Returns its id.
 */
export const actNow = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
): Result<string | null, Refused | RecordMissing | { type: 'NoSuchBody' }> =>
  docs.group('Act now', () => {
    const combatant = getRecord(body, COMBATANT, id);
    if (!combatant) return err({ type: 'RecordMissing', kind: COMBATANT.kind, id });
    const encounterId = encounterIdOf(combatant);
    const rows = listCombatantsOf(body, encounterId);
    const place = turnPlace(getRecord(body, ENCOUNTER, encounterId), rows);
    const behind = indexBehind(rows, place, id);
    const moved = moveCombatant(docs, body, id, behind);
    return moved.ok ? passTurn(docs, body, encounterId) : moved;
  });

/** Removes every combatant of the encounter and resets the round, as one undo step. */
export const clearTracker = (
  docs: CampaignDocs,
  body: OpenDocument,
  encounterId = currentId(body),
): Result<void, Refused | RecordMissing> =>
  docs.group('Clear the tracker', () => {
    for (const combatant of listCombatantsOf(body, encounterId)) {
      const deleted = deleteRecord(docs, body, COMBATANT, combatant.id);
      if (!deleted.ok) return deleted;
    }
    return resetTurns(docs, body, encounterId);
  });
