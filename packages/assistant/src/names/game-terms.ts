import { nameKey } from '@emberkeep/domain';
import { gameSystem } from '@emberkeep/domain/game-systems';

/**
 * Keys of the names in a game system (skills, rules entries, attributes, difficulties, terms), with and without the
 * part in brackets.
 */
export const termsOf = (system: string): ReadonlySet<string> => {
  const { skills, lookups, attributes, difficulties, terms } = gameSystem(system);
  const names = [...[skills, lookups, attributes, difficulties].flat().map((t) => t.name), ...Object.values(terms)];
  return new Set(names.flatMap((name) => [name, name.replace(/\s*\(.*\)$/, '')]).map(nameKey));
};
