import { describe, expect, it } from 'vitest';
import { alternatives, anyWord, oneOf, wordSet } from './patterns.ts';

describe('word lists as patterns', () => {
  it('plain words match as whole words in any case, and signs in them mean themselves', () => {
    const pattern = anyWord(['mr.', 'high priest', 'inn']);
    expect(pattern.test('the High  Priest')).toBe(true);
    expect(pattern.test('An INN.')).toBe(true);
    expect(pattern.test('the inner door, the 2inn')).toBe(false);
    expect(pattern.test('mrs')).toBe(false);
  });
  it('the longest of two words that begin alike is found', () => {
    expect(new RegExp(alternatives(['ward', 'warden'])).exec('warden')?.[0]).toBe('warden');
  });
  it('patterns are tried in the order given, whether written as strings or as regular expressions', () => {
    expect(oneOf(['a', /b\d/i])).toBe('(?:a|b\\d)');
    expect(new RegExp(oneOf(['war', 'warden'])).exec('warden')?.[0]).toBe('war');
  });
  it('a set of words is in lower case', () => {
    expect([...wordSet(['Dr', 'old'])]).toEqual(['dr', 'old']);
  });
});
