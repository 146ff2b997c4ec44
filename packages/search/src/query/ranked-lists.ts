// The ranked lists that a query asks Postgres for: by words, by day, and by filters alone. Each gives passage ids, best
// first.
import type { SearchRequest } from '@emberkeep/domain';
import type { Sql } from '../index-db/sql.ts';
import { onDay, type Filter } from './filters.ts';
import { quotedTerm, type Term, type Terms } from './terms.ts';

/** Passages that are ranked at most where every typed word is common. */
const RANKED = 1500;

/** ts_rank's weights for body (D), names (C), heading (B), and title with aliases (A). */
const WEIGHTS = `'{0.35,0.55,0.8,1.0}'`;

const ids = async (sql: Sql, query: string, params: readonly unknown[]): Promise<string[]> =>
  (await sql.query<{ id: string }>(query, [...params])).rows.map((row) => row.id);

const listWithAllTerms = (sql: Sql, query: string, filter: Filter): Promise<string[]> => {
  const param = `$${filter.params.length + 1}`;
  return ids(
    sql,
    `SELECT id
    FROM (
      SELECT p.id, p.lexemes
      FROM passages p
      WHERE p.lexemes @@ to_tsquery('english', ${param})
        AND ${filter.where}
      LIMIT ${RANKED}
    ) AS p
    ORDER BY ts_rank(${WEIGHTS}, p.lexemes, to_tsquery('english', ${param}), 1) DESC, id
    LIMIT ${filter.length}`,
    [...filter.params, query],
  );
};

// ts_rank knows place and frequency but not rarity: each term is ranked alone and weighted by how few passages have it.
const listWithAnyTerm = (sql: Sql, terms: readonly Term[], total: number, filter: Filter): Promise<string[]> => {
  const params = [...filter.params, JSON.stringify(terms.map((term) => ({ q: term.query, w: term.weight })))];
  return ids(
    sql,
    `WITH term AS (
      SELECT
        row_number() OVER () AS i,
        to_tsquery('english', t.q) AS q,
        (numnode(to_tsquery('english', t.q)) + 1) / 2 AS size,
        t.w
      FROM jsonb_to_recordset($${params.length}::jsonb) AS t(q text, w real)
    ),
    matched AS (
      SELECT
        term.i,
        term.w,
        p.id,
        ts_rank(${WEIGHTS}, p.lexemes, term.q, 1) * term.size AS r,
        count(*) OVER (PARTITION BY term.i) AS n
      FROM term
      JOIN passages p ON p.lexemes @@ term.q
      WHERE ${filter.where}
    )
    SELECT id
    FROM matched
    GROUP BY id
    ORDER BY sum(w * r * ln(1 + greatest(0, ${total} - n + 0.5) / (n + 0.5))) DESC, id
    LIMIT ${filter.length}`,
    params,
  );
};

interface Scope {
  /** The number of passages in the campaign. */
  total: number;
  filter: Filter;
  audience: SearchRequest['audience'];
}

/** Passages by the typed words and their synonyms. */
export const listByWords = async (
  sql: Sql,
  { terms, mustHaveAll }: Terms,
  { total, filter, audience }: Scope,
): Promise<string[]> => {
  if (terms.length === 0) return [];
  // Weight C holds the names that a passage points at, which players may not search by.
  const restricted =
    audience === 'table'
      ? terms.map((term) => ({ ...term, query: term.query.replace(/'([^']+)'/g, `'$1':ABD`) }))
      : terms;
  return mustHaveAll
    ? listWithAllTerms(sql, restricted.map((term) => `(${term.query})`).join(' & '), filter)
    : listWithAnyTerm(sql, restricted, total, filter);
};

/** Sessions and events of a day of the campaign, in the order of game time. */
export const listOfDay = (sql: Sql, day: number, filter: Filter): Promise<string[]> => {
  const params = [...filter.params, day];
  return ids(
    sql,
    `SELECT p.id
    FROM passages p
    WHERE p.kind IN ('session', 'event')
      AND p.part = 'main'
      AND ${onDay(`$${params.length}`)}
      AND ${filter.where}
    ORDER BY p.kind DESC, p.game_time, p.id
    LIMIT ${filter.length}`,
    params,
  );
};

/** Entities that are called by one of these words, which the full-text query leaves out as too common. */
export const listOfNames = (sql: Sql, words: readonly string[], filter: Filter): Promise<string[]> => {
  const param = `$${filter.params.length + 1}`;
  return ids(
    sql,
    `SELECT p.id
    FROM passages p
    WHERE p.kind = 'entity'
      AND p.part IN ('main', 'gm')
      AND to_tsvector('simple', fold_letters(p.title || ' ' || p.aliases)) @@ to_tsquery('simple', ${param})
      AND ${filter.where}
    ORDER BY length(p.title), p.id
    LIMIT ${filter.length}`,
    [...filter.params, words.map(quotedTerm).join(' | ')],
  );
};

/** What the filters leave, newest first. */
export const listByFilter = (sql: Sql, filter: Filter): Promise<string[]> =>
  ids(
    sql,
    `SELECT p.id
    FROM passages p
    WHERE ${filter.where}
    ORDER BY p.happened_at DESC NULLS LAST, p.title, p.id
    LIMIT ${filter.length}`,
    filter.params,
  );
