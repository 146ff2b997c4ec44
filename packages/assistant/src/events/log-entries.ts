// Chooses the log entries of an account. Trained weights say of each sentence, and of each entity in it, whether it is a
// turning point of that entity's story. The clause and the kind of event come from the rules, where they see one.
import type { Span } from '@emberkeep/domain';
import { classSums, THERE, type ClassWeights, type Features } from '../learned/class-model.ts';
import type { NamedNote } from '../named-note.ts';
import type { NamedEntity } from '../names/mention.ts';
import { castOf, namedIn } from '../relationships/sentence-cast.ts';
import { stem } from '../stem.ts';
import { countWords, plainWords } from '../text.ts';
import { LASTING, WEIGHTY } from '../vocabulary/event-verbs.ts';
import { isNegated } from '../vocabulary/negation.ts';
import { tidy } from './event-text.ts';
import { PLANS, reportedEvents, type FoundEvent } from './reported-events.ts';

/** The two classes of the model. */
export const [PASSED, LOGGED] = ['passed', 'logged'] as const;

/** An entity in a sentence, of which it may be a log entry. */
export interface LogCandidate {
  about: NamedEntity;
  sentence: Span;
  /** Refers to the entity by a pronoun only. */
  isByPronoun: boolean;
  /** What the rules find reported of the entity. */
  report: FoundEvent | undefined;
  features: Features;
}

const TALK = /["“]/;
const ROLLS = /\b(?:\d*d\d+|DC|roll\w*)\b/i;
const BULLET = /^[ \t]*(?:[-*•]|\d+[.)])[ \t]/;
const PRONOUN = /^(?:he|she|they|who)$/i;

const step = (n: number, ...limits: readonly number[]): number => limits.filter((limit) => n >= limit).length;

const wordsOf = (text: string): string[] =>
  plainWords(text)
    .toLowerCase()
    .match(/\p{L}+|[,;:]/gu) ?? [];

/** What a sentence shows, whoever it is about. */
const featuresOfSentence = (text: string, sentence: Span, place: number, cast: number): string[] => {
  const words = wordsOf(sentence.text);
  const lineStart = text.lastIndexOf('\n', sentence.start - 1) + 1;
  return [
    BULLET.test(text.slice(lineStart, sentence.end)) ? 'in list' : 'in prose',
    `length ${step(words.length, 5, 9, 15, 25, 40)}`,
    `quarter ${Math.floor(place * 4)}`,
    `cast ${Math.min(4, cast)}`,
    ...(PLANS.test(sentence.text) ? ['plan'] : []),
    ...(isNegated(sentence.text) ? ['negated'] : []),
    ...(TALK.test(sentence.text) ? ['talk'] : []),
    ...(ROLLS.test(sentence.text) ? ['rolls'] : []),
    ...new Set(words.map((word) => `word ${stem(word)}`)),
  ];
};

interface Part {
  text: string;
  sentence: Span;
  about: NamedEntity;
  /** Its number among the entities of the sentence. */
  rank: number;
  isByPronoun: boolean;
  report: FoundEvent | undefined;
}

