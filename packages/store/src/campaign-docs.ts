// The documents of one campaign on this device, put together: what is open, the one save queue, commands as
// transactions, undo, and change notifications. Knows nothing of the wire: a sync provider attaches itself to
// `OpenDocument.doc` and applies bytes through `applyIncoming`. Invariant: every local write is queued for the disk
// in the same tick.
import {
  ok,
  readRoom,
  type CampaignRecord,
  type DocumentRef,
  type NewId,
  type RecordSource,
  type Result,
} from '@emberkeep/domain';
import { createAuthorship } from './authorship.ts';
import { kindOfRoot, ROOT_OF_KIND, type StoredKind } from './changes.ts';
import type { DeletionMark } from './deletion.ts';
import { followEvents } from './commands/event-effects.ts';
import { createDocumentRegistry, type DocumentRegistry } from './document-registry.ts';
import { editedSince, titlesOf } from './edited-since.ts';
import { runEdit, type Edit, type EditAuthor } from './edit.ts';
import { holdRecord } from './held-records.ts';
import type { NotWritable, OpenDocument } from './open-document.ts';
import type { Persistence, StorageError } from './persistence/persistence.ts';
import { createSaveQueue, type SaveQueue } from './save-queue.ts';
import { TYPED_SHAPE } from './shape.ts';
import { createUndoStack, invertStep, type Inverter, type UndoGroup, type UndoStack, type UndoStep } from './undo.ts';
import type { RedoableText } from './undoable-text.ts';

export interface CampaignDocs extends RecordSource, Pick<UndoStack, 'latestStep' | 'undo' | 'redo' | 'canUndo'> {
  readonly campaignId: string;
  readonly deviceId: string;
  readonly newId: NewId;
  nowMs(): number;
  /** Who is at this device, as revisions name them. */
  author(): string;
  readonly queue: SaveQueue;
  readonly ledger: OpenDocument;
  /** Opens a document from disk; a second open shares the first. `NotHereYet` shows in `writable()`, not here. */
  open(ref: DocumentRef): Promise<Result<OpenDocument, StorageError>>;
  /** A document that cannot be on disk because its id was made just now. Release it as after `open`. */
  create(ref: DocumentRef): OpenDocument;
  peek(ref: DocumentRef): OpenDocument | undefined;
  openDocuments(): readonly OpenDocument[];
  /**
   * Runs a command over documents that must all be writable: all or nothing. `typing` joins it to the previous undo step
   * when that step wrote the same keys just now, so that a typed word is one step.
   */
  edit<T>(
    label: string,
    docs: readonly OpenDocument[],
    run: (edit: Edit) => T,
    options?: { typing?: boolean },
  ): Result<T, NotWritable>;
  /**
   * Makes one undo step of what `run` does: an import, a bulk change. A `run` that awaits must write through the
   * documents it is given: what is written elsewhere meanwhile is a step of its own. Their `latestStep` is the
   * group's.
   */
  group<T>(label: string, run: (docs: GroupedDocs) => T): T;
  onOpened(callback: (doc: OpenDocument) => void): () => void;
  /**
   * Keeps a record readable while somebody types in it, also when another device deletes it, until the returned function
   * is called (held-records.ts).
   */
  hold(doc: OpenDocument, kind: StoredKind, id: string): () => void;
  /** Destroys every document once the disk has everything; with the disk's error, every document stays as it is. */
  close(): Promise<Result<void, StorageError>>;
}

/** The documents within a group. */
export interface GroupedDocs extends CampaignDocs {
  /** The step of the group takes these texts back too, where it changed records, and its redo writes them again. */
  addTexts(texts: RedoableText): void;
}

export interface CampaignDocsDeps {
  campaignId: string;
  deviceId: string;
  persistence: Persistence;
  newId: NewId;
  nowMs(): number;
  /** The name of the GM at this device; by default the device's id. */
  author?(): string;
  later(ms: number, run: () => void): void;
  /** Tests pass seeded client ids, so that a failing seed repeats exactly. */
  newClientId?(): number;
  /** Tests act as an older version by passing a lower number. */
  shape?: number;
}

/** Opens documents one after the other, runs `run` if all are writable, and releases them. */
const withWritable = async <T>(
  registry: Pick<DocumentRegistry, 'open'>,
  rooms: readonly string[],
  run: (docs: readonly OpenDocument[]) => T,
): Promise<Result<T, NotWritable | StorageError>> => {
  const docs: OpenDocument[] = [];
  try {
    for (const room of rooms) {
      const opened = await registry.open(readRoom(room)!);
      if (!opened.ok) return opened;
      docs.push(opened.value);
      const writable = opened.value.writable();
      if (!writable.ok) return writable;
    }
    return ok(run(docs));
  } finally {
    await Promise.all(docs.map((doc) => doc.release()));
  }
};

/** The first reason why a command cannot write these documents. */
const checkAllWritable = (registry: DocumentRegistry, docs: readonly OpenDocument[]): Result<void, NotWritable> => {
  for (const doc of docs) {
    const writable = doc.writable();
    // A document that this very command creates is empty until the command stamps it.
    const isBeingCreated = !writable.ok && writable.error.type === 'NotHereYet' && registry.isFresh(doc.room);
    if (!writable.ok && !isBeingCreated) return writable;
  }
  return ok(undefined);
};

