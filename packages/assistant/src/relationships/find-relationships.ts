// Reads relationships sentence by sentence. Precision comes first: a wrong suggestion costs the GM more than a
// missing one.
import type { Tone, Span } from '@emberkeep/domain';
import type { NamedEntity } from '../names/mention.ts';
import { oneOf } from '../vocabulary/patterns.ts';
import { claim, type Claim } from './claim.ts';
import { claimAbout } from './pair-rules.ts';
import { possessiveClaims } from './possession.ts';
import { castOf, isIndividual, namedIn } from './sentence-cast.ts';
import { isNegated } from '../vocabulary/negation.ts';

export interface FoundRelationship {
  /** Names of the two entities; `party` is the player characters as a group. */
  from: string;
  to: string;
  type: string;
  tone: Tone;
  /** Offsets of the sentence that states it. */
  start: number;
  end: number;
  rule: string;
  confidence: number;
}

/** Whom "she" and "their" may refer to, by the sentences before. */
interface Topic {
  subject: NamedEntity | null;
  group: NamedEntity | null;
}

const HEARSAY_WORDS = [
  /says?/,
  'said',
  /claims?/,
  'claimed',
  'maybe',
  'perhaps',
  /rumou?r\w*/,
  'supposedly',
  'allegedly',
  'apparently',
  'probably',
  'might',
  'possibly',
  /thinks?/,
  /suspects?/,
  /believes?/,
];
export const HEARSAY = new RegExp(`\\b${oneOf(HEARSAY_WORDS)}\\b`, 'i');
/** Deducted from the confidence for a negation in the sentence, and again for hearsay. */
const DOUBT = 0.15;
const LEAST_CONFIDENCE = 0.3;
/** How many earlier names each name is paired with. */
const EARLIER_NAMES = 3;

const AT_PLACE = /^\W*(?:in|at|inside|outside|aboard|under|behind)\s+(?:the\s+)?$/i;
const IS_MET =
  /^\s+(?:is|was|waits?|waited|runs|ran|works|sits|sat|keeps|lives|tends|greets|stands|stood|holds court)\b/i;

/** Who is met where: "At the Tinner's Rest Hesk waits", "In the Silver Spur a preacher called Amos Gaunt". */
const placeClaims = (text: string, sentence: Span, cast: readonly NamedEntity[]): Claim[] => {
  const place = cast.find((s) => s.type === 'location');
  if (!place || !AT_PLACE.test(text.slice(sentence.start, place.start))) return [];
  const met = cast.find(
    (s) =>
      s.start > place.end &&
      s.type === 'npc' &&
      (IS_MET.test(text.slice(s.end, s.end + 16)) ||
        /\b(?:called|named)\s+$/i.test(text.slice(Math.max(0, s.start - 8), s.start))),
  );
  return met ? [claim(met, place, { type: 'located_at', tone: 'neutral' }, 'place', 0.5)] : [];
};

const claimsOf = (text: string, sentence: Span, cast: readonly NamedEntity[], topic: Topic): Claim[] => {
  const claims = cast.flatMap((person, i) => {
    const earlier = cast.slice(0, i).filter((a) => a.name !== person.name);
    return [
      ...possessiveClaims({
        person,
        earlier,
        before: text.slice(sentence.start, person.start),
        after: text.slice(person.end, sentence.end),
        ...topic,
      }),
      ...earlier.slice(-EARLIER_NAMES).flatMap((other) => claimAbout(text, sentence.end, other, person, cast) ?? []),
    ];
  });
  return [...claims, ...placeClaims(text, sentence, cast)];
};

/** The party and its members have no relationships with each other, and the party has no location. */
const isWorthSaying = ({ a, b, kind }: Claim): boolean =>
  a.name !== b.name &&
  !(a.type === 'pc' && b.type === 'pc') &&
  !(a.type === 'party' && (b.type === 'pc' || kind.type === 'located_at')) &&
  !(b.type === 'party' && a.type === 'pc');

const weighed = ({ a, b, kind, rule, confidence }: Claim, sentence: Span): FoundRelationship => {
  const doubt = (isNegated(sentence.text) ? DOUBT : 0) + (HEARSAY.test(sentence.text) ? DOUBT : 0);
  const [from, to] = kind.isReversed ? [b, a] : [a, b];
  return {
    from: from.name,
    to: to.name,
    type: kind.type,
    tone: kind.tone,
    start: sentence.start,
    end: sentence.end,
    rule,
    confidence: confidence - doubt,
  };
};

const pairKey = ({ from, to }: FoundRelationship): string => [from, to].sort().join('|');

/** Each pair and type once, with the highest confidence; "knows" only for pairs without another relationship. */
const withoutRepeats = (all: readonly FoundRelationship[]): FoundRelationship[] => {
  const surest = new Map<string, FoundRelationship>();
  for (const found of all) {
    const key = `${pairKey(found)} ${found.type}`;
    const before = surest.get(key);
    if (!before || before.confidence < found.confidence) surest.set(key, found);
  }
  const kept = [...surest.values()];
  const saysMore = (found: FoundRelationship): boolean =>
    found.type !== 'knows' || !kept.some((other) => other !== found && pairKey(other) === pairKey(found));
  return kept.filter((found) => found.confidence >= LEAST_CONFIDENCE && saysMore(found));
};

/** Relationships stated in these sentences. `everyone` holds all mentions in the text, sorted by start. */
export const findRelationships = (
  text: string,
  sentences: readonly Span[],
  everyone: readonly NamedEntity[],
): FoundRelationship[] => {
  const found: FoundRelationship[] = [];
  let topic: Topic = { subject: null, group: null };
  for (const sentence of sentences) {
    const named = namedIn(sentence, everyone);
    const cast = castOf(text, sentence, named, topic.subject);
    for (const claimed of claimsOf(text, sentence, cast, topic))
      if (isWorthSaying(claimed)) found.push(weighed(claimed, sentence));
    topic = {
      subject: named.find(isIndividual) ?? topic.subject,
      group: named.find((s) => s.type === 'faction') ?? null,
    };
  }
  return withoutRepeats(found);
};
