import { expect, it } from 'vitest';
import { nameOfRoll } from './table-roll-actions.ts';

const roll = (...texts: string[]): Parameters<typeof nameOfRoll>[0] => ({
  cells: texts.map((text) => ({ heading: '', text })),
});

it('26.1 names an NPC by the words of all columns, without links, and cuts a long result at a word', () => {
  expect(nameOfRoll(roll('Aldra', 'of the Fords'))).toBe('Aldra of the Fords');
  expect(nameOfRoll(roll('the [[Rope Guild|guild]]\nof the quay'))).toBe('the guild of the quay');
  expect(nameOfRoll(roll('word '.repeat(40)))).toMatch(/^(?:word ){15}word$/);
});
