// Keeps a filled index current with the documents, a batch of changes in one transaction.
import { roomOf, type ReadRecord } from '@emberkeep/domain';
import type { StaticModel } from '../lexicon/static-model.ts';
import type { RowContext } from '../records/rows.ts';
import { asUuid } from '../records/uuid.ts';
import { isLedgerRoom, markChanged } from './origins.ts';
import type { Database, Sql } from './sql.ts';
import { deleteBodies, deleteRecords, deleteUnusedUsers, insertRecords } from './write-records.ts';

/** A record as it is now; `read` is null for one that was deleted. */
export interface IndexChange {
  kind: ReadRecord['kind'];
  id: string;
  /** The document that holds it. */
  room: string;
  read: ReadRecord | null;
}

/** Another tab is filling the index from the disk: a change written now would be in it twice. */
export class IndexFilling extends Error {
  override readonly name = 'IndexFilling';
}

// Checked within the transaction, because another tab may become the leader between a change and its write.
const mustBeReady = async (sql: Sql): Promise<void> => {
  const { rows } = await sql.query<{ phase: string }>('SELECT phase FROM index_state');
  if (rows[0]?.phase !== 'ready') throw new IndexFilling('the index is being filled');
};

const REF_NAMES = `
  SELECT string_agg(
    e.name || coalesce(' ' || nullif(array_to_string(e.aliases, ' '), ''), ''),
    ' '
    ORDER BY e.id
  )
  FROM entities e
  WHERE e.id = ANY(p.refs)`;

/**
 * Updates the names of what passages point at: for passages of changed records, and for those that point at
 * `entityIds`.
 */
const nameRefs = async (sql: Sql, entityIds: readonly string[], recordIds: readonly string[]): Promise<void> => {
  await sql.query(
    `UPDATE passages p
    SET names = coalesce((${REF_NAMES}), '')
    WHERE p.refs <> '{}'
      AND (p.refs && $1::uuid[] OR p.record_id = ANY($2::uuid[]))
      AND p.names IS DISTINCT FROM coalesce((${REF_NAMES}), '')`,
    [entityIds, recordIds],
  );
};

const existingSessions = async (sql: Sql, ids: readonly string[]): Promise<Set<string>> => {
  const { rows } = await sql.query<{ id: string }>('SELECT id FROM sessions WHERE id = ANY($1::uuid[])', [ids]);
  return new Set(rows.map((row) => row.id));
};

/** Event types whose participants' names a session's lists have. */
const GATHERED_TYPES = ['npc_introduced', 'location_discovered', 'LOCATION_CHANGE', 'ITEM_ACQUIRED'];

