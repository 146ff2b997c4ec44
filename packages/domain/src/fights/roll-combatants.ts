// From stat blocks to combatants: names with numbers, rolled or average hit points, and initiative by the system's rules.
// Randomness is an argument: crypto in the app, a seed in tests.
import { parseDice } from '../dice/parse.ts';
import { rollDice } from '../dice/roll.ts';
import type { RandomSource } from '../dice/random-int.ts';
import type { Combatant, CombatSide } from '../tracker.ts';
import { numberedNames } from './turn-order.ts';
import { clamp } from '../values.ts';
import { statNumber, statValue, type StatValues } from './stat-values.ts';
import type { TurnRules } from './turn-rules.ts';

/** Rolled for each creature, or the average that the stat block says. */
export type HitPointChoice = 'average' | 'rolled';

/** Creatures to add: of one name, entity or stat block. */
export interface CreatureSource {
  name: string;
  count: number;
  entityId?: string;
  /** See `statBlockKey`. */
  statBlock?: string;
  side: CombatSide;
  values: StatValues;
  /** Whoever plays it rolls its initiative at the table, and the GM types it. */
  isPlayed?: boolean;
  /** As they are now, such as those of an entity; they come before those of the values. */
  hp?: number | null;
  hpMax?: number | null;
}

export interface RolledCombatant {
  name: string;
  entityId?: string;
  statBlock?: string;
  side: CombatSide;
  initiative?: number;
  hp?: number;
  hpMax?: number;
}

const rolledHitPoints = (values: StatValues, rules: TurnRules, random: RandomSource): number | null => {
  const dice = statValue(values, ...rules.hitDice);
  // "7 (2d6)" as many stat blocks write hit points.
  const points = statValue(values, ...rules.hitPoints);
  const [, inBrackets] = typeof points === 'string' ? (/\(([^)]*d[^)]*)\)/i.exec(points) ?? []) : [];
  const formula = parseDice(typeof dice === 'string' ? dice : (inBrackets ?? ''));
  return formula.ok ? Math.max(1, rollDice(formula.value, random).total) : null;
};

const hitPointsOf = (
  { hp, hpMax, values }: CreatureSource,
  { rules, choice, random }: RollOptions,
): Pick<RolledCombatant, 'hp' | 'hpMax'> => {
  const own = hp ?? hpMax ?? null;
  const rolled = own === null && choice === 'rolled' ? rolledHitPoints(values, rules, random) : null;
  const most = hpMax ?? rolled ?? (own === null ? statNumber(values, ...rules.hitPoints) : null);
  const now = own ?? most;
  return {
    ...(now === null ? {} : { hp: clamp(Math.floor(now), -9999, 99_999) }),
    ...(most === null || most <= 0 ? {} : { hpMax: clamp(Math.floor(most), 0, 99_999) }),
  };
};

export interface RollOptions {
  rules: TurnRules;
  choice: HitPointChoice;
  random: RandomSource;
}

/**
 * The combatants that sources become, beside those that are there. Several of one source have one initiative: the GM
 * rolls once for them.
 */
export const rollCombatants = (
  sources: readonly CreatureSource[],
  there: readonly Pick<Combatant, 'name'>[],
  options: RollOptions,
): RolledCombatant[] => {
  const made: RolledCombatant[] = [];
  for (const source of sources) {
    const isRolledAtTable = source.isPlayed === true && options.rules.order === 'rolled';
    const initiative = isRolledAtTable ? null : options.rules.initiative(source.values, options.random);
    for (const name of numberedNames(source.name, source.count, [...there, ...made]))
      made.push({
        name,
        side: source.side,
        ...(source.entityId ? { entityId: source.entityId } : {}),
        ...(source.statBlock ? { statBlock: source.statBlock } : {}),
        ...(initiative === null ? {} : { initiative: clamp(initiative, -999, 999) }),
        ...hitPointsOf(source, options),
      });
  }
  return made;
};
