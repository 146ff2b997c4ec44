// Tests that an evening has the day on which it was played, wherever that is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayWords, dayWordsAt, localDay, localTimeInput, momentWords } from './local-day.ts';

const EVENING = Date.parse('2026-03-01T02:30:00Z');

describe('the day of an instant', () => {
  it('is the day of its time zone, west and east of Greenwich', () => {
    expect(localDay(EVENING, 'America/Los_Angeles')).toBe('2026-02-28');
    expect(localDay(EVENING, 'Europe/London')).toBe('2026-03-01');
    expect(localDay(Date.parse('2026-02-28T22:30:00Z'), 'Asia/Tokyo')).toBe('2026-03-01');
  });
  it('is the day of the device where no zone is known', () => {
    const here = new Date(EVENING);
    const day = `${here.getFullYear()}-${String(here.getMonth() + 1).padStart(2, '0')}-${String(here.getDate()).padStart(2, '0')}`;
    expect(localDay(EVENING)).toBe(day);
    expect(localDay(EVENING, 'Middle-earth/Bree')).toBe(day);
  });
});

/** In the language of the machine that runs the test. */
const inWords = (ms: number): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' }).format(ms);

describe('a day as people read it', () => {
  it('is a day of the calendar only: others stay as they are', () => {
    for (let month = 0; month <= 13; month++)
      for (let date = 0; date <= 32; date++)
        for (const year of [1900, 2023, 2024]) {
          const ms = Date.UTC(year, month - 1, date);
          const day = [year, String(month).padStart(2, '0'), String(date).padStart(2, '0')].join('-');
          expect(dayWords(day)).toBe(new Date(ms).toISOString().startsWith(day) ? inWords(ms) : day);
        }
    expect(dayWords('2026-02-30')).toBe('2026-02-30');
  });
  it('is the same day in every time zone of the device, in words', () => {
    const zone = process.env['TZ'];
    try {
      for (process.env['TZ'] of ['Pacific/Kiritimati', 'America/Los_Angeles', 'UTC'])
        expect(dayWords('2026-01-18')).toBe(inWords(Date.UTC(2026, 0, 18)));
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
  it('has one form for days and moments; text that is not a day stays as it is', () => {
    expect(momentWords(EVENING)).toContain(dayWordsAt(EVENING));
    expect(['', 'in spring', '2026-13-40', '2026-01-18T10:00'].map(dayWords)).toEqual([
      '',
      'in spring',
      '2026-13-40',
      '2026-01-18T10:00',
    ]);
    expect([dayWordsAt(1e99), momentWords(Number.NaN)]).toEqual(['', '']);
  });
});

describe('a moment from a peer', () => {
  it('has words or none, whatever number it is', () => {
    const hostile = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.constantFrom(8.64e15, -8.64e15, Number.MAX_SAFE_INTEGER, 1e308, Infinity, NaN),
    );
    fc.assert(
      fc.property(hostile, (ms) => {
        expect([dayWordsAt(ms), momentWords(ms)].map((words) => words === '')).toEqual(
          Array(2).fill(Number.isNaN(new Date(ms).getTime())),
        );
        expect(localTimeInput(ms)).toMatch(/^(?:\d{4}-\d\d-\d\dT\d\d:\d\d)?$/);
      }),
    );
  });
  it('is what an input takes, and comes back from it', () => {
    expect(new Date(localTimeInput(EVENING)).getTime()).toBe(EVENING);
  });
});