/** What the part of one entity in a sentence shows. */
const featuresOfPart = ({ text, sentence, about, rank, isByPronoun, report }: Part): string[] => {
  const before = wordsOf(text.slice(sentence.start, about.start));
  const after = wordsOf(text.slice(about.end, sentence.end));
  const isFirst = before.length === 0;
  const place = Math.min(2, rank);
  const isPast = after.slice(0, 4).some((word) => word.endsWith('ed'));
  return [
    'bias',
    `type ${about.type}`,
    `rank ${Math.min(3, rank)}`,
    `lead ${step(before.length, 1, 4)}`,
    `past ${isPast}`,
    `past ${isPast} first ${isFirst}`,
    about.isKnown ? 'known' : 'new',
    ...after.slice(0, 4).map((word, n) => `${n < 2 ? 'next' : 'then'} ${stem(word)}`),
    ...before.slice(-2).map((word) => `before ${stem(word)}`),
    ...(/^['’]s/.test(text.slice(about.end, about.end + 2)) ? ['owner'] : []),
    ...(isByPronoun ? ['pronoun'] : []),
    ...(WEIGHTY.test(sentence.text) ? ['weighty', `weighty ${place}`] : []),
    ...(LASTING.test(sentence.text) ? ['lasting', `lasting ${place}`] : []),
    ...(report ? ['reported', `reported ${report.logKind}`] : []),
  ];
};

/** The entities that a sentence may be a log entry of, each once. The party has no log. */
const entitiesIn = (cast: readonly NamedEntity[]): NamedEntity[] => {
  const byName = new Map<string, NamedEntity>();
  for (const entity of cast) if (entity.type !== 'party' && !byName.has(entity.name)) byName.set(entity.name, entity);
  return [...byName.values()];
};

const isIndividual = ({ type }: NamedEntity): boolean => type === 'npc' || type === 'pc' || type === 'creature';

/** Everything that may become a log entry, in text order. */
export const logCandidates = (text: string, { sentences, everyone }: NamedNote): LogCandidate[] => {
  const reports = reportedEvents(text, sentences, everyone);
  let subject: NamedEntity | null = null;
  return sentences.flatMap((sentence, i) => {
    const named = namedIn(sentence, everyone);
    const entities = entitiesIn(castOf(text, sentence, named, subject));
    subject = named.find(isIndividual) ?? subject;
    const shared = featuresOfSentence(text, sentence, i / sentences.length, entities.length);
    return entities.map((about, rank): LogCandidate => {
      const report = reports.find(
        (each) => each.about === about.name && each.start >= sentence.start && each.start < sentence.end,
      );
      const isByPronoun = PRONOUN.test(text.slice(about.start, about.end).replace(/^[^\p{L}]+/u, ''));
      const own = featuresOfPart({ text, sentence, about, rank, isByPronoun, report });
      const features = new Map([...shared, ...own].map((feature) => [feature, THERE]));
      return { about, sentence, isByPronoun, report, features };
    });
  });
};

/** A log that keeps everything is not read: two entries, and one more for so many words. */
const WORDS_PER_ENTRY = 55;
const [LEAST_ENTRIES, ENTRIES_AT_ONCE] = [3, 2];
/** The least margin of an entry, in weights. */
const LEAST_MARGIN = -64;
/** The margin at which a confidence is half way between the least and the most. */
const HALF_SURE = 160;
const [LEAST_SURE, MOST_SURE] = [0.35, 0.75];
/** Whom a pronoun refers to is a guess. */
const SURE_OF_PRONOUN = 0.4;

const confidenceOf = (margin: number, isByPronoun: boolean): number => {
  const over = margin - LEAST_MARGIN;
  const sure = LEAST_SURE + (MOST_SURE - LEAST_SURE) * (over / (over + HALF_SURE));
  return isByPronoun ? Math.min(SURE_OF_PRONOUN, sure) : sure;
};

const entryOf = ({ about, sentence, isByPronoun, report }: LogCandidate, margin: number): FoundEvent => ({
  about: about.name,
  text: report?.text ?? tidy(sentence.text),
  logKind: report?.logKind ?? '',
  start: report?.start ?? sentence.start,
  end: report?.end ?? sentence.end,
  confidence: confidenceOf(margin, isByPronoun),
});

/** The log entries of an account, in text order; at most one a sentence. */
export const findLogEntries = (text: string, note: NamedNote, weights: ClassWeights): FoundEvent[] => {
  const words = note.sentences.reduce((n, { text: sentence }) => n + countWords(sentence), 0);
  const most = Math.max(LEAST_ENTRIES, Math.round(ENTRIES_AT_ONCE + words / WORDS_PER_ENTRY));
  const weighed = logCandidates(text, note)
    // What is denied did not happen: only where the rules read what did.
    .filter(({ sentence, report }) => report !== undefined || !isNegated(sentence.text))
    .map((candidate) => {
      const [passed = 0, logged = 0] = classSums(candidate.features, weights);
      const margin = logged - passed;
      // Whoever died has a log entry of it.
      return { candidate, margin: candidate.report?.logKind === 'died' ? Math.max(LEAST_MARGIN, margin) : margin };
    })
    .filter(({ margin }) => margin >= LEAST_MARGIN)
    .sort((a, b) => b.margin - a.margin);
  const taken = new Map<Span, FoundEvent>();
  for (const { candidate, margin } of weighed) {
    if (taken.size >= most) break;
    if (!taken.has(candidate.sentence)) taken.set(candidate.sentence, entryOf(candidate, margin));
  }
  return [...taken.values()].sort((a, b) => a.start - b.start);
};
