// Reads documents without writing them, for the search index: it is filled from the disk off the page's thread, and
// kept current from the documents that are open. Records come out as plain data with their texts.
import * as Y from 'yjs';
import {
  byTime,
  ok,
  readRoom,
  RECORDS,
  roomOf,
  SESSION,
  SESSION_NOTES,
  TIMELINE_EVENT,
  type DocumentRef,
  type NoteNode,
  type ReadRecord,
  type RecordChange,
  type RecordOf,
  type Result,
  type Session,
  type TimelineEvent,
} from '@emberkeep/domain';
import { boundConflicts } from './bounded-conflicts.ts';
import { ROOT_OF_KIND, type StoredKind } from './changes.ts';
import { countedSession } from './commands/session-from-log.ts';
import { getRecord, listRecords, type Spec } from './commands/read-records.ts';
import { listSessions, type BodySnapshots, type SessionSource } from './commands/list-sessions.ts';
import { applyRows } from './load-document.ts';
import { DISK } from './origins.ts';
import { applyReadable } from './recovery.ts';
import { fragmentToNote } from './note-fragment.ts';
import type { ReadableDocument } from './open-document.ts';
import type { Persistence, StorageError } from './persistence/persistence.ts';
import { isHere } from './shape.ts';
import { createRecordTable, tablesByKind, type RecordTable } from './record-table.ts';
import { readRevisions, REVISIONS_ROOT } from './record-revisions.ts';

const KINDS = Object.keys(RECORDS) as StoredKind[];

const readable = (ref: DocumentRef, doc: Y.Doc): ReadableDocument => {
  let revisions: RecordTable | null = null;
  return {
    ref,
    room: roomOf(ref),
    doc,
    table: tablesByKind(doc),
    get revisions() {
      return (revisions ??= createRecordTable(doc.getMap<unknown>(REVISIONS_ROOT), null));
    },
  };
};

/** A document from disk; null when nothing of it is there. Call `doc.destroy()` when done. */
export const loadReadOnly = async (
  persistence: Pick<Persistence, 'load'>,
  ref: DocumentRef,
): Promise<Result<ReadableDocument | null, StorageError>> => {
  const rows = await persistence.load(roomOf(ref));
  if (!rows.ok) return rows;
  if (rows.value.length === 0) return ok(null);
  const doc = new Y.Doc();
  boundConflicts(doc);
  applyRows(doc, rows.value);
  return ok(readable(ref, doc));
};

/**
 * A document in memory, from a file's Yjs v1 updates. Throws on bytes that are no update. Call `doc.destroy()` when
 * done.
 */
export const documentFromUpdates = (ref: DocumentRef, updates: readonly Uint8Array[]): ReadableDocument => {
  const doc = new Y.Doc();
  boundConflicts(doc);
  for (const update of updates) applyReadable(doc, update, DISK);
  return readable(ref, doc);
};

