// Splits a text into words, with what their capitals and the punctuation around them say.
import { isShortTitle } from '@emberkeep/domain';

export interface Token {
  /** The word without a possessive 's. */
  text: string;
  start: number;
  end: number;
  /** Begins with a capital, or is a name in a script that has none. */
  isCapital: boolean;
  /** Opens a sentence, a line, a list item or a quotation, where a capital says nothing; never one without case. */
  isFirst: boolean;
  isPossessive: boolean;
  /** The text between the token before and this one. */
  gap: string;
}

/**
 * Scripts without capitals. In a note that is written in another script a word of theirs is a name: nothing else of an
 * English note is written so.
 */
const CASELESS = /\p{Lo}/u;
/** Longest run of letters without case that is a name, UTF-16 units: a longer one is a sentence. */
const LONGEST_CASELESS = 16;
/** Most of the letters that may have no case in a note whose words of such letters are names. */
const MOST_CASELESS = 0.3;

const namesInOtherScripts = (text: string): boolean => {
  if (!CASELESS.test(text)) return false;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return (text.match(/\p{Lo}/gu)?.length ?? 0) < letters * MOST_CASELESS;
};

/** True for a word that begins as names do: with a capital, or with a letter that has no case. */
export const beginsLikeName = (word: string): boolean =>
  /^[\p{Lu}\p{Lt}]/u.test(word) || (/^\p{Lo}/u.test(word) && word.length <= LONGEST_CASELESS);

// A letter after a digit does not begin a word: "1D4" is a roll.
const WORD = /(?<!\p{N})\p{L}[\p{L}\p{M}\p{N}]*(?:['’-]\p{L}[\p{L}\p{M}\p{N}]*)*/gu;
const STARTS_SENTENCE = /[.!?:]["”')\]]*\s+$|\n|[-–—•☐☑*]\s$|["“(‘]$|\d[.)]\s$/;

/** "Mr. " before the name that it belongs to. */
const endsInShortTitle = (word: string, gap: string): boolean => isShortTitle(word) && /^\.[ \t]+$/.test(gap);

export const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  const hasOtherScripts = namesInOtherScripts(text);
  let lastEnd = 0;
  for (const match of text.matchAll(WORD)) {
    const isPossessive = /['’]s$/i.test(match[0]);
    const word = isPossessive ? match[0].slice(0, -2) : match[0];
    const gap = text.slice(lastEnd, match.index);
    const previous = tokens.at(-1);
    const isCaseless = CASELESS.test(word.charAt(0));
    const opens = !previous || (STARTS_SENTENCE.test(gap) && !endsInShortTitle(previous.text, gap));
    const isBold = text.slice(Math.max(0, match.index - 2), match.index) === '**';
    tokens.push({
      text: word,
      start: match.index,
      end: match.index + word.length,
      isCapital: beginsLikeName(word) && (hasOtherScripts || !isCaseless),
      isFirst: (opens || isBold) && !isCaseless,
      isPossessive,
      gap: previous ? gap : '',
    });
    lastEnd = match.index + match[0].length;
  }
  return tokens;
};

/** Whether most sentences begin in lower case. Capitals say little in such notes, and names may have none. */
export const isLowerCase = (text: string): boolean => {
  const starts = text.match(/(?:^|[.!?]\s+|\n[^\S\n]*(?:[-*•☐☑]\s+)?)(\p{L})/gu) ?? [];
  return starts.length >= 4 && starts.filter((s) => /\p{Ll}$/u.test(s)).length / starts.length > 0.6;
};
