// Every pair of entities that a note names near each other, with what the note shows of them, for the trained weights
// that choose which pairs are related and how.
import type { Span } from '@emberkeep/domain';
import { THERE, type Features } from '../learned/class-model.ts';
import type { NamedEntity } from '../names/mention.ts';
import { lastBegun, takenBy, within } from '../text.ts';
import { KIN_WORDS } from '../vocabulary/kin.ts';
import { oneOf } from '../vocabulary/patterns.ts';
import * as PHRASES from '../vocabulary/relationship-phrases.ts';
import { ROLE_WORDS } from '../vocabulary/roles.ts';
import { isNegated } from '../vocabulary/negation.ts';
import { HEARSAY, type FoundRelationship } from './find-relationships.ts';
import { PARTY } from './sentence-cast.ts';

/** Two entities that are named near each other. `first` is named first where they are nearest. */
export interface EntityPair {
  first: NamedEntity;
  second: NamedEntity;
  /** The sentences from one to the other where they are nearest. */
  start: number;
  end: number;
  /** What the rules read between them. */
  ruled: FoundRelationship | undefined;
  features: Features;
}

/** Characters from one name to the other: beyond it they say little of each other. */
const FARTHEST = 220;
/** The nearest places of a pair that are looked at. */
const MOST_PLACES = 4;
/** The narrators of an account, and the player characters as a group. */
const NARRATORS = /(?<![\p{L}'’])(?:we|us|our|[Tt]hey|[Tt]hem)(?![\p{L}'’])/gu;

const step = (n: number, ...limits: readonly number[]): number => limits.filter((limit) => n >= limit).length;

const anyOf = (phrases: readonly (string | RegExp)[] | string): RegExp =>
  new RegExp(`\\b${typeof phrases === 'string' ? `(?:${phrases})` : oneOf(phrases)}\\b`, 'i');

/** Words of relationships, wherever they are. */
const CUES: readonly [name: string, cue: RegExp][] = [
  ...Object.entries(PHRASES).map(([name, phrases]): [string, RegExp] => [name.toLowerCase(), anyOf(phrases)]),
  ['kin', anyOf(KIN_WORDS)],
  ['role', anyOf(ROLE_WORDS)],
  ['place', anyOf(['in', 'at', 'from', 'near', 'inside', 'under', 'behind', 'of'])],
];

/** Cues count more than other words. */
const CUE = /^(?:cue|ruled)/;

interface Place {
  a: NamedEntity;
  b: NamedEntity;
  distance: number;
}

const partyMentions = (text: string, everyone: readonly NamedEntity[]): NamedEntity[] => {
  const isNamed = takenBy(everyone);
  return [...text.matchAll(PARTY), ...text.matchAll(NARRATORS)].flatMap((match) => {
    const [start, end] = [match.index, match.index + match[0].length];
    return isNamed.has(start, end) ? [] : [{ start, end, key: 'party', name: 'party', type: 'party', isKnown: true }];
  });
};

const sentenceAt = (sentences: readonly Span[], offset: number): Span | undefined => {
  const sentence = lastBegun(sentences, offset);
  return sentence && offset < sentence.end ? sentence : undefined;
};

const keyOf = (a: NamedEntity, b: NamedEntity): string => [a.name, b.name].sort().join('\n');

const isWorthPairing = (a: NamedEntity, b: NamedEntity): boolean =>
  a.name !== b.name &&
  !(a.type === 'pc' && b.type === 'pc') &&
  !([a, b].some(({ type }) => type === 'party') && [a, b].some(({ type }) => type === 'pc' || type === 'location'));

/** The places where two are near each other, nearest first, by pair. */
const placesOf = (mentions: readonly NamedEntity[]): Map<string, Place[]> => {
  const places = new Map<string, Place[]>();
  for (const [i, a] of mentions.entries())
    for (let j = i + 1; j < mentions.length; j++) {
      const b = mentions[j]!;
      const distance = b.start - a.end;
      if (distance > FARTHEST) break;
      if (distance < 0 || !isWorthPairing(a, b)) continue;
      const key = keyOf(a, b);
      places.set(key, [...(places.get(key) ?? []), { a, b, distance }]);
    }
  for (const all of places.values()) all.sort((x, y) => x.distance - y.distance);
  return places;
};

