// Reads what was typed into the search box: words, exact phrases, exclusions, filters, and what kind of answer a
// question asks for. Anything that is not understood is a word, so nothing typed is an error.
import { plainText, wordsOf } from '../lexicon/words.ts';
import { ARTICLES, NOISE_WORDS } from './noise-words.ts';

/** What a question asks for: a person, a place, a time, an amount, a reason, what happened, or what the chat said. */
export type AnswerCue = 'who' | 'where' | 'when' | 'amount' | 'why' | 'happened' | 'chat';

export interface ParsedQuery {
  /** The words to look for, lower case, in order, each once; without question words and filters. */
  words: string[];
  /** The same words as one text, with repeats, for the vectors. */
  text: string;
  /** Words without a meaning of their own that may be names here: written with a capital, or typed alone ("Will"). */
  noiseNames: string[];
  phrases: string[];
  excluded: string[];
  types: string[];
  /** Session numbers, or parts of a session's title. */
  sessions: string[];
  tags: string[];
  /** Days of the campaign. */
  days: number[];
  /** A day named in a question ("what happened on Day 15"): it is shown first, and nothing is filtered out. */
  spokenDay: number | null;
  cues: AnswerCue[];
}

/** The largest integer of Postgres; no day or session number is larger. */
export const LARGEST_INT4 = 2_147_483_647;

/** Characters and words that are read at most. */
const LONGEST_QUERY = 500;
const MOST_WORDS = 24;

const FILTER = /(^|\s)(type|kind|session|tag|day):(?:"([^"]*)"|(\S+))/gi;
const EXCLUDED_PHRASE = /(^|\s)-"([^"]+)"/g;
const EXCLUDED_WORD = /(^|\s)-([\p{L}\p{N}][^\s"]*)/gu;
const PHRASE = /["“”]([^"“”]+)["“”]/g;
const CAPITALISED = /\p{Lu}[\p{L}\p{M}'’]*/gu;
const SPOKEN_DAY = /\bday (\d{1,6})\b/;

const CUES: readonly (readonly [AnswerCue, RegExp])[] = [
  ['chat', /\b(?:did (?:i|we) ask|asked (?:at|about|you)|did you (?:say|tell|answer)|you (?:said|told)|chat)\b/],
  ['who', /\bwho(?:m|se)?\b/],
  ['where', /\bwhere\b/],
  ['when', /\bwhen\b|\bwhich session\b|\bwhat day\b/],
  ['amount', /\bhow (?:many|much|far|long|old|often|big|deep|tall)\b|\bwhat (?:price|number)\b/],
  ['why', /\bwhy\b|\bwhat for\b|\breason\b/],
  ['happened', /\bwhat (?:happened|did)\b|\bhow did\b|\bdid (?:they|the|we|he|she)\b/],
];

const addFilter = (query: ParsedQuery, name: string, values: readonly string[]): void => {
  const words = values.map((value) => value.toLowerCase());
  if (name === 'session') query.sessions.push(...words);
  else if (name === 'tag') query.tags.push(...words);
  else if (name !== 'day') query.types.push(...words);
  else query.days.push(...values.map(Number).filter((n) => Number.isInteger(n) && n >= 0 && n <= LARGEST_INT4));
};

/** Takes filters and exclusions out of the line; the words of a phrase stay in it. */
const takeSyntax = (typed: string, query: ParsedQuery): string =>
  typed
    .replace(FILTER, (_all, before: string, name: string, quoted: string | undefined, bare: string | undefined) => {
      const values = (quoted ?? bare ?? '').split(',').map((value) => value.trim());
      addFilter(query, name.toLowerCase(), values.filter(Boolean));
      return before;
    })
    .replace(EXCLUDED_PHRASE, (_all, before: string, phrase: string) => {
      query.excluded.push(phrase);
      return before;
    })
    .replace(EXCLUDED_WORD, (_all, before: string, word: string) => {
      query.excluded.push(word);
      return before;
    })
    .replace(PHRASE, (_all, phrase: string) => {
      query.phrases.push(phrase.trim());
      return ` ${phrase} `;
    })
    .replace(/["“”]/g, ' ');

const emptyQuery = (): ParsedQuery => ({
  words: [],
  text: '',
  noiseNames: [],
  phrases: [],
  excluded: [],
  types: [],
  sessions: [],
  tags: [],
  days: [],
  spokenDay: null,
  cues: [],
});

const readable = (typed: string): string => typed.slice(0, LONGEST_QUERY).replaceAll('\0', ' ');

/** What was typed without filters and exclusions, as a sentence model reads it. */
export const sentenceOf = (typed: string): string =>
  takeSyntax(readable(typed), emptyQuery()).replace(/\s+/g, ' ').trim();

export const parseQuery = (typed: string): ParsedQuery => {
  const query = emptyQuery();
  const rest = takeSyntax(readable(typed), query);
  const plain = plainText(rest);
  query.cues = CUES.filter(([, pattern]) => pattern.test(plain)).map(([cue]) => cue);
  const day = SPOKEN_DAY.exec(plain);
  if (day) query.spokenDay = Number(day[1]);
  const all = wordsOf(rest);
  const meaningful = all.filter((word) => !NOISE_WORDS.has(word));
  // A query of noise words alone is still a query ("The Who").
  query.words = [...new Set(meaningful.length > 0 ? meaningful : all)].slice(0, MOST_WORDS);
  query.text = meaningful.join(' ');
  const capitals = wordsOf((rest.match(CAPITALISED) ?? []).join(' '));
  query.noiseNames =
    meaningful.length === 0 ? query.words : capitals.filter((word) => NOISE_WORDS.has(word) && !ARTICLES.has(word));
  return query;
};
