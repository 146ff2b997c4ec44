// Judges what kind of thing a new name names: by a title, by the word it ends on, by what is said around it.
import { HEADS, PLACE_WORDS, SURNAMES } from '../vocabulary/name-heads.ts';
import { KIN_WORDS } from '../vocabulary/kin.ts';
import { NAME_ADJECTIVES } from '../vocabulary/name-parts.ts';
import { ROLE_WORDS } from '../vocabulary/roles.ts';
import { LETTERS, oneOf, WORD_END } from '../vocabulary/word-list.ts';
import { ACTION_VERBS } from '../vocabulary/action-verbs.ts';
import { isTitle } from './word-kinds.ts';

/** Holds at the start of a text or after something that is no letter. */
const AFTER_NO_LETTER = `(?:^|[^${LETTERS}])`;
const PERSON_WORDS = `(?:${KIN_WORDS}|${ROLE_WORDS})`;

export const ROLE_BEFORE = new RegExp(`${AFTER_NO_LETTER}${PERSON_WORDS},?\\s+(?:called |named |known as )?$`, 'i');
export const ROLE_AFTER = new RegExp(
  `^,\\s+(?:the|a|an|his|her|their|our|[${LETTERS}][${LETTERS}]+['’]s)\\s+` +
    `(?:[${LETTERS}-]+\\s+){0,2}${PERSON_WORDS}${WORD_END}`,
  'i',
);

const OWNED_BY_PEOPLE = [
  KIN_WORDS,
  'throat',
  'face',
  'hand',
  'eyes',
  'head',
  'cloak',
  'boot',
  'voice',
  'heart',
  'office',
  'room',
  'gang',
  'men',
  'death',
  'house',
];
export const OWNS_LIKE_A_PERSON = new RegExp(`^['’]s\\s+${oneOf(OWNED_BY_PEOPLE)}`, 'i');

const ACTION = `\\s+${oneOf(ACTION_VERBS)}(?![\\p{L}])`;
export const ACTS = new RegExp(`^${ACTION}`, 'u');
/** What follows a name, rather than an ordinary word, at the head of a sentence. */
export const ACTS_AT_HEAD = new RegExp(
  `^${oneOf([
    /['’]s\s/,
    ACTION,
    /,\s+(?:the|a|an|his|her|their)\s/,
    /\s+and\s+\p{Lu}/u,
    /\s+the\s+\p{Lu}/u,
    /\s+[–—-]\s/,
    ':',
  ])}`,
  'u',
);

export const PLACE_BEFORE = new RegExp(`(?:${PLACE_WORDS})(?:,| called| named| known as)\\s+(?:the\\s+)?$`, 'i');
export const PLACE_AFTER = new RegExp(`^\\s+(?:\\p{Ll}+\\s+)?(?:${PLACE_WORDS})(?![\\p{L}])`, 'u');

const wordsBefore = (words: readonly string[], rest: string): RegExp =>
  new RegExp(`${AFTER_NO_LETTER}${oneOf(words)}\\s+${rest}$`, 'i');
const DEALT_WITH = wordsBefore(
  ['with', 'kill', 'save', 'meet', 'met', 'find', 'ask', 'told', 'tell', 'against', 'called', 'named'],
  '',
);
const PLACE_PREPOSITION = wordsBefore(
  [
    'in',
    'at',
    'into',
    'near',
    'outside',
    'inside',
    'around',
    'across',
    'towards?',
    'reach',
    'reached',
    'leave',
    'left',
    'enter',
    'entered',
    'through',
    'over',
  ],
  '(?:the\\s+)?',
);
const WEAK_PLACE_PREPOSITION = wordsBefore(['to', 'from', 'of'], '(?:the\\s+)?');
const RULER_OF = /\b(?:deed|road|way|lord|king|queen|mayor|duke|baron|count) (?:to|of)\s+(?:the\s+)?$/i;
const AT_HEAD_OF_LINE = /(?:^|\n|\d\s)\s*(?:[-*•]\s+)?[Tt]he\s+$/u;
const ARTICLE_BEFORE = /(?:^|[^\p{L}])[Tt]he\s+$/u;
const THING_BEFORE = wordsBefore(['aboard', 'the ship', 'the boat', 'the book', 'a book', 'the novel'], '(?:the\\s+)?');
const SHIP_BEFORE = /(?:ship|boat|vessel|schooner|cutter|barge|submarine|airship)(?:,| called| named)?\s+(?:the\s+)?$/i;
const FOLLOWERS = [
  'men',
  'women',
  'members?',
  'agents?',
  'soldiers',
  'cultists',
  'brothers',
  'sisters',
  'followers',
  'priests',
  'monks',
  'knights',
  'captain',
  'thugs',
  'acolytes',
];
const FOLLOWERS_OF = new RegExp(`${oneOf(FOLLOWERS)} of (?:the\\s+)?$`, 'i');
const MEMBER_OF =
  /(?:member|leader|boss|head|joined|one|works? for|worked for|agents?|captain)\s+(?:of\s+)?(?:the\s+)?$/i;

/** One place of a name: the text just before and after it. */
interface Surroundings {
  before: string;
  after: string;
  name: string;
  isOneWord: boolean;
}
interface Clue {
  weight: number;
  holds: (at: Surroundings) => boolean;
}

