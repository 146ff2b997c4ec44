// What happens to combatants in a fight: damage and healing, defeat, conditions with their ends, initiative, groups,
// delayed turns and readied actions.
import {
  actingTogether,
  CLOCK,
  COMBATANT,
  encounterIdOf,
  endAfter,
  ENCOUNTER,
  err,
  ok,
  type Combatant,
  type ConditionEnd,
  type EndingCondition,
  type Result,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import type { OpenDocument } from '../open-document.ts';
import { listCombatantsOf } from './encounters.ts';
import type { NoSuchBody } from './events.ts';
import { deleteDefeat, logDamage, logDefeat, logHealing } from './fight-events.ts';
import { getRecord, type Listed } from './read-records.ts';
import { stepCounter } from './record-groups.ts';
import { isMember, type RecordMissing, type Refused } from './record-input.ts';
import { createRecord, editRecord } from './records.ts';

type Outcome<T = void> = Result<T, Refused | RecordMissing | NoSuchBody>;

const KIND = COMBATANT.kind;

/** Runs a command about a combatant that is there. */
const withCombatant = <T>(
  body: OpenDocument,
  id: string,
  run: (combatant: Listed<typeof COMBATANT>) => Outcome<T>,
): Outcome<T> => {
  const combatant = getRecord(body, COMBATANT, id);
  return combatant ? run(combatant) : err({ type: 'RecordMissing', kind: KIND, id });
};

const writeDefeated = (docs: CampaignDocs, body: OpenDocument, combatant: Combatant, isDefeated: boolean): Outcome => {
  const written = editRecord(docs, { doc: body, spec: COMBATANT, id: combatant.id, fields: { isDefeated } });
  if (!written.ok) return written;
  const told = isDefeated ? logDefeat(docs, body, combatant) : deleteDefeat(docs, body, combatant);
  return told.ok ? ok(undefined) : told;
};

/** Says that a combatant is out of the fight, or is in it again. A defeated foe is logged. */
export const setDefeated = (docs: CampaignDocs, body: OpenDocument, id: string, isDefeated: boolean): Outcome =>
  withCombatant(body, id, (combatant) =>
    combatant.isDefeated === isDefeated
      ? ok(undefined)
      : docs.group(`${combatant.name}: ${isDefeated ? 'defeated' : 'not defeated'}`, () =>
          writeDefeated(docs, body, combatant, isDefeated),
        ),
  );

/** Steps hit points by an amount that is not 0. */
const stepHitPoints = (docs: CampaignDocs, body: OpenDocument, id: string, by: number): Outcome => {
  if (by === 0) return ok(undefined);
  const stepped = stepCounter(docs, { doc: body, spec: COMBATANT, id, field: 'hp', change: { by } });
  return stepped.ok ? ok(undefined) : stepped;
};

/** Damage is a step, so that of two GMs both counts. A foe that falls to 0 is defeated. It is logged with the damage. */
export const dealDamage = (docs: CampaignDocs, body: OpenDocument, id: string, amount: number): Outcome =>
  withCombatant(body, id, (combatant) =>
    docs.group(`${combatant.name}: ${amount} damage`, () => {
      const stepped = stepHitPoints(docs, body, id, -amount);
      if (!stepped.ok) return stepped;
      const logged = logDamage(docs, body, combatant, amount);
      if (!logged.ok) return logged;
      const { hp, hpMax, side, isDefeated } = combatant;
      // Also one that two GMs brought to 0 together while apart, with the next damage.
      const hasHitPoints = hpMax !== null || hp.value > 0;
      const falls = hasHitPoints && amount > 0 && hp.value - amount <= 0 && side === 'foes' && !isDefeated;
      return falls ? writeDefeated(docs, body, combatant, true) : ok(undefined);
    }),
  );

/**
 * Heals a combatant, up to its greatest hit points. `fromZero`: hit points below 0 do not count. One that stands again
 * is no longer defeated.
 */
export const heal = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
  { amount, fromZero }: { amount: number; fromZero: boolean },
): Outcome =>
  withCombatant(body, id, (combatant) =>
    docs.group(`${combatant.name}: ${amount} healed`, () => {
      const { hp, hpMax, isDefeated } = combatant;
      const start = fromZero ? Math.max(0, hp.value) : hp.value;
      const healed = hpMax === null ? start + amount : Math.max(hp.value, Math.min(hpMax, start + amount));
      const stepped = stepHitPoints(docs, body, id, healed - hp.value);
      if (!stepped.ok) return stepped;
      const logged = logHealing(docs, body, combatant, amount);
      if (!logged.ok) return logged;
      return isDefeated && healed > 0 ? writeDefeated(docs, body, combatant, false) : ok(undefined);
    }),
  );

