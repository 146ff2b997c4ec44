// Tests that escaped text matches itself and nothing else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeRegExp } from './regexp.ts';

describe('escapeRegExp', () => {
  it('any text matches itself, in every mode', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.constantFrom('', 'i', 'u', 'giu'), (text, flags) => {
        expect(new RegExp(`^${escapeRegExp(text)}$`, flags).test(text)).toBe(true);
      }),
      { seed: 31 },
    );
  });
  it('characters with a meaning lose it', () => {
    const all = '.*+?^${}()|[]\\/';
    expect(new RegExp(escapeRegExp(all), 'u').exec(`x${all}x`)?.[0]).toBe(all);
    expect(new RegExp(`^${escapeRegExp('a.c')}$`).test('abc')).toBe(false);
  });
});
