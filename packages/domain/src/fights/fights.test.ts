// From typed creatures and stat blocks to combatants, and how long conditions last.
import { describe, expect, it } from 'vitest';
import { randomIntFrom, type RandomSource } from '../dice/random-int.ts';
import { GAME_SYSTEM_CHOICES } from '../campaign.ts';
import { COMBATANT, type Combatant } from '../tracker.ts';
import { numberedNames } from './turn-order.ts';
import { createRandom } from '../../testing/index.ts';
import { comingTurn } from './coming-turn.ts';
import { conditionEndsOf, conditionsEnding, endAfter } from './condition-ends.ts';
import { creatureNamed, MOST_OF_ONE, ofSeveral, readCreatures, singularNames } from './creature-list.ts';
import { rollCombatants, type CreatureSource } from './roll-combatants.ts';
import { statNumber, statValue } from './stat-values.ts';
import { turnRules } from './turn-rules.ts';

const seeded = (seed: number): RandomSource => {
  const random = createRandom(seed);
  return randomIntFrom((count) => random.bytes(count));
};
const GOBLIN = { 'Hit points': 7, 'Hit dice': '2d6', DEX: 14 };
const source = (more: Partial<CreatureSource> = {}): CreatureSource => ({
  name: 'Goblin',
  count: 3,
  side: 'foes',
  values: GOBLIN,
  ...more,
});
// reason for the cast: the keys are those of the declaration
const combatant = (id: string, more: Partial<Combatant> = {}): Combatant => ({
  ...(Object.fromEntries(
    Object.entries(COMBATANT.fields).map(([name, field]) => [name, field.empty]),
  ) as unknown as Combatant),
  id,
  name: id,
  ...more,
});

describe('typed creatures', () => {
  it('have counts as numbers and words, and are parted by commas, lines and "and"', () => {
    expect(readCreatures(' 3 goblins, two dire wolves and a mage\n4x orc; Bats ×2, an ogre;; ')).toEqual([
      { count: 3, name: 'goblins' },
      { count: 2, name: 'dire wolves' },
      { count: 1, name: 'mage' },
      { count: 4, name: 'orc' },
      { count: 2, name: 'Bats' },
      { count: 1, name: 'ogre' },
    ]);
    expect(readCreatures('Romeo and Juliet, 2 rats', (name) => name === 'Romeo and Juliet')).toEqual([
      { count: 1, name: 'Romeo and Juliet' },
      { count: 2, name: 'rats' },
    ]);
    expect(readCreatures('999 rats')).toEqual([{ count: MOST_OF_ONE, name: 'rats' }]);
    expect(readCreatures('0 rats, , Agent 47, Three-Eyed Tom')).toEqual([
      { count: 1, name: '0 rats' },
      { count: 1, name: 'Agent 47' },
      { count: 1, name: 'Three-Eyed Tom' },
    ]);
  });

  it('stand for a known name in the singular, and a name that is a plural comes first', () => {
    const known = new Map(
      ['goblin', 'dire wolf', 'priest of the sea', 'harpy', 'giant mouse', 'the rooks'].map((k) => [k, k]),
    );
    const found = ['Goblins', 'dire wolves', 'priests of the sea', 'Harpies', 'giant mice', 'The Rooks', 'Goblin'];
    expect(found.map((typed) => creatureNamed(known, typed))).toEqual([
      'goblin',
      'dire wolf',
      'priest of the sea',
      'harpy',
      'giant mouse',
      'the rooks',
      'goblin',
    ]);
    expect(creatureNamed(known, 'dragons')).toBeUndefined();
    expect(singularNames('boss')).toEqual(['boss']);
    expect([ofSeveral({ count: 2, name: 'wraiths' }), ofSeveral({ count: 1, name: 'Hooks' })]).toEqual([
      'wraith',
      'Hooks',
    ]);
  });

  it('any text is read without throwing', () => {
    const random = createRandom(3);
    for (let i = 0; i < 300; i++) {
      const text = Array.from({ length: random.int(12) }, () =>
        random.pick(['3 ', 'goblins', ' and ', ',', '×', '\n', 'a ', 'x2', '0', '  ', 'of']),
      ).join('');
      for (const { count, name } of readCreatures(text)) {
        expect(count).toBeGreaterThan(0);
        expect(name.trim()).not.toBe('');
      }
    }
  });
});

describe('values of a stat block', () => {
  it('are found by any of their names and in any case, and begin with a number', () => {
    const values = { dexterity: '14 (+2)', HP: '22 (5d8)', note: 'x', empty: '' };
    expect(statNumber(values, 'DEX', 'Dexterity')).toBe(14);
    expect(statNumber(values, 'Hit points', 'HP')).toBe(22);
    expect([statNumber(values, 'note'), statNumber(values, 'empty'), statValue(values, 'gone')]).toEqual([
      null,
      null,
      undefined,
    ]);
  });
});

