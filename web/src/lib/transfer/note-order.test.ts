// The order of the table that shows what each note of an import becomes.
import { expect, it } from 'vitest';
import { sortNotes, type NoteColumn } from './note-order.ts';

const NOTES = [
  { path: 'Log/10.md', name: '10', kind: 'session', number: 10, date: '2026-01-01' },
  { path: 'Log/2.md', name: '2', kind: 'session', number: 2, date: '' },
  { path: 'Ash.md', name: 'Ash', kind: 'lore', number: null, date: '' },
  { path: 'Brine.md', name: 'Brine', kind: 'npc', number: null, date: '2025-01-01' },
];
const LABELS: Record<string, string> = { session: 'Session', lore: 'Lore', npc: 'Character' };

it.each([
  ['path', false, ['Ash', 'Brine', '2', '10']],
  ['path', true, ['10', '2', 'Brine', 'Ash']],
  ['kind', false, ['Brine', 'Ash', '2', '10']],
  ['number', false, ['2', '10', 'Ash', 'Brine']],
  ['number', true, ['10', '2', 'Ash', 'Brine']],
  ['date', false, ['Brine', '10', 'Ash', '2']],
  ['date', true, ['10', 'Brine', 'Ash', '2']],
] as const)('by %s, descending %s: %j', (column: NoteColumn, isDescending, names) => {
  const sorted = sortNotes(NOTES, { column, isDescending, labelOf: (kind) => LABELS[kind]! });
  expect(sorted.map(({ name }) => name)).toEqual(names);
});
