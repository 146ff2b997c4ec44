// Tests the numbers of sessions after a merge.
import { describe, expect, it } from 'vitest';
import { nextSessionNumber, sessionNumbers } from './session-numbers.ts';

describe('session numbers (M-113, T-4)', () => {
  it('of equal numbers the later ids get the next ones above the highest, in any order of arrival', () => {
    const sessions = [
      { id: 'b', number: 16 },
      { id: 'a', number: 16 },
      { id: 'c', number: 17 },
      { id: 'd', number: 16 },
    ];
    const expected = { a: 16, b: 18, c: 17, d: 19 };
    expect(Object.fromEntries(sessionNumbers(sessions))).toEqual(expected);
    expect(Object.fromEntries(sessionNumbers([...sessions].reverse()))).toEqual(expected);
    expect(nextSessionNumber(sessions)).toBe(20);
    expect(nextSessionNumber([])).toBe(1);
  });
});
