// Inserts records into the index and deletes them from it. Filling and keeping current both write through here, so
// that a record written twice equals a record written once.
import { ALL_RECORDS, appendTo, type ReadRecord } from '@emberkeep/domain';
import type { StaticModel } from '../lexicon/static-model.ts';
import { passagesOf } from '../records/passages.ts';
import { followJoins, refsThroughJoins } from '../records/follow-joins.ts';
import { rowsOf, TABLES_OF_KIND, type RowContext } from '../records/rows.ts';
import { asUuid } from '../records/uuid.ts';
import { vectorRow } from '../vectors/quantise.ts';
import { copyRows, plain, type Row } from './copy.ts';
import type { Sql } from './sql.ts';
import { TABLES, type TableName } from './tables.ts';

export interface InsertOptions {
  context: RowContext;
  /** Null: no vectors are written. */
  model: StaticModel | null;
  /** Names of entities by id, where they are known in advance; otherwise they are joined afterwards. */
  names?: ReadonlyMap<string, string>;
}

/** The text of a passage that is embedded. */
export const embeddedText = (passage: Row): string =>
  [passage['title'], passage['heading'], passage['body']].filter(Boolean).join('. ');

interface CollectedRows {
  campaign: Row | null;
  users: Row[];
  /** All other rows, by table. */
  byTable: Map<TableName, Row[]>;
}

const collectRows = (reads: readonly ReadRecord[], context: RowContext): CollectedRows => {
  const byTable = new Map<TableName, Row[]>();
  const users = new Map<unknown, Row>();
  let campaign: Row | null = null;
  for (const [table, row] of reads.flatMap((read) => rowsOf(followJoins(read, context), context))) {
    if (table === 'users') users.set(row['id'], row);
    else if (table === 'campaigns') campaign = row;
    else appendTo(byTable, table, row);
  }
  return { campaign, users: [...users.values()], byTable };
};

// Sessions have a foreign key to the campaign, so it is updated in place and never deleted.
const upsertCampaign = async (sql: Sql, campaign: Row): Promise<void> => {
  const columns = Object.keys(TABLES.campaigns);
  await sql.query(
    `INSERT INTO campaigns (${columns.join(', ')})
    VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})
    ON CONFLICT (id) DO UPDATE SET ${columns
      .slice(1)
      .map((column) => `${column} = excluded.${column}`)
      .join(', ')}`,
    columns.map((column) => {
      const value = campaign[column];
      return typeof value === 'string' ? plain(value) : value;
    }),
  );
};

const insertRows = async (
  sql: Sql,
  { campaign, users, byTable }: CollectedRows,
  context: RowContext,
): Promise<void> => {
  if (campaign) await upsertCampaign(sql, campaign);
  if (byTable.has('sessions'))
    await sql.query(`INSERT INTO campaigns (id, name) VALUES ($1, '') ON CONFLICT DO NOTHING`, [
      asUuid(context.campaignId),
    ]);
  for (const user of users)
    await sql.query('INSERT INTO users (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      user['id'],
      plain(String(user['name'])),
    ]);
  for (const table of Object.keys(TABLES) as TableName[])
    await copyRows(sql, table, TABLES[table], byTable.get(table) ?? []);
};

const withNames = (passage: Row, names: ReadonlyMap<string, string> | undefined): Row => {
  const refs = [...(passage['refs'] as string[])].sort();
  return { ...passage, names: names ? refs.flatMap((id) => names.get(id) ?? []).join(' ') : '' };
};

const insertVectors = async (sql: Sql, passages: readonly Row[], model: StaticModel): Promise<void> => {
  const vectors = passages.flatMap((passage): Row[] => {
    const embedding = model.embed(embeddedText(passage));
    return embedding ? [vectorRow(passage['id'], model.id, embedding)] : [];
  });
  await copyRows(sql, 'passage_vectors', TABLES.passage_vectors, vectors);
};

