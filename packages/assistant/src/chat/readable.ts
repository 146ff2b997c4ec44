// Spells a message out before it is read: shorthand such as "loc" and "/npc", left-out apostrophes, and slips of the
// finger in the words that requests are made of. Names are left as they were typed.
import { oneOf, re, wordSet } from '../vocabulary/patterns.ts';
import { restoreApostrophes } from './phrasing.ts';

/** Shorthand of GMs, by what it stands for. */
const SHORT: Readonly<Record<string, string>> = {
  sc: 'scene',
  loc: 'location',
  fac: 'faction',
  itm: 'item',
  crt: 'creature',
  grd: 'guard',
  grds: 'guards',
};
const KINDS = oneOf(['scene', 'npc', 'item', 'location', 'faction', 'creature', 'clue', 'lore', ...Object.keys(SHORT)]);
/** "/npc", "+loc", "!scene", "[new npc]" before what is to be made. The groups are the kind and a colon's place. */
const COMMAND = new RegExp(re`^\s*(?:[/+!]|\[(?:new )?)\s*(${KINDS})\b\]?\s*[:–-]?\s+(?=\S)`, 'i');
/** "fac: Black Lamps", "new fac – Brine Court". */
const FIELD = new RegExp(re`^\s*(?:new )?(${oneOf(Object.keys(SHORT))})\s*(?:[:@–-]\s*|(?=["“]))`, 'i');
const SHORT_WORD = new RegExp(re`\b(${oneOf(Object.keys(SHORT))})\b(?!\.)`, 'g');

const spelt = (word: string): string => SHORT[word.toLowerCase()] ?? word.toLowerCase();

const withoutShorthand = (text: string): string =>
  text
    .replace(COMMAND, (_, kind: string) => `new ${spelt(kind)}: `)
    .replace(FIELD, (_, kind: string) => `new ${spelt(kind)}: `)
    .replace(SHORT_WORD, (word) => spelt(word));

/** The words by which requests, questions and guards are told. */
const KNOWN = [
  'scene',
  'create',
  'please',
  'faction',
  'location',
  'creature',
  'tavern',
  'guard',
  'guards',
  'combat',
  'bartender',
  'blacksmith',
  'priest',
  'delete',
  'remove',
  'rename',
  'change',
  'should',
  'nevermind',
  'making',
  'session',
  'happened',
  'quick',
  'stats',
  'rules',
  'item',
  'note',
  'maybe',
  'another',
  'that',
  'what',
  'does',
  'player',
  'make',
  'give',
  'need',
];
const KNOWN_WORDS = wordSet(KNOWN);
/** Words of their own that a slip could have made. */
const OTHER_WORDS = wordSet([
  'crate',
  'crates',
  'tone',
  'notes',
  'mate',
  'hat',
  'tat',
  'ten',
  'hats',
  'does',
  'teams',
  'fraction',
  'thatch',
]);

const isSwapped = (typed: string, meant: string): boolean => {
  const at = [...typed].findIndex((letter, n) => letter !== meant[n]);
  return (
    typed.length === meant.length &&
    typed[at] === meant[at + 1] &&
    typed[at + 1] === meant[at] &&
    typed.slice(at + 2) === meant.slice(at + 2)
  );
};
/** True where `longer` is `shorter` with one letter more within it; one more at its end is another form of the word. */
const hasOneMore = (longer: string, shorter: string): boolean => {
  if (longer.length !== shorter.length + 1 || longer.startsWith(shorter)) return false;
  const at = [...shorter].findIndex((letter, n) => letter !== longer[n]);
  return shorter.slice(at) === longer.slice(at + 1);
};

const repaired = (word: string): string => {
  if (KNOWN_WORDS.has(word) || OTHER_WORDS.has(word)) return word;
  const isLong = word.length > 4;
  return (
    KNOWN.find(
      (known) =>
        isSwapped(word, known) ||
        (isLong && (hasOneMore(word, known) || (known.length > 5 && hasOneMore(known, word)))),
    ) ?? word
  );
};

/** "Hey Ember, …": what the assistant is called by, before what is asked. Ember alone may be somebody's name. */
const ADDRESS = /^\s*(?:(?:hey|hi|ok(?:ay)?|great|right|thanks),?\s+[Ee]mber(?:keep)?|ember(?:keep)?)\b[,\s]+(?=\S)/;

/** The message as it is read. Only words in small letters are repaired: a capital begins a name. */
export const readable = (text: string): string =>
  withoutShorthand(restoreApostrophes(text.replace(ADDRESS, ''))).replace(
    /(?<![\p{L}'])\p{Ll}{4,}(?![\p{L}'])/gu,
    repaired,
  );
