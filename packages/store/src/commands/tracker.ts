// The initiative tracker: combatants, turns and rounds. Hit points and rounds are counters, so that steps made on two
// devices both count.
import {
  COMBATANT,
  ENCOUNTER,
  ENCOUNTER_ID,
  ENTITY,
  nextTurn,
  ok,
  turnOrder,
  type RecordInput,
  type Result,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { OpenDocument } from '../open-document.ts';
import { getRecord, listRecords, type Listed } from './read-records.ts';
import { stepCounter } from './record-groups.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { createRecord, deleteRecord, editRecord } from './records.ts';

export const listCombatants = (body: OpenDocument): Listed<typeof COMBATANT>[] =>
  turnOrder(listRecords(body, COMBATANT));

/** Adds a combatant: from an entity, with its name and hit points, or as typed. */
export const addCombatant = (
  docs: CampaignDocs,
  body: OpenDocument,
  input: Pick<RecordInput<typeof COMBATANT>, 'name' | 'entityId' | 'initiative' | 'hp' | 'hpMax'>,
): Result<string, Refused> => {
  const entity = input.entityId ? getRecord(docs.ledger, ENTITY, input.entityId) : null;
  const hp = input.hp ?? (entity && (entity.hp.value || entity.hpMax)) ?? undefined;
  const hpMax = input.hpMax ?? entity?.hpMax ?? undefined;
  return createRecord(docs, body, COMBATANT, {
    ...input,
    name: input.name ?? entity?.name ?? '',
    ...(hp === undefined ? {} : { hp }),
    ...(hpMax === undefined ? {} : { hpMax }),
  });
};

/** Passes the turn to the next combatant; after the last one a new round begins. Returns whose turn it is. */
export const passTurn = (docs: CampaignDocs, body: OpenDocument): Result<string | null, Refused | RecordMissing> => {
  const encounter = getRecord(body, ENCOUNTER, ENCOUNTER_ID);
  const next = nextTurn(listRecords(body, COMBATANT), encounter?.turnId ?? '');
  if (!next) return ok(null);
  return docs.group('Next turn', () => {
    const moved = encounter
      ? editRecord(docs, body, ENCOUNTER, ENCOUNTER_ID, { turnId: next.id })
      : createRecord(docs, body, ENCOUNTER, { turnId: next.id }, { id: ENCOUNTER_ID });
    if (!moved.ok) return moved;
    const stepped = next.isNewRound ? stepCounter(docs, body, ENCOUNTER, ENCOUNTER_ID, 'round', { by: 1 }) : null;
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
    if (!getRecord(body, ENCOUNTER, ENCOUNTER_ID)) return ok(undefined);
    const turned = editRecord(docs, body, ENCOUNTER, ENCOUNTER_ID, { turnId: '' });
    if (!turned.ok) return turned;
    const reset = stepCounter(docs, body, ENCOUNTER, ENCOUNTER_ID, 'round', { to: 0 });
    return reset.ok ? ok(undefined) : reset;
  });
