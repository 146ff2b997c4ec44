// The creatures of the open rules documents: their hit points are the average of their dice, and fights can use them.
import { describe, expect, it } from 'vitest';
import { parseDice } from '../../dice/parse.ts';
import { turnRules } from '../../fights/turn-rules.ts';
import { rollCombatants } from '../../fights/roll-combatants.ts';
import { GAME_SYSTEMS } from '../index.ts';
import { creaturesOf, statBlockKey, statBlockOf } from './index.ts';

describe('creatures', () => {
  it('of the fifth edition have the average of their hit dice as hit points', () => {
    for (const { role, fields } of creaturesOf('dnd-5e')) {
      const dice = String(fields['Hit dice']);
      const [, count, sides, bonus = '0'] = /^(\d+)d(\d+)([+-]\d+)?$/.exec(dice) ?? [];
      const average = Math.floor((Number(count) * (Number(sides) + 1)) / 2 + Number(bonus));
      expect([role, fields['Hit points'], parseDice(dice).ok]).toEqual([role, average, true]);
    }
  });

  it('of every system have a key of their own, names of their own, and join a fight', () => {
    for (const { id } of GAME_SYSTEMS) {
      const all = creaturesOf(id);
      expect(new Set(all.map((block) => block.role.toLowerCase())).size, id).toBe(all.length);
      for (const { role, fields } of all) {
        expect(statBlockOf(statBlockKey(id, role))).toEqual({ role, fields });
        const [made] = rollCombatants([{ name: role, count: 1, side: 'foes', values: fields }], [], {
          rules: turnRules(id),
          choice: 'average',
          random: () => 9,
        });
        const { order } = turnRules(id);
        expect(made!.initiative !== undefined, role).toBe(order === 'rolled' || order === 'fixed');
        expect(made!.hp !== undefined, role).toBe(order !== 'none');
      }
    }
  });

  it('any text is no key of one', () => {
    for (const key of ['', 'goblin', 'dnd-5e', 'dnd-5e/', 'else/Goblin', '/Goblin', 'dnd-5e/constructor'])
      expect(statBlockOf(key)).toBeUndefined();
  });
});
