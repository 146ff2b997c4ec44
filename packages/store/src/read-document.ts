// Owns reading documents without writing them: for the index, which is filled from the disk off the page's thread and kept
// current from what is open. In: update rows, or an open document. Out: records as plain data with their texts.
import * as Y from 'yjs';
import {
  ok,
  readRoom,
  RECORDS,
  roomOf,
  SESSION_NOTES,
  type DocumentRef,
  type NoteNode,
  type ReadRecord,
  type RecordChange,
  type Result,
} from '@emberkeep/domain';
import type { ReadableDocument } from './open-document.ts';
import { ROOT_OF_KIND, type StoredKind } from './changes.ts';
import { getRecord, listRecords } from './commands/read-records.ts';
import { listSessions, type BodySnapshots, type ListedSession, type SessionSource } from './commands/sessions.ts';
import { fragmentToNote } from './note-fragment.ts';
import type { Persistence, StorageError } from './persistence/persistence.ts';
import { tablesByKind } from './record-table.ts';

/** A document as it lies on disk; null where nothing does. Call `doc.destroy()` when done. */
export const loadReadOnly = async (
  persistence: Pick<Persistence, 'load'>,
  ref: DocumentRef,
): Promise<Result<ReadableDocument | null, StorageError>> => {
  const room = roomOf(ref);
  const rows = await persistence.load(room);
  if (!rows.ok) return rows;
  if (rows.value.length === 0) return ok(null);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.mergeUpdates(rows.value.map((r) => r.bytes)));
  return ok({ ref, room, doc, table: tablesByKind(doc) });
};

/** The rich texts of a record that were ever written. */
export const textsIn = (doc: ReadableDocument, id: string, names: readonly string[]): Record<string, NoteNode[]> =>
  Object.fromEntries(
    names.flatMap((name) =>
      doc.doc.share.has(`${id}/${name}`) ? [[name, fragmentToNote(doc.doc.getXmlFragment(`${id}/${name}`))]] : [],
    ),
  );

/** Reads a document where it is open, else as it lies on disk; null where nothing does. Nothing is kept open by it. */
export const readWhere = async <T>(
  docs: Pick<SessionSource, 'peek'>,
  persistence: Pick<Persistence, 'load'>,
  ref: DocumentRef,
  read: (doc: ReadableDocument) => T,
): Promise<Result<T | null, StorageError>> => {
  const open = docs.peek(ref);
  if (open) return ok(read(open));
  const stored = await loadReadOnly(persistence, ref);
  if (!stored.ok || !stored.value) return stored.ok ? ok(null) : stored;
  try {
    return ok(read(stored.value));
  } finally {
    stored.value.doc.destroy();
  }
};

const KINDS = Object.keys(RECORDS) as StoredKind[];

const readNotes = (doc: ReadableDocument): ReadRecord[] => {
  if (doc.ref.kind !== 'session') return [];
  const { sessionId } = doc.ref;
  return [
    {
      kind: 'note',
      id: sessionId,
      room: doc.room,
      record: {},
      texts: textsIn(doc, sessionId, SESSION_NOTES),
    },
  ];
};

/** Every record of a document that is not deleted, and an evening's notes. Sessions are left to {@link readSessions}. */
export function* readAll(doc: ReadableDocument): Iterable<ReadRecord> {
  for (const kind of KINDS) {
    if (kind === 'session' || !doc.doc.share.has(ROOT_OF_KIND[kind])) continue;
    const spec = RECORDS[kind];
    for (const record of listRecords(doc, spec))
      yield {
        kind,
        id: record.id,
        room: doc.room,
        record: record as unknown as Record<string, unknown>,
        texts: textsIn(doc, record.id, Object.keys(spec.texts)),
      };
  }
  yield* readNotes(doc);
}

/** Sessions that are not deleted, with the number that is shown; all of them, or those that are asked for. */
export const readSessions = (
  source: SessionSource,
  snapshots?: BodySnapshots,
  only?: ReadonlySet<string>,
): ReadRecord[] =>
  listSessions(source, snapshots, only)
    .filter((s) => !s.deleted)
    .map((session: ListedSession) => ({
      kind: 'session',
      id: session.id,
      room: source.ledger.room,
      record: { ...session, number: session.shownNumber },
      texts: textsIn(source.ledger, session.id, Object.keys(RECORDS.session.texts)),
    }));

/** What a change was about, as it reads now; `null` for `read` where it is gone. A changed text is its record's; sessions are read all together. */
export const readChanged = (
  doc: ReadableDocument,
  change: Pick<RecordChange, 'kind' | 'id'>,
): { kind: ReadRecord['kind']; id: string; read: ReadRecord | null } | null => {
  const kind =
    change.kind === 'note'
      ? (KINDS.find((k) => doc.doc.share.has(ROOT_OF_KIND[k]) && doc.table(k).get(change.id) !== undefined) ?? 'note')
      : change.kind;
  if (kind === 'note') {
    const read = readNotes(doc).find((n) => n.id === change.id);
    return read ? { kind, id: change.id, read } : null;
  }
  const spec = RECORDS[kind];
  const record = getRecord(doc, spec, change.id);
  return {
    kind,
    id: change.id,
    read: record && {
      kind,
      id: change.id,
      room: doc.room,
      record: record as unknown as Record<string, unknown>,
      texts: textsIn(doc, change.id, Object.keys(spec.texts)),
    },
  };
};

/** What the index is told about changes: every record as it is now, and evenings that must be read from the disk. */
export interface ChangedRecords {
  changes: { kind: ReadRecord['kind']; id: string; read: ReadRecord | null }[];
  /** Sessions whose body changed and is not open any more. */
  closedBodies: string[];
}

/**
 * Reads everything that changes were about; idempotent, and in the order of no matter what. Shown numbers follow from all
 * sessions and the currency stands in each one's row: only a change of those reads them all, for a summary is typed letter by
 * letter and game time ticks.
 */
export const readBatch = (
  source: SessionSource,
  changes: Iterable<RecordChange>,
  snapshots?: BodySnapshots,
): ChangedRecords => {
  const found = new Map<string, ChangedRecords['changes'][number]>();
  const closed = new Set<string>();
  const sessions = new Set<string>();
  let touchesAll = false;
  for (const change of changes) {
    const ref = readRoom(change.room);
    const doc = ref?.kind === 'ledger' ? source.ledger : ref && source.peek(ref);
    if (!ref || ref.kind === 'table') continue;
    // Writing on in a deleted evening brings it back, without a word in the ledger.
    if (ref.kind === 'session' && source.ledger.table('session').get(ref.sessionId)?.fields.has('deleted'))
      sessions.add(ref.sessionId);
    if (!doc) {
      if (ref.kind === 'session') closed.add(ref.sessionId);
      continue;
    }
    const changed = readChanged(doc, change);
    if (changed?.kind === 'session') sessions.add(changed.id);
    else if (changed) found.set(`${changed.kind}:${changed.id}`, changed);
    if (
      (changed?.kind === 'session' && change.fields.includes('number')) ||
      (changed?.kind === 'campaign' && change.fields.includes('currency'))
    )
      touchesAll = true;
  }
  if (touchesAll) for (const id of source.ledger.table('session').ids()) sessions.add(id);
  const here = new Map(
    readSessions(source, snapshots, new Set([...sessions, ...closed])).map((read) => [read.id, read]),
  );
  for (const id of sessions) found.set(`session:${id}`, { kind: 'session', id, read: here.get(id) ?? null });
  return { changes: [...found.values()], closedBodies: [...closed].filter((id) => here.has(id)) };
};
