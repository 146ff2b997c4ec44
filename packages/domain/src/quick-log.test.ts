import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from './event-types.ts';
import { GAME_SYSTEMS } from './game-systems/index.ts';
import { quickEventTypes, rollOutcomes } from './quick-log.ts';

const QUICK = EVENT_TYPES.filter((type) => type.isQuick);

describe.each([...GAME_SYSTEMS.map((system) => system.id), 'of another version'])('[19] the quick log of %s', (id) => {
  it('M-024: begins with a roll and has a button for each of the seven types of every log, once', () => {
    const types = quickEventTypes(id);
    expect(types[0]?.type).toBe('DICE_ROLL');
    expect(types).toEqual(expect.arrayContaining([...QUICK]));
    expect(types.every((type) => EVENT_TYPES.includes(type))).toBe(true);
    expect(new Set(types).size).toBe(types.length);
  });
});

describe('[19] how a roll ends', () => {
  it('is a word where a total says nothing without its target, and a die where it does', () => {
    expect(rollOutcomes('coc-7e')).toContain('hard success');
    expect(rollOutcomes('fitd')).toEqual([]);
    expect(rollOutcomes('constructor')).toEqual([]);
  });
});