const insertAll = async (
  sql: Sql,
  reads: readonly ReadRecord[],
  { context, model, names }: InsertOptions,
): Promise<void> => {
  await insertRows(sql, collectRows(reads, context), context);
  const passages = reads
    .flatMap(passagesOf)
    .map((passage) => ({ ...passage, refs: refsThroughJoins(passage['refs'] as string[], context) }))
    .map((passage) => withNames(passage, names));
  await copyRows(sql, 'passages', TABLES.passages, passages);
  if (model) await insertVectors(sql, passages, model);
};

/** Values that Postgres refuses: data that a column cannot hold, a broken constraint, a limit of the program. */
const isRefusedData = (error: unknown): boolean =>
  /^(?:22|23|54)/.test(String((error as { code?: unknown } | null)?.code ?? ''));

/**
 * Inserts the rows, passages and vectors of records that are not in the index. A record whose values Postgres refuses
 * is left out with a warning: a co-GM's app can write anything, and the rest must be found all the same.
 */
export const insertRecords = async (sql: Sql, reads: readonly ReadRecord[], options: InsertOptions): Promise<void> => {
  if (reads.length === 0) return;
  await sql.exec('SAVEPOINT records');
  try {
    await insertAll(sql, reads, options);
    await sql.exec('RELEASE SAVEPOINT records');
  } catch (error) {
    if (!isRefusedData(error)) throw error;
    await sql.exec('ROLLBACK TO SAVEPOINT records; RELEASE SAVEPOINT records');
    if (reads.length === 1) return console.warn('a record could not be indexed', reads[0]?.kind, reads[0]?.id, error);
    const middle = Math.ceil(reads.length / 2);
    await insertRecords(sql, reads.slice(0, middle), options);
    await insertRecords(sql, reads.slice(middle), options);
  }
};

/** Deletes the rows and passages of records; a session's body is deleted by {@link deleteBodies}. */
export const deleteRecords = async (
  sql: Sql,
  records: readonly { kind: ReadRecord['kind']; id: string }[],
): Promise<void> => {
  const idsByTable = new Map<TableName, string[]>();
  for (const { kind, id } of records)
    for (const table of TABLES_OF_KIND[kind] ?? []) appendTo(idsByTable, table, asUuid(id));
  for (const [table, ids] of idsByTable) await sql.query(`DELETE FROM ${table} WHERE id = ANY($1::uuid[])`, [ids]);
  // By id first, which is indexed: records of different kinds may share an id.
  await sql.query(
    `DELETE FROM passages
    WHERE record_id = ANY($2::uuid[])
      AND (record_kind || ':' || record_id) = ANY($1::text[])`,
    [records.map(({ kind, id }) => `${kind}:${asUuid(id)}`), records.map(({ id }) => asUuid(id))],
  );
};

/** Everything that the body of a session holds. */
const BODY_KINDS = ['note', ...ALL_RECORDS.filter(({ home }) => home === 'body').map(({ kind }) => kind)];
const BODY_TABLES: readonly TableName[] = ['session_events', 'scenes', 'session_chat_messages'];

/** Deletes everything that is in the bodies of sessions. */
export const deleteBodies = async (sql: Sql, sessionIds: readonly string[]): Promise<void> => {
  for (const table of BODY_TABLES)
    await sql.query(`DELETE FROM ${table} WHERE session_id = ANY($1::uuid[])`, [sessionIds]);
  await sql.query(
    `DELETE FROM passages
    WHERE session_id = ANY($1::uuid[])
      AND record_kind = ANY($2::text[])`,
    [sessionIds, BODY_KINDS],
  );
};

/** Deletes users that no session names any more. */
export const deleteUnusedUsers = async (sql: Sql): Promise<void> => {
  await sql.query(
    `DELETE FROM users u
    WHERE NOT EXISTS (
      SELECT
      FROM sessions s
      WHERE s.gm_user_id = u.id
    )`,
  );
};
