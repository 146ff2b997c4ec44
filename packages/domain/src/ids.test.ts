// Tests that ids increase and never collide.
import { describe, expect, it } from 'vitest';
import { createFakeTime, createRandom, createTestIds } from '../testing/index.ts';
import { createIdMaker, isId } from './ids.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 11);

describe('ids (M-036, T-5)', () => {
  it('ids are UUIDv7 and keep increasing, also when the clock steps back', () => {
    const time = createFakeTime();
    const random = createRandom(seed);
    const newId = createIdMaker({ nowMs: () => time.nowMs() - random.int(50), randomBytes: (n) => random.bytes(n) });
    const ids = Array.from({ length: 6000 }, () => newId());
    expect(ids.every(isId)).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
  it('two devices offline in the same millisecond never create the same id', () => {
    const nowMs = (): number => 1000;
    const [a, b] = [createTestIds(createRandom(1), nowMs), createTestIds(createRandom(2), nowMs)];
    const made = new Set(Array.from({ length: 2000 }, (_, i) => (i % 2 ? a() : b())));
    expect(made.size).toBe(2000);
  });
});
