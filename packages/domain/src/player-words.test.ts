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
