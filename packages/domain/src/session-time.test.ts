// Tests how long sessions took and which of them a day is in, flashbacks and sessions in progress too.
import { describe, expect, it } from 'vitest';
import { testSession } from '../testing/test-records.ts';
import { durationWords, secondsPerDay, unitsOf } from './game-time.ts';
import { PLAIN_CALENDAR } from './calendar/plain-calendar.ts';
import { elapsedGameSeconds, minutesSoFar, sessionsDuring, sessionUnits } from './session-time.ts';

const DAY = 86_400;
const HOUR = 3600;

describe('a flashback', () => {
  // Starts on day 8 at 20:30 and ends on day 3 at midnight.
  const flashback = testSession({ gameStart: 8 * DAY + 20.5 * HOUR, gameEnd: 3 * DAY, status: 'completed' });

  it('took the game back, in words without negative parts', () => {
    expect(elapsedGameSeconds(flashback)).toBe(-(5 * DAY + 20.5 * HOUR));
    expect(durationWords(elapsedGameSeconds(flashback)!)).toBe('5 d 20 h 30 min back');
  });

  it('is on the days of its start and its end, and not on those between', () => {
    const days = [2, 3, 4, 7, 8, 9].filter(
      (day) => sessionsDuring([flashback], { from: day * DAY, to: day * DAY + DAY - 1 }, 40 * DAY).length > 0,
    );
    expect(days).toEqual([3, 8]);
  });
});

describe('a session in progress', () => {
  it('covers the days from its start to now, and no later one (M-028, M-145)', () => {
    const live = testSession({ gameStart: 12 * DAY, gameEnd: null, status: 'in_progress' });
    const days = [11, 12, 13, 14, 15, 16].filter(
      (day) => sessionsDuring([live], { from: day * DAY, to: day * DAY + DAY - 1 }, 14 * DAY + HOUR).length > 0,
    );
    expect(days).toEqual([12, 13, 14]);
  });
});

describe('the minutes of a session', () => {
  const started = Date.UTC(2026, 2, 1, 19);
  const after = (minutes: number, change: object = {}): number | null =>
    minutesSoFar(
      testSession({ startedAt: started, endedAt: null, status: 'in_progress', ...change }),
      started + minutes * 60_000,
    );

  it('are counted to now while it is played, and to its end afterwards', () => {
    expect([after(0), after(11), after(11.6), after(240)]).toEqual([0, 11, 12, 240]);
    expect(after(240, { endedAt: started + 90 * 60_000 })).toBe(90);
    expect(after(240, { correctedMinutes: 15 })).toBe(15);
  });

  it('are unknown of one that never ended, has not begun, or was cancelled', () => {
    expect([after(25 * 60), after(-5), after(30, { startedAt: null }), after(30, { status: 'cancelled' })]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('the units of a session', () => {
  const short = { ...PLAIN_CALENDAR, hoursPerDay: 10 };
  it('are those by which it was played, whatever calendar comes later', () => {
    const session = testSession({ timeUnits: unitsOf(PLAIN_CALENDAR) });
    expect(durationWords(DAY, sessionUnits(session, short))).toBe('1 d');
    expect(durationWords(DAY, sessionUnits(testSession({}), short))).toBe('2 d 4 h');
  });
  it('are those of the calendar where a peer wrote nonsense', () => {
    for (const timeUnits of [7, 'x', [], { hoursPerDay: 0, minutesPerHour: 60, roundSeconds: 6 }, { hoursPerDay: 24 }])
      expect(secondsPerDay(sessionUnits(testSession({ timeUnits }), PLAIN_CALENDAR))).toBe(DAY);
  });
});
