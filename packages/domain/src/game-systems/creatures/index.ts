// The creatures of each game system, for fights: the stat blocks that the system brings and those of its open rules
// documents. Apart from the systems themselves, so that only a fight loads them.
import { compareNames } from '../../name-index.ts';
import type { StatBlock } from '../game-system.ts';
import { gameSystem } from '../index.ts';
import { CREATURES_5E, HIT_DICE_5E } from './dnd-5e.ts';

/** With the hit dice behind its hit points. */
const withHitDice = (block: StatBlock): StatBlock => {
  const { 'Armor class': armor = '', 'Hit points': points = '', ...rest } = block.fields;
  const dice = HIT_DICE_5E[block.role];
  return dice === undefined
    ? block
    : { role: block.role, fields: { 'Armor class': armor, 'Hit points': points, 'Hit dice': dice, ...rest } };
};

/** The creatures of a system, by name. */
export const creaturesOf = (systemId: string): StatBlock[] => {
  const { id, statBlocks } = gameSystem(systemId);
  const all = id === 'dnd-5e' ? [...statBlocks.map(withHitDice), ...CREATURES_5E] : [...statBlocks];
  return all.sort((a, b) => compareNames(a.role, b.role));
};

/** What a combatant keeps of its stat block: the system and the role, so that another system of the campaign is no loss. */
export const statBlockKey = (systemId: string, role: string): string => `${gameSystem(systemId).id}/${role}`;

/** The stat block of a key; undefined for one that this version does not know. */
export const statBlockOf = (key: string): StatBlock | undefined => {
  const slash = key.indexOf('/');
  const [systemId, role] = [key.slice(0, slash), key.slice(slash + 1)];
  return gameSystem(systemId).id === systemId ? creaturesOf(systemId).find((block) => block.role === role) : undefined;
};
