// Tests that counts and words agree, for regular plurals, irregular ones and verbs.
import { describe, expect, it } from 'vitest';
import { plural, pluralWord } from './plural.ts';

describe('plurals', () => {
  it('the singular goes with exactly 1', () => {
    expect([0, 1, 2, 21, 1.5].map((count) => plural(count, 'session'))).toEqual([
      '0 sessions',
      '1 session',
      '2 sessions',
      '21 sessions',
      '1.5 sessions',
    ]);
  });
  it('an irregular plural is given by the caller', () => {
    expect([plural(1, 'entry', 'entries'), plural(3, 'entry', 'entries')]).toEqual(['1 entry', '3 entries']);
  });
  it('the word alone agrees with a count that is written elsewhere', () => {
    expect([1, 2].map((count) => `${plural(count, 'file')} ${pluralWord(count, 'was', 'were')} left out`)).toEqual([
      '1 file was left out',
      '2 files were left out',
    ]);
    expect(`no ${pluralWord(0, 'encounter')}`).toBe('no encounters');
  });
});
