// Tests that what is typed for a table is taken once, and that no word is lost while its reader is loading.
import { expect, it, vi } from 'vitest';
import { readTableTexts, type ReadTables } from '@emberkeep/files/random-tables';
import { takeDraft } from './read-pasted.ts';

const draftOf = (text: string) => ({
  text,
  clear() {
    this.text = '';
  },
});
const firstTexts = ({ tables }: ReadTables) => tables.flatMap(({ entries }) => entries.map(({ texts }) => texts[0]));

it('26.1 a double tap takes the text once, and says nothing of the second', async () => {
  const draft = draftOf('Fog\nRain');
  const taken: unknown[] = [];
  const take = (read: ReadTables) => {
    taken.push(firstTexts(read));
    return read.left;
  };
  expect(await Promise.all([takeDraft(draft, take), takeDraft(draft, take)])).toEqual(['', '']);
  expect([taken, draft.text]).toEqual([[['Fog', 'Rain']], '']);
});

it.each([
  ['after it', 'Fog\nRain\nHa', ['Fog', 'Rain'], 'Ha'],
  ['inside it', 'Fog, thick\nRain', ['Fog, thick', 'Rain'], ''],
])('26.1 words typed %s while the reader is loading are kept', async (_, typed, taken, stays) => {
  const draft = draftOf('Fog\nRain');
  const { promise, resolve } = Promise.withResolvers<typeof readTableTexts>();
  const take = vi.fn((read: ReadTables): string => read.left);
  const done = takeDraft(draft, take, { load: () => promise });
  expect(draft.text).toBe('Fog\nRain');
  draft.text = typed;
  resolve(readTableTexts);
  expect(await done).toBe('');
  expect([firstTexts(take.mock.calls[0]![0]), draft.text.trim()]).toEqual([taken, stays]);
});

it('26.1 what fails or is refused stays in the draft', async () => {
  const draft = draftOf('Fog');
  expect(await takeDraft(draft, () => '', { load: () => Promise.reject(new Error('x')) })).not.toBe('');
  expect(await takeDraft(draft, () => null)).toBe('');
  expect(draft.text).toBe('Fog');
});

it('26.1 what is in no table stays in the draft', async () => {
  const draft = draftOf('| a |  |\n|---|---|\n| b | c |\n\nAfter');
  expect(await takeDraft(draft, ({ left }) => left, { most: 1 })).toBe('');
  expect(draft.text).toBe('After');
});
