// The calendar day of an instant where it is lived through. An instant's UTC day is tomorrow in an American evening.

/** Whether a name is a time zone that this device knows, such as "Europe/London". */
const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false; // reason: whether it is one is the question
  }
};

/** `ms` is Unix milliseconds. Returns "2026-11-28", in a time zone or, without a known one, in the device's. */
export const localDay = (ms: number, zone = ''): string => {
  const parts = new Intl.DateTimeFormat('en', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    calendar: 'gregory',
    numberingSystem: 'latn',
    ...(zone && isZone(zone) ? { timeZone: zone } : {}),
  }).formatToParts(ms);
  const part = (type: 'year' | 'month' | 'day'): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
};

/** A calendar day such as "2026-11-28" as people write it in the reader's language; any other text as it is. */
export const dayWords = (day: string): string => {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : NaN;
  // February 30 would be read as a day of March.
  return Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(day)
    ? day
    : new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' }).format(ms);
};

/** False for a number that no Date can be: times come from peers too. */
const isTime = (ms: number): boolean => !Number.isNaN(new Date(ms).getTime());

/** The device's day of `ms`, Unix milliseconds, as {@link dayWords}; empty for what is no time. */
export const dayWordsAt = (ms: number): string => (isTime(ms) ? dayWords(localDay(ms)) : '');

/** As {@link dayWordsAt}, with hours and minutes. */
export const momentWords = (ms: number): string =>
  isTime(ms) ? new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(ms) : '';

/** The moment as a `datetime-local` input takes it, in the device's time zone; empty for what is no time. */
export const localTimeInput = (ms: number): string => {
  const local = ms - new Date(ms).getTimezoneOffset() * 60_000;
  const text = isTime(ms) && isTime(local) ? new Date(local).toISOString() : '';
  // The input has years of four digits.
  return /^\d{4}-/.test(text) ? text.slice(0, 16) : '';
};
