// One document in memory: its record tables, whether it can be written, and the listeners that queue its updates
// for the disk and report its changes. Knows nothing of the wire: a sync provider attaches itself to `doc`.
import type * as Y from 'yjs';
import { err, ok, roomOf, type DocumentRef, type RecordChange, type Result } from '@emberkeep/domain';
import { observeChanges, type StoredKind } from './changes.ts';
import { hasGap } from './gap.ts';
import { sourceOf } from './origins.ts';
import type { StorageError } from './persistence/persistence.ts';
import { REVISIONS_ROOT } from './record-revisions.ts';
import { createRecordTable, tablesByKind, type RecordTable } from './record-table.ts';
import type { SaveQueue } from './save-queue.ts';
import { isHere, writerOf } from './shape.ts';

/**
 * Why a document cannot be written now. `NotHereYet`: neither created nor synced on this device. `WrittenByNewer`: a
 * newer version of the app wrote it. `Completed`: reopen the session first.
 */
export type NotWritable =
  | { type: 'NotHereYet'; room: string }
  | { type: 'WrittenByNewer'; room: string; shape: number }
  | { type: 'Completed'; room: string };

/** A document in memory, held open by reference counting: call `release` once per `open`. */
export interface OpenDocument {
  readonly ref: DocumentRef;
  readonly room: string;
  readonly doc: Y.Doc;
  table(kind: StoredKind): RecordTable;
  /** The revisions of this document's records (record-revisions.ts). */
  readonly revisions: RecordTable;
  writable(): Result<void, NotWritable>;
  /** What of this document cannot be shown from this device's disk. */
  damage(): DocumentDamage;
  release(): Promise<void>;
  /** Opens the document again after it was closed; `Closed` once the whole campaign is. Release what it gives. */
  reopen(): Promise<Result<OpenDocument, StorageError | Closed>>;
}

/** The campaign of the document was closed on this device. */
export type Closed = { type: 'Closed' };

/** `unreadableRows`: rows on disk that do not decode. `hasGap`: something waits for an update that is missing here. */
export interface DocumentDamage {
  readonly unreadableRows: number;
  readonly hasGap: boolean;
}

/** What a reader needs of a document: no way to write, nothing to release. */
export type ReadableDocument = Pick<OpenDocument, 'ref' | 'room' | 'doc' | 'table' | 'revisions'>;

/** An open document as its registry sees it. */
export interface HeldDocument extends OpenDocument {
  /** How many openers have not released it yet. */
  holders: number;
  /** Rows on disk that could not be read when the document was loaded. */
  unreadableRows: number;
  /** Removes the listeners and destroys the Yjs document. Updates that are not queued yet are lost. */
  destroy(): void;
}

/** What a document needs of the campaign it belongs to. */
export interface DocumentContext {
  readonly queue: Pick<SaveQueue, 'push'>;
  /** The newest document shape that this device writes. */
  readonly shape: number;
  isCompleted(sessionId: string): boolean;
  onChanges(changes: readonly RecordChange[]): void;
  release(doc: HeldDocument): Promise<void>;
  open(ref: DocumentRef): Promise<Result<OpenDocument, StorageError | Closed>>;
}

/** Queues every update for the disk, except those that came from it. Returns the way to stop. */
const queueUpdates = (doc: Y.Doc, room: string, queue: Pick<SaveQueue, 'push'>): (() => void) => {
  const onUpdate = (bytes: Uint8Array, origin: unknown): void => {
    const source = sourceOf(origin);
    if (source !== 'disk') queue.push(room, bytes, source === 'relay');
  };
  doc.on('update', onUpdate);
  return () => doc.off('update', onUpdate);
};

const checkWritable = (ref: DocumentRef, doc: Y.Doc, context: DocumentContext): Result<void, NotWritable> => {
  const room = roomOf(ref);
  if (!isHere(doc)) return err({ type: 'NotHereYet', room });
  if (writerOf(doc) > context.shape) return err({ type: 'WrittenByNewer', room, shape: writerOf(doc) });
  if (ref.kind === 'session' && context.isCompleted(ref.sessionId)) return err({ type: 'Completed', room });
  return ok(undefined);
};

/** Wraps a Yjs document and starts listening to it. It has one holder: whoever asked for it. */
export const createHeldDocument = (ref: DocumentRef, doc: Y.Doc, context: DocumentContext): HeldDocument => {
  const room = roomOf(ref);
  const stopQueueing = queueUpdates(doc, room, context.queue);
  const stopObserving = observeChanges(doc, room, context.onChanges);
  let revisions: RecordTable | null = null;
  const held: HeldDocument = {
    ref,
    room,
    doc,
    holders: 1,
    unreadableRows: 0,
    table: tablesByKind(doc),
    get revisions() {
      return (revisions ??= createRecordTable(doc.getMap<unknown>(REVISIONS_ROOT), null));
    },
    writable: () => checkWritable(ref, doc, context),
    damage: () => ({ unreadableRows: held.unreadableRows, hasGap: hasGap(doc) }),
    release: () => context.release(held),
    reopen: () => context.open(ref),
    destroy: () => {
      stopQueueing();
      stopObserving();
      doc.destroy();
    },
  };
  return held;
};
