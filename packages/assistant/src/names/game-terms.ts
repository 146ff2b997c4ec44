import { nameKey } from '@emberkeep/domain';
import { gameSystem } from '@emberkeep/domain/game-systems';

/**
 * Name keys of a game system's skills, attributes, difficulties, terms and rules entries, with and without
 * brackets.
 */
export const termsOf = (system: string): ReadonlySet<string> => {
  const { skills, lookups, attributes, difficulties, terms } = gameSystem(system);
  const names = [...[skills, lookups, attributes, difficulties].flat().map((t) => t.name), ...Object.values(terms)];
  return new Set(names.flatMap((name) => [name, name.replace(/\s*\(.*\)$/, '')]).map(nameKey));
};
