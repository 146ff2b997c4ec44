// The planned sessions as a calendar file (iCalendar, RFC 5545) that the calendars of players and phones read.

export interface PlannedSession {
  id: string;
  title: string;
  /** ISO day; any other text is no day that a calendar knows. */
  date: string;
  objective: string;
}

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
/** Longest line, bytes of UTF-8. */
const MAX_LINE = 75;
const DAY_MS = 86_400_000;

const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n?|\n/g, '\\n');

const utf8 = new TextEncoder();

/** A line as the format has it: a longer one goes on in the next, after a space. */
const folded = (line: string): string => {
  let [out, length] = ['', 0];
  for (const sign of line) {
    const size = utf8.encode(sign).length;
    if (length + size > MAX_LINE) [out, length] = [`${out}\r\n `, 1];
    out += sign;
    length += size;
  }
  return out;
};

/** Unix ms of a day's start in UTC; null for what is no day. */
const dayOf = (date: string): number | null => {
  const [, year, month, day] = DAY.exec(date.trim()) ?? [];
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date.trim() ? null : at;
};

const stamp = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');

const eventOf = ({ id, title, objective }: PlannedSession, at: number, campaign: string, now: number): string[] => [
  'BEGIN:VEVENT',
  `UID:${id}@emberkeep`,
  `DTSTAMP:${stamp(now)}`,
  `DTSTART;VALUE=DATE:${stamp(at).slice(0, 8)}`,
  `DTEND;VALUE=DATE:${stamp(at + DAY_MS).slice(0, 8)}`,
  `SUMMARY:${escaped(`${campaign}: ${title}`)}`,
  ...(objective.trim() === '' ? [] : [`DESCRIPTION:${escaped(objective.trim())}`]),
  'END:VEVENT',
];

/** `leftOut`: titles of the sessions without a day. `now`: Unix ms. Written twice, a calendar has each session once. */
export const writeIcs = (
  campaign: string,
  sessions: readonly PlannedSession[],
  now: number,
): { text: string; count: number; leftOut: string[] } => {
  const dated = sessions.flatMap((session) => {
    const at = dayOf(session.date);
    return at === null ? [] : [{ session, at }];
  });
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Emberkeep//Sessions//EN',
    ...dated.flatMap(({ session, at }) => eventOf(session, at, campaign, now)),
    'END:VCALENDAR',
  ];
  return {
    text: lines.map((line) => `${folded(line)}\r\n`).join(''),
    count: dated.length,
    leftOut: sessions.filter(({ date }) => dayOf(date) === null).map(({ title }) => title),
  };
};