const isPlural = ({ name, isOneWord }: Surroundings): boolean => /s$/.test(name) && !/['’]/.test(name) && isOneWord;

const CLUES = {
  person: [
    { weight: 2, holds: ({ before }) => ROLE_BEFORE.test(before) },
    { weight: 2, holds: ({ after }) => ROLE_AFTER.test(after) },
    { weight: 1.5, holds: ({ after }) => OWNS_LIKE_A_PERSON.test(after) },
    { weight: 0.7, holds: ({ after }) => ACTS.test(after) },
    { weight: 0.5, holds: ({ before }) => DEALT_WITH.test(before) },
  ],
  place: [
    { weight: 1.2, holds: ({ before }) => PLACE_PREPOSITION.test(before) },
    { weight: 0.4, holds: ({ before }) => WEAK_PLACE_PREPOSITION.test(before) },
    {
      weight: 1.6,
      holds: ({ before, after }) => PLACE_BEFORE.test(before) || PLACE_AFTER.test(after) || RULER_OF.test(before),
    },
    // Alone at the head of a line, as the setting of a scene is given: "The Prater."
    { weight: 1.2, holds: ({ before, after }) => AT_HEAD_OF_LINE.test(before) && /^[.,:]\s/.test(after) },
  ],
  thing: [
    { weight: 1.5, holds: ({ before }) => THING_BEFORE.test(before) || /[*_]$/.test(before) },
    { weight: 0.6, holds: (at) => ARTICLE_BEFORE.test(at.before) && at.isOneWord && !isPlural(at) },
    { weight: 3, holds: ({ before }) => SHIP_BEFORE.test(before) },
  ],
  group: [
    { weight: 1.2, holds: (at) => ARTICLE_BEFORE.test(at.before) && isPlural(at) },
    { weight: 1.6, holds: ({ before }) => FOLLOWERS_OF.test(before) },
    { weight: 1, holds: ({ before }) => MEMBER_OF.test(before) },
  ],
} satisfies Record<string, readonly Clue[]>;

const evidence = (clues: readonly Clue[], places: readonly Surroundings[]): number =>
  places.reduce((sum, at) => clues.reduce((n, clue) => (clue.holds(at) ? n + clue.weight : n), sum), 0);

const PLACE_TITLES = /^(?:lake|mount|port|fort|castle|st\.?|saint|point|cape|camp)\s/;

/** The type that the head of a name says: its last word, or the word before "of" ("Order of the Lark"). */
export const headType = (name: string): string | null => {
  const lower = name.toLowerCase();
  const words = lower.split(/\s+/);
  if (words.length < 2) return null;
  const of = words.indexOf('of');
  for (const head of [of > 0 ? words[of - 1]! : '', words.at(-1)!, words.slice(-2).join(' ')])
    for (const { type, words: heads } of HEADS) if (head && heads.has(head)) return type;
  // "St Vera" is a person.
  return PLACE_TITLES.test(lower) && !/^st\.? \w+$/.test(lower) ? 'location' : null;
};

const WEAK_TITLES: readonly string[] = ['old', 'young', 'little', 'big'];

const hasTitle = (words: readonly string[], head: string | null): boolean => {
  if (words.length < 2 || !isTitle(words[0]!)) return false;
  const isWeak = WEAK_TITLES.includes(words[0]!);
  // "Old Mill" and "King Street Market" are no people.
  return isWeak ? !head : !(head && head !== 'faction' && words.length > 2);
};

const REASONS: Readonly<Record<string, string>> = {
  npc: 'it acts like a person',
  location: 'people are in it or go to it',
  item: 'it is handled like a thing',
  faction: 'it is spoken of as a group',
};

/** The entity type of a new name, and why, in words for the GM. */
export const typeOf = (
  name: string,
  spots: readonly { start: number; end: number }[],
  text: string,
): { type: string; why: string } => {
  const words = name.toLowerCase().replace(/\./g, '').split(/\s+/);
  const head = headType(name);
  if (hasTitle(words, head)) return { type: 'npc', why: 'a title stands before it' };

  const places = spots.map(({ start, end }) => ({
    before: text.slice(Math.max(0, start - 60), start),
    after: text.slice(end, end + 60),
    name,
    isOneWord: words.length === 1,
  }));
  const person = evidence(CLUES.person, places);
  const place = evidence(CLUES.place, places);
  const thing = evidence(CLUES.thing, places);
  const group = evidence(CLUES.group, places);

  const isBefore = (pattern: RegExp, length: number): boolean =>
    spots.some((s) => pattern.test(text.slice(Math.max(0, s.start - length), s.start)));
  const isSurname =
    words.length === 2 &&
    SURNAMES.has(words[1]!) &&
    !NAME_ADJECTIVES.has(words[0]!) &&
    !/['’]s/.test(name) &&
    place < 1.2 &&
    !isBefore(ARTICLE_BEFORE, 6);
  // An inn may be called after a thing: "at the Broken Crown".
  if (head === 'item' && isBefore(/(?:^|[^A-Za-z])at\s+the\s+$/i, 10))
    return { type: 'location', why: REASONS['location']! };
  if (thing >= 3) return { type: 'item', why: 'it is a ship' };
  const isPersonAfterAll =
    (head === 'item' && words.length === 2 && person >= 1.4) || (head === 'faction' && person >= 2.5);
  if (head && !isSurname && !isPersonAfterAll) return { type: head, why: `“${words.at(-1)}” says what it is` };

  const ranked: [type: string, evidence: number][] = [
    ['npc', person + (words.length > 1 ? 0.8 : 0.45)],
    ['location', place],
    ['item', thing],
    ['faction', group],
  ];
  const [type, most] = ranked.sort((a, b) => b[1] - a[1])[0]!;
  return { type, why: most > 1.2 ? REASONS[type]! : 'it is written like a name' };
};
