// Owns the verbs of initiative and hit points at the table. Hit points and rounds are counters: two GMs who press apart both count.
import {
  COMBATANT,
  ENCOUNTER,
  ENCOUNTER_ID,
  ENTITY,
  nextTurn,
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

/** Somebody new in the order; from an entity with its name and hit points, or typed. */
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

/** Goes on to whoever is next; passing the last one begins a round. */
export const passTurn = (docs: CampaignDocs, body: OpenDocument): Result<string | null, Refused | RecordMissing> => {
  const encounter = getRecord(body, ENCOUNTER, ENCOUNTER_ID);
  const next = nextTurn(listRecords(body, COMBATANT), encounter?.turnId ?? '');
  if (!next) return { ok: true, value: null };
  return docs.group('Next turn', () => {
    const moved = encounter
      ? editRecord(docs, body, ENCOUNTER, ENCOUNTER_ID, { turnId: next.id })
      : createRecord(docs, body, ENCOUNTER, { turnId: next.id }, { id: ENCOUNTER_ID });
    if (!moved.ok) return moved;
    const stepped = next.isNewRound ? stepCounter(docs, body, ENCOUNTER, ENCOUNTER_ID, 'round', { by: 1 }) : null;
    return stepped && !stepped.ok ? stepped : { ok: true, value: next.id };
  });
};

/** The fight is over: every row goes, the round starts at nothing again. One step of undo. */
export const clearTracker = (docs: CampaignDocs, body: OpenDocument): Result<void, Refused | RecordMissing> =>
  docs.group('Clear the tracker', () => {
    for (const row of listRecords(body, COMBATANT)) {
      const gone = deleteRecord(docs, body, COMBATANT, row.id);
      if (!gone.ok) return gone;
    }
    if (!getRecord(body, ENCOUNTER, ENCOUNTER_ID)) return { ok: true, value: undefined };
    const turned = editRecord(docs, body, ENCOUNTER, ENCOUNTER_ID, { turnId: '' });
    if (!turned.ok) return turned;
    const reset = stepCounter(docs, body, ENCOUNTER, ENCOUNTER_ID, 'round', { to: 0 });
    return reset.ok ? { ok: true, value: undefined } : reset;
  });
