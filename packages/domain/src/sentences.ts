// Cuts a text into sentences: the one place that knows which full stops end none. Offsets are UTF-16 units.
import { escapeRegExp } from './regexp.ts';

/** A stretch of the text, end exclusive. */
export interface Span {
  start: number;
  end: number;
  text: string;
}

/** Abbreviated titles, which stand before a name. */
const SHORT_TITLES = [
  'mr',
  'mrs',
  'ms',
  'mx',
  'mme',
  'mlle',
  'messrs',
  'dr',
  'drs',
  'prof',
  'st',
  'ste',
  'sr',
  'fr',
  'br',
  'rev',
  'revd',
  'capt',
  'cpt',
  'cmdr',
  'cdr',
  'sgt',
  'lt',
  'maj',
  'col',
  'cpl',
  'pvt',
  'gen',
  'adm',
  'insp',
  'det',
  'supt',
  'const',
  'hon',
  'gov',
  'pres',
  'sen',
];

/** Other abbreviations that a sentence goes on behind. */
const WITHIN_SENTENCES = ['mt', 'ft', 'vs', 'ca', 'cf', 'approx', 'esp', 'incl', 'e.g', 'i.e'];

/** Abbreviations that a sentence may end with: it does where a capital follows. */
const ALSO_AT_END = ['etc', 'jr', 'a.m', 'p.m', 'co', 'ltd'];

/** Abbreviations only before a number: "No. 7". Else they are words: "They said no." */
const BEFORE_NUMBERS = ['no', 'nos', 'vol', 'ch', 'pp', 'p', 'fig'];

const endsWithAny = (words: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map(escapeRegExp).join('|')})\\.$`, 'iu');
const SHORT_TITLE = endsWithAny(SHORT_TITLES);
const WITHIN_SENTENCE = endsWithAny(WITHIN_SENTENCES);
const ALSO_END = endsWithAny(ALSO_AT_END);
const BEFORE_NUMBER = endsWithAny(BEFORE_NUMBERS);
/** The initial of a name: "J. Smith". A sentence may end with "I". */
const INITIAL = /(?<![\p{L}\p{N}'’])(?!I)\p{Lu}\.$/u;
/** Longest abbreviation with its full stop and the character before. */
const LOOK_BACK = 8;

/** Whether the word (without its full stop) is an abbreviated title, such as "Dr" and "Insp". */
export const isShortTitle = (word: string): boolean => SHORT_TITLES.includes(word.toLowerCase());

/** Whether the full stop at `at` belongs to an abbreviation or an initial, and the sentence goes on. */
const isWithinSentence = (text: string, from: number, at: number): boolean => {
  const before = text.slice(Math.max(from, at + 1 - LOOK_BACK), at + 1);
  const next = /^[ \t]+(\S)/.exec(text.slice(at + 1, at + 4))?.[1] ?? '';
  if (SHORT_TITLE.test(before) || WITHIN_SENTENCE.test(before) || INITIAL.test(before)) return true;
  if (BEFORE_NUMBER.test(before)) return /\p{N}/u.test(next);
  return ALSO_END.test(before) && !/\p{Lu}/u.test(next);
};

/** Whether a quotation or bracket ends here within its sentence: "“Who is it?” she asks." */
const goesOnInLowerCase = (text: string, mark: number, end: number): boolean =>
  /["”’')\]]/.test(text[end - 1]!) && end - mark > 1 && /^[ \t]+\p{Ll}/u.test(text.slice(end, end + 4));

const CLOSING = /["”’')\].!?]/;

/**
 * The sentences of [from, to), trimmed and without empty ones, in linear time. A line break ends a sentence as well; a
 * full stop behind an abbreviation, a title ("Mrs. Vale") or an initial does not.
 */
export const cutSentences = (text: string, from = 0, to = text.length): Span[] => {
  const spans: Span[] = [];
  let start = from;
  const close = (end: number): void => {
    const piece = text.slice(start, end);
    const trimmed = piece.trim();
    const first = start + piece.indexOf(trimmed);
    if (trimmed) spans.push({ start: first, end: first + trimmed.length, text: trimmed });
    start = end;
  };
  for (let i = from; i < to; i++) {
    const c = text[i]!;
    if (c === '\n') close(i + 1);
    else if ((c === '.' || c === '!' || c === '?') && (i + 1 >= to || /[\s"”’')\]]/.test(text[i + 1]!))) {
      // The name of a link may end with a mark: "[[Who is it?]] hangs here".
      if (text.startsWith(']]', i + 1) || (c === '.' && isWithinSentence(text, start, i))) continue;
      let end = i + 1;
      while (end < to && CLOSING.test(text[end]!)) end += 1;
      if (!goesOnInLowerCase(text, i, end)) close(end);
      i = end - 1;
    }
  }
  close(to);
  return spans;
};

/** Longest context on either side of what a sentence is shown around, UTF-16 units. */
const CONTEXT_MAX = 120;

/** The sentence around [start, end), cut after about 120 units on either side. */
export const sentenceAround = (text: string, start: number, end: number): string => {
  const [from, to] = [Math.max(0, start - CONTEXT_MAX), Math.min(text.length, end + CONTEXT_MAX)];
  const touched = cutSentences(text, from, to).filter((span) => span.end > start && span.start < end);
  return text.slice(touched[0]?.start ?? start, touched.at(-1)?.end ?? end).trim();
};

/** Where the last sentence begins; 0 where there is only one. A text that is too long is cut there. */
export const lastSentenceStart = (text: string): number => {
  const spans = cutSentences(text);
  return spans.length > 1 ? spans.at(-1)!.start : 0;
};
