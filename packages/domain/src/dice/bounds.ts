// The lowest and the highest total of a formula, without rolling it. Explosions are left out: they have no highest.
import type { DiceFormula, DiceNode, DiceTerm } from './formula.ts';

/** Both included. */
export interface DiceBounds {
  min: number;
  max: number;
}

const sixes = (digits: number, face: number): number => Number(String(face).repeat(digits));

const boundsOfTerm = ({ count, sides, keep, drop, digits, successes }: DiceTerm): DiceBounds => {
  const left = Math.max(0, count - (drop?.count ?? 0));
  const counted = keep ? Math.min(left, keep.count) : left;
  if (successes) return { min: 0, max: counted };
  if (digits !== undefined) return { min: counted * sixes(digits, 1), max: counted * sixes(digits, 6) };
  return sides === 0 ? { min: -counted, max: counted } : { min: counted, max: counted * sides };
};

const boundsOfNode = (node: DiceNode): DiceBounds => {
  switch (node.type) {
    case 'dice':
      return boundsOfTerm(node);
    case 'number':
      return { min: node.value, max: node.value };
    case 'negative': {
      const { min, max } = boundsOfNode(node.of);
      return { min: -max, max: -min };
    }
    case 'quotient': {
      const { min, max } = boundsOfNode(node.of);
      return { min: Math.floor(min / node.by), max: Math.floor(max / node.by) };
    }
    case 'sum': {
      const [left, right] = [boundsOfNode(node.left), boundsOfNode(node.right)];
      return node.sign === 1
        ? { min: left.min + right.min, max: left.max + right.max }
        : { min: left.min - right.max, max: left.max - right.min };
    }
    case 'product': {
      const [left, right] = [boundsOfNode(node.left), boundsOfNode(node.right)];
      const corners = [left.min, left.max].flatMap((a) => [a * right.min, a * right.max]);
      return { min: Math.min(...corners), max: Math.max(...corners) };
    }
  }
};

/** The totals that a formula can have; for dice that explode, without explosions. */
export const diceBounds = (formula: DiceFormula): DiceBounds =>
  formula.type === 'pool' ? { min: 1, max: 6 } : boundsOfNode(formula.root);

/** How many six-sided dice are read as digits, for a d66 or d666 alone; 0 for other formulas. */
export const digitsOfDice = (formula: DiceFormula): number =>
  formula.type === 'roll' && formula.root.type === 'dice' && formula.root.count === 1 ? (formula.root.digits ?? 0) : 0;