/** The names of entities that are in the index, by id, as one text each. */
const namesById = async (sql: Sql, ids: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await sql.query<{ id: string; names: string }>(
    `SELECT id, jsonb_build_array(name, aliases)::text AS names FROM entities WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.names]));
};

/** The sessions whose logs name one of these entities where a list of the session repeats it. */
const sessionsThatGathered = async (sql: Sql, entityIds: readonly string[]): Promise<string[]> => {
  if (entityIds.length === 0) return [];
  const { rows } = await sql.query<{ session_id: string }>(
    `SELECT DISTINCT session_id
    FROM session_events
    WHERE entity_ids && $1::uuid[]
      AND event_type = ANY($2::text[])`,
    [entityIds, GATHERED_TYPES],
  );
  return rows.map((row) => row.session_id);
};

/** The sessions whose events and scenes name one of these entities. */
const sessionsNaming = async (sql: Sql, entityIds: readonly string[]): Promise<string[]> => {
  if (entityIds.length === 0) return [];
  const { rows } = await sql.query<{ session_id: string }>(
    `SELECT DISTINCT session_id
    FROM passages
    WHERE refs && $1::uuid[]
      AND record_kind IN ('event', 'scene')
      AND session_id IS NOT NULL`,
    [entityIds],
  );
  return rows.map((row) => row.session_id);
};

/** The last change to each record. */
const latestChanges = (changes: readonly IndexChange[]): IndexChange[] => [
  ...new Map(changes.map((change) => [`${change.kind}:${change.id}`, change])).values(),
];

/** The bodies of these sessions are about to be written, or the tab is killed before they are. */
const markBodies = (tx: Sql, sessionIds: readonly string[], { campaignId }: RowContext): Promise<void> =>
  markChanged(
    tx,
    sessionIds.map((sessionId) => roomOf({ kind: 'session', campaignId, sessionId })),
    sessionIds.map((id) => ({ kind: 'session', id })),
  );

/** Writes changes in the caller's transaction; see {@link applyChanges}. */
export const writeChanges = async (
  tx: Sql,
  changes: readonly IndexChange[],
  context: RowContext,
  model: StaticModel | null,
): Promise<string[]> => {
  const latest = latestChanges(changes);
  const sessions = latest.filter((change) => change.kind === 'session');
  const idsOf = (list: readonly IndexChange[]): string[] => list.map((change) => asUuid(change.id));
  await markChanged(
    tx,
    latest.map(({ room }) => room),
    latest.filter(({ room }) => isLedgerRoom(room)),
  );
  const before = await existingSessions(tx, idsOf(sessions));
  const entities = idsOf(latest.filter((change) => change.kind === 'entity'));
  const namesBefore = await namesById(tx, entities);
  const toDelete = latest.filter((change) => change.kind !== 'campaign' || change.read);
  await deleteRecords(tx, toDelete);
  const toInsert = latest.flatMap((change) => change.read ?? []);
  await insertRecords(tx, toInsert, { context, model });
  const deleted = sessions.filter((change) => !change.read);
  if (deleted.length > 0) await deleteBodies(tx, idsOf(deleted));
  if (sessions.length > 0) await deleteUnusedUsers(tx);
  await nameRefs(tx, entities, idsOf(latest));
  const namesNow = await namesById(tx, entities);
  const renamed = entities.filter((id) => namesBefore.get(id) !== namesNow.get(id));
  // Joined with another one, or parted from it.
  const joined = new Set(Object.keys(context.joins ?? {}).map(asUuid));
  const moved = entities.filter((id) => (namesNow.has(id) ? !namesBefore.has(id) : joined.has(id)));
  const arrived = sessions.filter((change) => change.read && !before.has(asUuid(change.id)));
  const toReplace = [
    ...new Set([
      ...arrived.map((change) => change.id),
      ...(await sessionsThatGathered(tx, renamed)),
      ...(await sessionsNaming(tx, moved)),
    ]),
  ];
  await markBodies(tx, toReplace, context);
  return toReplace;
};

/**
 * Applies changes in one transaction; applying them twice changes nothing. Resolves with the sessions that the caller
 * passes to {@link replaceBody}: those that were not in the index before, because a body is deleted with its session,
 * those whose lists have names that changed, and those that name an entity which was joined or parted. Throws {@link
 * IndexFilling} while another tab fills the index.
 */
export const applyChanges = (
  db: Database,
  changes: readonly IndexChange[],
  context: RowContext,
  model: StaticModel | null,
): Promise<string[]> =>
  db.transaction(async (tx) => {
    await mustBeReady(tx);
    return writeChanges(tx, changes, context, model);
  });

/** Replaces the body of a session in the caller's transaction; see {@link replaceBody}. */
export const writeBody = async (
  tx: Sql,
  sessionId: string,
  reads: readonly ReadRecord[],
  context: RowContext,
  model: StaticModel | null,
): Promise<void> => {
  await markBodies(tx, [sessionId], context);
  await deleteBodies(tx, [asUuid(sessionId)]);
  await deleteRecords(
    tx,
    reads.filter((read) => read.kind === 'session'),
  );
  await insertRecords(tx, reads, { context, model });
  await nameRefs(
    tx,
    [],
    reads.map((read) => asUuid(read.id)),
  );
};

/**
 * Replaces the indexed body of a session, and the session itself if it is among `reads`. Throws {@link IndexFilling}
 * while another tab fills the index.
 */
export const replaceBody = (
  db: Database,
  sessionId: string,
  reads: readonly ReadRecord[],
  context: RowContext,
  model: StaticModel | null,
): Promise<void> =>
  db.transaction(async (tx) => {
    await mustBeReady(tx);
    await writeBody(tx, sessionId, reads, context, model);
  });
