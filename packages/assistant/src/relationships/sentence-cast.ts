// Finds whom a sentence is about: the names in it, the party, and whom its pronouns refer to.
import type { Span } from '@emberkeep/domain';
import type { NamedEntity } from '../names/mention.ts';
import { within } from '../text.ts';
import { oneOf, WORD_END, WORD_START } from '../vocabulary/patterns.ts';

const PARTY_NAMES = ['the (?:party|pcs|players|heroes|adventurers|investigators|crew|group|characters)', 'us'];
export const PARTY = new RegExp(`${WORD_START}${oneOf(PARTY_NAMES)}${WORD_END}`, 'gi');
/** Not "they": in an account of play they are the party or several people, and rarely who was named last. */
const LEADING_PRONOUN = /^(?:[-*•☐☑\s]*)(?:he|she|who)\s/i;
const PRONOUN = new RegExp(`${WORD_START}(?:he|she)${WORD_END}`, 'gi');

export const isPerson = ({ type }: NamedEntity): boolean => ['npc', 'pc', 'creature', 'other', 'party'].includes(type);
/** A person other than the party. */
export const isIndividual = (entity: NamedEntity): boolean => isPerson(entity) && entity.type !== 'party';

const byStart = (a: NamedEntity, b: NamedEntity): number => a.start - b.start;

/** The names in a sentence and "the party", in text order. `everyone` is sorted by start. */
export const namedIn = (sentence: Span, everyone: readonly NamedEntity[]): NamedEntity[] => {
  const named = within(everyone, sentence.start, sentence.end);
  for (const match of sentence.text.matchAll(PARTY)) {
    const start = sentence.start + match.index;
    const end = start + match[0].length;
    if (!named.some((s) => start < s.end && end > s.start))
      named.push({ start, end, key: 'party', name: 'party', type: 'party', isKnown: true });
  }
  return named.sort(byStart);
};

/** A leading pronoun refers to the subject of the sentence before: "She hates him". */
const leadingPronoun = (sentence: Span, named: readonly NamedEntity[], subject: NamedEntity | null): NamedEntity[] => {
  const first = named[0];
  if (!subject || !first || first.start <= sentence.start + 2 || !LEADING_PRONOUN.test(sentence.text)) return [];
  const length = /^(?:[-*•☐☑\s]*)\w+/.exec(sentence.text)?.[0].length ?? 0;
  return [{ ...subject, start: sentence.start, end: sentence.start + length }];
};

/** A pronoun within a sentence refers to the nearest individual before it: "Petra Osei sells a chip, she's afraid". */
const innerPronouns = (
  text: string,
  sentence: Span,
  named: readonly NamedEntity[],
  subject: NamedEntity | null,
): NamedEntity[] =>
  [...sentence.text.matchAll(PRONOUN)].flatMap((match) => {
    if (match.index <= 3) return [];
    const start = sentence.start + match.index;
    const nearest = named.findLast(
      (s) =>
        s.end < start &&
        !/^['’]s/.test(text.slice(s.end, s.end + 2)) &&
        (s.type === 'npc' || s.type === 'pc' || s.type === 'creature'),
    );
    const meant = nearest ?? subject;
    return meant ? [{ ...meant, start, end: start + match[0].length }] : [];
  });

/** Everyone a sentence names or refers to by a pronoun, in text order. */
export const castOf = (
  text: string,
  sentence: Span,
  named: readonly NamedEntity[],
  subject: NamedEntity | null,
): NamedEntity[] =>
  [...leadingPronoun(sentence, named, subject), ...named, ...innerPronouns(text, sentence, named, subject)].sort(
    byStart,
  );