describe('combatants of a stat block', () => {
  it('are numbered, with average or rolled hit points and one initiative', () => {
    const options = { rules: turnRules('dnd-5e'), random: seeded(1) };
    const average = rollCombatants([source()], [], { ...options, choice: 'average' });
    expect(average.map(({ name, hp, hpMax }) => [name, hp, hpMax])).toEqual([
      ['Goblin 1', 7, 7],
      ['Goblin 2', 7, 7],
      ['Goblin 3', 7, 7],
    ]);
    expect(new Set(average.map(({ initiative }) => initiative)).size).toBe(1);
    expect(average[0]!.initiative! % 1).toBeCloseTo(0.14);
    const rolled = rollCombatants([source({ count: 40 })], average, { ...options, choice: 'rolled' });
    expect(rolled[0]!.name).toBe('Goblin 4');
    expect(new Set(rolled.map(({ hp }) => hp)).size).toBeGreaterThan(3);
    for (const { hp, hpMax } of rolled) expect([hp! >= 2 && hp! <= 12, hpMax]).toEqual([true, hp]);
    // One seed, one roll.
    const again = (): unknown => rollCombatants([source()], [], { ...options, random: seeded(5), choice: 'rolled' });
    expect(again()).toEqual(again());
  });

  it('hit points of an entity are those it has now; nobody has them where they are not known', () => {
    const options = { rules: turnRules('dnd-5e'), random: seeded(1), choice: 'rolled' as const };
    const roll = (more: Partial<CreatureSource>) => rollCombatants([source({ count: 1, ...more })], [], options)[0];
    expect(roll({ hp: 3, hpMax: 9 })).toMatchObject({ name: 'Goblin', hp: 3, hpMax: 9 });
    expect(roll({ values: {} })).not.toHaveProperty('hp');
    expect(roll({ values: { HP: '22 (5d8)' } })!.hp).toBeGreaterThanOrEqual(5);
    expect(roll({ values: { HP: 'many', 'Hit dice': 'a lot' } })).not.toHaveProperty('hp');
  });

  it('order by DEX with the better fighting skill first in Call of Cthulhu, by speed in GURPS, and not at all in Forged in the Dark', () => {
    const rules = (id: string) => (values: Record<string, unknown>) => turnRules(id).initiative(values, seeded(1));
    const coc = rules('coc-7e');
    expect([coc({ DEX: 60, Attack: 'Handgun 45, 1d10' }), coc({ DEX: 60, 'Fighting (Brawl)': 70 }), coc({})]).toEqual([
      60.45,
      60.7,
      null,
    ]);
    expect(rules('gurps-4e')({ DX: 13, HT: 12 })).toBe(6.2513);
    expect(rules('gurps-4e')({ DX: 13 })).toBeNull();
    expect([rules('fitd')({ DEX: 18 }), turnRules('fitd').order]).toEqual([null, 'none']);
    expect(rules('homebrew')({ Initiative: '4' })).toBe(4);
    for (const { id } of GAME_SYSTEM_CHOICES) expect(turnRules(id).conditions.length).toBeGreaterThan(4);
  });

  it('one that is alone has no number, and the next of its name are counted on', () => {
    expect(numberedNames('Orc', 1, [])).toEqual(['Orc']);
    expect(numberedNames('Orc', 2, [{ name: 'orc' }])).toEqual(['Orc 2', 'Orc 3']);
    expect(numberedNames('Orc', 2, [{ name: 'Orc 2' }])).toEqual(['Orc 1', 'Orc 3']);
  });
});

describe('a condition that lasts', () => {
  const round = (value: number) => ({ value, steps: [] });
  const rows = [combatant('a', { initiative: 20 }), combatant('b', { initiative: 10 })];
  const now = { turnId: 'a', turnPlace: null, round: round(2) };

  it('counts turns from now: the one that goes on is none, one that comes in this round is the first', () => {
    expect(endAfter({ rounds: 1, at: 'end', of: 'a' }, now, rows)).toEqual({ round: 3, at: 'end', of: 'a' });
    expect(endAfter({ rounds: 1, at: 'start', of: 'b' }, now, rows).round).toBe(2);
    expect(endAfter({ rounds: 10, at: 'start', of: 'b' }, now, rows).round).toBe(11);
    expect(endAfter({ rounds: 2, at: 'end', of: 'b' }, null, rows).round).toBe(2);
    expect(endAfter({ rounds: 1, at: 'end', of: 'gone' }, now, rows).round).toBe(2);
  });

  it('ends with the turn, and at the latest with its round', () => {
    const held = combatant('b', {
      initiative: 10,
      conditions: ['Held', 'Slow', 'Lost'],
      conditionEnds: {
        Held: { round: 2, at: 'end', of: 'a' },
        Slow: { round: 2, at: 'start', of: 'b' },
        Lost: { round: 2, at: 'end', of: 'gone' },
      },
    });
    const both = [rows[0]!, held];
    expect(comingTurn(now, both)).toMatchObject({
      next: { id: 'b' },
      isNewRound: false,
      round: 2,
      ending: [
        { id: 'b', condition: 'Held' },
        { id: 'b', condition: 'Slow' },
      ],
    });
    expect(comingTurn({ ...now, turnId: 'b' }, both)!.ending.map((each) => each.condition)).toEqual([
      'Held',
      'Slow',
      'Lost',
    ]);
    expect(comingTurn(now, [])).toBeNull();
  });

  it('whatever a peer wrote as its end is no end', () => {
    const bad = [7, 'soon', null, [], {}, { round: 'x', at: 'end', of: 'a' }, { round: 1, at: 'noon', of: 'a' }];
    const row = combatant('a', {
      conditions: bad.map((_, i) => `c${i}`),
      conditionEnds: Object.fromEntries(bad.map((end, i) => [`c${i}`, end])),
    });
    expect(conditionEndsOf(row).size).toBe(0);
    expect(conditionsEnding([row], { round: 9, ids: ['a'] }, { round: 10, ids: ['a'] })).toEqual([]);
  });
});
