// Links to a heading of a note, and to the log of a session.
import { describe, expect, it } from 'vitest';
import { sessionOfLink } from './session-of-link.ts';
import { sentenceAround } from './sentences.ts';
import { findWikiLinks, rewriteLinks, shownWords, writeWikiLink } from './wiki-link.ts';

describe('a link to a heading', () => {
  it('has a name, a heading and words', () => {
    expect(findWikiLinks('[[Rope Guild#Ledger|the ledger]] and [[Rope Guild#Ledger]]')).toMatchObject([
      { name: 'Rope Guild', heading: 'Ledger', shown: 'the ledger' },
      { name: 'Rope Guild', heading: 'Ledger', shown: 'Rope Guild > Ledger' },
    ]);
    for (const name of ['Room #3', 'C#', '#inn', 'Cell 4#2'])
      expect(findWikiLinks(`[[${name}]]`)).toMatchObject([{ name, heading: '' }]);
  });

  it('is written and read back, and a rename keeps its heading', () => {
    expect(writeWikiLink('Rope Guild', 'the ledger', 'Ledger')).toBe('[[Rope Guild#Ledger|the ledger]]');
    expect(writeWikiLink('Rope Guild', '', '3rd row')).toBe('[[Rope Guild]]');
    expect(writeWikiLink('x'.repeat(190), 'w', 'A heading that is long')).toBe(`[[${'x'.repeat(190)}|w]]`);
    const text = 'See [[Rope Guild#Ledger|it]].';
    const [rewrite] = rewriteLinks(text, ['Rope Guild'], 'Cord Guild');
    expect(rewrite?.text).toBe('[[Cord Guild#Ledger|it]]');
  });

  it('stands as words in a list of links: no brackets', () => {
    const text = 'They met. [[Rope Guild#Ledger|The ledger]] is with [[Ilse]]. Then rain.';
    expect(shownWords(sentenceAround(text, 12, 20))).toBe('The ledger is with Ilse.');
    expect(shownWords('[[Rope Guild#Ledger]]')).toBe('Rope Guild > Ledger');
  });
});

describe('a link to the log of a session', () => {
  const sessions = [
    { id: 'a', shownNumber: 9, title: 'The loft', date: '2026-05-01' },
    { id: 'b', shownNumber: 10, title: '', date: '' },
    { id: 'c', shownNumber: 11, title: 'Twice', date: '' },
    { id: 'd', shownNumber: 12, title: 'Twice', date: '' },
  ];
  const idOf = (name: string): string | null => sessionOfLink(sessions, name)?.id ?? null;

  it('leads to the one that it names, by title, number or date', () => {
    for (const name of ['The loft', 'Session 9', 'session 9 - The loft', '2026-05-01', 'Session #9: The Loft'])
      expect(idOf(name), name).toBe('a');
    expect(idOf('Session 10 - Whatever it was called')).toBe('b');
    for (const name of ['Twice', 'Session 9 - The cellar', 'Session 13', 'Ilse', ''])
      expect(idOf(name), name).toBeNull();
  });
});
