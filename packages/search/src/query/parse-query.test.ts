// Shows how a typed line is read, how misspelt words are repaired, and how words are stemmed.
import { describe, expect, it } from 'vitest';
import { stem, wordsOf } from '../lexicon/words.ts';
import { parseQuery } from './parse-query.ts';
import { editDistance, repairs } from './spelling.ts';

describe('reading a query', () => {
  it('takes filters, phrases and exclusions out of the words', () => {
    expect(
      parseQuery('type:npc,clue session:"Low Water" tag:harbour day:15 "low water" -bell who is Pell?'),
    ).toMatchObject({
      types: ['npc', 'clue'],
      sessions: ['low water'],
      tags: ['harbour'],
      days: [15],
      phrases: ['low water'],
      excluded: ['bell'],
      words: ['low', 'water', 'pell'],
      cues: ['who'],
    });
    expect(parseQuery('what happened on Day 15').spokenDay).toBe(15);
    expect(parseQuery('"unclosed and -').words).toEqual(['unclosed']);
    expect(parseQuery('well-known half-elf').excluded).toEqual([]);
    expect(parseQuery('The Who').words.length).toBeGreaterThan(0);
  });
  it('repairs misspelt words by edits and by sound, short words least', () => {
    expect(editDistance('lefevre', 'lefevre')).toBe(0);
    expect(editDistance('lefvere', 'lefevre')).toBe(1);
    const of = (word: string, soundsAlike = false) => ({ word, passageCount: 1, soundsAlike, isName: false });
    expect(repairs('lefvere', [of('lefevre'), of('level')])).toEqual(['lefevre']);
    expect(repairs('kwil', [of('quill', true), of('kiln')])).toEqual(['quill']);
    expect(repairs('cat', [of('dog')])).toEqual([]);
  });
  it('reduces regular forms of a word to one stem', () => {
    expect(['forging', 'forged', 'forges', 'forge'].map(stem)).toEqual(Array(4).fill(stem('forge')));
    expect(wordsOf('Lefèvre’s “ring”')).toEqual(['lefevre', 'ring']);
  });
});
