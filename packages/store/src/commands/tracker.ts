// The initiative tracker: combatants, turns and rounds. Hit points and rounds are counters, so that steps made on two
// devices both count.
import {
  COMBATANT,
  combatantName,
  ENCOUNTER,
  ENCOUNTER_ID,
  ENTITY,
  moveInTurnOrder,
  nextTurn,
  ok,
  placeOf,
  turnOrder,
  turnPlace,
  type RecordInput,
  type Result,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import type { OpenDocument } from '../open-document.ts';
import { getRecord, listRecords, type Listed } from './read-records.ts';
import { stepCounter } from './record-groups.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { createRecord, deleteRecord, editRecord } from './records.ts';

export const listCombatants = (body: OpenDocument): Listed<typeof COMBATANT>[] =>
  turnOrder(listRecords(body, COMBATANT));

/** Sets the round to 0 and gives nobody the turn, inside another command. */
const resetTurns = (docs: CampaignDocs, body: OpenDocument): Result<void, Refused | RecordMissing> => {
  if (!getRecord(body, ENCOUNTER, ENCOUNTER_ID)) return ok(undefined);
  const turned = editRecord(docs, {
    doc: body,
    spec: ENCOUNTER,
    id: ENCOUNTER_ID,
    fields: { turnId: '', turnPlace: null },
  });
  if (!turned.ok) return turned;
  const reset = stepCounter(docs, {
    doc: body,
    spec: ENCOUNTER,
    id: ENCOUNTER_ID,
    field: 'round',
    change: { to: 0 },
  });
  return reset.ok ? ok(undefined) : reset;
};

type CombatantInput = Pick<RecordInput<typeof COMBATANT>, 'name' | 'entityId' | 'initiative' | 'hp' | 'hpMax'>;

const createCombatant = (docs: CampaignDocs, body: OpenDocument, input: CombatantInput): Result<string, Refused> => {
  const entity = input.entityId ? getRecord(docs.ledger, ENTITY, input.entityId) : null;
  const hp = input.hp ?? (entity && (entity.hp.value || entity.hpMax)) ?? undefined;
  const hpMax = input.hpMax ?? entity?.hpMax ?? undefined;
  return createRecord(docs, body, COMBATANT, {
    ...input,
    name: combatantName((input.name ?? entity?.name ?? '').trim(), listRecords(body, COMBATANT)),
    ...(hp === undefined ? {} : { hp }),
    ...(hpMax === undefined ? {} : { hpMax }),
  });
};

/**
 * Adds a combatant: from an entity, with its name and hit points, or as typed. A second goblin becomes "Goblin 2". The
 * first one after all others have left begins another fight.
 */
export const addCombatant = (
  docs: CampaignDocs,
  body: OpenDocument,
  input: CombatantInput,
): Result<string, Refused | RecordMissing> => {
  const encounter = getRecord(body, ENCOUNTER, ENCOUNTER_ID);
  const isOver = encounter !== null && encounter.round.value > 0 && listRecords(body, COMBATANT).length === 0;
  if (!isOver) return createCombatant(docs, body, input);
  return docs.group('Add combatant', () => {
    const reset = resetTurns(docs, body);
    return reset.ok ? createCombatant(docs, body, input) : reset;
  });
};

/** Moves a combatant in the turn order; `toIndex` is its 0-based index in the result. */
export const moveCombatant = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
  toIndex: number,
): Result<void, Refused> => {
  const rows = listRecords(body, COMBATANT);
  const changes = moveInTurnOrder(rows, id, toIndex);
  const encounter = getRecord(body, ENCOUNTER, ENCOUNTER_ID);
  const place = turnPlace(encounter, rows);
  const isAtPlace = rows.some(
    (row) => row.id === place?.id && row.order === place.order && row.initiative === place.initiative,
  );
  return docs.edit('Move combatant', [body], (edit) => {
    for (const [each, change] of changes) edit.set(body, 'combatant', each, change);
    // The keys of equal combatants can all be new; the turn stays with its combatant unless that one is moved.
    if (place && isAtPlace && place.id !== id && changes.has(place.id))
      edit.set(body, 'encounter', ENCOUNTER_ID, { turnPlace: { ...place, ...changes.get(place.id) } });
  });
};

/** The step that ends a round follows from the round: two GMs who end one while apart count one. */
const nextRoundId = (body: OpenDocument, encounter: Listed<typeof ENCOUNTER> | null): string =>
  derivedId('round', body.room, encounter?.round.steps.at(-1)?.id ?? '');

/** Passes the turn to the next combatant; after the last one a new round begins. Returns whose turn it is. */
export const passTurn = (docs: CampaignDocs, body: OpenDocument): Result<string | null, Refused | RecordMissing> => {
  const encounter = getRecord(body, ENCOUNTER, ENCOUNTER_ID);
  const rows = listRecords(body, COMBATANT);
  const coming = nextTurn(rows, turnPlace(encounter, rows));
  if (!coming) return ok(null);
  const { next, isNewRound } = coming;
  const fields = { turnId: next.id, turnPlace: placeOf(next) };
  return docs.group('Next turn', () => {
    const moved = encounter
      ? editRecord(docs, { doc: body, spec: ENCOUNTER, id: ENCOUNTER_ID, fields })
      : createRecord(docs, body, ENCOUNTER, fields, { id: ENCOUNTER_ID });
    if (!moved.ok) return moved;
    const stepped = isNewRound
      ? stepCounter(docs, {
          doc: body,
          spec: ENCOUNTER,
          id: ENCOUNTER_ID,
          field: 'round',
          change: { by: 1 },
          stepId: nextRoundId(body, encounter),
        })
      : null;
    return stepped && !stepped.ok ? stepped : ok(next.id);
  });
};

/** Removes every combatant and resets the round, as one undo step. */
export const clearTracker = (docs: CampaignDocs, body: OpenDocument): Result<void, Refused | RecordMissing> =>
  docs.group('Clear the tracker', () => {
    for (const combatant of listRecords(body, COMBATANT)) {
      const deleted = deleteRecord(docs, body, COMBATANT, combatant.id);
      if (!deleted.ok) return deleted;
    }
    return resetTurns(docs, body);
  });
