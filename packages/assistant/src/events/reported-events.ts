// Finds the clauses that report something done, each about the nearest name before its verb. Plans, table talk and dice
// are not events. Trained weights decide which of them are worth a log entry.
import type { Span } from '@emberkeep/domain';
import type { NamedEntity } from '../names/mention.ts';
import { within } from '../text.ts';
import { clausesOf } from './clauses.ts';
import { deedOf, victimOf, type Deed, type EventKind } from './deeds.ts';
import { tidy } from './event-text.ts';

export interface FoundEvent {
  /** The name of the entity whose log it belongs to. */
  about: string;
  text: string;
  logKind: EventKind;
  start: number;
  end: number;
  confidence: number;
}

/** Conditions, questions and intentions: sentences that report nothing. */
export const PLANS = new RegExp(
  '^(?:if|when|unless|maybe|perhaps|next|todo|to do|who|what|why|where|how|will|would|should|could)\\b|' +
    '\\b(?:will|would|should|might|wants? to|plans? to|needs? to|going to|must)\\b',
  'i',
);
/** Verbs that report an event even in a sentence that reads like a plan. */
const SURELY_DONE = /\b(?:died|killed|found|swore|promised|agreed)\b/i;

const NARRATES_WE = /(?<![A-Za-z])(?:we|us|our)(?![A-Za-z])/i;
const LEADS_WITH_WE = /^\W*(?:and |then |so |but )?(?:we|i)(?![A-Za-z])/i;
/** Nobody in particular: "they" are the party as often as the people named before. */
const LEADS_WITH_THEY = /^\W*(?:and |then |so |but )?they(?![A-Za-z])/i;
const LEADS_WITH_PRONOUN = /^\W*(?:and |then |but )?(?:he|she)\s*(?:also|then|just|finally|even)?\s*$/i;
const LEADS_WITH_NOTHING = /^\W*(?:then|and|also)?\s*(?:also|then|just|finally|even)?\s*$/i;

const isBeing = ({ type }: NamedEntity): boolean => ['npc', 'pc', 'creature', 'other'].includes(type);

/** Whom a clause without a subject may be about. */
interface Memory {
  /** The cast of the latest clause that had one. */
  last: readonly NamedEntity[];
  /** The people in the latest sentence that named any; "he" and "she" may refer to them. */
  people: readonly NamedEntity[];
}

/** A clause that reports an event. */
interface Report {
  clause: Span;
  cast: readonly NamedEntity[];
  deed: Deed;
  /** Begins with a pronoun or with the verb itself. */
  hasNoSubject: boolean;
  /** Those of the cast named before the verb, without owners ("Vale's"). */
  before: readonly NamedEntity[];
}

