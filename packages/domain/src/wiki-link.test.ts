// Tests finding, resolving, writing and rewriting wiki links, and finding mentions.
import { describe, expect, it } from 'vitest';
import { createRandom } from '../testing/index.ts';
import { findMentions } from './mentions.ts';
import { createNameIndex } from './name-index.ts';
import { noteLinks } from './note-links.ts';
import { wordsOf } from './note-outline.ts';
import { findWikiLinks, rewriteLinks, shownWords, writeWikiLink } from './wiki-link.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 11);

describe('wiki links', () => {
  const index = createNameIndex([
    { id: 'h', name: 'Baron Harkness', aliases: ['Harkness'] },
    { id: 't', name: 'Tam’s Ring', aliases: [] },
    { id: 'v1', name: 'Vey', aliases: [] },
    { id: 'v2', name: 'Someone', aliases: ['vey'] },
  ]);
  it('links are found with their own words, and nothing else is a link', () => {
    const text = 'Ask [[Baron Harkness]] and [[Vey|the boy]], not [[ ]] or [[a[b]] or [[open';
    expect(findWikiLinks(text).map((l) => [l.name, l.shown, text.slice(l.start, l.end)])).toEqual([
      ['Baron Harkness', 'Baron Harkness', '[[Baron Harkness]]'],
      ['Vey', 'the boy', '[[Vey|the boy]]'],
    ]);
  });
  it('names and aliases resolve in any case and with either apostrophe; a shared name is ambiguous', () => {
    expect(index.resolve('harkness')).toEqual({ type: 'resolved', id: 'h' });
    expect(index.resolve("tam's  ring")).toEqual({ type: 'resolved', id: 't' });
    expect(index.resolve('Vey')).toEqual({ type: 'ambiguous', ids: ['v1', 'v2'] });
    expect(index.resolve('nobody')).toEqual({ type: 'missing' });
  });
  it('mentions are whole words outside links, and the longest name wins', () => {
    const text = 'Baron Harkness met Harkness; Harknesses and [[Harkness]] do not count.';
    expect(findMentions(text, index).map((m) => text.slice(m.start, m.end))).toEqual(['Baron Harkness', 'Harkness']);
  });
  it('a rewrite uses the new name and keeps own words; links that have the new name stay', () => {
    const text = '[[Harkness]] and [[harkness|him]] and [[Lord H]]';
    const out = rewriteLinks(text, ['Harkness'], 'Lord H').reduceRight(
      (t, r) => t.slice(0, r.start) + r.text + t.slice(r.end),
      text,
    );
    expect(out).toBe('[[Lord H]] and [[Lord H|him]] and [[Lord H]]');
  });
  it('a written link reads back, whatever characters the name has', () => {
    const random = createRandom(seed);
    const letters = [...'ab Ç[]|\n’é7'];
    for (let i = 0; i < 500; i++) {
      const name = Array.from({ length: 1 + random.int(20) }, () => random.pick(letters)).join('');
      const written = writeWikiLink(name);
      const clean = name
        .replace(/[[\]|\n]/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
      expect(findWikiLinks(written).map((l) => l.name)).toEqual(clean ? [clean] : []);
    }
  });
});

describe('links', () => {
  it('to a name with brackets or a bar lead to it, however they are written', () => {
    const index = createNameIndex([
      { id: 'room', name: 'Room [3]', aliases: ['The | Vault'] },
      { id: 'hall', name: 'Hall 1', aliases: [] },
      { id: 'other', name: 'Hall [1]', aliases: [] },
    ]);
    const target = (name: string) => index.resolve(findWikiLinks(writeWikiLink(name))[0]!.name);
    expect(target('Room [3]')).toEqual({ type: 'resolved', id: 'room' });
    expect(target('The | Vault')).toEqual({ type: 'resolved', id: 'room' });
    // What is called just so keeps its links.
    expect(target('Hall [1]')).toEqual({ type: 'resolved', id: 'hall' });
    expect(rewriteLinks('see [[Room 3]]', ['Room [3]'], 'Room 4')).toEqual([{ start: 4, end: 14, text: '[[Room 4]]' }]);
    // A bar behind a backslash is the escaped bar of a table; a link to nothing would show nothing.
    expect(writeWikiLink('Trail\\', 'the bird')).toBe('[[Trail|the bird]]');
    expect(createNameIndex([{ id: 'e', name: 'Trail\\', aliases: [] }]).resolve('Trail').type).toBe('resolved');
    expect(rewriteLinks('see [[Rook]]', ['Rook'], '[]')).toEqual([]);
  });

  it('that are typed whole may hold pairs of brackets, for every reader alike', () => {
    const random = createRandom(seed);
    const letters = [...'ab Çé7'];
    const word = (): string => Array.from({ length: 1 + random.int(6) }, () => random.pick(letters)).join('');
    for (let i = 0; i < 500; i++) {
      const target = Array.from({ length: 1 + random.int(4) }, () =>
        random.chance(0.5) ? `[${word()}]` : word(),
      ).join('');
      const own = random.chance(0.5) ? `${word()}[${word()}]` : '';
      const link = own ? `[[${target}|${own}]]` : `[[${target}]]`;
      const text = `x ${link} y [z] ]] [[`;
      const name = target.trim();
      const found = findWikiLinks(text);
      // A blank name is none, and no name begins with a bracket.
      if (name === '' || target.startsWith('[')) continue;
      const shown = own.trim() || name;
      expect(found, `${text} (seed ${seed})`).toMatchObject([{ name, shown, start: 2, end: 2 + link.length }]);
      expect(shownWords(text)).toBe(`x ${shown} y [z] ]] [[`);
      const node = { type: 'paragraph', content: [{ type: 'text', text }] };
      expect(wordsOf(node)).toBe(`x ${own || target} y [z] ]] [[`);
      expect(noteLinks([node])[0]!.links.map((each) => each.name)).toEqual([name]);
      const index = createNameIndex([{ id: 'it', name, aliases: [] }]);
      expect(index.resolve(found[0]!.name)).toEqual({ type: 'resolved', id: 'it' });
      const [rewrite] = rewriteLinks(text, [name], 'Cell 9');
      expect(rewrite?.text).toBe(own.trim() ? writeWikiLink('Cell 9', own) : '[[Cell 9]]');
    }
    for (const none of ['[[Room [3]]', '[[Room 3]]]'.slice(0, -3), '[[a[b]]', '[[Room [[3]]', '[[Room ]3]]'])
      expect(
        findWikiLinks(none).filter(({ start }) => start === 0),
        none,
      ).toEqual([]);
    expect(findWikiLinks(`[[${'a[b]'.repeat(60)}]]`)).toEqual([]);
    const start = performance.now();
    expect(findWikiLinks('[[a [b] '.repeat(20_000))).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('in a cell of a table may have an escaped bar', () => {
    expect(findWikiLinks('| [[Bob\\|boss]] |')).toMatchObject([{ name: 'Bob', shown: 'boss', hasOwnWords: true }]);
    expect(findWikiLinks('[[Bob|boss]] [[Bob]]')).toMatchObject([
      { name: 'Bob', shown: 'boss' },
      { name: 'Bob', shown: 'Bob' },
    ]);
  });

  it('are none in code', () => {
    const note = [
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Write ' },
          { type: 'text', text: '[[Name]]', marks: [{ type: 'code' }] },
          { type: 'text', text: ' for [[Bob]].' },
        ],
      },
      { type: 'codeBlock', content: [{ type: 'text', text: '[[Pell]]' }] },
    ];
    expect(noteLinks(note).map(({ line, links }) => [line, links.map((link) => [link.start, link.name])])).toEqual([
      ['Write [[Name]] for [[Bob]].', [[19, 'Bob']]],
      ['[[Pell]]', []],
    ]);
  });
});
