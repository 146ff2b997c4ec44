import { expect, test } from 'vitest';
import { orderMarks } from './mark-order.ts';

const mark = (id: string, name: string) => ({ id, name });
const idsOf = (marks: readonly { id: string; name: string }[], kept?: readonly string[]): string[] =>
  orderMarks(marks, ({ name }) => name, kept).map(({ id }) => id);

test('pins are listed by name, and those with one name by id', () => {
  expect(idsOf([mark('c', 'Pier'), mark('b', 'Pier'), mark('a', 'Zoo'), mark('d', 'Docks')])).toEqual([
    'd',
    'b',
    'c',
    'a',
  ]);
});

test('typing a label does not move its pin in the list while it is open', () => {
  const opened = idsOf([mark('a', ''), mark('b', 'Docks'), mark('c', 'Pier')]);
  for (const typed of ['Z', 'Zo', 'Zoo'])
    expect(idsOf([mark('a', typed), mark('b', 'Docks'), mark('c', 'Pier')], opened)).toEqual(opened);
});

test('what a co-GM adds meanwhile comes after, and what they delete leaves the rest in place', () => {
  expect(idsOf([mark('d', 'Abbey'), mark('a', 'Zoo'), mark('c', 'Pier')], ['a', 'b', 'c'])).toEqual(['a', 'c', 'd']);
});
