// Collects possible new names with their occurrences, and rejects what cannot be a name.
import { isTitle, nameKey, type Span } from '@emberkeep/domain';
import { takenBy } from '../text.ts';
import { FUNCTION_WORDS } from '../vocabulary/name-parts.ts';
import { NOT_NAMES } from '../vocabulary/not-names/not-names.ts';
import { AFTER_NON_LETTER } from '../vocabulary/patterns.ts';
import type { Mention } from './mention.ts';
import { headType } from './name-type.ts';
import { isCommon } from './word-kinds.ts';
import { LINKED } from './linked-names.ts';

export interface NamesInput {
  text: string;
  known: readonly Mention[];
  /** Names that the notes link. */
  linked: readonly NameMatch[];
  /** Lines that concern only the people playing; no names are taken from them. */
  admin: readonly Span[];
  /** A name that only headings have needs more evidence. */
  headings: readonly Span[];
  /** Names of the players in lower case. */
  players: ReadonlySet<string>;
  /** Keys of the game system's terms. */
  terms: ReadonlySet<string>;
}

export interface Occurrence {
  start: number;
  end: number;
  /** At the start of a sentence, where a capital says nothing. */
  isFirst: boolean;
  inHeading: boolean;
}

export interface Candidate {
  name: string;
  occurrences: Occurrence[];
  /** The rule of the phrase that announces the name; null where only capitals suggest it. */
  cue: string | null;
  /** What speaks against it, at some occurrence. */
  doubts: Set<string>;
}

/** One possible occurrence of a name. */
export interface NameMatch {
  name: string;
  start: number;
  end: number;
  isFirst: boolean;
  cue: string | null;
}

/** A roll of a skill, or the numbers of a stat line: "Club 40% 1d6", "Broadsword (14)". */
const ROLL_FOLLOWS = /^:?\s*(?:roll|check|test|[-–+]\s?\d|\(?\d{1,3}\s?%|\(?\d*d\d|\(\d{1,3}\)|\.\s+(?:Melee|Ranged) )/;
/** Characters behind a name in which a roll shows. */
const ROLL_LENGTH = 10;
const COUNT_BEFORE = new RegExp(
  `${AFTER_NON_LETTER}(?:an?|another|each|every|no|some|two|three|four|five|six)\\s+$`,
  'i',
);

export interface Candidates {
  /** Candidates by the key of their name. */
  byKey: Map<string, Candidate>;
  add(match: NameMatch): void;
  /** Adds a name as the notes link it, whatever its words are. */
  addLinked(match: NameMatch): void;
}

/** Fewest letters of a name. Two of a script without case, as of Han, are a whole one. */
const shortestOf = (name: string): number => (/^\p{Lo}/u.test(name) ? 2 : 3);

export const createCandidates = ({ text, known, linked, admin, headings, players, terms }: NamesInput): Candidates => {
  const byKey = new Map<string, Candidate>();
  const isKnownAt = takenBy(known);
  const isLinkedAt = takenBy(linked);
  const isAdmin = takenBy(admin);
  const isHeading = takenBy(headings);

  /** Ordinary words alone are not a name, unless they end in a head within a sentence: "the Old Tower". */
  const isOrdinary = (name: string, words: readonly string[], isFirst: boolean): boolean =>
    words.every((w) => isCommon(w) || FUNCTION_WORDS.has(w) || isTitle(w)) &&
    !(words.length > 1 && headType(name) && !isFirst);

  /** What speaks against a name here. */
  const doubtsOf = (name: string, key: string, { start, isFirst, cue }: NameMatch): string[] => {
    const words = key.split(' ');
    return [
      ...(isOrdinary(name, words, isFirst) ? ['ordinary'] : []),
      ...(terms.has(key) ? ['game term'] : []),
      ...(NOT_NAMES.has(key) ? ['no name'] : []),
      // "A Bluecoat" is one of many.
      ...(words.length === 1 && !cue && COUNT_BEFORE.test(text.slice(Math.max(0, start - 9), start)) ? ['count'] : []),
    ];
  };

  const isRolled = (key: string, { end, cue }: NameMatch): boolean =>
    key.split(' ').length <= 2 && !cue && ROLL_FOLLOWS.test(text.slice(end, end + ROLL_LENGTH));

  const put = (name: string, key: string, match: NameMatch): void => {
    const { start, end, isFirst, cue } = match;
    const candidate = byKey.get(key) ?? { name, occurrences: [], cue: null, doubts: new Set<string>() };
    byKey.set(key, candidate);
    if (cue !== LINKED) for (const doubt of doubtsOf(name, key, match)) candidate.doubts.add(doubt);
    const inHeading = isHeading.has(start, end);
    candidate.occurrences.push({ start, end, isFirst, inHeading });
    candidate.cue ??= cue;
  };

  return {
    byKey,
    add: (match) => {
      const { start, end } = match;
      const name = match.name.replace(/\s+/g, ' ').trim();
      const key = nameKey(name);
      if (
        key.length < shortestOf(name) ||
        isKnownAt.has(start, end) ||
        isLinkedAt.has(start, end) ||
        isAdmin.has(start, end)
      )
        return;
      if (!players.has(key) && !isRolled(key, match)) put(name, key, match);
    },
    addLinked: (match) => put(match.name, nameKey(match.name), match),
  };
};
