// When the entries of a log were, in the reader's language.

/** The latest time that a Date can be, Unix ms. */
const LATEST_MS = 8.64e15;
const isKnown = (at: number): boolean => at > 0 && at <= LATEST_MS;

/**
 * Gives the words for the times of one list, Unix ms: hours and minutes, with the day where the list spans several days
 * and the year where it spans several years. A time that is not known, 0, or that cannot be one has no words.
 */
export const logTimes = (times: readonly number[]): ((at: number) => string) => {
  let [first, last] = [Infinity, -Infinity];
  for (const at of times) {
    if (!isKnown(at)) continue;
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  const isDated = first < last && new Date(first).toDateString() !== new Date(last).toDateString();
  const hasYears = isDated && new Date(first).getFullYear() !== new Date(last).getFullYear();
  const format = new Intl.DateTimeFormat(undefined, {
    ...(hasYears ? { year: 'numeric' } : {}),
    ...(isDated ? { day: 'numeric', month: 'short' } : {}),
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at) => (isKnown(at) ? format.format(at) : '');
};
