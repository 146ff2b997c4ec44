// Tests lists in prose.
import { expect, it } from 'vitest';
import { listWords } from './list-words.ts';

it('the last two words of a list are joined by "and", the others by commas', () => {
  expect([[], ['Ana'], ['Ana', 'Jo'], ['Ana', 'Jo', 'Sam']].map(listWords)).toEqual([
    '',
    'Ana',
    'Ana and Jo',
    'Ana, Jo and Sam',
  ]);
});
