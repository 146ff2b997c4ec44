// Owns writing into the index: a whole document's records at a time when it is filled, a batch of changes when it is kept
// current. Both write rows the same way, and writing a record twice equals writing it once.
import type { ReadRecord } from '@emberkeep/domain';
import { passagesOf } from '../records/passages.ts';
import { rowsOf, TABLES_OF_KIND, type RowContext } from '../records/rows.ts';
import { asUuid } from '../records/uuid.ts';
import type { StaticModel } from '../lexicon/static-model.ts';
import { copyRows, type Row } from './copy.ts';
import type { Database, Sql } from './sql.ts';
import { TABLES, type TableName } from './tables.ts';

/** A record as it is now; without `read` it is gone. */
export interface IndexChange {
  kind: ReadRecord['kind'];
  id: string;
  read: ReadRecord | null;
}

/** What is embedded of a passage. */
export const embeddedText = (passage: Row): string =>
  [passage['title'], passage['heading'], passage['body']].filter(Boolean).join('. ');

const insert = async (
  sql: Sql,
  reads: readonly ReadRecord[],
  context: RowContext,
  model: StaticModel | null,
  names?: ReadonlyMap<string, string>,
): Promise<void> => {
  const byTable = new Map<TableName, Row[]>();
  const users = new Map<unknown, Row>();
  let campaign: Row | null = null;
  for (const read of reads) {
    for (const [table, row] of rowsOf(read, context)) {
      if (table === 'users') users.set(row['id'], row);
      else if (table === 'campaigns') campaign = row;
      else (byTable.get(table) ?? byTable.set(table, []).get(table)!).push(row);
    }
  }
  // The campaign is pointed at by its sessions, so it is changed and never deleted.
  if (campaign) {
    const columns = Object.keys(TABLES.campaigns);
    await sql.query(
      `INSERT INTO campaigns (${columns.join(', ')}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')}) ON CONFLICT (id) DO UPDATE SET ${columns
        .slice(1)
        .map((c) => `${c} = excluded.${c}`)
        .join(', ')}`,
      columns.map((c) => (campaign as Row)[c]),
    );
  }
  if (byTable.has('sessions'))
    await sql.query(`INSERT INTO campaigns (id, name) VALUES ($1, '') ON CONFLICT DO NOTHING`, [
      asUuid(context.campaignId),
    ]);
  for (const user of users.values())
    await sql.query('INSERT INTO users (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING', [user['id'], user['name']]);
  for (const table of Object.keys(TABLES) as TableName[])
    await copyRows(sql, table, TABLES[table], byTable.get(table) ?? []);
  const passages = reads.flatMap(passagesOf).map((p): Row => ({
    ...p,
    names: names
      ? [...(p['refs'] as string[])]
          .sort()
          .flatMap((id) => names.get(id) ?? [])
          .join(' ')
      : '',
  }));
  await copyRows(sql, 'passages', TABLES.passages, passages);
  if (!model) return;
  await copyRows(
    sql,
    'passage_vectors',
    TABLES.passage_vectors,
    passages.flatMap((p): Row[] => {
      const embedding = model.embed(embeddedText(p));
      return embedding ? [{ passage_id: p['id'], model: model.id, embedding }] : [];
    }),
  );
};

const remove = async (sql: Sql, changes: readonly Pick<IndexChange, 'kind' | 'id'>[]): Promise<void> => {
  const ids = new Map<TableName, string[]>();
  const passages: string[] = [];
  for (const { kind, id } of changes) {
    for (const table of TABLES_OF_KIND[kind] ?? []) (ids.get(table) ?? ids.set(table, []).get(table)!).push(asUuid(id));
    passages.push(`${kind}:${asUuid(id)}`);
  }
  for (const [table, list] of ids) await sql.query(`DELETE FROM ${table} WHERE id = ANY($1::uuid[])`, [list]);
  await sql.query(
    `DELETE FROM passages WHERE record_id = ANY($2::uuid[]) AND (record_kind || ':' || record_id) = ANY($1::text[])`,
    [passages, passages.map((p) => p.split(':')[1])],
  );
};

