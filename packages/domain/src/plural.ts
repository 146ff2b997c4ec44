// The one place that forms English plurals: by Intl.PluralRules, from the two words a caller gives.

const RULES = new Intl.PluralRules('en');

/** The word that goes with a count: `pluralWord(1, 'is', 'are')` is "is". `other` defaults to `one` with an s. */
export const pluralWord = (count: number, one: string, other = `${one}s`): string =>
  RULES.select(count) === 'one' ? one : other;

/** A count with its word: "1 session", "0 sessions", `plural(2, 'entry', 'entries')` is "2 entries". */
export const plural = (count: number, one: string, other?: string): string =>
  `${count} ${pluralWord(count, one, other)}`;
