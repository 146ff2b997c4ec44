// Finds the names that the writer gave in links to entities that the campaign does not have yet. They are names exactly
// as they are written: "Professor [[Nguyễn Văn Hùng]]" links Nguyễn Văn Hùng, and an entity of another name would leave
// the link dead.
import { findWikiLinks, keysOfName, type AnalysisInput } from '@emberkeep/domain';
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

/** A link as Markdown has it; pictures are none. */
const MARKDOWN_LINK = /(?<!!)\[([^[\]\n]{2,60})\]\([^()\n]{0,200}\)/g;
/** Words in the longest name that a link shows. */
const LONGEST = 6;
const isNameLike = (words: string): boolean => /\p{L}/u.test(words) && words.split(/\s+/).length <= LONGEST;
const letters = (words: string): string => words.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
/** "[[kleb-fumpton|Kleb]]": the file's name, in lower case and with hyphens. */
const SLUG = /^[\p{Ll}\d]+(?:-[\p{Ll}\d]+)*$/u;
/** The name that a link gives: "[[neverwinter|Neverwinter]]" shows the capitals. */
const spelt = (target: string, shown: string): string =>
  letters(target) === letters(shown) || (SLUG.test(target) && /^\p{Lu}/u.test(shown)) ? shown : target;

/**
 * What links in the text itself name, where the notes were pasted with their marks: perhaps a name, perhaps any page.
 */
export const markedNames = (text: string): NameMatch[] => {
  const found: NameMatch[] = [];
  const add = (name: string, start: number, length: number): void => {
    if (isNameLike(name)) found.push({ name, start, end: start + length, isFirst: false, cue: null });
  };
  for (const { start, end, name, shown, hasOwnWords } of findWikiLinks(text)) {
    // A picture, or a page of a folder.
    if (text[start - 1] === '!' || /[\\/]|\.\w{2,4}$/.test(name)) continue;
    const own = spelt(name, shown);
    const link = text.slice(start, end);
    if (own === name) add(own, start + 2 + link.slice(2).search(/\S/), name.length);
    if (hasOwnWords) add(own, start + link.lastIndexOf(shown), shown.length);
  }
  for (const match of text.matchAll(MARKDOWN_LINK))
    if (/^\p{Lu}/u.test(match[1]!)) add(match[1]!, match.index + 1, match[1]!.length);
  return found;
};