/** Reads a document where it is open, else from disk; null when it is in neither. Does not keep it open. */
export const readOpenOrStored = async <T>(
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

/** The rich texts of a record that were ever written. */
export const textsIn = (doc: ReadableDocument, id: string, names: readonly string[]): Record<string, NoteNode[]> =>
  Object.fromEntries(
    names
      .filter((name) => doc.doc.share.has(`${id}/${name}`))
      .map((name) => [name, fragmentToNote(doc.doc.getXmlFragment(`${id}/${name}`))]),
  );

const toReadRecord = (doc: ReadableDocument, spec: Spec, record: RecordOf<Spec>): ReadRecord => ({
  kind: spec.kind,
  id: record.id,
  room: doc.room,
  record: record as unknown as Record<string, unknown>, // reason: an index reads fields by name
  texts: textsIn(doc, record.id, Object.keys(spec.texts)),
});

/** The notes of a session's body, as one record; none for other documents. */
const readNotes = (doc: ReadableDocument): ReadRecord[] => {
  if (doc.ref.kind !== 'session') return [];
  const { sessionId } = doc.ref;
  const texts = textsIn(doc, sessionId, SESSION_NOTES);
  return [{ kind: 'note', id: sessionId, room: doc.room, record: {}, texts }];
};

/** Every record of a document that is not deleted, and a session's notes. For sessions see {@link readSessions}. */
export function* readAll(doc: ReadableDocument): Iterable<ReadRecord> {
  for (const kind of KINDS) {
    if (kind === 'session' || !doc.doc.share.has(ROOT_OF_KIND[kind])) continue;
    const spec = RECORDS[kind];
    for (const record of listRecords(doc, spec)) yield toReadRecord(doc, spec, record);
  }
  yield* readNotes(doc);
}

/** The events of a session; null where its log is not on this device. */
export type EventsOf = (sessionId: string) => readonly TimelineEvent[] | null;

/** When a record was made or last revised, Unix ms. Rich texts have no times. */
const updatedAt = (ledger: ReadableDocument, { id, createdAt }: Session): number =>
  Math.max(createdAt, ...readRevisions(ledger.revisions, SESSION.root, id).map(({ at }) => at));

/**
 * Sessions that are not deleted, as their logs tell them and with the number that is shown; all of them, or those of
 * `only`.
 */
export const readSessions = (
  source: SessionSource,
  snapshots: BodySnapshots | undefined,
  eventsOf: EventsOf,
  only?: ReadonlySet<string>,
): ReadRecord[] =>
  listSessions(source, snapshots, only)
    .filter((session) => !session.deleted)
    .map((session) => ({
      kind: 'session',
      id: session.id,
      room: source.ledger.room,
      record: {
        ...countedSession(source.ledger, session, eventsOf(session.id)),
        number: session.shownNumber,
        updatedAt: updatedAt(source.ledger, session),
      },
      texts: textsIn(source.ledger, session.id, Object.keys(RECORDS.session.texts)),
    }));

/** The events among the records of a body, by time. */
export const eventsAmong = (reads: Iterable<ReadRecord>): TimelineEvent[] =>
  [...reads]
    .filter((read) => read.kind === 'event')
    // reason for the cast: the record was read by the event's own declaration
    .map((read) => read.record as unknown as TimelineEvent)
    .sort(byTime);

/** A record that changed, as it reads now; `read` is null when it is deleted. */
interface ChangedRecord {
  kind: ReadRecord['kind'];
  id: string;
  /** The document that holds it. */
  room: string;
  read: ReadRecord | null;
}

/** The kind that a changed text belongs to; `note` for the texts of a body itself. */
const kindOfText = (doc: ReadableDocument, id: string): StoredKind | 'note' =>
  KINDS.find((kind) => doc.doc.share.has(ROOT_OF_KIND[kind]) && doc.table(kind).get(id) !== undefined) ?? 'note';

/** Reads what a change was about; a changed text stands for its record. */
const readChanged = (doc: ReadableDocument, change: Pick<RecordChange, 'kind' | 'id'>): ChangedRecord | null => {
  const { id } = change;
  const kind = change.kind === 'note' ? kindOfText(doc, id) : change.kind;
  if (kind === 'note') {
    const read = readNotes(doc).find((note) => note.id === id);
    return read ? { kind, id, room: doc.room, read } : null;
  }
  const spec = RECORDS[kind];
  const record = getRecord(doc, spec, id);
  return { kind, id, room: doc.room, read: record && toReadRecord(doc, spec, record) };
};

/** What the index is told: changed records as they are now, and sessions that it must read from disk. */
export interface ChangedRecords {
  changes: ChangedRecord[];
  /** Sessions whose body changed and is no longer open. */
  closedBodies: string[];
}

/**
 * True for a change that alters how every session reads: shown numbers follow from all, and the currency, which may be
 * the game system's, is part of each.
 */
export const changesAllSessions = ({ kind, fields }: Pick<RecordChange, 'kind' | 'fields'>): boolean =>
  (kind === 'session' && fields.includes('number')) ||
  (kind === 'campaign' && (fields.includes('currency') || fields.includes('system')));

/**
 * Reads everything that changes were about. Idempotent, and independent of their order. Sessions are read together,
 * and all of them only when a change touches them all: a summary is typed letter by letter, and game time ticks.
 * `eventsOf` is asked for the logs of sessions that are not open.
 */
export const readBatch = (
  source: SessionSource,
  changes: Iterable<RecordChange>,
  snapshots: BodySnapshots | undefined,
  eventsOf: EventsOf,
): ChangedRecords => {
  const found = new Map<string, ChangedRecord>();
  const closedIds = new Set<string>();
  const sessionIds = new Set<string>();
  const sessions = source.ledger.table('session');
  for (const change of changes) {
    const ref = readRoom(change.room);
    if (!ref || ref.kind === 'table') continue;
    // Writing in the body of a deleted session restores it, without any change in the ledger.
    if (ref.kind === 'session' && sessions.get(ref.sessionId)?.fields.has('deleted')) sessionIds.add(ref.sessionId);
    const doc = ref.kind === 'ledger' ? source.ledger : source.peek(ref);
    if (!doc) {
      if (ref.kind === 'session') closedIds.add(ref.sessionId);
      continue;
    }
    const changed = readChanged(doc, change);
    if (!changed) continue;
    if (changed.kind === 'event' && ref.kind === 'session') sessionIds.add(ref.sessionId);
    if (changed.kind === 'session') sessionIds.add(changed.id);
    else found.set(`${changed.kind}:${changed.id}`, changed);
    if (changesAllSessions(change)) for (const id of sessions.ids()) sessionIds.add(id);
  }
  const openEvents: EventsOf = (sessionId) => {
    const body = source.peek({ kind: 'session', campaignId: source.campaignId, sessionId });
    return body && isHere(body.doc) ? [...listRecords(body, TIMELINE_EVENT)].sort(byTime) : eventsOf(sessionId);
  };
  const reads = readSessions(source, snapshots, openEvents, new Set([...sessionIds, ...closedIds]));
  const readById = new Map(reads.map((read) => [read.id, read]));
  const { room } = source.ledger;
  for (const id of sessionIds)
    found.set(`session:${id}`, { kind: 'session', id, room, read: readById.get(id) ?? null });
  return { changes: [...found.values()], closedBodies: [...closedIds].filter((id) => readById.has(id)) };
};
