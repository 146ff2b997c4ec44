// Makes values of the campaign file fit what the format allows, and says so in a remark.

export interface Repairs {
  /** True if a value had to change since the last {@link Repairs.reset}. */
  readonly hasRepaired: boolean;
  reset(): void;
  remark(sentence: string): void;
  /** A whole number within a range; 0 or the lowest value if the text has none. */
  number(what: string, text: string | undefined, low: number, high: number): number;
  /** One of a closed set of words, in any case and with underscores for spaces. */
  oneOf(what: string, words: readonly string[], text: string | undefined, fallback: string): string;
}

/** Longest piece of a wrong value that a remark quotes, UTF-16 units. */
const MAX_QUOTE = 60;
const NUMBER = /[-+−]?\d{1,12}(?:\.\d+)?/u;

export const createRepairs = (onRemark: (sentence: string) => void): Repairs => {
  let hasRepaired = false;
  const remark = (sentence: string): void => {
    hasRepaired = true;
    onRemark(sentence);
  };
  return {
    get hasRepaired() {
      return hasRepaired;
    },
    reset: () => {
      hasRepaired = false;
    },
    remark,
    number: (what, text = '', low, high) => {
      const found = NUMBER.exec(text)?.[0];
      if (found === undefined) {
        const fallback = Math.max(low, 0);
        if (text !== '') remark(`${what}: “${text.slice(0, MAX_QUOTE)}” is not a number and became ${fallback}.`);
        return fallback;
      }
      const given = Math.floor(Number(found.replace('−', '-')));
      const kept = Math.min(high, Math.max(low, given));
      if (kept !== given) remark(`${what}: ${given} is outside ${low} to ${high} and became ${kept}.`);
      return kept;
    },
    oneOf: (what, words, text = '', fallback) => {
      const found = words.find((word) => word.toLowerCase() === text.toLowerCase().replaceAll('_', ' '));
      const quote = text.slice(0, MAX_QUOTE);
      if (!found && text) remark(`${what}: “${quote}” is not one of ${words.join(', ')} and became ${fallback}.`);
      return found ?? fallback;
    },
  };
};
