// Tests what the names of session files say: every word, with a number, a date and a title in every place.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { datedName, sessionOfName } from './session-names.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261129);
const numRuns = Number(process.env['EMBERKEEP_FUZZ_RUNS'] || 2000);

const DAY = '2024-05-01';
const DATES = [
  ...[` ${DAY}`, ` - ${DAY}`, ` – ${DAY}`, `, ${DAY}`, `: ${DAY}`, `_${DAY}`],
  ...[` (${DAY})`, ` - (${DAY})`, ` [${DAY}]`, ` ([${DAY}])`, ` { ${DAY} }`],
];
/** Titles that look like a part of something else, too. */
const TITLES = ['', 'The Ball', '3 Orcs', 'Part 2', '12', '(Part 2)', 'at Tom’s (late)', '2d6 rats', 'Session'];

const anyName = fc.record({
  word: fc.constantFrom('Session', 'session', 'Sitzung', 'Ep', 'Episode', 'Evening', 'Game', 'S'),
  number: fc.constantFrom(null, 0, 3, 12, 105),
  padding: fc.constantFrom('', '0'),
  date: fc.constantFrom(...DATES),
  place: fc.constantFrom('before', 'after the number', 'last'),
  mark: fc.constantFrom(' ', ' - ', ' – ', ': ', '_'),
  title: fc.constantFrom(...TITLES),
});

it('a session’s name says its number, date and title, whichever comes first', () => {
  fc.assert(
    fc.property(anyName, ({ word, number, padding, date, place, mark, title }) => {
      const numbered = number === null ? word : `${word} ${padding}${number}`;
      // A title in front of the date would follow the word, where its number is the session's.
      const isLast = place === 'last' && number !== null && title !== '';
      const dated = `${numbered}${isLast ? '' : date}${title && `${mark}${title}`}${isLast ? date : ''}`;
      const name =
        place === 'before'
          ? `${date.trim().replace(/^[^\d([{]+/, '')} ${numbered}${title && `${mark}${title}`}`
          : dated;
      // Behind a date, the number of a title directly follows the word; a short word needs the date or a number there.
      fc.pre(place !== 'before' || number !== null);
      fc.pre(place === 'after the number' || !/^(?:Evening|Game|S)$/.test(word) || mark.trim() !== '');
      expect(sessionOfName(name), name).toEqual({ number, title, date: DAY });
    }),
    { seed, numRuns },
  );
});

it.each([
  ['Session 2024-05-01 - The Ball', null, 'The Ball', DAY],
  ['Session 2024-05-15 Part 2', null, 'Part 2', '2024-05-15'],
  ['Episode 2024-05-01 – Pilot', null, 'Pilot', DAY],
  ['Evening 2024-05-01', null, '', DAY],
  ['Game 2024-05-01', null, '', DAY],
  ['S 2024-05-01', null, '', DAY],
  ['S4 2024-05-01 The Ball', 4, 'The Ball', DAY],
  ['Session #2024-05-01 The Ball', null, 'The Ball', DAY],
  ['Session 2024-05-01 3 Orcs', null, '3 Orcs', DAY],
  ['Session 3 (played 2024-05-15)', 3, '(played)', '2024-05-15'],
  ['Session 3 (2024-05-15, at Tom’s)', 3, '(at Tom’s)', '2024-05-15'],
  ['Session (2024-05-15, at Tom’s)', null, '(at Tom’s)', '2024-05-15'],
  ['2024-05-01 Session', null, '', DAY],
  ['Session 1.5 2024-05-01', null, 'Session 1.5', DAY],
])('%s', (name, number, title, date) => {
  expect(sessionOfName(name)).toEqual({ number, title, date });
});

it('names of people and things are no sessions', () => {
  const names = ['S4 Security Bot', 'Session', 'Sessions of the council', 'Game master', 'Evening Star 2024-05-01'];
  expect(names.map(sessionOfName)).toEqual(names.map(() => null));
  expect(datedName('The fair (and 2024-06-12 rain)')).toEqual({ title: 'The fair (and rain)', date: '2024-06-12' });
});
