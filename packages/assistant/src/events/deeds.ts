// Finds the verb by which a clause reports an event, and whom the deed is done to.
import type { Span } from '@emberkeep/domain';
import type { NamedEntity } from '../names/mention.ts';
import {
  AFFECTING,
  DEEDS,
  DESTROYED,
  DIED,
  DISCOVERED,
  KILLING,
  LASTING,
  RELOCATED,
  WEIGHTY,
} from '../vocabulary/event-verbs.ts';
import { KIN_WORDS } from '../vocabulary/kin.ts';
import { negatesNext } from '../vocabulary/negation.ts';
import { ROLE_WORDS } from '../vocabulary/roles.ts';
import { LETTERS, oneOf, WORD_END, WORD_START } from '../vocabulary/patterns.ts';

export type EventKind = '' | 'died' | 'discovered' | 'destroyed' | 'relocated';

interface VerbsOfKind {
  verbs: RegExp;
  kind: EventKind;
}

const wholeWords = (verbs: readonly (string | RegExp)[]): RegExp =>
  new RegExp(`${WORD_START}${oneOf(verbs)}${WORD_END}`, 'gi');

export const EVENT_VERBS: readonly VerbsOfKind[] = [
  { verbs: wholeWords(DIED), kind: 'died' },
  { verbs: wholeWords(DESTROYED), kind: 'destroyed' },
  { verbs: wholeWords(DISCOVERED), kind: 'discovered' },
  { verbs: wholeWords(RELOCATED), kind: 'relocated' },
  { verbs: wholeWords(DEEDS), kind: '' },
];

const BEFORE_VICTIM = '(?:\\s+(?:the|a|an|his|her|their|our|old|poor|young))*\\s*$';
/** Deeds that belong in the log of the person they are done to. The patterns match the words up to the name. */
export const DONE_TO: readonly VerbsOfKind[] = [
  { verbs: new RegExp(`\\b${oneOf(KILLING)}${BEFORE_VICTIM}`, 'i'), kind: 'died' },
  { verbs: new RegExp(`\\b${oneOf(AFFECTING)}${BEFORE_VICTIM}`, 'i'), kind: '' },
  { verbs: /\b(?:body|corpse|remains|grave|bones|head) of\s+(?:the\s+)?$/i, kind: 'discovered' },
];

/** "Halloway's driver" is not Halloway. */
export const OWNS_PERSON = new RegExp(
  `^['’]s?\\s+(?:[${LETTERS}-]+\\s+){0,2}(?:${ROLE_WORDS}|${KIN_WORDS})${WORD_END}`,
  'i',
);

/** The verb of a clause. */
export interface Deed {
  /** Offset into the clause. */
  at: number;
  kind: EventKind;
  isWeighty: boolean;
  isLasting: boolean;
}

/** The first verb of a clause that reports an event; a death takes precedence over verbs before it. */
export const deedOf = (clause: Span): Deed | null => {
  let first: { at: number; end: number; kind: EventKind } | null = null;
  for (const { verbs, kind } of EVENT_VERBS) {
    const match = [...clause.text.matchAll(verbs)].find(({ index }) => !negatesNext(clause.text.slice(0, index)));
    if (match && (!first || (match.index < first.at && first.kind !== 'died')))
      first = { at: match.index, end: match.index + match[0].length, kind };
  }
  if (!first) return null;
  const { at, end, kind } = first;
  const verb = clause.text.slice(at, end + 1);
  return { at, kind, isWeighty: kind !== '' || WEIGHTY.test(verb), isLasting: LASTING.test(verb) };
};

/** The first of the cast whom the deed is done to, and the kind of event that makes it; null if there is none. */
export const victimOf = (
  text: string,
  clause: Span,
  verbAt: number,
  cast: readonly NamedEntity[],
  doer: NamedEntity | undefined,
): { victim: NamedEntity; kind: EventKind } | null => {
  for (const victim of cast) {
    if (victim.start <= verbAt || victim === doer || OWNS_PERSON.test(text.slice(victim.end, victim.end + 40)))
      continue;
    const words = text.slice(clause.start, victim.start);
    const done = DONE_TO.find((d) => {
      const match = d.verbs.exec(words);
      return match !== null && !negatesNext(words.slice(0, match.index));
    });
    if (!done) continue;
    // Wounds and poison only count as fatal if the words after the name say so: "cut Tobin's throat", "shot Ann dead".
    const isFatal =
      !/\b(?:shot|stabbed|poisoned|cut|slit)\b/i.test(words) ||
      /^(?:['’]s (?:throat|head|heart)| (?:dead|to death)\b)/i.test(text.slice(victim.end));
    return { victim, kind: done.kind === 'died' && !isFatal ? '' : done.kind };
  }
  return null;
};
