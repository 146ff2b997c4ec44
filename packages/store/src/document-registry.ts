// The documents of one campaign that are in memory: opens them from disk, shares them between openers, and lets go of
// them once nobody holds them and the disk has everything.
import * as Y from 'yjs';
import { err, ok, roomOf, type DocumentRef, type RecordChange, type Result } from '@emberkeep/domain';
import { boundConflicts } from './bounded-conflicts.ts';
import { hasGap } from './gap.ts';
import { applyRows, COMPACT_ROWS, compactRows, loadRows, unsentIds } from './load-document.ts';
import { migrate } from './migrations/migrations.ts';
import { createHeldDocument, type DocumentContext, type HeldDocument, type OpenDocument } from './open-document.ts';
import { createOwnClients, type OwnClients } from './own-clients.ts';
import type { Persistence, StorageError } from './persistence/persistence.ts';
import { keepWaitingTexts } from './recovery.ts';
import type { SaveQueue } from './save-queue.ts';
import { isHere } from './shape.ts';

export interface DocumentRegistryDeps {
  campaignId: string;
  persistence: Persistence;
  queue: SaveQueue;
  /** The newest document shape that this device writes. */
  shape: number;
  newClientId?: (() => number) | undefined;
}

export interface DocumentRegistry {
  /** Opens a document from disk. A second open shares the first. */
  open(ref: DocumentRef): Promise<Result<OpenDocument, StorageError>>;
  /**
   * A document that cannot be on disk because its id was made just now. One that is open already is shared, as `open`
   * does.
   */
  create(ref: DocumentRef): OpenDocument;
  peek(ref: DocumentRef): OpenDocument | undefined;
  all(): OpenDocument[];
  /** True for a Yjs client id that a document of this registry writes with, or wrote with before it was closed. */
  isOwnClient(client: number): boolean;
  /** True from `create` until the first command that writes the document: it may be written although it is empty. */
  isFresh(room: string): boolean;
  markWritten(room: string): void;
  onOpened(callback: (doc: OpenDocument) => void): () => void;
  onChange(callback: (changes: readonly RecordChange[]) => void): () => void;
  /** Tells of what reads in another way by now, although no document changed. */
  tell(changes: readonly RecordChange[]): void;
  /** Destroys every document once the disk has everything; with the disk's error, every document stays as it is. */
  close(): Promise<Result<void, StorageError>>;
}

