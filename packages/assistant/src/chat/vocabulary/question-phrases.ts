// Patterns for what a question asks for, and for sentences that answer it.
import { anyPattern, oneOf, re, wholeWord } from '../../vocabulary/patterns.ts';

const AMOUNTS_AND_TIMES = [
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
  'twelve',
  'twenty',
  'forty',
  'hundred',
  'thousand',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
  'spring',
  'summer',
  'autumn',
  'winter',
  'night',
  'morning',
];

/** Kinds of question, each with what a sentence that answers it contains. The first whose `asks` matches counts. */
export const ANSWER_KINDS: readonly { asks: RegExp; answers: RegExp }[] = [
  {
    asks: /^how (?:many|much)|^when|\bhow old\b|\bwhat (?:day|time|year)\b/i,
    answers: anyPattern([re`\d`, wholeWord(AMOUNTS_AND_TIMES)]),
  },
  { asks: /^who|^whose|^whom|\bname of\b/i, answers: /\b[A-Z]\p{L}+/u },
  { asks: /^where|\bwhich place\b/i, answers: /\b(?:in|at|on|under|behind|near|beside|below|above|to)\b/i },
];

const SAID = [
  'ask(?:ed)?',
  'say',
  'said',
  'tell',
  'told',
  'answer(?:ed)?',
  'typed?',
  'write',
  'written',
  'mention(?:ed)?',
  'suggest(?:ed)?',
];
/** Asks for what was said in this chat: "what did I ask", "you said". */
export const ABOUT_CONVERSATION = anyPattern([
  re`\b(?:did|have) (?:i|we|you) (?:\w+ )?(?:${SAID.join('|')})\b`,
  re`\byou (?:said|told|answered|suggested)\b`,
  re`\bi (?:asked|typed)\b`,
  re`\bmy (?:last |earlier )?(?:question|prompt)s?\b`,
  re`\bin (?:the|this|our) (?:chat|talk)\b`,
]);

const RELATIONSHIP_WORDS = [
  'relationships?',
  'relations?',
  'connect(?:ions?|ed)',
  'ties',
  'tied',
  'related',
  'each other',
  'get(?:ting)? along',
  'feels? about',
  'thinks? of',
  'all(?:y|ies|ied)',
  'friends?',
  'friendly',
  'enem(?:y|ies)',
  'rivals?',
  'opposed?',
  'works? for',
  'employ(?:s|ed|er)?',
  'members? of',
  'belongs? to',
  'hates?',
  'loves?',
  'on (?:whose|which) side',
  '(?:whose|which) side',
];
/** Asks how entities relate to each other. */
export const ABOUT_RELATIONSHIPS = new RegExp(wholeWord(RELATIONSHIP_WORDS), 'i');

const NOW = oneOf([
  'now',
  'today',
  'tonight',
  'again',
  'in (?:the )?(?:game|story|campaign|world)',
  'currently',
  'here',
]);
const TIMES = oneOf([
  'day',
  'date',
  'game date',
  'time',
  'game time',
  'time of day',
  'hour',
  'month',
  'year',
  'season',
]);
/** Asks for the campaign's own day and hour: "what day is it", "what's the date", "when are we". */
export const ASKS_DAY = new RegExp(
  [
    re`^(?:(?:what|which) ${TIMES}(?: of (?:the )?\w+)? (?:is (?:it|this|today)|are we (?:on|in|at))`,
    re`what(?:'s| is|s)? (?:the |today'?s )(?:current |in-game )?${TIMES}`,
    re`when are we|what day(?: and time)? do we have)(?:\s+${NOW})*[\s?.!]*$`,
  ].join('|'),
  'i',
);
