// Rolls dice for a message that asks for nothing else: "Roll 3d6".
import { parseDice, rollDice, rollWords, type DiceFormula, type RandomSource } from '@emberkeep/domain';

const ASKS_ROLL = /^\s*(?:please\s+|can you\s+|could you\s+)?roll\s+(?:me\s+)?(?:an?\s+)?(.+?)(?:\s+please)?[\s.!?]*$/i;
const HAS_DICE = /\d*[dw](?:\d|f|%)|^pool\b/i;

/** The dice that a message asks to roll; null for any other message. */
export const diceAsked = (text: string): DiceFormula | null => {
  const formula = ASKS_ROLL.exec(text)?.[1] ?? text;
  const parsed = HAS_DICE.test(formula) ? parseDice(formula) : null;
  return parsed?.ok ? parsed.value : null;
};

/** A roll as an answer, with how its parts add up: "3d6: Base 11 = 11". */
export const rolledAnswer = (dice: DiceFormula, random: RandomSource): string => {
  const roll = rollDice(dice, random);
  return `${roll.text}: ${rollWords(roll)}`;
};