function* recordsOf(docs: Iterable<OpenDocument>): Iterable<CampaignRecord> {
  for (const doc of docs) {
    for (const [kind, root] of Object.entries(ROOT_OF_KIND) as [StoredKind, string][]) {
      if (!doc.doc.share.has(root)) continue;
      const table = doc.table(kind);
      for (const id of table.ids())
        yield { kind, id, room: doc.room, fields: Object.fromEntries(table.get(id)!.fields) };
    }
  }
}

const createEditVerb =
  (
    registry: DocumentRegistry,
    author: EditAuthor,
    push: (step: UndoStep, isTyping: boolean) => void,
  ): CampaignDocs['edit'] =>
  (label, docs, run, options) => {
    const writable = checkAllWritable(registry, docs);
    if (!writable.ok) return writable;
    const isTyping = options?.typing ?? false;
    const { value, step } = runEdit({ label, docs, isTyping }, author, run);
    for (const doc of docs) registry.markWritten(doc.room);
    push(step, isTyping);
    return ok(value);
  };

/** Holds a record; the end is told as what it is for readers: the deletion by another device. */
const createHold =
  (registry: Pick<DocumentRegistry, 'tell'>, deviceId: string): CampaignDocs['hold'] =>
  (doc, kind, id) => {
    const release = holdRecord(doc, kind, id, deviceId);
    return () => {
      release();
      if (doc.table(kind).get(id)?.fields.has('deleted'))
        registry.tell([{ kind, id, room: doc.room, from: 'remote', fields: ['deleted'] }]);
    };
  };

/** What the undo of commands does not change. */
type DocsWithoutVerbs = Omit<CampaignDocs, 'edit' | 'group' | 'latestStep'>;

/** Adds `edit` and `group` to the rest of a campaign's documents. */
const withVerbs = (
  rest: DocsWithoutVerbs,
  registry: DocumentRegistry,
  author: EditAuthor,
  undoStack: UndoStack,
): CampaignDocs => {
  // The group whose `run` is on the call stack, and its documents: until `run` awaits, nothing else can write.
  let running: { group: UndoGroup; docs: GroupedDocs } | null = null;
  const editInto = (group: () => UndoGroup | undefined): CampaignDocs['edit'] =>
    createEditVerb(registry, author, (step, isTyping) => {
      const into = group();
      if (into) into.push(step);
      else undoStack.push(step, isTyping);
    });

  const docsOf = (group: UndoGroup): GroupedDocs => {
    const grouped: GroupedDocs = {
      ...docs,
      edit: editInto(() => group),
      group: (_label, run) => run(grouped),
      latestStep: group.latestStep,
      addTexts: group.addTexts,
    };
    return grouped;
  };
  const docs: CampaignDocs = {
    ...rest,
    edit: editInto(() => running?.group),
    group: (label, run) => {
      if (running) return run(running.docs);
      const group = undoStack.openGroup(label);
      running = { group, docs: docsOf(group) };
      let result: ReturnType<typeof run> | undefined;
      try {
        result = run(running.docs);
      } finally {
        running = null;
        if (!(result instanceof Promise)) group.close();
      }
      return result instanceof Promise ? (result.finally(group.close) as typeof result) : result;
    },
    latestStep: () => (running?.group ?? undoStack).latestStep(),
  };
  return docs;
};

/** Opens a campaign on this device: its ledger is loaded from disk now, the other documents on demand. */
export const openCampaignDocs = async (deps: CampaignDocsDeps): Promise<Result<CampaignDocs, StorageError>> => {
  const { campaignId, deviceId, persistence, newId, nowMs, newClientId } = deps;
  const queue = createSaveQueue({ persistence, later: deps.later });
  const shape = deps.shape ?? TYPED_SHAPE;
  const registry = createDocumentRegistry({ campaignId, persistence, queue, shape, newClientId });

  const ledger = await registry.open({ kind: 'ledger', campaignId });
  if (!ledger.ok) return ledger;

  const author: EditAuthor = { deviceId, nowMs, author: deps.author ?? ((): string => deviceId) };
  const authorship = createAuthorship(registry.isOwnClient, registry.all);
  registry.onChange(authorship.note);
  const { hasOthers, isOthersToo } = authorship;
  const inverter: Inverter = { deviceId, nowMs, hasOthers, isOthersToo };
  const undoStack = createUndoStack({
    nowMs,
    withWritable: (rooms, run) => withWritable(registry, rooms, run),
    editedSince,
    titlesOf,
    invert: (step, docs, inversion) => {
      // Made before the transaction: within it a table reads as it was before.
      for (const { room, root } of step.changes) {
        const kind = kindOfRoot(root);
        if (kind) docs.find((doc) => doc.room === room)?.table(kind);
      }
      // A record that this device deleted itself, and then brought back by the step, goes back to where it was.
      const mayDelete = ({ by }: DeletionMark): boolean => by === deviceId;
      return runEdit({ label: step.label, docs, isTyping: false, mayDelete }, author, (_edit, write) =>
        invertStep(step, docs, write, inverter, inversion),
      ).step;
    },
  });
  const { undo, redo, canUndo } = undoStack;

  const rest: DocsWithoutVerbs = {
    campaignId,
    deviceId,
    newId,
    nowMs,
    author: author.author,
    queue,
    ledger: ledger.value,
    open: registry.open,
    create: registry.create,
    peek: registry.peek,
    openDocuments: registry.all,
    undo,
    redo,
    canUndo,
    snapshot: () => recordsOf(registry.all()),
    onChange: registry.onChange,
    onOpened: registry.onOpened,
    hold: createHold(registry, deviceId),
    close: registry.close,
  };
  const docs = withVerbs(rest, registry, author, undoStack);
  followEvents(docs);
  return ok(docs);
};
