// When a condition ends, in words.
import { conditionEndsOf, type Combatant, type ConditionEnd } from '@emberkeep/domain';
import { m } from '#messages';

/** "until the end of Vex’s turn, round 3"; empty for one that lasts. */
export const endWords = (end: ConditionEnd | undefined, nameOf: (id: string) => string): string => {
  if (!end) return '';
  const { round, at, of } = end;
  const name = nameOf(of);
  return at === 'start'
    ? m.tracker_conditionWords_until_start({ name, round })
    : m.tracker_conditionWords_until_end({ name, round });
};

/** The conditions of a combatant on its line, with how many rounds are left: "Prone, Stunned (2)". */
export const conditionLine = (combatant: Combatant, round: number): string => {
  const ends = conditionEndsOf(combatant);
  return combatant.conditions
    .map((condition) => {
      const end = ends.get(condition);
      return end ? `${condition} (${Math.max(0, end.round - round)})` : condition;
    })
    .join(', ');
};
