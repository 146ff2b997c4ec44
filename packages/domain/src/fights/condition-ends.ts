// Conditions that last some rounds. An end is a turn of a round, not a number that is counted down: two GMs who pass
// turns while apart end a condition once.
import type { Combatant, Encounter } from '../tracker.ts';
import { actingTogether, hadTurn, turnPlace, type TurnTaker } from './turn-order.ts';
import { isPlainObject, wholeIn } from '../values.ts';

/** At the start or the end of a turn of the combatant `of`, in a round. */
export interface ConditionEnd {
  round: number;
  at: 'start' | 'end';
  of: string;
}

const MAX_ROUND = 9999;

const readEnd = (value: unknown): ConditionEnd | null => {
  if (!isPlainObject(value)) return null;
  const { round, at, of } = value;
  const whole = wholeIn(round, 0, MAX_ROUND);
  return whole !== null && (at === 'start' || at === 'end') && typeof of === 'string' ? { round: whole, at, of } : null;
};

/** The ends of the conditions that a combatant has; the others last until a GM removes them. */
export const conditionEndsOf = ({
  conditions,
  conditionEnds,
}: Pick<Combatant, 'conditions' | 'conditionEnds'>): Map<string, ConditionEnd> =>
  new Map(
    conditions.flatMap((condition): [string, ConditionEnd][] => {
      const end = Object.hasOwn(conditionEnds, condition) ? readEnd(conditionEnds[condition]) : null;
      return end ? [[condition, end]] : [];
    }),
  );

/** The end of a condition that lasts for `rounds` turns of a combatant, from now on. The turn that it has now is none. */
export const endAfter = (
  { rounds, at, of }: { rounds: number; at: ConditionEnd['at']; of: string },
  encounter: Pick<Encounter, 'turnId' | 'turnPlace' | 'round'> | null,
  rows: readonly TurnTaker[],
): ConditionEnd => {
  const now = Math.max(1, encounter?.round.value ?? 0);
  const place = turnPlace(encounter, rows);
  const isPast = actingTogether(rows, of).some((row) => hadTurn(place, row));
  return { round: now + rounds - (isPast ? 0 : 1), at, of };
};

/** A turn in a round, and who acts in it. */
export interface TurnOfRound {
  round: number;
  ids: readonly string[];
}

/** A condition of a combatant, by id. */
export interface EndingCondition {
  id: string;
  condition: string;
}

/** The conditions that end when the turn passes. Those of rounds that are over end too, whoever has left meanwhile. */
export const conditionsEnding = (
  rows: readonly Pick<Combatant, 'id' | 'conditions' | 'conditionEnds'>[],
  from: TurnOfRound,
  to: TurnOfRound,
): EndingCondition[] =>
  rows.flatMap((row) =>
    [...conditionEndsOf(row)].flatMap(([condition, { round, at, of }]) => {
      const isOver =
        round < to.round ||
        (at === 'end' && round <= from.round && from.ids.includes(of)) ||
        (at === 'start' && round <= to.round && to.ids.includes(of));
      return isOver ? [{ id: row.id, condition }] : [];
    }),
  );
