// Creatures as they are typed: "3 goblins, 2 wolves and a mage".
import { nameKey } from '../name-index.ts';

export interface TypedCreatures {
  count: number;
  name: string;
}

/** The most of one creature that a line adds. */
export const MOST_OF_ONE = 50;

/** Longer texts are cut: a peer can write any, and each part is matched several times. */
const LONGEST_TEXT = 2000;

const NUMBER_WORDS = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

const countIn = (word: string): number => {
  const key = word.toLowerCase();
  if (key === 'a' || key === 'an') return 1;
  return NUMBER_WORDS.indexOf(key) + 1 || Number(/^(\d{1,4})\s*[x×]?$/.exec(key)?.[1] ?? NaN);
};

const WITH_COUNT = new RegExp(`^(\\d{1,4}\\s*[x×]?|an?|${NUMBER_WORDS.join('|')})\\s+(.+)$`, 'iu');
const COUNT_AFTER = /^(.+?)\s*[x×]\s*(\d{1,4})$/iu;

const readOne = (text: string): TypedCreatures | null => {
  const line = text.trim().replace(/\s+/g, ' ');
  if (line === '') return null;
  const [, before, name = ''] = WITH_COUNT.exec(line) ?? [];
  const [, nameBefore = '', after] = before ? [] : (COUNT_AFTER.exec(line) ?? []);
  const count = before ? countIn(before.trim()) : after ? Number(after) : 1;
  const named = before ? name : after ? nameBefore : line;
  // "0 goblins" and "The 13" are names: nobody types a line that adds nothing.
  return Number.isFinite(count) && count > 0
    ? { count: Math.min(count, MOST_OF_ONE), name: named.trim() }
    : { count: 1, name: line };
};

/**
 * Reads creatures by commas, semicolons, line breaks and "and". `isName`: what is a name as it is, such as
 * "Romeo and Juliet".
 */
export const readCreatures = (text: string, isName: (name: string) => boolean = () => false): TypedCreatures[] =>
  text
    .slice(0, LONGEST_TEXT)
    .replace(/[^\S\n]+/g, ' ')
    .split(/[,;\n]/)
    .flatMap((part) => (isName(part.trim()) ? [part] : part.split(/ (?:and|&) /i)))
    .map((part) => (isName(part.trim()) ? { count: 1, name: part.trim() } : readOne(part)))
    .filter((each) => each !== null);

const singulars = (word: string): string[] => [
  word,
  ...(/(?:[^s]s)$/i.test(word) ? [word.slice(0, -1)] : []),
  ...(/(?:s|x|z|ch|sh|o)es$/i.test(word) ? [word.slice(0, -2)] : []),
  ...(/ies$/i.test(word) ? [`${word.slice(0, -3)}y`] : []),
  ...(/ves$/i.test(word) ? [`${word.slice(0, -3)}f`, `${word.slice(0, -3)}fe`] : []),
  ...(/men$/i.test(word) ? [`${word.slice(0, -3)}man`] : []),
  ...(/mice$/i.test(word) ? [`${word.slice(0, -4)}mouse`] : []),
];

/**
 * The names that a typed name may stand for, the likeliest first: itself, and where there are several, one of them. The
 * word that has the plural is the last ("dire wolves") or the first before "of" ("priests of the sea").
 */
export const singularNames = (name: string): string[] => {
  const [, head = name, rest = ''] = /^(.+?)(\s+of\s.+)$/i.exec(name) ?? [];
  const at = head.lastIndexOf(' ') + 1;
  return [...new Set([name, ...singulars(head.slice(at)).map((word) => `${head.slice(0, at)}${word}${rest}`)])];
};

/** What a typed name of several stands for among known names, by their `nameKey`; undefined where nothing does. */
export const creatureNamed = <T>(known: ReadonlyMap<string, T>, typed: string): T | undefined => {
  for (const name of singularNames(typed)) {
    const found = known.get(nameKey(name));
    if (found !== undefined) return found;
  }
  return undefined;
};

/** One of several that nothing known is called: "harpies" are harpies, each a "harpy". */
export const ofSeveral = ({ count, name }: TypedCreatures): string =>
  count === 1 ? name : (singularNames(name)[1] ?? name);
