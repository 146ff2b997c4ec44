// Owns the documents of one campaign on this device: opening from disk, one writer to disk for all, verbs as transactions,
// their undo, and what changed. Nothing here knows the wire: a provider attaches itself to `OpenDocument.doc` and brings
// bytes in through `applyIncoming`. Invariant: what a verb or the editor wrote is queued for the disk in the same tick.
import * as Y from 'yjs';
import {
  err,
  isEmptyNote,
  ok,
  readRoom,
  RECORDS,
  roomOf,
  type CampaignRecord,
  type DocumentRef,
  type NewId,
  type RecordChange,
  type RecordSource,
  type Result,
} from '@emberkeep/domain';
import { observeChanges, ROOT_OF_KIND, type StoredKind } from './changes.ts';
import { digestRecord } from './deletion.ts';
import { fragmentToNote } from './note-fragment.ts';
import { continuesTyping, HISTORY_LIMIT, invertKeys, joinTyping, type HistoryStep, type KeyChange } from './history.ts';
import { migrate } from './migrations/migrations.ts';
import { DISK, sourceOf, VERB } from './origins.ts';
import type { Persistence, StorageError } from './persistence/persistence.ts';
import { HISTORY_ROOT, writeHistory } from './record-history.ts';
import { createRecordTable, type RecordTable } from './record-table.ts';
import { createSaveQueue, type SaveQueue } from './save-queue.ts';
import { isHere, SHAPE, stampWriter, writerOf } from './shape.ts';

/** Why a document takes no writes now. `NotHereYet`: never created or synced here. `Completed`: reopen the session first. */
export type NotWritable =
  | { type: 'NotHereYet'; room: string }
  | { type: 'WrittenByNewer'; room: string; shape: number }
  | { type: 'Completed'; room: string };

/** A document in memory. Held open by reference counting; `release` once per `open`. */
export interface OpenDocument {
  readonly ref: DocumentRef;
  readonly room: string;
  readonly doc: Y.Doc;
  table(kind: StoredKind): RecordTable;
  /** The history of this document's records (record-history.ts). */
  readonly history: RecordTable;
  writable(): Result<void, NotWritable>;
  release(): Promise<void>;
}

/** A document as a reader needs it: no way to write, nothing to let go of. */
export type ReadableDocument = Pick<OpenDocument, 'ref' | 'room' | 'doc' | 'table'>;

/** What a verb writes with, inside one transaction per document. Values are JSON; never a Y type. */
export interface Edit {
  set(document: OpenDocument, kind: StoredKind, id: string, fields: Readonly<Record<string, unknown>>): void;
  /** One member of a group; `undefined` takes it away. */
  setEntry(document: OpenDocument, kind: StoredKind, id: string, field: string, member: string, value: unknown): void;
  /** Says that this verb brings the record into being: its undo is a deletion mark. */
  created(document: OpenDocument, kind: StoredKind, id: string): void;
}

export interface CampaignDocs extends RecordSource {
  readonly campaignId: string;
  readonly deviceId: string;
  readonly newId: NewId;
  nowMs(): number;
  /** Who is at this device, as the histories say it. */
  author(): string;
  readonly queue: SaveQueue;
  readonly ledger: OpenDocument;
  /** Opens a document from disk; a second open shares the first. `NotHereYet` shows in `writable()`, not here. */
  open(ref: DocumentRef): Promise<Result<OpenDocument, StorageError>>;
  /** A document that cannot be on disk because its id was made just now. */
  create(ref: DocumentRef): OpenDocument;
  peek(ref: DocumentRef): OpenDocument | undefined;
  openDocuments(): readonly OpenDocument[];
  /** Runs a verb over documents that must all be writable: all or nothing. `typing`: joins the step before it where that wrote the same keys just now, so that a word typed is one step back. */
  edit<T>(
    label: string,
    documents: readonly OpenDocument[],
    run: (edit: Edit) => T,
    options?: { typing?: boolean },
  ): Result<T, NotWritable>;
  /** Everything that `run` does becomes one step of undo: an import, a bulk change. */
  group<T>(label: string, run: () => T): T;
  /** The newest step of this tab, as a handle for `undo`. */
  latestStep(): HistoryStep | null;
  /** Takes back the newest step of this tab, or the one given; gives its label, or null when it is gone. */
  undo(step?: HistoryStep): Promise<string | null>;
  redo(): Promise<string | null>;
  canUndo(): boolean;
  onOpened(callback: (document: OpenDocument) => void): () => void;
  /** Waits for the disk, then lets go of everything. */
  close(): Promise<void>;
}