/** A set of callbacks, and the function that adds one and returns the way to remove it. */
const createListeners = <T>(): { notify(value: T): void; add(callback: (value: T) => void): () => void } => {
  const callbacks = new Set<(value: T) => void>();
  return {
    notify: (value) => callbacks.forEach((callback) => callback(value)),
    add: (callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
  };
};

const newDoc = ({ newClientId }: DocumentRegistryDeps, own: OwnClients): Y.Doc => {
  const doc = new Y.Doc();
  boundConflicts(doc);
  if (newClientId) doc.clientID = newClientId();
  own.track(doc);
  return doc;
};

/** Puts a document among those in memory, with one holder. */
type Hold = (ref: DocumentRef, doc: Y.Doc, unreadableRows?: number) => HeldDocument;

/**
 * Reads a document from disk and has it held before anything is awaited, so that no update of it can be missed.
 * `held` gives the document that was created meanwhile, if any: the rows go into that one.
 */
const load = async (
  deps: DocumentRegistryDeps,
  ref: DocumentRef,
  { held, hold, newDoc }: { held(): HeldDocument | undefined; hold: Hold; newDoc(): Y.Doc },
): Promise<Result<HeldDocument, StorageError>> => {
  const room = roomOf(ref);
  const rows = await loadRows(deps.persistence, room);
  if (!rows.ok) return rows;
  const created = held();
  const doc = created?.doc ?? newDoc();
  const unreadable = applyRows(doc, rows.value);
  const document = created ?? hold(ref, doc, unreadable.length);
  if (created) Object.assign(created, { holders: created.holders + 1, unreadableRows: unreadable.length });
  const readable = rows.value.filter((row) => !unreadable.includes(row));
  deps.queue.adopt(room, unsentIds(readable));
  if (hasGap(doc)) keepWaitingTexts(doc);
  // A document that was created meanwhile may hold edits that are not in these rows.
  if (readable.length > COMPACT_ROWS && !created) await compactRows(deps, room, doc, readable);
  if (document.writable().ok) migrate(doc);
  return ok(document);
};

export const createDocumentRegistry = (deps: DocumentRegistryDeps): DocumentRegistry => {
  const { campaignId, queue } = deps;
  const own = createOwnClients();
  const makeDoc = (): Y.Doc => newDoc(deps, own);
  const held = new Map<string, HeldDocument>();
  const opening = new Map<string, Promise<Result<HeldDocument, StorageError>>>();
  const freshRooms = new Set<string>();
  let isClosed = false;
  const opened = createListeners<OpenDocument>();
  const changed = createListeners<readonly RecordChange[]>();

  // While the disk was busy, somebody may have opened the document again.
  const letGo = (doc: HeldDocument): void => {
    if (doc.holders > 0 || held.get(doc.room) !== doc) return;
    held.delete(doc.room);
    doc.destroy();
  };

  const context: DocumentContext = {
    queue,
    shape: deps.shape,
    isCompleted: (sessionId) => {
      const ledger = held.get(roomOf({ kind: 'ledger', campaignId }));
      return ledger?.table('session').get(sessionId)?.fields.get('stage') === 'completed';
    },
    onChanges: changed.notify,
    release: async (doc) => {
      doc.holders -= 1;
      if (doc.holders > 0) return;
      const saved = await queue.whenSaved();
      // Edits that the disk refused exist in this document only: it stays in memory, and the next open finds it.
      if (saved.ok) letGo(doc);
    },
    open: (ref) => (isClosed ? Promise.resolve(err({ type: 'Closed' })) : open(ref)),
  };

  queue.onState((state) => {
    if (state.type !== 'saved') return;
    for (const doc of [...held.values()]) if (doc.ref.kind !== 'ledger') letGo(doc);
  });

  const hold: Hold = (ref, doc, unreadableRows = 0) => {
    const added = createHeldDocument(ref, doc, context);
    added.unreadableRows = unreadableRows;
    held.set(added.room, added);
    opened.notify(added);
    return added;
  };

  const open = async (ref: DocumentRef): Promise<Result<HeldDocument, StorageError>> => {
    const room = roomOf(ref);
    const known = held.get(room);
    if (known) {
      known.holders += 1;
      return ok(known);
    }
    const running = opening.get(room);
    if (running) {
      const result = await running;
      if (result.ok) result.value.holders += 1;
      return result;
    }
    const started = load(deps, ref, { held: () => held.get(room), hold, newDoc: makeDoc }).finally(() =>
      opening.delete(room),
    );
    opening.set(room, started);
    return started;
  };

  return {
    open,
    create: (ref) => {
      const known = held.get(roomOf(ref));
      if (known) known.holders += 1;
      const doc = known ?? hold(ref, makeDoc());
      if (!isHere(doc.doc)) freshRooms.add(doc.room);
      return doc;
    },
    peek: (ref) => held.get(roomOf(ref)),
    all: () => [...held.values()],
    isOwnClient: own.has,
    isFresh: (room) => freshRooms.has(room),
    markWritten: (room) => void freshRooms.delete(room),
    onOpened: opened.add,
    onChange: changed.add,
    tell: changed.notify,
    close: async () => {
      const saved = await queue.whenSaved();
      if (!saved.ok) return saved;
      isClosed = true;
      for (const doc of [...held.values()]) doc.destroy();
      held.clear();
      return saved;
    },
  };
};
