// Finds stats for an NPC: the game system's stat block whose role is closest to what was asked for.
import { gameSystem, type GameSystem, type StatBlock } from '@emberkeep/domain/game-systems';
import { stem } from '../stem.ts';
import { wordsOf } from './likeness.ts';
import { ORDINARY_ROLES, SIMILAR_ROLES } from './vocabulary/similar-roles.ts';

const stemsOf = (text: string): string => ` ${wordsOf(text).map(stem).join(' ')} `;

/** True where the text has these words whole, in any form: a pirate is no rat, and bandits are bandits. */
const hasWords = (text: string, words: string): boolean => words !== '' && stemsOf(text).includes(stemsOf(words));

const blockOfRole = (system: GameSystem, role: string): StatBlock | undefined =>
  system.statBlocks.find((block) => block.role.toLowerCase() === role) ??
  system.statBlocks.find((block) => hasWords(block.role, role));

/** The block whose role is what was asked for, or contains it, or is contained in it. */
const ownBlock = ({ statBlocks }: GameSystem, asked: string): StatBlock | undefined =>
  statBlocks.find((block) => block.role.toLowerCase() === asked) ??
  statBlocks.find(({ role }) => hasWords(asked, role) || hasWords(role, asked));

/**
 * The stat block to start from, or null where the system has none.
 * `fit`: `own` where the system has this role, `like` for a similar one, `shared` for an ordinary person.
 */
export const blockFor = (
  subject: string,
  systemId: string,
): { block: StatBlock; fit: 'own' | 'like' | 'shared' } | null => {
  const system = gameSystem(systemId);
  const asked = subject.toLowerCase().trim();
  const own = ownBlock(system, asked);
  if (own) return { block: own, fit: 'own' };
  const blockOf = (roles: readonly string[]): StatBlock | undefined =>
    roles.map((role) => blockOfRole(system, role)).find(Boolean);
  const similar = SIMILAR_ROLES.filter((each) => each.asked.test(asked))
    .map(({ roles }) => blockOf(roles))
    .find(Boolean);
  if (similar) return { block: similar, fit: 'like' };
  const ordinary = blockOf(ORDINARY_ROLES) ?? system.statBlocks[0];
  return ordinary ? { block: ordinary, fit: 'shared' } : null;
};

/** The fields of a block on one line, without those that are empty. */
export const blockLine = (block: StatBlock): string =>
  Object.entries(block.fields)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name} ${value}`)
    .join(' · ');