export interface CampaignDocsDeps {
  campaignId: string;
  deviceId: string;
  persistence: Persistence;
  newId: NewId;
  nowMs(): number;
  /** The name of the GM at this device; the device's id where nobody said. */
  author?(): string;
  later(ms: number, run: () => void): void;
  /** Tests bring seeded client ids, so that a failing seed repeats exactly. */
  newClientId?(): number;
  /** Tests play an older version by a lower number. */
  shape?: number;
}

/** More rows than this, and the document is written anew as one row after opening. Small: loading is a merge of rows. */
const COMPACT_ROWS = 100;

/**
 * A record's rich texts as they count for deletion digests. Entities count empty ones too, as they did from the first
 * release on; elsewhere an empty text counts for nothing, so that a kind may be given another text and old marks stay true.
 */
export const textsOf = (doc: Y.Doc, kind: StoredKind, id: string): string[] =>
  Object.keys(RECORDS[kind].texts).flatMap((name) => {
    const note = fragmentToNote(doc.getXmlFragment(`${id}/${name}`));
    return kind === 'entity' ? [JSON.stringify(note)] : isEmptyNote(note) ? [] : [`${name} ${JSON.stringify(note)}`];
  });

interface Held extends OpenDocument {
  count: number;
  stop: (() => void)[];
}

