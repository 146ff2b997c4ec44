import { describe, expect, it } from 'vitest';
import { createRandom } from '../testing/index.ts';
import { cutSentences, lastSentenceStart, sentenceAround } from './sentences.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 22);

const cut = (text: string): string[] => cutSentences(text).map((sentence) => sentence.text);

describe('sentences', () => {
  it.each([
    'Ask Dr. Eleanor Voss about it.',
    'At the Gaslight Archive Mrs. Pell waits with Insp. Harrow and Fr. Dominic of St. Jude.',
    'The alienist (Dr. Eleanor Voss) asks Mr. J. R. Hale, Capt. Roy and Prof. Lake.',
    'Room No. 7 is locked, see p. 12 of the ledger, e.g. the last line.',
    'They bought rope, lamps, etc. and left at 6 p.m. by the back door.',
    'It costs 3.14 crowns.',
    '“Who is it?” she asks, in the absence (disappearance?) of the reeve.',
  ])('“%s” is one sentence', (text) => {
    expect(cut(text)).toEqual([text]);
  });
  it.each([
    ['They said no. Then they left.', ['They said no.', 'Then they left.']],
    ['He ran! “Stop.” She fell?', ['He ran!', '“Stop.”', 'She fell?']],
    ['So did I. The bell rang.', ['So did I.', 'The bell rang.']],
    ['They came at 6 p.m. The bell rang.', ['They came at 6 p.m.', 'The bell rang.']],
    ['They met the Dr.\nThen they left', ['They met the Dr.', 'Then they left']],
  ])('“%s” is several', (text, sentences) => {
    expect(cut(text)).toEqual(sentences);
  });
  it('cover every word of a text once, in order, whatever it holds', () => {
    const random = createRandom(seed);
    const parts = [
      'Mr.',
      'no.',
      'J.',
      'p.m.',
      'etc.',
      ' ',
      '\n',
      '“',
      '”',
      '!',
      '?',
      ')',
      'Vale',
      'ß',
      '😀',
      '7',
      '..',
    ];
    for (let i = 0; i < 500; i++) {
      const text = Array.from({ length: random.int(30) }, () => random.pick(parts)).join('');
      const spans = cutSentences(text);
      for (const { start, end, text: words } of spans) expect(text.slice(start, end), `seed ${seed}`).toBe(words);
      expect(
        spans
          .map((span) => span.text)
          .join('')
          .replace(/\s/g, ''),
        `seed ${seed}`,
      ).toBe(text.replace(/\s/g, ''));
      expect(lastSentenceStart(text)).toBe(spans.length > 1 ? spans.at(-1)!.start : 0);
    }
  });
});

describe('the sentence around a place', () => {
  const around = (text: string, words: string): string =>
    sentenceAround(text, text.indexOf(words), text.indexOf(words) + words.length);
  it('ends where sentences end', () => {
    expect(around('First one. Ask [[Vey]] about it! Then go.', '[[Vey]]')).toBe('Ask [[Vey]] about it!');
    expect(around('First one. Is [[Who is it?]] there? Go.', '[[Who is it?]]')).toBe('Is [[Who is it?]] there?');
  });
  it('goes on behind a title', () => {
    const text = 'First one. The alienist (Dr. Eleanor Voss) asks Dr. Hale for help. Then go.';
    expect(around(text, 'Eleanor Voss')).toBe('The alienist (Dr. Eleanor Voss) asks Dr. Hale for help.');
  });
  it('is cut where it is long', () => {
    const text = `${'word '.repeat(100)}Vey ${'word '.repeat(100)}`;
    expect(around(text, 'Vey').length).toBeLessThan(260);
  });
});
