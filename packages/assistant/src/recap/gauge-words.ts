// Puts gauges into words (M-221).
import type { Gauge } from '@emberkeep/domain';

/** Words for gauges of these names: each step with the lowest level at which it applies, highest first. */
const STEPS: ReadonlyMap<string, readonly { from: number; words: string }[]> = new Map([
  [
    'stress',
    [
      { from: 85, words: 'close to breaking' },
      { from: 60, words: 'strained' },
      { from: 30, words: 'tense' },
      { from: 0, words: 'calm' },
    ],
  ],
  [
    'fragmentation',
    [
      { from: 75, words: 'coming apart' },
      { from: 45, words: 'unsteady' },
      { from: 20, words: 'fraying at the edges' },
      { from: 0, words: 'whole' },
    ],
  ],
  [
    'morality',
    [
      { from: 50, words: 'holding to what is right' },
      { from: 15, words: 'decent on the whole' },
      { from: -14, words: 'torn between right and easy' },
      { from: -49, words: 'hardened' },
      { from: -100, words: 'ruthless' },
    ],
  ],
  [
    'desire',
    [
      { from: 70, words: 'hungry for it' },
      { from: 40, words: 'restless' },
      { from: 0, words: 'at ease' },
    ],
  ],
]);

/** "Heat high", for a gauge that has no words of its own. */
const levelWords = (name: string, share: number): string => {
  if (share >= 0.75) return `${name} very high`;
  if (share >= 0.5) return `${name} high`;
  return share >= 0.25 ? `${name} middling` : `${name} low`;
};

/** A gauge in words: stress 80 is "strained". Empty where the gauge is off. */
export const gaugeWords = (gauge: Pick<Gauge, 'name' | 'lowest' | 'highest' | 'level' | 'isOff'>): string => {
  if (gauge.isOff) return '';
  const level = gauge.level.value;
  const name = gauge.name.trim().toLowerCase();
  const steps = STEPS.get(name);
  if (steps) return (steps.find(({ from }) => level >= from) ?? steps.at(-1)!).words;
  const { lowest, highest } = gauge;
  return levelWords(name, highest > lowest ? (level - lowest) / (highest - lowest) : 0);
};
