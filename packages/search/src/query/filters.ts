// Turns the filters of a query into one SQL condition over `passages p`.
import { foldLetters, type SearchRequest } from '@emberkeep/domain';
import { LARGEST_INT4, type ParsedQuery } from './parse-query.ts';

export interface Filter {
  /** A condition over `passages p`; `TRUE` where nothing is filtered. */
  where: string;
  /** Its parameters, from $1 on. */
  params: readonly unknown[];
  isEmpty: boolean;
  /** The typed filters as the answer shows them, such as `type: npc`. */
  shown: string[];
  /** Ids in each ranked list at most: as many as are asked for, so that a long answer can go on. */
  length: number;
}

/** The shortest limit of a list: fusing them needs more than is shown. */
const LIST_LENGTH = 60;

/** What players may read: passages for the table, from a published session or from none. */
export const READABLE_BY_PLAYERS = `(
  p.audience = 'table'
  AND (
    p.session_id IS NULL
    OR EXISTS (
      SELECT
      FROM sessions s
      WHERE s.id = p.session_id
        AND s.is_published
    )
  )
)`;

/** The seconds of a day in the campaign's calendar, in SQL. */
export const DAY_SECONDS = '(SELECT day_seconds FROM campaigns LIMIT 1)';

/**
 * True for what happened on a day of the campaign: its events, and sessions and notes whose time covers it, as
 * `sessionsDuring` says.
 */
export const onDay = (day: string): string => `(
  p.game_time / ${DAY_SECONDS} = ${day}::int
  OR (
    p.game_time IS NULL
    AND p.kind IN ('session', 'note')
    AND EXISTS (
      SELECT
      FROM sessions s
      CROSS JOIN LATERAL (
        SELECT
          s.game_start_time / ${DAY_SECONDS} AS first,
          coalesce(
            s.game_end_time,
            CASE WHEN s.status = 'in_progress' THEN (SELECT game_time FROM campaigns LIMIT 1) END,
            s.game_start_time
          ) / ${DAY_SECONDS} AS last
      ) AS days
      WHERE s.id = p.session_id
        AND s.status <> 'cancelled'
        AND (${day}::int BETWEEN days.first AND days.last OR ${day}::int IN (days.first, days.last))
    )
  )
)`;

/** What `type:` may name besides the types of entities, scenes and events. */
const KINDS: ReadonlySet<string> = new Set([
  'session',
  'note',
  'chapter',
  'entity',
  'scene',
  'event',
  'log',
  'chat',
  'clock',
  'goal',
  'handout',
  'map',
  'table',
  'calendar',
  'encounter',
  'template',
  'notebook',
]);

const isNumber = (text: string): boolean => /^\d+$/.test(text);

/** Gives a value's placeholder, such as `$3`. */
type Param = (value: unknown) => string;

const typeCondition = (types: readonly string[], param: Param): string => {
  const kinds = param(types.filter((type) => KINDS.has(type)));
  const subs = param(types.filter((type) => !KINDS.has(type)));
  return `(p.kind = ANY(${kinds}::text[]) OR lower(p.sub) = ANY(${subs}::text[]))`;
};

/**
 * What is in one of the sessions; with a type that is asked for, also the entities that something in them refers to or
 * names. Players are told of it only where they may read that.
 */
const sessionCondition = (
  { sessions, types }: ParsedQuery,
  audience: SearchRequest['audience'],
  param: Param,
): string => {
  const numbers = sessions
    .filter(isNumber)
    .map(Number)
    .filter((n) => n <= LARGEST_INT4);
  const titles = sessions.filter((s) => !isNumber(s)).map((s) => `%${foldLetters(s).replace(/[%_\\]/g, '\\$&')}%`);
  const asked = `(
    SELECT id
    FROM sessions
    WHERE (
        number = ANY(${param(numbers)}::int[])
        OR fold_letters(title) ILIKE ANY(${param(titles)}::text[])
      )
      ${audience === 'table' ? 'AND is_published' : ''}
  )`;
  if (types.length === 0) return `p.session_id IN ${asked}`;
  return `(
    p.session_id IN ${asked}
    OR (
      p.kind = 'entity'
      AND p.entity_id IN (
        WITH named AS MATERIALIZED (
          SELECT id, phraseto_tsquery('simple', fold_letters(name)) AS name
          FROM entities
        )
        SELECT named.id
        FROM named
        CROSS JOIN passages referring
        WHERE referring.session_id IN ${asked}
          ${audience === 'table' ? "AND referring.audience = 'table'" : ''}
          AND (named.id = ANY(referring.refs) OR referring.words @@ named.name)
      )
    )
  )`;
};

/** A session's tags apply to everything in it. Tags are the GM's own: players find nothing by them. */
const tagCondition = (tags: readonly string[], audience: SearchRequest['audience'], param: Param): string => {
  if (audience === 'table') return 'FALSE';
  const list = param(tags);
  return `(
    p.tags && ${list}::text[]
    OR p.session_id IN (
      SELECT id
      FROM sessions
      WHERE tags && ${list}::text[]
    )
  )`;
};

/** A phrase for to_tsquery('simple'). */
const exactPhrase = (phrase: string): string =>
  (foldLetters(phrase).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `'${word}'`).join(' <-> ');

const phraseConditions = (query: ParsedQuery, param: Param): string[] => {
  const matches = (phrase: string): string => `p.words @@ to_tsquery('simple', ${param(phrase)})`;
  return [
    ...query.phrases
      .map(exactPhrase)
      .filter((phrase) => phrase !== '')
      .map(matches),
    ...query.excluded
      .map(exactPhrase)
      .filter((phrase) => phrase !== '')
      .map((phrase) => `NOT ${matches(phrase)}`),
  ];
};

/** The filters of a request and of what was typed, joined by AND. */
export const filterOf = (query: ParsedQuery, request: SearchRequest): Filter => {
  const params: unknown[] = [];
  const conditions: string[] = [];
  const shown: string[] = [];
  const param: Param = (value) => `$${params.push(value)}`;

  if (request.audience === 'table') conditions.push(READABLE_BY_PLAYERS);
  if (request.sessionId) conditions.push(`p.session_id = ${param(request.sessionId)}::uuid`);
  if (request.kind) conditions.push(`p.kind = ${param(request.kind)}`);
  if (request.sub) conditions.push(`p.sub = ${param(request.sub)}`);
  if (query.types.length > 0) {
    conditions.push(typeCondition(query.types, param));
    shown.push(`type: ${query.types.join(', ')}`);
  }
  if (query.sessions.length > 0) {
    conditions.push(sessionCondition(query, request.audience, param));
    shown.push(`session: ${query.sessions.join(', ')}`);
  }
  if (query.tags.length > 0) {
    conditions.push(tagCondition(query.tags, request.audience, param));
    shown.push(`tag: ${query.tags.join(', ')}`);
  }
  if (query.days.length > 0) {
    conditions.push(`(${query.days.map((day) => onDay(param(day))).join(' OR ')})`);
    shown.push(`day: ${query.days.join(', ')}`);
  }
  conditions.push(...phraseConditions(query, param));
  return {
    where: conditions.length > 0 ? conditions.join(' AND ') : 'TRUE',
    params,
    isEmpty: conditions.length === 0,
    shown,
    length: Math.max(LIST_LENGTH, request.limit ?? 0),
  };
};
