// Tests the numbers of sessions after a merge.
import { describe, expect, it } from 'vitest';
import { createRandom } from '../testing/random.ts';
import { nextSessionNumber, sessionNumbers } from './session-numbers.ts';

describe('session numbers (M-113, T-4)', () => {
  it('of equal numbers the later ids get the first free ones above, in any order of arrival', () => {
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

  it('no new session with the next number moves one that is shown, whatever merged before', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = createRandom(seed);
      const sessions = Array.from({ length: 1 + random.int(8) }, (_, i) => ({ id: `s${i}`, number: random.int(6) }));
      for (let made = 0; made < 5; made++) {
        const before = sessionNumbers(sessions);
        expect(new Set(before.values()).size, `seed ${seed}`).toBe(sessions.length);
        // An id may sort anywhere: devices' clocks differ.
        sessions.push({ id: `${random.chance(0.5) ? 'a' : 'z'}${made}`, number: nextSessionNumber(sessions) });
        const after = sessionNumbers(sessions);
        for (const [id, number] of before) expect(after.get(id), `seed ${seed}`).toBe(number);
      }
    }
  });
});
