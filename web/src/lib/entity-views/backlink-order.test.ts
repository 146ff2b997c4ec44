// The order of the notes that link to an entity.
import { expect, it } from 'vitest';
import { inBacklinkOrder, type SourcedBacklink } from './backlink-order.ts';

const link = (label: string, sessionNumber: number | null, sentence: string): SourcedBacklink => ({
  link: { room: 'campaign/c', text: 'x/description', sentence, nameKey: 'pell' },
  source: { label, sessionNumber },
});

it('“Linked from” lists the newest session first, then the others by name, and one note in the order of its text', () => {
  const ordered = inBacklinkOrder([
    link('Zoe', null, '1'),
    link('Session 2', 2, '2'),
    link('Éowyn', null, '3'),
    link('Session 10', 10, '4'),
    link('Session 10', 10, '5'),
    link('Dob', null, '6'),
    link('Session 7', 7, '7'),
  ]);
  expect(ordered.map(({ link: { sentence } }) => sentence)).toEqual(['4', '5', '7', '2', '6', '3', '1']);
});
