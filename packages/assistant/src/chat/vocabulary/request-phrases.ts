// Patterns for the beginnings of requests and questions: words to strip, and words that make a message a question.
import { anyOf, anyPattern, re } from '../patterns.ts';

const FILLER_WORDS = [
  'ok(?:ay)?',
  'so+',
  'uh+',
  'um+',
  'er',
  'hey',
  'hi',
  'well',
  'right',
  'alright',
  'now',
  'and',
  'then',
  'also',
  'oh',
  'actually',
  'please',
  'pls',
  'plz',
  'quick(?:ly)?',
  'wait',
  'hmm+',
  'yes',
  'yeah',
  'just',
  'nah',
  'crap',
  'damn',
  'argh+',
  'aw+',
  'hm',
];
/** Words before a request that carry no meaning: "ok so um". */
export const FILLER = new RegExp(re`^(?:${anyOf(FILLER_WORDS)}\b[\s,.!-]*)+`, 'i');

const POLITE_OPENINGS = [
  '(?:can|could|would|will) (?:you|we|u)(?: please)?',
  "i(?:'d| would) like (?:you )?to",
  'i want (?:you )?to',
  "let(?:'|’)?s",
  'let us',
  'please',
  'pls',
  'you (?:can|may|should)',
  'go ahead and',
  'feel free to',
];
/** "Could you please", "I'd like to". */
export const POLITE = new RegExp(re`^${anyOf(POLITE_OPENINGS)}\s+`, 'i');

const REQUESTED_VERBS = [
  'create',
  'make',
  'add',
  'generate',
  'invent',
  'build',
  'put',
  'give',
  'get',
  'come up',
  'set up',
  'start',
  'open',
  'show',
  'name',
  'log',
  'note',
  'save',
  'describe',
  'do',
];
/** "Can you …?" is a request, whatever mark it ends with. */
export const ASKS_FOR_ACTION = new RegExp(
  re`^(?:can|could|would|will) (?:you|u)\b(?: please)? ${anyOf(REQUESTED_VERBS)}\b`,
  'i',
);

/** "Captain Varn: who was that?" */
export const NAME_THEN_QUESTION =
  /^[^,:?]{2,40}[,:–-]\s*(?:who|what|where|when|why)(?:'s| is| was| were| does| did| has)\b/i;

const QUESTION_WORDS = [
  'who',
  'whom',
  'whose',
  'what',
  'when',
  'where',
  'why',
  'which',
  'how',
  'whats',
  'whos',
  'wheres',
  'hows',
  'whens',
  'did',
  'does',
  'do',
  'is',
  'are',
  'was',
  'were',
  'has',
  'have',
  'had',
  'will',
  'would',
  'can',
  'could',
  'should',
];
export const QUESTION_WORD = new RegExp(re`^${anyOf(QUESTION_WORDS)}\b`, 'i');

/** Verbs that ask for something new, as alternatives. */
export const MAKE = [
  'create',
  'make up',
  'make',
  'add',
  'name me',
  'name',
  'generate',
  'invent',
  'build',
  'put in',
  'put',
  'need',
  'want',
  'give me',
  'gimme',
  'get me',
  'come up with',
  'set up',
  'start',
  'open',
  'new',
].join('|');
export const MAKE_VERB = new RegExp(re`\b(?:${MAKE})\b`, 'i');

const AFTER_CONTRACTION = [
  'a',
  'an',
  'the',
  'up',
  'off',
  'at',
  'in',
  'on',
  'gonna',
  'going',
  'my',
  'your',
  'his',
  'her',
  'its',
  'their',
  'this',
  'that',
  'he',
  'she',
  'it',
  re`\w+ing`,
];
/** "Hes" for "he's", where the next word rules out a plural. */
export const MISSING_APOSTROPHE = new RegExp(
  re`\b(she|he|that|what|who|where|there|how|it)s\b(?= ${anyOf(AFTER_CONTRACTION)}\b)`,
  'gi',
);

const AGREEMENT = [
  'yes',
  'yeah',
  'yep',
  'ya',
  'yup',
  'ok(?:ay)?',
  'sure',
  'good (?:one|stuff)',
  'nice',
  'great',
  'perfect',
  'love it',
  'cool',
];
const SAVE_VERBS = ['save', 'keep', 'store', 'add', 'file', 'use', 'take'];
const SAVED_THING = [
  'one',
  'guy',
  'npc',
  'block',
  'stat ?block',
  'person',
  'for later',
  'please',
  'to (?:the )?(?:campaign|session|notes|cast)',
];
/** "Great, save that one." */
export const SAVE = new RegExp(
  [
    re`^(?:${anyOf(AGREEMENT)}[\s,.!]*)*(?:please\s+)?`,
    re`${anyOf(SAVE_VERBS)}\s+(?:that|it|this|those|them|him|her|these)\b`,
    re`(?:\s+${anyOf(SAVED_THING)})*[\s.!]*$`,
  ].join(''),
  'i',
);

/** "Remind me", "anything on …": a question to the campaign without a question mark. */
export const ASKS_CAMPAIGN = anyPattern([
  re`^(?:remind me|tell me|do you (?:know|remember)|anything (?:on|about)|info on|describe)\b`,
]);
