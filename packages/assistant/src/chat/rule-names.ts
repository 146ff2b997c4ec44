// Finds the entry of a game system's rules that a text names.
import { gameSystem } from '@emberkeep/domain/game-systems';
import { stem } from '../stem.ts';
import { wordsOf } from './likeness.ts';

/** Name of the entry whose words all occur in the text, in any form, or null. */
export const ruleNamed = (text: string, system: string): string | null => {
  const said = new Set(wordsOf(text).map(stem));
  let best: { name: string; weight: number } | null = null;
  for (const { name } of gameSystem(system).lookups) {
    const words = wordsOf(name)
      .map(stem)
      .filter((word) => word.length > 2);
    if (words.length === 0 || !words.every((word) => said.has(word))) continue;
    // Of two entries with the same stem, the one that is written out wins, else the shorter: "grappling" is Grapple,
    // not Grappled.
    const weight =
      words.join('').length +
      (wordsOf(name).every((word) => text.toLowerCase().includes(word)) ? 0.5 : 0) -
      name.length / 1000;
    if (best === null || weight > best.weight) best = { name, weight };
  }
  return best?.name ?? null;
};
