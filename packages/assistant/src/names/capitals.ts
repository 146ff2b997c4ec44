// Finds names by their capitals: runs of capitalised words, joined by "of" and the like, without a word that only
// opens the sentence.
import { isShortTitle, isTitle } from '@emberkeep/domain';
import { takenBy } from '../text.ts';
import { FIRM_HEADS, HEADS } from '../vocabulary/name-heads.ts';
import { VERBS } from '../vocabulary/not-names/verbs.ts';
import { wordSet } from '../vocabulary/patterns.ts';
import { CONNECTORS, FUNCTION_WORDS, NAME_ADJECTIVES } from '../vocabulary/name-parts.ts';
import type { NameMatch } from './candidates.ts';
import type { Mention } from './mention.ts';
import { ARTICLE_BEFORE } from './name-clues.ts';
import { headType } from './name-type.ts';
import { tokensOf, type Token } from './tokens.ts';
import { isCommon } from './word-kinds.ts';

const VERB_FORMS = wordSet(VERBS);
/** Words in the longest name that is read as one. */
const LONGEST_NAME = 6;
/** Between the words of a name; names in Kana have a dot there. */
const BLANKS = /^(?:[ \t]+|[・·])$/;
const AMPERSAND = /^[ \t]+&[ \t]+$/;
const isConnector = (token: Token | undefined): boolean => CONNECTORS.has(token?.text.toLowerCase() ?? '');

/** A head that belongs to the same name as the possessive before it: "Jorra's Tavern". */
const isOwnedHead = (token: Token): boolean =>
  token.isCapital &&
  HEADS.some((h) => (h.type === 'location' || h.type === 'faction') && h.words.has(token.text.toLowerCase()));

/** Whether "and" or "&" before the token at `j` is within a name: "Blackwater & Sons", "the Gull and Anchor". */
const joinsTwo = (text: string, tokens: readonly Token[], first: number, j: number, isSecond: boolean): boolean => {
  const token = tokens[j];
  if (!token?.isCapital) return false;
  const { start } = tokens[first]!;
  return (
    FIRM_HEADS.has(token.text.toLowerCase()) ||
    (isSecond && ARTICLE_BEFORE.test(text.slice(Math.max(0, start - 6), start)))
  );
};

/** Whether the name continues after the lower-case token at `j`: "Order of the Lark", "the Gull and Anchor". */
const isJoint = (text: string, tokens: readonly Token[], first: number, j: number): boolean => {
  const token = tokens[j]!;
  const next = tokens[j + 1];
  const joins =
    isConnector(token) &&
    !tokens[j - 1]!.isPossessive &&
    BLANKS.test(token.gap) &&
    (next?.isCapital === true || (isConnector(next) && tokens[j + 2]?.isCapital === true));
  return joins || (token.text === 'and' && joinsTwo(text, tokens, first, j + 1, j === first + 1));
};

/** The index of the last token of the name that begins at `first`. */
const endOfRun = (
  text: string,
  tokens: readonly Token[],
  first: number,
  isKnownAt: ReturnType<typeof takenBy>,
): number => {
  let last = first;
  for (let j = first + 1; j < Math.min(tokens.length, first + LONGEST_NAME); j++) {
    const token = tokens[j]!;
    const previous = tokens[j - 1]!;
    const isAbbreviated =
      isShortTitle(previous.text) && /^\.\s+$/.test(token.gap) && !FUNCTION_WORDS.has(token.text.toLowerCase());
    const isJoined = AMPERSAND.test(token.gap) && joinsTwo(text, tokens, first, j, j === first + 1);
    if (!isAbbreviated && !isJoined && (token.isFirst || !BLANKS.test(token.gap))) break;
    if (isKnownAt.has(token.start, token.end)) break;
    if (previous.isPossessive && !isOwnedHead(token)) break;
    if (token.isCapital) last = j;
    else if (!isJoint(text, tokens, first, j)) break;
  }
  return last;
};

/** The index of the first token of the name, past words that only open the sentence. */
const startOfRun = (tokens: readonly Token[], first: number, last: number): number => {
  const onlyOpens = (token: Token, next: Token): boolean =>
    FUNCTION_WORDS.has(token.text.toLowerCase()) ||
    (token.isFirst &&
      isCommon(token.text) &&
      !isTitle(token.text) &&
      !NAME_ADJECTIVES.has(token.text.toLowerCase()) &&
      next.isCapital);
  let from = first;
  while (from < last && onlyOpens(tokens[from]!, tokens[from + 1]!)) from += 1;
  while (from <= last && isConnector(tokens[from])) from += 1;
  return from;
};

/**
 * A sentence in capitals, as a newspaper heads its column: "Bus Stops Early" has a verb between its first word and its
 * last.
 */
const isHeadline = (name: string): boolean => {
  const words = name.split(/\s+/);
  return (
    words.length > 2 && words.slice(1, -1).some((word) => /[^s]s$/.test(word) && VERB_FORMS.has(word.toLowerCase()))
  );
};

const matchesOf = (name: string, start: Token, isFirst: boolean): NameMatch[] => {
  if (isHeadline(name)) return [];
  const isShouted = /^[\p{Lu}\d'’ -]+$/u.test(name) && name.length > 1;
  if (isShouted && !/^\p{Lu}{2,5}$/u.test(name)) return [];
  const end = start.start + name.length;
  // "Brother Callum of the Silver Lodge" is a person and a faction.
  const of = isTitle(start.text) ? /^(.+?\s\S+)\s+of\s+(?:the\s+)?(\p{Lu}.+)$/u.exec(name) : null;
  if (!of || !['faction', 'location'].includes(headType(of[2]!) ?? ''))
    return name.includes('\n') ? [] : [{ name, start: start.start, end, isFirst, cue: null }];
  return [
    { name: of[1]!, start: start.start, end: start.start + of[1]!.length, isFirst, cue: null },
    { name: of[2]!, start: end - of[2]!.length, end, isFirst: false, cue: null },
  ];
};

/** Possible names by their capitals, known ones left out. Words in capitals throughout are not names. */
export const capitalisedNames = (text: string, known: readonly Mention[]): NameMatch[] => {
  const isKnownAt = takenBy(known);
  const tokens = tokensOf(text);
  const found: NameMatch[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (!token.isCapital || isKnownAt.has(token.start, token.end)) continue;
    const last = endOfRun(text, tokens, i, isKnownAt);
    const from = startOfRun(tokens, i, last);
    if (from <= last) {
      const start = tokens[from]!;
      found.push(...matchesOf(text.slice(start.start, tokens[last]!.end), start, start.isFirst && from === i));
    }
    i = last;
  }
  return found;
};
