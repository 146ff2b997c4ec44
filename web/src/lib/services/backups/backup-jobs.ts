// The jobs of the transfer worker that open what a backup, a server's history or another device's changes hold. A
// document from outside may be forged so that it takes minutes to open, so none is opened on the page.
import { appendAll, err, ok, readRoom, type Result, type StoredRecord } from '@emberkeep/domain';
import {
  readBackup,
  readChangeSet,
  readReadable,
  type BackupError,
  type BackupReading,
  type ChangeSet,
  type ChangeSetError,
} from '@emberkeep/files';
import { decodeText } from '@emberkeep/files/text';
import { derivedId, documentFromUpdates, listSessions, readStored, type ReadableDocument } from '@emberkeep/store';
import { encodeSnapshot, snapshot } from 'yjs';
import { isAhead, stateOf, type DocumentState } from './document-state.ts';
import { tryChanges, type TriedChanges, type TrialJob } from './try-changes.ts';

export type BackupJob =
  | { type: 'open-backup'; file: Blob }
  | { type: 'open-changes'; bytes: Uint8Array }
  | TrialJob
  /** Reads what the readable copy of a backup holds of these documents. */
  | { type: 'read-readable'; file: Blob; rooms: ReadonlySet<string> }
  | {
      type: 'open-document';
      room: string;
      /** Yjs v1 updates; a damaged file may have a document twice. */
      updates: readonly Uint8Array[];
      /** The same document on this device; null where it has none. */
      here: Uint8Array | null;
      /**
       * The states of the sessions' documents by session, for the ledger: they show what was written after a deletion.
       */
      snapshots: ReadonlyMap<string, Uint8Array>;
    };

/** A backup without its readable copy, which is read where it is needed. */
export type OpenedBackup = Omit<BackupReading, 'readable'>;

/** What opening a document showed, besides its records. */
export interface OpenedDocument {
  /** False for bytes that are no update, and for a room that is no document's. */
  isSound: boolean;
  /** The state of a session's document; null for others. */
  snapshot: Uint8Array | null;
  /** Of the ledger: the sessions that are not deleted, or were written in after they were. */
  sessionIds: readonly string[];
  /** This device has something that the document lacks. */
  isHereAhead: boolean;
}

export type BackupAnswer =
  | { type: 'records'; records: StoredRecord[] }
  | { type: 'opened-backup'; result: Result<OpenedBackup, BackupError> }
  | { type: 'opened-changes'; result: Result<ChangeSet, ChangeSetError> }
  | TriedChanges
  | { type: 'read-readable' }
  | ({ type: 'opened-document' } & OpenedDocument);

/** Records in one message: the page unpacks them between two frames. */
const BATCH = 100;

type DocumentJob = Extract<BackupJob, { type: 'open-document' }>;

type Post = (answer: BackupAnswer) => void;

const postRecords = (records: readonly StoredRecord[], post: Post): void => {
  for (let at = 0; at < records.length; at += BATCH) post({ type: 'records', records: records.slice(at, at + BATCH) });
};

const readFile = async (file: Blob): Promise<Result<BackupReading, BackupError>> => {
  try {
    return readBackup(decodeText(new Uint8Array(await file.arrayBuffer())) ?? '');
  } catch {
    return err({ type: 'NotABackup' }); // reason: a file that cannot be read to its end is none
  }
};

const openBackup = async (file: Blob): Promise<Result<OpenedBackup, BackupError>> => {
  const read = await readFile(file);
  if (!read.ok) return read;
  const { backup, damaged, endsEarly } = read.value;
  return ok({ backup, damaged, endsEarly });
};

const readableRecords = async (file: Blob, rooms: ReadonlySet<string>): Promise<StoredRecord[]> => {
  const read = await readFile(file);
  if (!read.ok) return [];
  const { backup, readable } = read.value;
  return readReadable(readable, backup.campaignId, rooms, derivedId);
};

const openChanges = (bytes: Uint8Array): Result<ChangeSet, ChangeSetError> => {
  try {
    return readChangeSet(bytes);
  } catch {
    return err({ type: 'DamagedChangeSet' }); // reason: what cannot even be unpacked was not written by the app
  }
};

/** Undefined for bytes that are no update. */
const readableState = (bytes: Uint8Array): DocumentState | undefined => {
  try {
    return stateOf(bytes);
  } catch {
    return undefined; // reason: whether the document is sound is said by opening it
  }
};

const isHereAhead = ({ updates, here }: DocumentJob): boolean => {
  const state = here ? readableState(here) : undefined;
  return state !== undefined && updates.every((update) => isAhead(state, readableState(update)));
};

/** Ids of the sessions that are not deleted, or were written in after they were. */
const sessionsOf = (ledger: ReadableDocument, snapshots: DocumentJob['snapshots']): string[] => {
  const { campaignId } = ledger.ref;
  return listSessions({ campaignId, ledger, peek: () => undefined }, (sessionId) => snapshots.get(sessionId))
    .filter(({ deleted }) => !deleted)
    .map(({ id }) => id);
};

const openDocument = (job: DocumentJob, post: Post): OpenedDocument => {
  const ref = readRoom(job.room);
  if (!ref) throw new Error('not a room');
  const document = documentFromUpdates(ref, job.updates);
  const sessionIds = ref.kind === 'ledger' ? sessionsOf(document, job.snapshots) : [];
  const sessionsHere = new Set(sessionIds);
  const records: StoredRecord[] = [];
  appendAll(
    records,
    readStored(document, (id) => sessionsHere.has(id)),
  );
  postRecords(records, post);
  return {
    isSound: true,
    snapshot: ref.kind === 'session' ? encodeSnapshot(snapshot(document.doc)) : null,
    sessionIds,
    isHereAhead: isHereAhead(job),
  };
};

const DAMAGED: OpenedDocument = { isSound: false, snapshot: null, sessionIds: [], isHereAhead: true };

/** Runs a job. Posts records in batches, then the one answer that ends it. Never throws for what a file holds. */
export const runBackupJob = async (job: BackupJob, post: Post): Promise<void> => {
  if (job.type === 'open-backup') return post({ type: 'opened-backup', result: await openBackup(job.file) });
  if (job.type === 'read-readable') {
    postRecords(await readableRecords(job.file, job.rooms), post);
    return post({ type: 'read-readable' });
  }
  if (job.type === 'open-changes') return post({ type: 'opened-changes', result: openChanges(job.bytes) });
  if (job.type === 'try-changes') return post(tryChanges(job));
  let opened = DAMAGED;
  try {
    opened = openDocument(job, post);
  } catch {
    // reason: damaged bytes, which the answer says
  }
  post({ type: 'opened-document', ...opened });
};
