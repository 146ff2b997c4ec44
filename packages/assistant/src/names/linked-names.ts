// Finds the names that the writer gave in links to entities that the campaign does not have yet. They are names exactly
// as they are written: "Professor [[Nguyễn Văn Hùng]]" links Nguyễn Văn Hùng, and an entity of another name would leave
// the link dead.
import { keysOfName, type AnalysisInput } from '@emberkeep/domain';
import type { NameMatch } from './candidates.ts';
import { spellingPattern } from './spelling.ts';

/** The rule of a name that the notes link. */
export const LINKED = 'linked';

/** Where the text has the name, or else the words that its link shows. */
const placesOf = (text: string, { name, shown }: { name: string; shown: string }): { start: number; end: number }[] => {
  const places = (words: string): { start: number; end: number }[] =>
    [...text.matchAll(spellingPattern(words, false))].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
    }));
  const named = places(name);
  return named.length > 0 ? named : places(shown).slice(0, 1);
};

/** The linked names that are none of the known entities' names and aliases, at every place where the text has them. */
export const linkedNames = (
  text: string,
  links: NonNullable<AnalysisInput['links']>,
  knownEntities: AnalysisInput['knownEntities'],
): NameMatch[] => {
  const taken = new Set(knownEntities.flatMap(({ name, aliases }) => [name, ...aliases].flatMap(keysOfName)));
  return links.flatMap((link) => {
    const keys = keysOfName(link.name);
    if (keys.some((key) => taken.has(key))) return [];
    keys.forEach((key) => taken.add(key));
    return placesOf(text, link).map((place) => ({ name: link.name, ...place, isFirst: false, cue: LINKED }));
  });
};
