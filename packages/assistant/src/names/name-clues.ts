// What the text around a name says about the kind of entity it names.
import { ACTION_VERBS } from '../vocabulary/action-verbs.ts';
import { KIN_WORDS } from '../vocabulary/kin.ts';
import { PLACE_WORDS } from '../vocabulary/name-heads.ts';
import { ROLE_WORDS } from '../vocabulary/roles.ts';
import { AFTER_NON_LETTER, LETTERS, oneOf, WORD_END } from '../vocabulary/patterns.ts';

const PERSON_WORDS = `(?:${KIN_WORDS}|${ROLE_WORDS})`;

export const ROLE_BEFORE = new RegExp(`${AFTER_NON_LETTER}${PERSON_WORDS},?\\s+(?:called |named |known as )?$`, 'i');
export const ROLE_AFTER = new RegExp(
  `^,\\s+(?:(?:the|a|an|his|her|their|our|[${LETTERS}][${LETTERS}]+['’]s)\\s+)?` +
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
const SPEECH = oneOf([
  'speaks?',
  'spoke',
  'says?',
  'said',
  'whispers?',
  'whispered',
  'mutters?',
  'muttered',
  'asks?',
  'asked',
  'replies',
  'replied',
  'answers?',
  'answered',
  'tells?',
  'told',
  'shouts?',
  'shouted',
  'insists?',
  'insisted',
  'warns?',
  'warned',
]);
/** "Mylera Klev speaks of the flood", "Near Mylera Klev, she says". */
const SPEAKS = new RegExp(`^(?:\\s+(?:\\p{Ll}+ly\\s+)?|,\\s+(?:she|he)\\s+)${SPEECH}(?![\\p{L}])`, 'u');
/** "Mylera Klev: “Who goes there?”", where a sentence begins: elsewhere a paper may be quoted. */
const OPENS_SENTENCE = /(?:^|\n|[.!?]["”»]?\s)\s*(?:[-*•]\s+)?$/;
const QUOTED_AFTER = /^:\s*["“«]/;
/** "“The tide turns”, says Mylera Klev." */
const SAID_BY = new RegExp(`["”»],?\\s+(?:${SPEECH})\\s+$`, 'i');
/** The next sentence goes on about a person. */
const PRONOUN_AFTER = /^[^.!?\n]{0,45}(?:[.!?]\s+(?:She|He|Her|His)\b|\b(?:herself|himself)\b)/;

export const PLACE_BEFORE = new RegExp(`(?:${PLACE_WORDS})(?:,| called| named| known as)\\s+(?:the\\s+)?$`, 'i');
export const PLACE_AFTER = new RegExp(`^\\s+(?:\\p{Ll}+\\s+)?(?:${PLACE_WORDS})(?![\\p{L}])`, 'u');

const wordsBefore = (words: readonly string[], rest: string): RegExp =>
  new RegExp(`${AFTER_NON_LETTER}${oneOf(words)}\\s+${rest}$`, 'i');
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
/** "The night train from Vienna": where one travels or is written to. */
const TRAVEL_BEFORE =
  /\b(?:trains?|coach|bus|boat|ferry|steamer|ship|road|journey|trip|flight|express|telegrams?)\s+(?:from|to|for)\s+$/i;

const RULER_OF = /\b(?:deed|road|way|lord|king|queen|mayor|duke|baron|count) (?:to|of)\s+(?:the\s+)?$/i;
const AT_HEAD_OF_LINE = /(?:^|\n|\d\s)\s*(?:[-*•☐☑]\s+)?[Tt]he\s+$/u;
export const ARTICLE_BEFORE = /(?:^|[^\p{L}])[Tt]he\s+$/u;
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

/** Endings of towns, weaker than anything that is said of a person: Captain Davenport stays one. */
const NAMED_LIKE_A_TOWN = /\p{L}{3}(?:port|mouth|haven|shire|stadt|furt|hafen|grad|polis|borough)$/u;

/** Characters before and after a name that count as its context. */
const CONTEXT_LENGTH = 60;

/** The text around one occurrence of a name. */
interface Context {
  before: string;
  after: string;
  name: string;
  isOneWord: boolean;
}
interface Clue {
  weight: number;
  holds: (context: Context) => boolean;
}

const isPlural = ({ name, isOneWord }: Context): boolean => /s$/.test(name) && !/['’]/.test(name) && isOneWord;

const CLUES = {
  person: [
    { weight: 2, holds: ({ before }) => ROLE_BEFORE.test(before) },
    { weight: 2, holds: ({ after }) => ROLE_AFTER.test(after) },
    { weight: 1.5, holds: ({ after }) => OWNS_LIKE_A_PERSON.test(after) },
    { weight: 0.7, holds: ({ after }) => ACTS.test(after) },
    { weight: 0.5, holds: ({ before }) => DEALT_WITH.test(before) },
    { weight: 2, holds: ({ before, after }) => SPEAKS.test(after) || SAID_BY.test(before) },
    { weight: 2, holds: ({ before, after }) => OPENS_SENTENCE.test(before) && QUOTED_AFTER.test(after) },
    { weight: 0.7, holds: ({ after }) => PRONOUN_AFTER.test(after) },
  ],
  place: [
    { weight: 1.2, holds: ({ before }) => PLACE_PREPOSITION.test(before) },
    { weight: 0.4, holds: ({ before }) => WEAK_PLACE_PREPOSITION.test(before) },
    { weight: 1.6, holds: ({ before }) => TRAVEL_BEFORE.test(before) },
    {
      weight: 1.6,
      holds: ({ before, after }) =>
        // "At the gate, Mylera speaks": the place before is another one.
        (PLACE_BEFORE.test(before) && !(before.trimEnd().endsWith(',') && ACTS.test(after))) ||
        PLACE_AFTER.test(after) ||
        RULER_OF.test(before),
    },
    { weight: 0.5, holds: ({ name, isOneWord }) => isOneWord && NAMED_LIKE_A_TOWN.test(name) },
    // Alone at the start of a line, where notes put the setting of a scene: "The Prater."
    { weight: 1.2, holds: ({ before, after }) => AT_HEAD_OF_LINE.test(before) && /^[.,:]\s/.test(after) },
  ],
  thing: [
    { weight: 1.5, holds: ({ before }) => THING_BEFORE.test(before) || /[*_]$/.test(before) },
    { weight: 0.6, holds: (context) => ARTICLE_BEFORE.test(context.before) && context.isOneWord && !isPlural(context) },
    { weight: 3, holds: ({ before }) => SHIP_BEFORE.test(before) },
  ],
  group: [
    { weight: 1.2, holds: (context) => ARTICLE_BEFORE.test(context.before) && isPlural(context) },
    { weight: 1.6, holds: ({ before }) => FOLLOWERS_OF.test(before) },
    { weight: 1, holds: ({ before }) => MEMBER_OF.test(before) },
  ],
} satisfies Record<string, readonly Clue[]>;

const sumOf = (clues: readonly Clue[], contexts: readonly Context[]): number =>
  contexts.reduce((sum, at) => clues.reduce((n, clue) => (clue.holds(at) ? n + clue.weight : n), sum), 0);

export type Evidence = Record<keyof typeof CLUES, number>;

/** Evidence for each kind of entity in the text around all occurrences of a name. */
export const evidenceFor = (
  name: string,
  occurrences: readonly { start: number; end: number }[],
  text: string,
): Evidence => {
  const contexts = occurrences.map(({ start, end }) => ({
    before: text.slice(Math.max(0, start - CONTEXT_LENGTH), start),
    after: text.slice(end, end + CONTEXT_LENGTH),
    name,
    isOneWord: !/\s/.test(name),
  }));
  return {
    person: sumOf(CLUES.person, contexts),
    place: sumOf(CLUES.place, contexts),
    thing: sumOf(CLUES.thing, contexts),
    group: sumOf(CLUES.group, contexts),
  };
};