/** What a passage that points at an entity may be found by; the same in SQL below. */
const namesOf = (entity: Row): string => [entity['name'], ...(entity['aliases'] as string[])].join(' ');

/** Passages learn the names of what they point at: those of changed records, and those that point at changed entities. */
const nameRefs = async (sql: Sql, entityIds: readonly string[], passageRecords: readonly string[]): Promise<void> => {
  const names = `(SELECT string_agg(e.name || coalesce(' ' || nullif(array_to_string(e.aliases, ' '), ''), ''), ' ' ORDER BY e.id) FROM entities e WHERE e.id = ANY(p.refs))`;
  await sql.query(
    `UPDATE passages p SET names = coalesce(${names}, '') WHERE p.refs <> '{}' AND (p.refs && $1::uuid[] OR p.record_id = ANY($2::uuid[])) AND p.names IS DISTINCT FROM coalesce(${names}, '')`,
    [entityIds, passageRecords],
  );
};

/** Users that no session names any more. */
const sweep = async (sql: Sql): Promise<void> =>
  void (await sql.query('DELETE FROM users u WHERE NOT EXISTS (SELECT FROM sessions s WHERE s.gm_user_id = u.id)'));

const IN_BODIES: readonly TableName[] = ['session_events', 'scenes', 'session_chat_messages'];

const dropBodies = async (sql: Sql, sessionIds: readonly string[]): Promise<void> => {
  for (const table of IN_BODIES)
    await sql.query(`DELETE FROM ${table} WHERE session_id = ANY($1::uuid[])`, [sessionIds]);
  await sql.query(
    `DELETE FROM passages WHERE session_id = ANY($1::uuid[]) AND record_kind IN ('note', 'scene', 'event', 'chatMessage')`,
    [sessionIds],
  );
};

/** The index is being filled by another tab, from the disk: what is written meanwhile would be there twice. */
export class IndexFilling extends Error {
  override readonly name = 'IndexFilling';
}

// Asked within the transaction: between a change and its writing another tab may have become the leader.
const mustBeReady = async (sql: Sql): Promise<void> => {
  const { rows } = await sql.query<{ phase: string }>('SELECT phase FROM index_state');
  if (rows[0]?.phase !== 'ready') throw new IndexFilling('the index is being filled');
};

/**
 * Brings changes in, in one transaction. Gives the sessions that are here now and were not before: their bodies must be read
 * anew, because what lies in them went when they were deleted. Throws {@link IndexFilling} where another tab fills.
 */
export const applyChanges = async (
  db: Database,
  changes: readonly IndexChange[],
  context: RowContext,
  model: StaticModel | null,
): Promise<string[]> => {
  const latest = [...new Map(changes.map((c) => [`${c.kind}:${c.id}`, c])).values()];
  return db.transaction(async (tx) => {
    await mustBeReady(tx);
    const sessions = latest.filter((c) => c.kind === 'session');
    const before = new Set(
      (
        await tx.query<{ id: string }>('SELECT id FROM sessions WHERE id = ANY($1::uuid[])', [
          sessions.map((c) => asUuid(c.id)),
        ])
      ).rows.map((r) => r.id),
    );
    await remove(
      tx,
      latest.filter((c) => c.kind !== 'campaign' || c.read),
    );
    await insert(
      tx,
      latest.flatMap((c) => c.read ?? []),
      context,
      model,
    );
    const gone = sessions.filter((c) => !c.read).map((c) => asUuid(c.id));
    if (gone.length > 0) await dropBodies(tx, gone);
    if (sessions.length > 0) await sweep(tx);
    await nameRefs(
      tx,
      latest.filter((c) => c.kind === 'entity').map((c) => asUuid(c.id)),
      latest.map((c) => asUuid(c.id)),
    );
    return sessions.filter((c) => c.read && !before.has(asUuid(c.id))).map((c) => c.id);
  });
};

