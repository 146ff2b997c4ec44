// Tests that an answer quotes whole sentences.
import { describe, expect, it } from 'vitest';
import { answerFrom } from './question.ts';

const quoted = (question: string, text: string): string =>
  /^“(.*)” \(Notes\)$/s.exec(answerFrom(question, [{ id: 'p', title: 'Notes', text }])?.text ?? '')?.[1] ?? '';

describe('a quoted sentence is whole', () => {
  const NOTE = [
    'The abbey — The prior counts candles. He has not slept since Michaelmas, and he says so to everyone who asks.',
    'Clue: the reliquary was moved to the crypt beneath the old dovecote, behind the third barrel.',
    'Clue: nobody but the cellarer has been there.',
    '- The lantern hangs on the nail by the buttery door, out of reach of the boys.',
  ].join('\n');
  it.each([
    [
      'where is the reliquary',
      'Clue: the reliquary was moved to the crypt beneath the old dovecote, behind the third barrel.',
    ],
    ['where does the lantern hang?', '- The lantern hangs on the nail by the buttery door, out of reach of the boys.'],
  ])('%s', (question, sentence) => {
    expect(quoted(question, NOTE)).toBe(sentence);
  });

  it('one that is too long is cut between words, and never just behind what was asked for', () => {
    const filler = (from: number, count: number): string =>
      Array.from({ length: count }, (_, n) => `word${from + n}`).join(' ');
    for (let before = 0; before < 200; before += 7) {
      const sentence =
        `${filler(0, before)} the reliquary is in the crypt under the dovecote ${filler(500, 150)}.`.trim();
      const said = quoted('where is the reliquary', sentence);
      expect(said).toContain('the reliquary is in the crypt under the dovecote');
      expect(said.length).toBeLessThan(420);
      expect(` ${sentence} `).toContain(` ${said.replace(/^… | …$/g, '')} `);
    }
  });
  it('a word without an end is cut too', () => {
    expect(quoted('where is the reliquary', `reliquary ${'x'.repeat(5000)}`).length).toBeLessThan(420);
    expect(quoted('reliquary', `reliquary/${'x'.repeat(5000)}`).length).toBeLessThan(420);
  });
});
