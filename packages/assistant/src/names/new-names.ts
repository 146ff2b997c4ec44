// Finds names that the campaign does not know yet. Capitals, links and phrases propose them; trained weights decide which
// are names, and of what type.
import { nameKey } from '@emberkeep/domain';
import { takenBy } from '../text.ts';
import { createCandidates, type Candidate, type NameMatch, type NamesInput } from './candidates.ts';
import { capitalisedNames } from './capitals.ts';
import { cuedNames } from './cued-names.ts';
import { isNounAt, isPartlyGerman } from './german.ts';
import type { Mention } from './mention.ts';
import { LINKED, markedNames } from './linked-names.ts';
import { mergeNames } from './merge-names.ts';
import { featuresOfName, headingsBefore } from './name-features.ts';
import { SHIPPED } from '../learned/shipped-weights.ts';
import { bestClass, marginOf, type ClassWeights, type Features } from '../learned/class-model.ts';
import { certainType, typeOf } from './name-type.ts';
import { lowerCaseWords } from './ordinary-word.ts';
import { spellingPattern } from './spelling.ts';
import { columnHeadings } from './column-headings.ts';
import { isLowerCase } from './tokens.ts';

/** The two classes of candidates. */
export const [NO_NAME, NAME] = ['no name', 'name'] as const;

/** The types that a new name may get. */
export const SUGGESTED_TYPES = [
  'npc',
  'location',
  'faction',
  'item',
  'creature',
  'lore',
  'document',
  'clue',
  'event',
  'other',
] as const;

/** What decides whether a candidate is a name, and of what type. */
export interface NameWeights {
  names: ClassWeights;
  nameTypes: ClassWeights;
}

export interface NewName {
  name: string;
  type: string;
  rule: string;
  /** Why it is a name and of this type, in words for the GM. */
  reason: string;
  confidence: number;
  start: number;
  end: number;
}

const REASON_OF_CUE: Readonly<Record<string, string>> = {
  called: 'Named in your notes',
  [LINKED]: 'Linked in your notes',
};

/** The most confidence in a name that the weights doubt: the GM looks at it apart. */
const DOUBTED = 0.45;

const newNameOf = (
  { candidate, features }: NameCandidate,
  text: string,
  { names, nameTypes }: NameWeights,
): NewName => {
  const { name, occurrences, cue } = candidate;
  const ruled = typeOf(name, occurrences, text);
  const type = certainType(name, ruled) ?? bestClass(features, nameTypes);
  const why = ruled.type === type ? ruled.why : 'it is written like a name';
  const { start, end } = occurrences.find((s) => !s.inHeading) ?? occurrences[0]!;
  const isOneWord = !/\s/.test(name);
  const sure = 0.5 + 0.1 * Math.min(3, occurrences.length) + (isOneWord ? 0 : 0.15) + (cue ? 0.15 : 0);
  return {
    name,
    type,
    rule: cue ?? (isOneWord ? 'name' : 'names'),
    reason: REASON_OF_CUE[cue ?? ''] ?? `New name; ${why}`,
    confidence: Math.min(cue || marginOf(features, names) >= 0 ? 0.95 : DOUBTED, sure),
    start,
    end,
  };
};

/**
 * Names by their capitals, without those that only tables and German nouns have: column headings, and one word after an
 * article in a note that is partly German.
 */
const plausibleNames = (text: string, matches: readonly NameMatch[]): NameMatch[] => {
  const isInHeadings = takenBy(columnHeadings(text));
  const isGerman = isPartlyGerman(text);
  return matches.filter(
    ({ start, end, name }) => !isInHeadings.has(start, end) && !(isGerman && !/\s/.test(name) && isNounAt(text, start)),
  );
};

/** In a script without capitals: nothing else of an English note is written so. */
const isCaseless = (name: string): boolean => /^\p{Lo}/u.test(name);

/** A possible name with what it shows. */
export interface NameCandidate {
  candidate: Candidate;
  features: Features;
}

interface Gathered {
  byKey: Map<string, Candidate>;
  isLower: boolean;
  weighed: Map<string, NameCandidate>;
}

const gatherNames = (input: NamesInput): Gathered => {
  const { text, known, linked } = input;
  const isLower = isLowerCase(text);
  const candidates = createCandidates(input);
  for (const match of linked) candidates.addLinked(match);
  const marked = markedNames(text);
  for (const match of marked) candidates.add(match);
  // No other name reaches into a linked one.
  const named = [
    ...known,
    ...[...linked, ...marked].map(({ start, end, name }) => ({ start, end, key: name, isKnown: false })),
  ];
  for (const match of [...plausibleNames(text, capitalisedNames(text, named)), ...cuedNames(text, isLower)])
    candidates.add(match);
  const context = { text, isLower, lowerCase: lowerCaseWords(text), headingBefore: headingsBefore(text) };
  const weighed = [...candidates.byKey].map(([key, candidate]): [string, NameCandidate] => [
    key,
    { candidate, features: featuresOfName(candidate, context) },
  ]);
  return { byKey: candidates.byKey, isLower, weighed: new Map(weighed) };
};

/** Everything that may be a new name. */
export const nameCandidates = (input: NamesInput): NameCandidate[] => [...gatherNames(input).weighed.values()];

/** New names and all their mentions, each in text order. */
export const findNewNames = (
  input: NamesInput,
  weights: NameWeights = SHIPPED,
): { names: NewName[]; mentions: Mention[] } => {
  const { text, known } = input;
  const { byKey, isLower, weighed } = gatherNames(input);
  const isAccepted = ({ candidate, features }: NameCandidate): boolean =>
    candidate.cue === LINKED ||
    isCaseless(candidate.name) ||
    marginOf(features, weights.names) >= (weights.names.least ?? 0);
  const accepted = new Set([...weighed].filter(([, each]) => isAccepted(each)).map(([key]) => key));
  const merged = mergeNames(byKey, accepted);

  const names: NewName[] = [];
  const mentions: Mention[] = [];
  const taken = takenBy(known);
  const mention = (start: number, end: number, key: string): void => {
    if (taken.has(start, end)) return;
    taken.add(start, end);
    mentions.push({ start, end, key, isKnown: false });
  };
  for (const [key, candidate] of byKey) {
    if (!accepted.has(key)) continue;
    const { name, occurrences, cue } = candidate;
    names.push(newNameOf(weighed.get(key)!, text, weights));
    const shorter = [...merged].filter(([, into]) => into === nameKey(name)).map(([part]) => part);
    for (const spelling of [name, ...shorter].sort((a, b) => b.length - a.length))
      for (const match of text.matchAll(spellingPattern(spelling, cue !== null || isLower)))
        mention(match.index, match.index + match[0].length, name);
    for (const occurrence of occurrences) mention(occurrence.start, occurrence.end, name);
  }
  const byStart = (a: { start: number }, b: { start: number }): number => a.start - b.start;
  return { names: names.sort(byStart), mentions: mentions.sort(byStart) };
};
