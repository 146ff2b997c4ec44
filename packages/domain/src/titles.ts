// Titles, which stand before a name and belong to it, and whether two names are one person's: with a title or without.
import { nameKey } from './name-index.ts';
import { isShortTitle } from './sentences.ts';

const TITLE_LIST = [
  'lord',
  'lady',
  'king',
  'queen',
  'prince',
  'princess',
  'duke',
  'duchess',
  'count',
  'countess',
  'baron',
  'baroness',
  'sir',
  'ser',
  'dame',
  'captain',
  'commander',
  'sergeant',
  'lieutenant',
  'major',
  'colonel',
  'general',
  'admiral',
  'corporal',
  'private',
  'marshal',
  'sheriff',
  'deputy',
  'inspector',
  'detective',
  'constable',
  'officer',
  'chief',
  'mayor',
  'magistrate',
  'judge',
  'governor',
  'senator',
  'president',
  'ambassador',
  'chancellor',
  'minister',
  'father',
  'mother',
  'sister',
  'brother',
  'reverend',
  'bishop',
  'abbot',
  'abbess',
  'cardinal',
  'pope',
  'deacon',
  'acolyte',
  'priest',
  'priestess',
  'rabbi',
  'imam',
  'monk',
  'friar',
  'matron',
  'madame',
  'madam',
  'mademoiselle',
  'monsieur',
  'mistress',
  'master',
  'miss',
  'mr',
  'mrs',
  'ms',
  'mr.',
  'mrs.',
  'ms.',
  'herr',
  'frau',
  'signor',
  'signora',
  'don',
  'dona',
  'doctor',
  'dr',
  'dr.',
  'professor',
  'prof',
  'prof.',
  'dean',
  'old',
  'young',
  'little',
  'big',
  'granny',
  'grandma',
  'aunt',
  'uncle',
  'cousin',
  'widow',
  'doc',
  'boss',
  'jarl',
  'thane',
  'emperor',
  'empress',
  'saint',
  'elder',
  'chieftain',
  'shaman',
  'warlord',
  'archmage',
  'magus',
  'high priest',
  'skipper',
  'bosun',
  'agent',
  'nurse',
  'coach',
  'lama',
  'sheikh',
  'sultan',
  'khan',
  'pasha',
  'tsar',
  'kaiser',
];
/** Titles in lower case. */
export const TITLES: ReadonlySet<string> = new Set(TITLE_LIST);

/** "Saint" is part of a place's name as often, and an adjective makes no person. */
const NO_FORM_OF_ADDRESS = ['old', 'young', 'little', 'big', 'saint', 'st', 'ste'];

const bare = (word: string): string => word.toLowerCase().replace(/\.$/, '');

/** Whether a word is a title, in full or abbreviated: "Captain", "Capt.". */
export const isTitle = (word: string): boolean => {
  const title = bare(word);
  return TITLES.has(title) || (isShortTitle(title) && !NO_FORM_OF_ADDRESS.includes(title));
};

const OF_MEN = [
  'mr',
  'lord',
  'sir',
  'ser',
  'king',
  'prince',
  'duke',
  'count',
  'baron',
  'father',
  'fr',
  'brother',
  'br',
];
const OF_WOMEN = [
  'mrs',
  'ms',
  'miss',
  'mme',
  'mlle',
  'lady',
  'dame',
  'queen',
  'princess',
  'duchess',
  'countess',
  'baroness',
  'mother',
  'sister',
  'sr',
];

/** Whether the titles are of two people: "Mr." and "Mrs.". */
export const titlesDiffer = (one: readonly string[], other: readonly string[]): boolean => {
  const areOf = (titles: readonly string[], kind: readonly string[]): boolean =>
    titles.some((title) => kind.includes(bare(title)));
  return (areOf(one, OF_MEN) && areOf(other, OF_WOMEN)) || (areOf(one, OF_WOMEN) && areOf(other, OF_MEN));
};

/** A name's titles and what is behind them. A name of titles alone has none. */
export const splitTitles = (name: string): { titles: string[]; rest: string } => {
  const words = name.trim().split(/\s+/);
  const isForm = (word: string): boolean => isTitle(word) && !NO_FORM_OF_ADDRESS.includes(bare(word));
  const first = words.findIndex((word) => !isForm(word));
  return first === -1
    ? { titles: [], rest: words.join(' ') }
    : { titles: words.slice(0, first), rest: words.slice(first).join(' ') };
};

/** Whether the two names are one but for their titles: "Lucian Hale" and "Mr. Lucian Hale". */
export const isSameButForTitles = (one: string, other: string): boolean => {
  const [a, b] = [splitTitles(one), splitTitles(other)];
  return nameKey(a.rest) === nameKey(b.rest) && !titlesDiffer(a.titles, b.titles);
};