/** Opens a campaign of this device: its ledger comes from disk now, the rest on demand. */
export const openCampaignDocs = async (deps: CampaignDocsDeps): Promise<Result<CampaignDocs, StorageError>> => {
  const { campaignId, persistence } = deps;
  const shape = deps.shape ?? SHAPE;
  const queue = createSaveQueue({ persistence, later: deps.later });
  const held = new Map<string, Held>();
  const opening = new Map<string, Promise<Result<Held, StorageError>>>();
  const changeListeners = new Set<(changes: readonly RecordChange[]) => void>();
  const openListeners = new Set<(document: OpenDocument) => void>();
  let groups = 0;
  let undoSteps: HistoryStep[] = [];
  let redoSteps: HistoryStep[] = [];
  // Rooms that a verb of this device is bringing into being: they may be written although nothing is in them yet.
  const freshRooms = new Set<string>();

  const newDoc = (): Y.Doc => {
    const doc = new Y.Doc();
    if (deps.newClientId) doc.clientID = deps.newClientId();
    return doc;
  };

  // Only what nobody holds any more; it may have been opened again while the disk was busy.
  const letGo = (document: Held): void => {
    if (document.count > 0 || held.get(document.room) !== document) return;
    held.delete(document.room);
    document.stop.forEach((stop) => stop());
    document.doc.destroy();
  };
  queue.onState((state) => {
    if (state.type === 'saved')
      for (const document of [...held.values()]) if (document.ref.kind !== 'ledger') letGo(document);
  });

  const hold = (ref: DocumentRef, doc: Y.Doc): Held => {
    const room = roomOf(ref);
    const tables = new Map<string, RecordTable>();
    let history: RecordTable | null = null;
    const onUpdate = (bytes: Uint8Array, origin: unknown): void => {
      const source = sourceOf(origin);
      if (source !== 'disk') queue.push(room, bytes, source === 'relay');
    };
    doc.on('update', onUpdate);
    const document: Held = {
      ref,
      room,
      doc,
      count: 1,
      stop: [
        () => doc.off('update', onUpdate),
        observeChanges(doc, room, (changes) => changeListeners.forEach((callback) => callback(changes))),
      ],
      table: (kind) => {
        const root = ROOT_OF_KIND[kind];
        return (
          tables.get(root) ?? tables.set(root, createRecordTable(doc.getMap<unknown>(root), RECORDS[kind])).get(root)!
        );
      },
      get history() {
        return (history ??= createRecordTable(doc.getMap<unknown>(HISTORY_ROOT), null));
      },
      writable: () => {
        if (!isHere(doc)) return err({ type: 'NotHereYet', room });
        if (writerOf(doc) > shape) return err({ type: 'WrittenByNewer', room, shape: writerOf(doc) });
        if (
          ref.kind === 'session' &&
          held
            .get(roomOf({ kind: 'ledger', campaignId }))
            ?.table('session')
            .get(ref.sessionId)
            ?.fields.get('stage') === 'completed'
        )
          return err({ type: 'Completed', room });
        return ok(undefined);
      },
      release: async () => {
        document.count -= 1;
        if (document.count > 0) return;
        const saved = await queue.whenSaved();
        // What the disk refuses lives in this document only: it stays in memory, and the next open finds it.
        if (saved.ok) letGo(document);
      },
    };
    held.set(room, document);
    openListeners.forEach((callback) => callback(document));
    return document;
  };

  const load = async (ref: DocumentRef): Promise<Result<Held, StorageError>> => {
    const room = roomOf(ref);
    let rows = await persistence.load(room);
    if (!rows.ok && rows.error.type === 'StorageUnavailable') {
      await persistence.reopen();
      rows = await persistence.load(room);
    }
    if (!rows.ok) return rows;
    const doc = newDoc();
    if (rows.value.length > 0)
      Y.applyUpdate(
        doc,
        rows.value.length === 1 ? rows.value[0]!.bytes : Y.mergeUpdates(rows.value.map((r) => r.bytes)),
        DISK,
      );
    const unsent = rows.value.filter((r) => !r.sent).map((r) => r.id);
    const document = hold(ref, doc);
    queue.adopt(room, unsent);
    if (rows.value.length > COMPACT_ROWS) {
      const read = rows.value.map((r) => r.id);
      const compacted = await persistence.replace(room, read, {
        bytes: Y.encodeStateAsUpdate(doc),
        sent: unsent.length === 0,
      });
      if (compacted.ok && unsent.length > 0) queue.adopt(room, [compacted.value]);
    }
    if (document.writable().ok) migrate(doc);
    return ok(document);
  };

  const open = async (ref: DocumentRef): Promise<Result<Held, StorageError>> => {
    const room = roomOf(ref);
    const there = held.get(room);
    if (there) {
      there.count += 1;
      return ok(there);
    }
    const running = opening.get(room);
    if (running) {
      const result = await running;
      if (result.ok) result.value.count += 1;
      return result;
    }
    const started = load(ref).finally(() => opening.delete(room));
    opening.set(room, started);
    return started;
  };

  const transactAll = <T>(documents: readonly OpenDocument[], run: () => T): T => {
    const [first, ...rest] = documents;
    if (!first) return run();
    return first.doc.transact(() => transactAll(rest, run), VERB) as T;
  };

  const author = deps.author ?? ((): string => deps.deviceId);

  const record = (
    label: string,
    documents: readonly OpenDocument[],
    isTyping: boolean,
    run: (
      edit: Edit,
      write: (map: Y.Map<unknown>, room: string, root: string, key: string, value: unknown) => void,
    ) => unknown,
  ): { value: unknown; step: HistoryStep } => {
    const changes: KeyChange[] = [];
    const created: { room: string; root: string; id: string }[] = [];
    const write = (map: Y.Map<unknown>, room: string, root: string, key: string, value: unknown): void => {
      const before = map.get(key);
      if (before === value || (typeof value === 'object' && JSON.stringify(before) === JSON.stringify(value))) return;
      if (value === undefined) map.delete(key);
      else map.set(key, value);
      changes.push({ room, root, key, before, after: value });
    };
    const edit: Edit = {
      set: (document, kind, id, fields) => {
        const root = ROOT_OF_KIND[kind];
        for (const [field, value] of Object.entries(fields))
          write(document.doc.getMap(root), document.room, root, `${id}/${field}`, value);
      },
      setEntry: (document, kind, id, field, member, value) => {
        const root = ROOT_OF_KIND[kind];
        write(document.doc.getMap(root), document.room, root, `${id}/${field}/${member}`, value);
      },
      created: (document, kind, id) => created.push({ room: document.room, root: ROOT_OF_KIND[kind], id }),
    };
    const value = transactAll(documents, () => {
      documents.forEach((d) => stampWriter(d.doc));
      const result = run(edit, write);
      writeHistory(
        { label, changes, created },
        { deviceId: deps.deviceId, author: author(), at: deps.nowMs() },
        (room) => documents.find((d) => d.room === room)!,
        isTyping,
      );
      return result;
    });
    return { value, step: { label, changes, created, at: deps.nowMs() } };
  };

  const stepBack = async (from: HistoryStep[], to: HistoryStep[], wanted = from.at(-1)): Promise<string | null> => {
    const step = wanted && from.includes(wanted) ? wanted : null;
    if (!step) return null;
    const rooms = [...new Set([...step.changes, ...step.created].map((c) => c.room))];
    const documents: Held[] = [];
    for (const room of rooms) {
      const ref = readRoom(room);
      const opened = ref ? await open(ref) : null;
      if (opened?.ok) documents.push(opened.value);
    }
    try {
      if (documents.length < rooms.length || !documents.every((d) => d.writable().ok)) return null;
      from.splice(from.indexOf(step), 1);
      const byRoom = new Map(documents.map((d) => [d.room, d]));
      const { step: inverse } = record(step.label, documents, false, (_edit, write) => {
        invertKeys(step, (room, root) => byRoom.get(room)!.doc.getMap(root), write);
        for (const { room, root, id } of step.created) {
          const document = byRoom.get(room)!;
          const kind = Object.entries(ROOT_OF_KIND).find(([, name]) => name === root)?.[0] as StoredKind | undefined;
          const raw = kind && document.table(kind).get(id);
          if (!kind || !raw || raw.fields.has('deleted')) continue;
          const seen = digestRecord(raw, textsOf(document.doc, kind, id));
          write(document.doc.getMap(root), room, root, `${id}/deleted`, {
            by: deps.deviceId,
            at: deps.nowMs(),
            seen,
            body: null,
          });
        }
      });
      to.push(inverse);
      return step.label;
    } finally {
      await Promise.all(documents.map((d) => d.release()));
    }
  };

  const ledgerResult = await load({ kind: 'ledger', campaignId });
  if (!ledgerResult.ok) return ledgerResult;

  const docs: CampaignDocs = {
    campaignId,
    deviceId: deps.deviceId,
    newId: deps.newId,
    nowMs: deps.nowMs,
    author,
    queue,
    ledger: ledgerResult.value,
    open,
    create: (ref) => {
      const document = held.get(roomOf(ref)) ?? hold(ref, newDoc());
      if (!isHere(document.doc)) freshRooms.add(document.room);
      return document;
    },
    peek: (ref) => held.get(roomOf(ref)),
    openDocuments: () => [...held.values()],
    edit: (label, documents, run, options) => {
      for (const document of documents) {
        // A document created in this very verb is empty until it is stamped.
        const writable = document.writable();
        if (!writable.ok && !(writable.error.type === 'NotHereYet' && freshRooms.has(document.room))) return writable;
      }
      const { value, step } = record(label, documents, options?.typing ?? false, run);
      documents.forEach((d) => freshRooms.delete(d.room));
      if (step.changes.length > 0) {
        const last = undoSteps.at(-1);
        if (options?.typing && last && continuesTyping(last, step))
          undoSteps = [...undoSteps.slice(0, -1), joinTyping(last, step)];
        else undoSteps = [...(groups > 0 ? undoSteps : undoSteps.slice(1 - HISTORY_LIMIT)), step];
        redoSteps = [];
      }
      return ok(value as ReturnType<typeof run>);
    },
    group: (label, run) => {
      const before = undoSteps;
      groups += 1; // what belongs together is cut to the limit as one
      const join = (): void => {
        groups -= 1;
        const own = undoSteps.filter((s) => !before.includes(s));
        if (own.length < 2) return;
        undoSteps = [
          ...undoSteps.filter((s) => !own.includes(s)),
          { label, changes: own.flatMap((s) => s.changes), created: own.flatMap((s) => s.created), at: deps.nowMs() },
        ];
      };
      const result = run();
      if (result instanceof Promise) return result.finally(join) as typeof result;
      join();
      return result;
    },
    latestStep: () => undoSteps.at(-1) ?? null,
    undo: (step) => stepBack(undoSteps, redoSteps, step),
    redo: () => stepBack(redoSteps, undoSteps),
    canUndo: () => undoSteps.length > 0,
    *snapshot(): Iterable<CampaignRecord> {
      for (const document of held.values()) {
        for (const [kind, root] of Object.entries(ROOT_OF_KIND)) {
          if (!document.doc.share.has(root)) continue;
          const table = document.table(kind as StoredKind);
          for (const id of table.ids())
            yield {
              kind: kind as StoredKind,
              id,
              room: document.room,
              fields: Object.fromEntries(table.get(id)!.fields),
            };
        }
      }
    },
    onChange: (callback) => {
      changeListeners.add(callback);
      return () => changeListeners.delete(callback);
    },
    onOpened: (callback) => {
      openListeners.add(callback);
      return () => openListeners.delete(callback);
    },
    close: async () => {
      await queue.whenSaved();
      for (const document of [...held.values()]) {
        document.stop.forEach((stop) => stop());
        document.doc.destroy();
      }
      held.clear();
    },
  };
  return ok(docs);
};