/** Replaces what an evening's body holds by what was read of it. Throws {@link IndexFilling} where another tab fills. */
export const replaceBody = async (
  db: Database,
  sessionId: string,
  reads: readonly ReadRecord[],
  context: RowContext,
  model: StaticModel | null,
): Promise<void> =>
  db.transaction(async (tx) => {
    await mustBeReady(tx);
    await dropBodies(tx, [asUuid(sessionId)]);
    await insert(tx, reads, context, model);
    await nameRefs(
      tx,
      [],
      reads.map((r) => asUuid(r.id)),
    );
  });

/** Where an index is being filled from: the ledger's records with its sessions first, then each evening by itself. */
export interface FillSource {
  context: RowContext;
  ledger: readonly ReadRecord[];
  /** Evenings, newest first; each is read when its turn comes and let go of after. */
  bodies: readonly (() => Promise<readonly ReadRecord[]>)[];
}

/** After many rows: what GIN keeps for later is put where it belongs, and the planner learns the sizes. */
export const settleIndexes = async (sql: Sql): Promise<void> =>
  void (await sql.exec(
    `SELECT gin_clean_pending_list(name::regclass) FROM unnest(ARRAY['idx_passages_lexemes', 'idx_passages_words', 'idx_passages_refs']) AS name; ANALYZE`,
  ));

// What the trigger counts for each statement, for all passages at once.
const COUNT_ALL = `INSERT INTO vocabulary (word, passage_count, name_count)
  SELECT word, sum(n), sum(names) FROM (
    SELECT word, 1 AS n, 0 AS names FROM passages, unnest(tsvector_to_array(words)) AS word
    UNION ALL SELECT word, 0, 1 FROM passages, unnest(tsvector_to_array(to_tsvector('simple', title || ' ' || aliases))) AS word WHERE kind = 'entity' AND part = 'main'
  ) AS counted GROUP BY word`;

/** Fills an empty index. `pause` is awaited between documents, so that others get their turn. */
export const fillIndex = async (
  db: Database,
  source: FillSource,
  model: StaticModel | null,
  pause: () => Promise<void> = async () => undefined,
): Promise<void> => {
  const total = source.bodies.length + 1;
  await db.query(`UPDATE index_state SET phase = 'filling', done = 0, total = $1`, [total]);
  // Words are counted once at the end: a third faster than with every document.
  await db.exec('ALTER TABLE passages DISABLE TRIGGER USER');
  // Evenings point at entities of the ledger, which are known by then: no passage is written twice.
  const names = new Map(
    source.ledger
      .filter((r) => r.kind === 'entity')
      .flatMap((r) => rowsOf(r, source.context))
      .flatMap(([table, row]): [string, string][] =>
        table === 'entities' ? [[row['id'] as string, namesOf(row)]] : [],
      ),
  );
  const step = async (reads: readonly ReadRecord[], done: number): Promise<void> => {
    // In pieces: one statement's rows are held in memory by the trigger that counts words.
    await db.transaction(async (tx) => {
      for (let i = 0; i < reads.length; i += 1500)
        await insert(tx, reads.slice(i, i + 1500), source.context, model, names);
      await tx.query('UPDATE index_state SET done = $1', [done]);
    });
    await pause();
  };
  await step(source.ledger, 1);
  for (const [i, body] of source.bodies.entries()) {
    try {
      await step(await body(), i + 2);
    } catch (error) {
      // One evening that cannot be read in must not keep the others out.
      console.warn('an evening could not be indexed', error);
    }
  }
  await db.exec(`ALTER TABLE passages ENABLE TRIGGER USER; TRUNCATE vocabulary; ${COUNT_ALL}`);
  await settleIndexes(db);
  await db.query(`UPDATE index_state SET phase = 'ready'`);
};
