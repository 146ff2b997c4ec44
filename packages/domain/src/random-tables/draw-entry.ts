// Draws one entry of a table, by weight or by dice, and leaves out those that were drawn before where it has no repeats.
import { diceBounds } from '../dice/bounds.ts';
import type { RandomSource } from '../dice/random-int.ts';
import { rollDice, type Roll } from '../dice/roll.ts';
import type { DiceFormula } from '../dice/formula.ts';
import type { TableEntry } from './read-table.ts';

/** `exhausted`: all were drawn before. `none`: no entry answers the roll, or there is none. */
export type Draw =
  { type: 'entry'; entry: TableEntry; roll: Roll | null } | { type: 'none'; roll: Roll | null } | { type: 'exhausted' };

/** How often dice are rolled again for an entry that was not drawn, before one of those left is taken. */
export const MAX_REROLLS = 1000;

/** How often dice may still be rolled again: one budget for all tables of a roll. */
export interface Rerolls {
  left: number;
}

const byWeight = (entries: readonly TableEntry[], weight: (entry: TableEntry) => number, random: RandomSource) => {
  const total = entries.reduce((sum, entry) => sum + weight(entry), 0);
  if (total === 0) return undefined;
  let at = random(total);
  return entries.find((entry) => (at -= weight(entry)) < 0);
};

/** The first entry wins where two answer the same total. */
const answerTo = (entries: readonly TableEntry[], total: number): TableEntry | undefined =>
  entries.find(({ range }) => range !== null && range.from <= total && total <= range.to);

/** What a draw depends on beyond the table. */
export interface Chance {
  random: RandomSource;
  rerolls: Rerolls;
}

const drawByDice = (
  dice: DiceFormula,
  entries: readonly TableEntry[],
  isDrawn: (entry: TableEntry) => boolean,
  { random, rerolls }: Chance,
): Draw => {
  const { min, max } = diceBounds(dice);
  /** How many totals of the dice an entry answers. */
  const width = ({ range }: TableEntry): number =>
    range ? Math.max(0, Math.min(range.to, max) - Math.max(range.from, min) + 1) : 0;
  const canBeRolled = (entry: TableEntry): boolean => width(entry) > 0;
  const isLeft = entries.some((entry) => canBeRolled(entry) && !isDrawn(entry));
  if (!isLeft && entries.some(canBeRolled)) return { type: 'exhausted' };
  for (let isFirst = true; isFirst || rerolls.left-- > 0; isFirst = false) {
    const roll = rollDice(dice, random);
    const entry = answerTo(entries, roll.total);
    if (!entry) return { type: 'none', roll };
    if (!isDrawn(entry)) return { type: 'entry', entry, roll };
  }
  // What is left is too rare to wait for, or hidden behind an entry that answers the same totals.
  const left = entries.filter((each) => !isDrawn(each));
  const entry = byWeight(left, (each) => Math.min(width(each), 1000), random);
  return entry ? { type: 'entry', entry, roll: null } : { type: 'exhausted' };
};

/** Draws from `entries`, which are all that could be drawn in this column. */
export const drawEntry = (
  { dice, entries }: { dice: DiceFormula | null; entries: readonly TableEntry[] },
  isDrawn: (entry: TableEntry) => boolean,
  chance: Chance,
): Draw => {
  if (dice) return drawByDice(dice, entries, isDrawn, chance);
  const possible = entries.filter(({ weight }) => weight > 0);
  if (possible.length === 0) return { type: 'none', roll: null };
  const entry = byWeight(
    possible.filter((each) => !isDrawn(each)),
    ({ weight }) => weight,
    chance.random,
  );
  return entry ? { type: 'entry', entry, roll: null } : { type: 'exhausted' };
};
