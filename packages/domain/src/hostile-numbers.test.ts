// Tests that no number that a peer or a file wrote becomes “Infinity”, “NaN” or a throw in what is counted or shown.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testEvent, testSession } from '../testing/test-records.ts';
import { autoSummary } from './auto-summary.ts';
import { moonsOn } from './calendar/format-day.ts';
import { PLAIN_CALENDAR } from './calendar/plain-calendar.ts';
import { READY_CALENDARS } from './calendar/ready-calendars.ts';
import { readCalendar } from './calendar/read-calendar.ts';
import { durationWords, gameTimeOf } from './game-time.ts';
import { reviewEvents } from './session-review.ts';
import { statsByChapter, statsBySession } from './session-figures.ts';
import { computeStats, shownStats } from './session-stats.ts';
import { elapsedGameSeconds, sessionUnits } from './session-time.ts';
import { secondsPassed, timePassedFigures, timePassedWords } from './time-passed.ts';
import { amountIn, MAX_AMOUNT, sumOf } from './values.ts';

const number = fc.oneof(
  fc.integer({ min: -500, max: 500 }),
  fc.double(),
  fc.constantFrom(1e308, -1e308, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER, 5e-324, Infinity, -Infinity, NaN),
);
const value = fc.oneof(number, number.map(String), fc.constantFrom('1e999', '-1e308', ' 7 ', '', null, {}, true));
/** Every number within a value, wherever it is. */
const numbersIn = (within: unknown): number[] =>
  typeof within === 'number'
    ? [within]
    : typeof within === 'object' && within !== null
      ? Object.values(within).flatMap(numbersIn)
      : [];
const NO_NUMBER = /Infinity|∞|NaN|undefined/;
const expectFinite = (within: unknown): void =>
  expect(numbersIn(within).filter((each) => !Number.isFinite(each))).toEqual([]);

describe('numbers from a peer', () => {
  const TYPES = ['damage', 'healing', 'npc_killed', 'treasure', 'xp', 'combat_start', 'combat_end', 'rooms_explored'];
  const event = fc
    .record({
      type: fc.constantFrom(...TYPES),
      details: fc.record({ amount: value, count: value, rounds: value, explored: value, total: value }),
      to: fc.constantFrom('party', 'enemies'),
    })
    .map(({ type, details, to }) => ({ type, details: { ...details, to } }));

  it('add up to sums that are numbers, in stats, charts, reviews and summaries', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 30 }),
        fc.record({ xpEarned: value, treasureGained: value }),
        (of, corrected) => {
          const events = of.map(({ type, details }, i) => testEvent(type, i + 1, { details }));
          const stats = computeStats(events);
          const session = {
            ...testSession({ status: 'completed', chapterId: 'c', startedAt: -1e308, endedAt: 1e308 }),
            computedStats: stats,
            correctedStats: corrected,
          };
          const review = reviewEvents(events, () => '');
          const charts = [
            statsBySession([session, session], 1e308),
            statsByChapter([session, session], [{ id: 'c', title: 'C' }], 1e308),
          ];
          for (const each of [stats, shownStats(session), review, charts]) expectFinite(each);
          expect([autoSummary(session, 'gp'), ...review.rooms].join(' ')).not.toMatch(NO_NUMBER);
        },
      ),
    );
  });

  it('are counted up to a limit in both directions, and no further', () => {
    expect([MAX_AMOUNT, -MAX_AMOUNT, ` ${MAX_AMOUNT} `].map(amountIn)).toEqual([MAX_AMOUNT, -MAX_AMOUNT, MAX_AMOUNT]);
    expect([MAX_AMOUNT + 1, 1e308, '1e999', NaN, 'x', null].map(amountIn)).toEqual(Array(6).fill(null));
    const xp = (amount: unknown): ReturnType<typeof testEvent> => testEvent('xp', 1, { details: { amount } });
    expect(computeStats([xp(1e308), xp(40), xp(1e308)]).xpEarned).toBe(40);
  });

  it('sum to the plain sum where it is exact, and stay finite elsewhere', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 })), (numbers) => {
        expect(sumOf(numbers)).toBe(numbers.reduce((sum, each) => sum + each, 0));
      }),
    );
    fc.assert(fc.property(fc.array(number), (numbers) => void expectFinite(sumOf(numbers))));
    expectFinite([sumOf([1e308, 1e308]), sumOf([-Infinity, Infinity])]);
  });

  it('pass as time in words and seconds that are numbers', () => {
    const units = fc.record({ roundSeconds: value, minutesPerHour: value, hoursPerDay: value });
    const unit = fc.constantFrom('rounds', 'minutes', 'hours', 'days', 'x', 7);
    fc.assert(
      fc.property(units, value, value, unit, number, number, (timeUnits, amount, seconds, of, gameStart, gameEnd) => {
        const session = testSession({ timeUnits, gameStart, gameEnd });
        const read = sessionUnits(session, PLAIN_CALENDAR);
        const details = { amount, seconds, unit: of };
        const passed = secondsPassed(details, read) ?? 0;
        const elapsed = elapsedGameSeconds(session) ?? 0;
        expectFinite([passed, elapsed]);
        const words = [durationWords(passed, read), durationWords(elapsed, read)];
        expect([...words, timePassedFigures(details), timePassedWords(details)].join(' ')).not.toMatch(NO_NUMBER);
      }),
    );
  });

  it('are days, eras and moons of a calendar in words', () => {
    const moons = fc.array(fc.record({ name: fc.constant('Moon'), cycle: value, shift: value }), { maxLength: 2 });
    const era = fc.record({ name: fc.constant('Era'), startsOn: value, restarts: fc.boolean() });
    const calendars = fc
      .record({
        of: fc.constantFrom(...READY_CALENDARS),
        moons,
        eras: fc.array(era, { maxLength: 2 }),
        startDay: value,
      })
      .map(({ of, ...fields }) => readCalendar({ ...of, ...fields }));
    fc.assert(
      fc.property(calendars, number, (calendar, gameStart) => {
        expect(calendar.ok).toBe(true);
        const total = testSession({ gameStart }).gameStart;
        if (!calendar.ok || total === null) return;
        const time = gameTimeOf(total, calendar.value);
        const phases = moonsOn(calendar.value, calendar.value.startDay + time.days).map(({ phase }) => phase);
        expect([time.formatted, ...phases.map(String)].join(' ')).not.toMatch(NO_NUMBER);
      }),
    );
  });
});
