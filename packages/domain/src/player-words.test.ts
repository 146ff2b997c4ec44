// Texts with damaged links, and texts that were made to be slow, as players read them.
import { describe, expect, it } from 'vitest';
import { lineWithoutTargets, noteWithoutTargets, playerWords, type NamedForPlayers } from './index.ts';
import { costMs } from '../testing/node/cost.ts';

const entity = (id: string, name: string, isKnown: boolean, aliases: string[] = []): NamedForPlayers => ({
  id,
  name,
  entityType: 'npc',
  isKnown,
  aliases,
  shownAliases: [],
});

describe('what players read', () => {
  it('18.A1 a damaged link has no target', () => {
    for (const [text, read] of [
      ['[[Vane|a man', 'a man'],
      ['[[Vane [[x|a man', 'a man'],
      ['[[Vane]] and [[Vane|x|y]]', 'Vane and x|y]]'],
      ['a | b [[Vane\n|c', 'a | b [[Vane\n|c'],
    ] as const)
      expect(lineWithoutTargets(text)).toBe(read);
    expect(noteWithoutTargets([{ type: 'secretBox', content: [{ type: 'text', text: 'Vane' }] }])).toEqual([]);
  });

  it('18.A names of deleted people stay the GM’s, unless players knew them', () => {
    const words = playerWords(
      [entity('1', 'Wen', true, ['The Spy'])],
      [entity('2', 'Vane', false), entity('3', 'Pell', true)],
    );
    expect(['Vane', 'Pell', 'Wen', 'The Spy', 'Somebody'].map(words.nameOf)).toEqual([
      '',
      'Pell',
      'Wen',
      '',
      'Somebody',
    ]);
    expect(words.withoutHiddenNames('Vane met The Spy and [[Vane|a man]].')).toBe('… met Wen and a man.');
  });

  it('18.13 reads hostile lines in linear time', async () => {
    const words = playerWords([entity('1', 'Wen', true)], []);
    for (const part of ['[[', '[[a|', '[[a', ']]', '|', '[', '[[a|b]]', '[[a|b|', '[[Wen']) {
      const cost = await costMs(() => {
        words.line(part.repeat(50_000));
        words.note([{ type: 'paragraph', content: [{ type: 'text', text: part.repeat(10_000) }] }]);
      });
      expect(cost, part).toBeLessThan(3000);
    }
  }, 600_000);
});

describe('18.x texts that a co-GM writes to be slow or to be misread', () => {
  it('18.x reads many links over many runs of text, and many names, in linear time', { timeout: 600_000 }, async () => {
    const words = playerWords([entity('1', 'Wen', true), entity('2', 'Vane', false)], []);
    const runs = '[[Vane|b]]'.repeat(40_000).match(/.{4}/g)!;
    const cost = await costMs(() => {
      words.note([{ type: 'paragraph', content: runs.map((text) => ({ type: 'text', text })) }]);
      expect(words.withoutHiddenNames('Vane '.repeat(100_000)).includes('Vane')).toBe(false);
    });
    expect(cost).toBeLessThan(4000);
  });

  it('18.x tells a model no hidden name, however its letters and spaces are written', () => {
    const names = ['Duke Vané', 'İsmet', '杜克', "D'Arc"];
    const words = playerWords(
      names.map((name, i) => entity(String(i), name, false)),
      [],
    );
    for (const [text, told] of [
      ['Duke Vané speaks', '… speaks'],
      ['Duke  Vané, DUKE\u00a0VANÉ, duke\nvané', '…, …, …'],
      ['Duke Vané'.normalize('NFD') + ' in İstanbul', '… in İstanbul'],
      ['İ: Duke Vané met İsmet', 'İ: … met …'],
      ['昨天杜克说话了', '昨天…说话了'],
      ['D’Arc and D‘Arc', '… and …'],
      ['Dukevané', 'Dukevané'],
    ] as const)
      expect(words.withoutHiddenNames(text), text).toBe(told);
  });
});