interface Note {
  text: string;
  sentences: readonly Span[];
  mentions: readonly NamedEntity[];
}

const typesOf = (a: NamedEntity, b: NamedEntity): string => `${a.type} ${b.type}`;

const featuresAt = ({ a, b, distance }: Place, note: Note): string[] => {
  const { text, sentences, mentions } = note;
  const between = text.slice(a.end, b.start);
  const isOneLine = !between.includes('\n');
  const sentence = sentenceAt(sentences, a.start);
  const isOneSentence = isOneLine && sentence !== undefined && b.start < sentence.end;
  const others = within(mentions, a.end, b.start).length;
  const lineStart = text.lastIndexOf('\n', a.start - 1) + 1;
  const opens = /^[\s#*•>\d.)☐☑[\]-]*$/u.test(text.slice(lineStart, a.start));
  const isHeading = /^\s*(?:#{1,6}\s|\*\*)/.test(text.slice(lineStart, a.start + 1));
  const where = isOneSentence ? 'sentence' : isOneLine ? 'line' : 'lines';
  const near = text
    .slice(Math.max(0, a.start - 40), a.start)
    .split('\n')
    .at(-1)!;
  const after = text.slice(b.end, b.end + 40).split('\n')[0]!;
  const whole = sentence?.text ?? '';
  return [
    `in one ${where}`,
    `in one ${where} ${typesOf(a, b)}`,
    `apart ${step(distance, 5, 15, 40, 80, 140)}`,
    `between them ${Math.min(3, others)}`,
    ...(opens ? [`opens ${where}`, ...(isHeading ? ['heading'] : [])] : []),
    ...(/^['’]s?(?!\p{L})/u.test(between) ? ['owner', `owner ${b.type}`] : []),
    ...CUES.flatMap(([name, cue]) => [
      ...(isOneLine && cue.test(between) ? [`cue ${name} between`, `cue ${name} between ${typesOf(a, b)}`] : []),
      ...(isOneSentence && cue.test(near) ? [`cue ${name} before`] : []),
      ...(isOneSentence && cue.test(after) ? [`cue ${name} after`] : []),
    ]),
    ...(isNegated(between) ? ['negated'] : []),
    ...(HEARSAY.test(whole) ? ['hearsay'] : []),
  ];
};

/** All pairs of a note in text order. `everyone` is sorted by start; `found` is what the rules read. */
export const entityPairs = (
  text: string,
  sentences: readonly Span[],
  everyone: readonly NamedEntity[],
  found: readonly FoundRelationship[],
): EntityPair[] => {
  const mentions = [...everyone, ...partyMentions(text, everyone)].sort((a, b) => a.start - b.start);
  const note: Note = { text, sentences, mentions };
  const ruled = new Map(found.map((each) => [[each.from, each.to].sort().join('\n'), each]));
  const all = [...placesOf(mentions)].map(([key, places]): EntityPair => {
    const { a, b, distance } = places[0]!;
    const rule = ruled.get(key);
    const nearestPlaces = places.slice(0, MOST_PLACES).flatMap((place) => featuresAt(place, note));
    const shown = [
      'bias',
      `types ${typesOf(a, b)}`,
      `types ${[a.type, b.type].sort().join(' with ')}`,
      `nearest ${step(distance, 5, 15, 40, 80, 140)}`,
      `times together ${step(places.length, 2, 3, 5)}`,
      ...(rule ? ['ruled', `ruled ${rule.rule}`, `ruled ${rule.type}`] : []),
      ...new Set(nearestPlaces),
    ];
    const from = sentenceAt(sentences, a.start);
    const to = sentenceAt(sentences, b.start);
    return {
      first: a,
      second: b,
      start: rule?.start ?? from?.start ?? a.start,
      end: rule?.end ?? to?.end ?? b.end,
      ruled: rule,
      features: new Map(shown.map((feature) => [feature, CUE.test(feature) ? 2 * THERE : THERE])),
    };
  });
  return all.sort((x, y) => x.first.start - y.first.start || x.second.start - y.second.start);
};
