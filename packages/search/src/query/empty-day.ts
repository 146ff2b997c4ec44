// A question for a day of the campaign ("What happened on Day 20") on which nothing is: which days have something.
import type { EmptyDay } from '@emberkeep/domain';
import type { Sql } from '../index-db/sql.ts';
import { DAY_SECONDS, type Filter } from './filters.ts';
import type { ParsedQuery } from './parse-query.ts';
import type { PassageRow } from './passage-row.ts';

/** The days with an event, and those on which a session begins or ends. */
const daysWithSomething = (where: string): string => `
  SELECT p.game_time / ${DAY_SECONDS} AS day
  FROM passages p
  WHERE p.kind = 'event' AND p.part = 'main' AND p.game_time IS NOT NULL AND ${where}
  UNION
  SELECT edge / ${DAY_SECONDS}
  FROM passages p
  JOIN sessions s ON s.id = p.session_id AND s.status <> 'cancelled'
  CROSS JOIN LATERAL unnest(ARRAY[s.game_start_time, s.game_end_time]) AS edge
  WHERE p.kind = 'session' AND p.part = 'main' AND edge IS NOT NULL AND ${where}`;

/** The day, with the last day before it and the first day after it that have something. */
export const readEmptyDay = async (sql: Sql, day: number, filter: Filter): Promise<EmptyDay> => {
  const param = `$${filter.params.length + 1}::bigint`;
  const { rows } = await sql.query<{ before: number | null; after: number | null }>(
    // As numbers that JavaScript has: a peer may have written any game time.
    `SELECT
      (max(day) FILTER (WHERE day < ${param}))::float8 AS before,
      (min(day) FILTER (WHERE day > ${param}))::float8 AS after
    FROM (${daysWithSomething(filter.where)}) AS days`,
    [...filter.params, day],
  );
  const { before = null, after = null } = rows[0] ?? {};
  return { day, nearest: [before, after].filter((each) => each !== null) };
};

/** True for a question that names the day and nothing else to look for. */
export const asksForDayAlone = ({ words, phrases, spokenDay }: ParsedQuery): boolean =>
  spokenDay !== null &&
  phrases.length === 0 &&
  words.every((word) => word === 'day' || (/^\d+$/.test(word) && Number(word) === spokenDay));

/** True for a text that names the day in words. */
export const namesDay = ({ title, heading, body }: PassageRow, day: number): boolean =>
  new RegExp(`\\bday\\s+0*${day}\\b`, 'i').test([title, heading, body].join('\n'));