const isOwner = (text: string, { end }: NamedEntity): boolean => /^['’]s/.test(text.slice(end, end + 2));

const reportOf = (text: string, clause: Span, cast: readonly NamedEntity[], hasWe: boolean): Report | null => {
  const deed = deedOf(clause);
  if (!deed) return null;
  const lead = clause.text.slice(0, deed.at);
  if (LEADS_WITH_WE.test(lead)) return null;
  // In notes that say "we", a clause without a subject is about the party.
  const hasNoSubject = LEADS_WITH_PRONOUN.test(lead) || (!hasWe && LEADS_WITH_NOTHING.test(lead));
  const before = cast.filter((s) => s.end <= clause.start + deed.at && !isOwner(text, s));
  return { clause, cast, deed, hasNoSubject, before };
};

/** Whom a clause without a subject is about, judging by the clauses before. */
const meantBy = ({ clause, cast, deed }: Report, sentence: Span, memory: Memory): NamedEntity | undefined => {
  const isPronoun = LEADS_WITH_PRONOUN.test(clause.text.slice(0, deed.at));
  const candidates = isPronoun && clause.start <= sentence.start + 1 ? memory.people : memory.last.filter(isBeing);
  const others = candidates.filter((s) => !cast.some((c) => c.name === s.name));
  // "He died" is about the last person, whom something was done to; "she gave Nadia the key" about the first.
  return deed.kind === 'died' ? (others.at(-1) ?? candidates.at(-1)) : (others[0] ?? candidates[0]);
};

/** Who did it: the nearest name before the verb, or the first of two who did it together ("Irma and Karl found"). */
const doerOf = (text: string, before: readonly NamedEntity[]): NamedEntity | undefined => {
  const [first, second] = before.slice(-2);
  if (!first || !second) return first;
  return /^\s*(?:,|and|&)\s*$/.test(text.slice(first.end, second.start)) ? first : second;
};

const subjectOf = (text: string, report: Report, sentence: Span, memory: Memory): NamedEntity | undefined => {
  const doer = doerOf(text, report.before);
  if (doer) return doer;
  if (LEADS_WITH_THEY.test(report.clause.text)) return undefined;
  if (report.hasNoSubject) return meantBy(report, sentence, memory);
  const verbAt = report.clause.start + report.deed.at;
  return report.cast.find((s) => s.end <= verbAt) ?? report.cast[0];
};

const eventOf = (
  { clause, deed, hasNoSubject, before }: Report,
  about: NamedEntity,
  found: readonly FoundEvent[],
): FoundEvent | null => {
  const hasLog = about.type !== 'party' && (isBeing(about) || about.type === 'faction' || deed.kind === 'destroyed');
  if (!hasLog || !deed.isWeighty) return null;
  const words = tidy(clause.text);
  if (words.split(/\s+/).length < 2 || found.some((f) => f.about === about.name && f.start === clause.start))
    return null;
  return {
    about: about.name,
    text: before.length > 0 || !hasNoSubject ? words : tidy(`${about.name} ${clause.text.slice(deed.at)}`),
    logKind: deed.kind,
    start: clause.start,
    end: clause.end,
    confidence: deed.kind !== '' ? 0.75 : deed.isLasting ? 0.7 : 0.5,
  };
};

/** The log entry of a clause: about the person the deed is done to, or else about who did it. */
const entryOf = (
  text: string,
  report: Report,
  sentence: Span,
  memory: Memory,
  found: readonly FoundEvent[],
): FoundEvent | null => {
  const { clause, cast, deed } = report;
  const subject = subjectOf(text, report, sentence, memory);
  const done = victimOf(text, clause, clause.start + deed.at, cast, subject);
  if (!done) return subject ? eventOf(report, subject, found) : null;
  return {
    about: done.victim.name,
    text: tidy(clause.text),
    logKind: done.kind,
    start: clause.start,
    end: clause.end,
    confidence: 0.75,
  };
};

/** Events in the sentences of an account. `everyone` holds all mentions in the text, sorted by start. */
export const reportedEvents = (
  text: string,
  sentences: readonly Span[],
  everyone: readonly NamedEntity[],
): FoundEvent[] => {
  const found: FoundEvent[] = [];
  const memory: Memory = { last: [], people: [] };
  const hasWe = NARRATES_WE.test(text);
  for (const sentence of sentences) {
    const named = within(everyone, sentence.start, sentence.end).filter((s) => s.type !== 'location');
    const isPlan = PLANS.test(sentence.text.trim()) && !SURELY_DONE.test(sentence.text);
    for (const clause of isPlan ? [] : clausesOf(sentence)) {
      // A location counts only as the subject, at the start of its clause.
      const cast = within(everyone, clause.start, clause.end).filter(
        (s) => s.type !== 'location' || s.start <= clause.start + 6,
      );
      const report = reportOf(text, clause, cast, hasWe);
      const entry = report && entryOf(text, report, sentence, memory, found);
      if (entry) found.push(entry);
      if (cast.length > 0) memory.last = cast;
    }
    if (isPlan && named.length > 0) memory.last = named;
    const people = named.filter(isBeing);
    if (people.length > 0) memory.people = people;
  }
  return found;
};
