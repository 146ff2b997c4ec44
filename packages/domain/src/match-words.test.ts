// Tests how typed words find names.
import { describe, expect, it } from 'vitest';
import { foldText, matchesWords, matchRank } from './match-words.ts';

describe('typed words find names', () => {
  it('without accents, typed or written', () => {
    for (const [name, query] of [
      ['Éowyn', 'eowyn'],
      ['Eowyn', 'Éow'],
      ['Þórr Łukasz', 'thorr luk'],
      ['Æthelred', 'aethel'],
      ['Zoë O’Hara', "zoe o'h"],
    ] as const)
      expect(matchRank(name, query), `${name} by ${query}`).toBeGreaterThan(1);
    expect(foldText('E\u0301OWYN')).toBe('eowyn');
  });

  it('by any of their words, in any script', () => {
    for (const [name, query] of [
      ['Иван Грозный', 'гроз'],
      ['Гора Ёлка', 'елк'],
      ['Αλέξανδρος Νίκης', 'νικ'],
      ['גנדלף האפור', 'האפור'],
      ['春日 太郎', '太郎'],
    ] as const)
      expect(matchRank(name, query), `${name} by ${query}`).toBe(2);
  });

  it('rank names by how near to their beginning the words are, and find none that lacks a word', () => {
    const ranks = ['Harrow Hill', 'Old Harrow', 'Sharrow', 'Hill'].map((name) => matchRank(name, 'harrow'));
    expect(ranks).toEqual([3, 2, 1, 0]);
    const found = ['key iron', 'key 5', ''].map((query) => matchesWords('Iron Key 4', query));
    expect(found).toEqual([true, false, true]);
  });
});
