// The columns of a passage that ranking and showing a hit need.
import type { Sql } from '../index-db/sql.ts';

export interface PassageRow {
  id: string;
  kind: string;
  sub: string;
  label: string;
  part: string;
  record_id: string;
  session_id: string | null;
  chapter_id: string | null;
  entity_id: string | null;
  title: string;
  heading: string;
  /** One a line. */
  aliases: string;
  body: string;
}

export const readPassages = async (sql: Sql, ids: readonly string[]): Promise<Map<string, PassageRow>> => {
  const { rows } = await sql.query<PassageRow>(
    `SELECT
      p.id, p.kind, p.sub, p.label, p.part,
      p.record_id, p.session_id, p.chapter_id, p.entity_id,
      p.title, p.heading, p.aliases, p.body
    FROM passages p
    WHERE p.id = ANY($1::text[])`,
    [[...ids]],
  );
  return new Map(rows.map((row) => [row.id, row]));
};
