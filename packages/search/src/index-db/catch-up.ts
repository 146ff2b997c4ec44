// Catches up an index that was kept between two starts: what changed on disk meanwhile is derived again, and nothing
// else is read.
import type { ReadRecord } from '@emberkeep/domain';
import type { StaticModel } from '../lexicon/static-model.ts';
import type { RowContext } from '../records/rows.ts';
import { asUuid, sessionOfRoom } from '../records/uuid.ts';
import { writeBody, writeChanges, type IndexChange } from './apply-changes.ts';
import { CONTEXT_KEY, hashesOf, readOrigins, recordKey, writeOrigins, type Origins } from './origins.ts';
import type { Database } from './sql.ts';

/** What an index is caught up from. */
export interface CatchUpSource {
  context: RowContext;
  /** All records of the ledger but its sessions. */
  ledger: readonly ReadRecord[];
  /** The sessions that are not deleted, without what their logs tell. */
  sessions: readonly ReadRecord[];
  /** A session as its log tells it, with its body; null where the body cannot be read. */
  body(session: ReadRecord): Promise<readonly ReadRecord[] | null>;
}

/** Records written in one transaction at most. */
const PIECE = 1500;

/** The kinds whose rows a key of the ledger stands for. */
const kindOfKey = (key: string): ReadRecord['kind'] => key.slice(0, key.indexOf(':')) as ReadRecord['kind'];

const areEqual = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);

/** Records of the ledger that read differently than when they were indexed, and those that are gone. */
const ledgerChanges = (
  { ledger, sessions }: CatchUpSource,
  room: string,
  before: Origins['records'],
  now: ReadonlyMap<string, string>,
): IndexChange[] => {
  const isSame = (key: string): boolean => now.get(key) !== '' && before.get(key) === now.get(key);
  const changed = ledger
    .filter((read) => !isSame(recordKey(read)))
    .map(({ kind, id, ...read }): IndexChange => ({ kind, id, room, read: { kind, id, ...read } }));
  const keysHere = new Set([...ledger, ...sessions].map(recordKey));
  const gone = [...before.keys()]
    .filter((key) => key !== CONTEXT_KEY && !keysHere.has(key))
    .map((key): IndexChange => ({ kind: kindOfKey(key), id: key.slice(key.indexOf(':') + 1), room, read: null }));
  return [...changed, ...gone];
};

/**
 * Catches up an index with the documents, whose states on disk are `states` by room, read before the documents are.
 * `load` is called only where some document differs. Resolves with false where the index cannot be caught up and must be
 * filled anew.
 */
export const catchUp = async (
  db: Database,
  ledgerRoom: string,
  states: ReadonlyMap<string, string>,
  load: () => Promise<CatchUpSource>,
  model: StaticModel | null,
): Promise<boolean> => {
  const before = await readOrigins(db);
  if (areEqual(before.documents, states)) {
    await db.query(`UPDATE index_state SET phase = 'ready'`);
    return true;
  }
  const source = await load();
  const { context, ledger, sessions } = source;
  const now = hashesOf(context, [...ledger, ...sessions]);
  if (now.get(CONTEXT_KEY) !== before.records.get(CONTEXT_KEY)) return false;

  const stale = new Set<string>();
  const changes = ledgerChanges(source, ledgerRoom, before.records, now);
  for (let i = 0; i < changes.length; i += PIECE) {
    const piece = changes.slice(i, i + PIECE);
    const gathered = await db.transaction((tx) => writeChanges(tx, piece, context, model));
    for (const id of gathered) stale.add(asUuid(id));
  }
  // The state of a body whose session is deleted does not matter.
  const roomOf = new Map([...states.keys()].map((room) => [sessionOfRoom(room), room]));
  const isStale = (session: ReadRecord): boolean => {
    const room = roomOf.get(asUuid(session.id)) ?? '';
    const hash = now.get(recordKey(session));
    return (
      stale.has(asUuid(session.id)) ||
      before.documents.get(room) !== states.get(room) ||
      hash === '' ||
      before.records.get(recordKey(session)) !== hash
    );
  };
  const documents = new Map(states);
  for (const session of sessions.filter(isStale)) {
    const body = await source.body(session);
    if (!body) documents.delete(roomOf.get(asUuid(session.id)) ?? '');
    await db.transaction((tx) => writeBody(tx, session.id, body ?? [session], context, model));
  }
  await db.transaction(async (tx) => {
    await writeOrigins(tx, { documents, records: now });
    await tx.query(`UPDATE index_state SET phase = 'ready'`);
  });
  return true;
};
