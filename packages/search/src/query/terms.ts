// Chooses the terms of the full-text query: typed words, their repairs and their synonyms, each with its weight.
import type { Synonyms } from '../lexicon/static-model.ts';
import { wordsOf } from '../lexicon/words.ts';
import type { ParsedQuery } from './parse-query.ts';
import type { WordStats } from './vocabulary.ts';

export interface Term {
  /** In the syntax of to_tsquery, made of letters and digits only. */
  query: string;
  weight: number;
}

export interface Terms {
  terms: Term[];
  /** Every typed word is common: a passage must contain all of them. */
  mustHaveAll: boolean;
}

/** The weight of a synonym against 1 for a typed word. Tuned on the development set. */
const SYNONYM = 0.25;
const GENERIC_SYNONYM = 0.1;

/** In a campaign of more passages than this, words found in a large share of them are costly and tell little. */
const LARGE = 3000;
const COMMON = 0.1;
const COMMON_SYNONYM = 0.02;

/** Words of a phrase as to_tsquery takes them. Postgres cuts words at an apostrophe: "O’Hara" is two of them. */
export const quotedTerm = (words: string): string =>
  wordsOf(words)
    .flatMap((word) => word.split("'"))
    .map((word) => `'${word}'`)
    .join(' <-> ');

const alternatives = (forms: readonly string[]): string[] => forms.map(quotedTerm).filter((form) => form !== '');

export const termsOf = (query: ParsedQuery, synonyms: readonly Synonyms[], stats: WordStats): Terms => {
  const { counts, total, repaired } = stats;
  const isCommon = (word: string, share: number): boolean => total > LARGE && (counts.get(word) ?? 0) > total * share;
  const typed = query.words.map((word) => ({
    word,
    query: alternatives(repaired.get(word) ?? [word]).join(' | '),
    weight: 1,
  }));
  const rare = typed.filter(({ word }) => !isCommon(word, COMMON));
  const mustHaveAll = rare.length === 0 && typed.length > 0;
  const terms: Term[] = mustHaveAll ? typed : rare;
  for (const { others, isGeneric } of synonyms) {
    const forms = alternatives(others.filter((form) => !isCommon(form, COMMON_SYNONYM))).map((form) =>
      form.includes('<->') ? `(${form})` : form,
    );
    if (forms.length > 0 && !mustHaveAll)
      terms.push({ query: forms.join(' | '), weight: isGeneric ? GENERIC_SYNONYM : SYNONYM });
  }
  return { terms: terms.filter((term) => term.query !== ''), mustHaveAll };
};
