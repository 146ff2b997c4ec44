// Reads number, title and date of a session from the name that another tool gave its notes.

/** What the name of a session's notes says. */
export interface SessionName {
  /** Null if the name has none, or one such as 1.5. */
  number: number | null;
  /** Without number and date; empty if nothing else is there. */
  title: string;
  /** `YYYY-MM-DD`, empty if the name has none. */
  date: string;
}

/** A date as in the names of files. */
const DAY = /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/;
const LEADING_DAY = new RegExp(String.raw`^[^\p{L}\p{N}]*${DAY.source}`, 'u');
/** What sets a date off, besides brackets. */
const MARKS_BEFORE = /[\s.:,–—_-]+$/;
const MARKS_AFTER = /^[\s.:,–—_-]+/;
const BRACKETS = ['()', '[]', '{}'];

/** A name without its date, and the date; empty without one. Brackets go with the date if nothing else is in them. */
export const datedName = (name: string): Omit<SessionName, 'number'> => {
  const day = DAY.exec(name);
  if (!day) return { title: name.trim(), date: '' };
  let before = name.slice(0, day.index).replace(MARKS_BEFORE, '');
  let after = name.slice(day.index + day[0].length).replace(MARKS_AFTER, '');
  while (BRACKETS.includes(before.slice(-1) + after.slice(0, 1))) {
    before = before.slice(0, -1).replace(MARKS_BEFORE, '');
    after = after.slice(1).replace(MARKS_AFTER, '');
  }
  const isInBrackets = /[([{]$/.test(before) || /^[)\]}]/.test(after);
  return { title: `${before}${isInBrackets ? '' : ' '}${after}`.trim(), date: day[0] };
};

/** "2024-05-01" and "2024-05-01 The docks": a name that begins with a date. */
export const beginsWithDay = (name: string): boolean => LEADING_DAY.test(name);

/** What may be between a word and the date that follows it. */
const TO_DAY = String.raw`[\s([{#.:,–—_-]*(?=${DAY.source})`;
const SESSION_WORD = new RegExp(String.raw`^(?:session|sitzung|ep(?:isode)?)(?:[\s._#-]*(?=\d)|${TO_DAY}|\s*$)`, 'i');
/** Words that need more than a number behind them: "S4 Security Bot" is no session. */
const SHORT_SESSION_WORD = new RegExp(
  String.raw`^(?:evening|game|s)(?:[\s._#-]*(?=\d{1,4}(?:\s*(?:$|[.:–—_-])|${TO_DAY}))|${TO_DAY})`,
  'i',
);
const WORD_ALONE = /^\p{L}+[\s._#-]*/u;
/** A whole number: "1.5", "3a" and "12th March" have none. */
const SESSION_NUMBER = /^0*(\d{1,4})(?![\d\p{L}]|[.,-]\d)[\s.:–—_-]*(.*)$/u;

/**
 * "Session 12 – The crossing (2026-02-01)" gives 12, "The crossing" and the date, wherever the date is; null if the name
 * is not a session's. A number counts only right behind the word: "Session 2024-05-01 3 Orcs" has the title "3 Orcs".
 */
export const sessionOfName = (name: string): SessionName | null => {
  const trimmed = name.trim();
  const { title: undated, date } = datedName(trimmed);
  const named = LEADING_DAY.test(trimmed) ? undated : trimmed;
  const [word] = SESSION_WORD.exec(named) ?? SHORT_SESSION_WORD.exec(named) ?? [];
  if (word === undefined || (date === '' && word === named)) return null;
  const rest = named.slice(word.length);
  if (rest === '') return { number: null, title: '', date };
  // A bracket around the date may open in front of it.
  if (rest.search(DAY) === 0) return { number: null, title: datedName(named.replace(WORD_ALONE, '')).title, date };
  const [, number, title = ''] = SESSION_NUMBER.exec(datedName(rest).title) ?? [];
  return number === undefined
    ? { number: null, title: undated, date }
    : { number: Number(number), title: title.trim(), date };
};

/** The title in a name, with the date of the name where the session has another one. */
export const titleBeside = ({ title, date }: Omit<SessionName, 'number'>, sessionDate: string): string =>
  date === sessionDate ? title : `${title} ${date}`.trim();