/** How long a condition lasts: turns of a combatant, from now on. */
export interface ConditionLasts {
  rounds: number;
  at: ConditionEnd['at'];
  of: string;
}

const setConditionKeys = (
  edit: Edit,
  body: OpenDocument,
  id: string,
  condition: string,
  { isOn, end }: { isOn: boolean; end: ConditionEnd | undefined },
): void => {
  edit.setEntry(body, KIND, id, 'conditions', condition, isOn ? true : undefined);
  edit.setEntry(body, KIND, id, 'conditionEnds', condition, end);
};

/** Gives a combatant a condition, until a GM removes it or for some turns. */
export const addCondition = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
  { condition, lasts }: { condition: string; lasts?: ConditionLasts | undefined },
): Outcome =>
  withCombatant(body, id, (combatant) => {
    const word = condition.trim();
    if (!isMember(word)) return err({ type: 'BadMember', field: COMBATANT.fields.conditions.label });
    const encounterId = encounterIdOf(combatant);
    const encounter = getRecord(body, ENCOUNTER, encounterId);
    const end = lasts && endAfter(lasts, encounter, listCombatantsOf(body, encounterId));
    return docs.edit(`${combatant.name}: ${word}`, [body], (edit) =>
      setConditionKeys(edit, body, id, word, { isOn: true, end }),
    );
  });

export const removeCondition = (docs: CampaignDocs, body: OpenDocument, id: string, condition: string): Outcome =>
  withCombatant(body, id, (combatant) => {
    if (!isMember(condition)) return err({ type: 'BadMember', field: COMBATANT.fields.conditions.label });
    return docs.edit(`${combatant.name}: not ${condition}`, [body], (edit) =>
      setConditionKeys(edit, body, id, condition, { isOn: false, end: undefined }),
    );
  });

/** Inside a command that passes the turn: removes conditions that end, and what those who act had delayed or readied. */
export const writeConditionsGone = (
  docs: CampaignDocs,
  body: OpenDocument,
  { ending, acting, rows }: { ending: readonly EndingCondition[]; acting: string; rows: readonly Combatant[] },
): Outcome => {
  const ready = actingTogether(rows, acting).filter((row) => row.isDelaying || row.readied !== '');
  if (ending.length === 0 && ready.length === 0) return ok(undefined);
  return docs.edit('Next turn', [body], (edit) => {
    for (const { id, condition } of ending)
      if (isMember(condition)) setConditionKeys(edit, body, id, condition, { isOn: false, end: undefined });
    for (const { id, isDelaying, readied } of ready)
      edit.set(body, KIND, id, {
        ...(isDelaying ? { isDelaying: false } : {}),
        ...(readied === '' ? {} : { readied: '' }),
      });
  });
};

/** Sets the initiative of a combatant and of those who act with it. */
export const setInitiative = (docs: CampaignDocs, body: OpenDocument, id: string, initiative: number | null): Outcome =>
  withCombatant(body, id, (combatant) =>
    docs.group(`${combatant.name}: initiative`, () => {
      for (const row of actingTogether(listCombatantsOf(body, encounterIdOf(combatant)), id)) {
        const written = editRecord(docs, { doc: body, spec: COMBATANT, id: row.id, fields: { initiative } });
        if (!written.ok) return written;
      }
      return ok(undefined);
    }),
  );

/** Puts combatants into one group, which acts in one turn at the best initiative among them; an empty name parts them. */
export const setGroup = (docs: CampaignDocs, body: OpenDocument, ids: readonly string[], group: string): Outcome =>
  docs.group(group.trim() === '' ? 'Act apart' : 'Act together', () => {
    for (const id of ids) {
      const written = editRecord(docs, { doc: body, spec: COMBATANT, id, fields: { group: group.trim() } });
      if (!written.ok) return written;
    }
    return ok(undefined);
  });

/** Gives a combatant a clock of its own, in systems without hit points. Returns the id of the clock. */
export const addCombatantClock = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
  segments: number,
): Outcome<string> =>
  withCombatant(body, id, ({ name, entityId }) =>
    docs.group(`Add clock of ${name}`, () => {
      const made = createRecord(docs, docs.ledger, CLOCK, { name, segments, ownerId: entityId });
      if (!made.ok) return made;
      const linked = editRecord(docs, { doc: body, spec: COMBATANT, id, fields: { clockId: made.value } });
      return linked.ok ? made : linked;
    }),
  );
