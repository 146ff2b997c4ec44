// The calendar file of planned sessions, read back as RFC 5545 says.
import { expect, it } from 'vitest';
import { writeIcs } from './write-ics.ts';

const NOW = Date.UTC(2026, 10, 29, 13, 0, 0);
const session = (id: string, title: string, date: string, objective = '') => ({ id, title, date, objective });

it('has a whole day for each planned session, and names those without a day', () => {
  const { text, count, leftOut } = writeIcs(
    'Brine; a coast, at dusk',
    [
      session('a', 'The loft', '2026-12-31', 'Find the ledger\nand leave'),
      session('b', 'Someday', ''),
      session('c', 'Never', '2026-02-30'),
    ],
    NOW,
  );
  expect([count, leftOut]).toEqual([1, ['Someday', 'Never']]);
  expect(text.split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Emberkeep//Sessions//EN',
    'BEGIN:VEVENT',
    'UID:a@emberkeep',
    'DTSTAMP:20261129T130000Z',
    'DTSTART;VALUE=DATE:20261231',
    'DTEND;VALUE=DATE:20270101',
    'SUMMARY:Brine\\; a coast\\, at dusk: The loft',
    'DESCRIPTION:Find the ledger\\nand leave',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
});

it('folds long lines at 75 bytes, never within a sign', () => {
  const title = 'Die Nacht der Öfen 🏮 '.repeat(12).trim();
  const { text } = writeIcs('Brine', [session('a', title, '2026-12-31')], NOW);
  const lines = text.split('\r\n');
  expect(lines.every((line) => new TextEncoder().encode(line).length <= 75)).toBe(true);
  expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:Brine: ${title}\r\n`);
});
