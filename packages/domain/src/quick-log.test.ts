import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from './event-types.ts';
import { GAME_SYSTEMS } from './game-systems/index.ts';
import { quickEventTypes, rollOutcomes } from './quick-log.ts';

const QUICK = EVENT_TYPES.filter((type) => type.isQuick);

describe.each([...GAME_SYSTEMS.map((system) => system.id), 'of another version'])('the quick log of %s', (id) => {
  it('M-024: begins with a roll and has each type once', () => {
    const types = quickEventTypes(id);
    expect(types[0]?.type).toBe('DICE_ROLL');
    expect(types.every((type) => EVENT_TYPES.includes(type))).toBe(true);
    expect(new Set(types).size).toBe(types.length);
  });
});

describe('the words of a game', () => {
  const buttons = (id: string): string[] => quickEventTypes(id).map(({ label }) => label);
  it('M-024: are the seven types of a crew where there is a crew, or no system is chosen', () => {
    for (const id of ['fitd', 'custom', '', 'of another version'])
      expect(quickEventTypes(id), id).toEqual(expect.arrayContaining([...QUICK]));
  });
  it('are not those of a crew in another game', () => {
    for (const id of ['coc-7e', 'dnd-5e', 'gurps-4e'])
      for (const word of ['Stress', 'Harm', 'Bargain']) expect(buttons(id), id).not.toContain(word);
    expect(buttons('coc-7e')).toEqual(['Dice roll', 'Sanity', 'Damage', 'Item', 'Move', 'Note', 'Treasure']);
    expect(buttons('dnd-5e')).toContain('XP');
  });
});

describe('how a roll ends', () => {
  it('is chosen in words in systems where a total means nothing without its target', () => {
    expect(rollOutcomes('coc-7e')).toContain('hard success');
    expect(rollOutcomes('fitd')).toEqual([]);
    expect(rollOutcomes('constructor')).toEqual([]);
  });
});
