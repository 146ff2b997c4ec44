// Tests that times and sizes have words whatever number they are, and that a number that is not counted says so.
import { expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { amountIn } from '@emberkeep/domain';
import { logTimes } from '#lib/ui/log-times.ts';
import { sizeWords } from '#lib/ui/size-words.ts';
import { timeAgo } from '#lib/ui/time-ago.ts';
import { uncountedWords } from './uncounted-words.ts';

const NOW = Date.UTC(2031, 2, 14);
const EDGES = [0, 8.64e15, -8.64e15, 8.64e15 + 1, 1e308, -1e308, 5e-324, Infinity, -Infinity, NaN];
const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 18);

it(`times and sizes that no device can have are words without “NaN” or “Infinity” (seed ${seed})`, () => {
  const random = createRandom(seed);
  const number = (): number =>
    random.chance(0.3) ? random.pick(EDGES) : (random.next() - 0.5) * 10 ** random.int(309);
  for (let n = 0; n < 2000; n++) {
    const [one, other] = [number(), number()];
    const times = logTimes([one, other]);
    const words = [timeAgo(one, NOW), timeAgo(one, other), sizeWords(one), times(one), times(other)];
    expect(words.join(' '), `${one} and ${other}`).not.toMatch(/NaN|Infinity|∞|undefined/);
  }
});

it('how long ago is in minutes, hours and days, and “just now” for what is to come', () => {
  const ago = (minutes: number): string => timeAgo(NOW - minutes * 60_000, NOW);
  const words = (count: number, unit: Intl.RelativeTimeFormatUnit): string =>
    new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' }).format(-count, unit);
  expect([0, -90].map(ago)).toEqual(['just now', 'just now']);
  expect([5, 180, 3 * 1440].map(ago)).toEqual([words(5, 'minute'), words(3, 'hour'), words(3, 'day')]);
  expect(timeAgo(NaN, NOW)).toBe('some time ago');
});

it('a typed number that is not counted says so, and every other one is counted', () => {
  for (const text of ['', ' ', '0', '-7', ' 12.5 ', '1e12']) expect(uncountedWords(text), text).toBe('');
  expect(uncountedWords('2d10')).toMatch(/not a number/);
  for (const text of ['1e308', '-1e13', '1e999', '9'.repeat(300)]) {
    expect(amountIn(text), text).toBeNull();
    expect(uncountedWords(text), text).toMatch(/^Numbers over 1\D?000\D?000\D?000\D?000 are not counted\.$/);
  }
});
