// A whole number that a person typed.

/** Truncates; undefined for an empty text and for one that is no number. */
export const wholeNumber = (text: string): number | undefined =>
  text.trim() !== '' && Number.isFinite(Number(text)) ? Math.trunc(Number(text)) : undefined;
