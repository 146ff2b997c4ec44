// Tests that no word of a text is lost on its way into a table.
import { expect, it } from 'vitest';
import { RANDOM_TABLE } from '@emberkeep/domain';
import { readTableText } from '@emberkeep/files/random-tables';
import { createRandomTable, getRecord } from '@emberkeep/store';
import { createSingle, createTestDevices, value } from '@emberkeep/store/testing';
import { addTextEntries } from './write-text-table.ts';

const RANGED = 'd6 Loot\n1-2 rings\n3-6: a crown';

it.each([
  ['a table without dice keeps numbers as words', '', ['a rope'], RANGED, ['1-2 rings', '3-6: a crown'], []],
  ['a table with dice takes them as its numbers', 'd6', ['a rope'], RANGED, ['rings', 'a crown'], ['1-2', '3-6']],
  ['an empty table takes the dice, too', '', [], RANGED, ['rings', 'a crown'], ['1-2', '3-6']],
  [
    'of a table in the text, the numbers go before the words',
    '',
    ['a rope'],
    '| d6 | Loot |\n|---|---|\n| 1-2 | rings |\n| 3-6 | a crown |',
    ['1-2 rings', '3-6 a crown'],
    [],
  ],
])('26.1 adding entries: %s', async (_, dice, first, text, words, ranges) => {
  const { docs } = await createSingle(createTestDevices());
  const id = value(createRandomTable(docs, { name: 'T', dice, entries: first.map((each) => ({ texts: [each] })) }));
  const table = () => getRecord(docs.ledger, RANDOM_TABLE, id)!;
  value(addTextEntries(docs, table(), readTableText(text)!));
  expect(table().entries.map((entry) => entry.text)).toEqual([...first, ...words]);
  expect(Object.values(table().ranges)).toEqual(ranges);
});
