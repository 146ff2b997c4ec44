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

  it('sessions in Trash count for no new number, and give way to those that are not', () => {
    const inTrash = Array.from({ length: 52 }, (_, i) => ({ id: `a${i}`, number: i + 1, isMarked: true }));
    const empty = { id: 'z', number: 1 };
    expect(sessionNumbers([...inTrash, empty]).get('z')).toBe(1);
    const next = { id: 'zz', number: nextSessionNumber([...inTrash, empty]) };
    expect(next.number).toBe(2);
    const shown = sessionNumbers([...inTrash, empty, next]);
    expect([shown.get('z'), shown.get('zz'), shown.get('a4')]).toEqual([1, 2, 5]);
    // Restored, each has a number of its own.
    const restored = inTrash.map((session) => ({ ...session, isMarked: false }));
    expect(new Set(sessionNumbers([...restored, empty, next]).values()).size).toBe(54);
  });

  it('no new session with the next number moves one that is shown, whatever merged before', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = createRandom(seed);
      const sessions = Array.from({ length: 1 + random.int(8) }, (_, i) => ({
        id: `s${i}`,
        number: random.int(6),
        isMarked: random.chance(0.2),
      }));
      for (let made = 0; made < 5; made++) {
        const before = sessionNumbers(sessions);
        expect(new Set(before.values()).size, `seed ${seed}`).toBe(sessions.length);
        // An id may sort anywhere: devices' clocks differ.
        sessions.push({
          isMarked: false,
          id: `${random.chance(0.5) ? 'a' : 'z'}${made}`,
          number: nextSessionNumber(sessions),
        });
        const after = sessionNumbers(sessions);
        for (const [id, number] of before)
          if (!sessions.find((session) => session.id === id)?.isMarked)
            expect(after.get(id), `seed ${seed}`).toBe(number);
      }
    }
  });
});
