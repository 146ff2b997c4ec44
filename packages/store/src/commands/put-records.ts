// Puts stored records from a campaign file into a campaign, a slice at a time. Putting the same records twice changes
// nothing.
import {
  appendTo,
  noteLines,
  ok,
  orderBetween,
  RECORDS,
  type DocumentRef,
  type NoteNode,
  type Ordered,
  type Result,
  type StoredRecord,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import { COMMAND } from '../origins.ts';
import type { StorageError } from '../persistence/persistence.ts';
import type { UndoStep } from '../undo.ts';
import { fillImportedNote, importIntoNotes, noteName, readNote, type UndoableText } from './notes.ts';
import {
  applyPut,
  countPut,
  differingFields,
  emptyOutcome,
  isValidRecord,
  planPut,
  type PutMode,
  type PutOutcome,
  type TableRecord,
} from './put-record.ts';
import { getSession } from './list-sessions.ts';
import { isMarkedDeleted, listRecords, specOf } from './read-records.ts';

export type { PutMode, PutOutcome };

export interface PutOptions {
  /** Where the file and the campaign differ, the file's values are taken. Its texts go below the ones here. */
  preferFile?: boolean;
  /** By the ids of records; the others are put key by key. */
  modes?: ReadonlyMap<string, PutMode>;
  /** Ids that an earlier version gave records: one of these that says the same is the record, and stays. */
  formerIds?: ReadonlyMap<string, string>;
  /** The name of the file, for the line above its texts. */
  from: string;
  onProgress?: (done: number, total: number) => void;
  /** Asked between slices: true ends the writing there. */
  isCancelled?: () => boolean;
  /** Awaited between slices, so that a page can draw and take a key. */
  pause?: () => Promise<void>;
}

/** Records written at once: a page is busy for some 10 ms. */
const SLICE = 24;
/** Blocks of text written at once, for records that are long notes. */
const SLICE_BLOCKS = 400;

interface TextToAdd {
  /** The name of the root text. */
  name: string;
  nodes: readonly NoteNode[];
}

/** The texts that were added below others; `undo` takes all of them back. */
interface AddedTexts extends UndoableText {
  addedTexts: readonly UndoableText[];
}

/** The state of one `putRecords`. */
interface PutRun {
  readonly docs: CampaignDocs;
  readonly options: PutOptions;
  readonly outcome: PutOutcome;
  /** Sessions that the file adds: their bodies are created here. */
  readonly newSessionIds: ReadonlySet<string>;
  /** Texts that were added below others, each with its undo. */
  readonly addedTexts: UndoableText[];
  readonly total: number;
  done: number;
}

const labelOf = ({ options }: PutRun): string => `Import ${options.from}`;

const undoTexts = async ({ addedTexts }: PutRun): Promise<boolean> => {
  let isUndone = false;
  for (const added of addedTexts) isUndone = (await added.undo()) || isUndone;
  return isUndone;
};

/** Records by the session whose body they belong to; null stands for the ledger. */
const groupBySession = (records: readonly StoredRecord[]): Map<string | null, StoredRecord[]> => {
  const groups = new Map<string | null, StoredRecord[]>();
  for (const record of records.filter(isValidRecord)) appendTo(groups, record.sessionId, record);
  return groups;
};

/** At least one slice, which may be empty: writing it marks the document as created. */
const slicesOf = (records: readonly StoredRecord[]): StoredRecord[][] => {
  const slices: StoredRecord[][] = [[]];
  let blocks = 0;
  for (const record of records) {
    const own = Object.values(record.texts).reduce((sum, nodes) => sum + nodes.length, 0);
    if (slices.at(-1)!.length >= SLICE || (blocks > 0 && blocks + own > SLICE_BLOCKS)) {
      slices.push([]);
      blocks = 0;
    }
    slices.at(-1)!.push(record);
    blocks += own;
  }
  return slices;
};

/** Puts new records to which the file gives no order after the ones here. */
const createOrders = (doc: OpenDocument) => {
  const lastByKind = new Map<TableRecord['kind'], string | null>();
  const lastOf = (kind: TableRecord['kind']): string | null =>
    (listRecords(doc, RECORDS[kind]).at(-1) as Ordered | undefined)?.order ?? null;
  return {
    withOrder: (record: TableRecord): TableRecord => {
      const { kind, keys } = record;
      if (!('order' in RECORDS[kind].fields) || 'order' in keys || doc.table(kind).get(record.id)) return record;
      const last = lastByKind.has(kind) ? lastByKind.get(kind)! : lastOf(kind);
      const order = orderBetween(last, null);
      lastByKind.set(kind, order);
      return { ...record, keys: { ...keys, order } };
    },
  };
};

/** True when the record is here under the id that an earlier version gave it. */
const isHereAsFormer = (doc: OpenDocument, record: TableRecord, formerIds: PutOptions['formerIds']): boolean => {
  const former = formerIds?.get(record.id);
  if (former === undefined || doc.table(record.kind).get(record.id) || !doc.table(record.kind).get(former))
    return false;
  return differingFields(doc, former, record).length === 0;
};

/** True for a record that is deleted here: a session also by what its body holds, where that is open. */
const isDeletedHere = (docs: CampaignDocs, doc: OpenDocument, { kind, id }: TableRecord): boolean =>
  kind === 'session' ? (getSession(docs, id)?.deleted ?? false) : isMarkedDeleted(doc, specOf(kind), id);

/** What became of the records of a slice, by their ids. */
interface WrittenKeys {
  /** Those that did not exist. */
  created: ReadonlySet<string>;
  /** Those that are deleted here and stay so: a text written into one would restore it. */
  leftDeleted: ReadonlySet<string>;
}

/** Writes the keys of records in one transaction. */
const writeKeys = (
  run: PutRun,
  doc: OpenDocument,
  slice: readonly StoredRecord[],
): Result<WrittenKeys, NotWritable> => {
  const { docs, options, outcome } = run;
  const { preferFile = false } = options;
  const [created, leftDeleted] = [new Set<string>(), new Set<string>()];
  const orders = createOrders(doc);
  return docs.edit(labelOf(run), [doc], (edit) => {
    for (const record of slice) {
      if (record.kind === 'note') continue;
      const mode = options.modes?.get(record.id);
      const tableRecord = mode === 'keep-here' ? orders.withOrder(record as TableRecord) : (record as TableRecord);
      if (isHereAsFormer(doc, tableRecord, options.formerIds)) {
        outcome.same += 1;
        continue;
      }
      const isDeleted = isDeletedHere(docs, doc, tableRecord);
      const plan = planPut(doc, tableRecord, { preferFile, mode, isDeleted });
      if (plan.standing === 'created') created.add(record.id);
      if (isDeleted && !preferFile) leftDeleted.add(record.id);
      applyPut(edit, doc, tableRecord, plan);
      countPut(outcome, tableRecord, plan);
    }
    return { created, leftDeleted };
  });
};

/** True when the blocks of a text are part of the one here: added by an earlier import, with more written since. */
const isPartOf = (nodes: readonly NoteNode[], here: readonly NoteNode[]): boolean => {
  const [blocks, hereBlocks] = [nodes, here].map((list) => list.map((node) => JSON.stringify(node))) as [
    string[],
    string[],
  ];
  return hereBlocks.some((_, start) => blocks.every((block, i) => hereBlocks[start + i] === block));
};

/** The lines of a text without what versions of the app write differently: marks, blanks, and the targets of links. */
const countLines = (nodes: readonly NoteNode[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const line of noteLines(nodes)) {
    const key = line
      .replace(/\[\[[^\]\n]*\]\]/g, '[]')
      .replace(/[^\p{L}\p{N}[\]]+/gu, '')
      .toLowerCase();
    if (key !== '') counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
};

/** True when every line of a text is here, as an earlier import or a mended link left it: adding it says it twice. */
const isSaidIn = (nodes: readonly NoteNode[], here: readonly NoteNode[]): boolean => {
  const hereCounts = countLines(here);
  return [...countLines(nodes)].every(([line, count]) => (hereCounts.get(line) ?? 0) >= count);
};

/** The names of a record's texts that say something else here than in the file. */
const ownTexts = (doc: OpenDocument, { id, texts }: StoredRecord): string[] =>
  Object.entries(texts).flatMap(([field, nodes]) => {
    const name = noteName(id, field);
    if (field === '' || field.includes('/') || !doc.doc.share.has(name)) return [];
    const here = readNote(doc, name);
    return here.length === 0 || isPartOf(nodes, here) ? [] : [field];
  });

/**
 * Fills the empty texts of a new record at once. Texts that go below others are collected in `toAdd`, because adding
 * them has its own undo. Returns the names of texts that differ and stay.
 */
const fillTexts = (
  doc: OpenDocument,
  record: StoredRecord,
  { isNew, preferFile, toAdd }: { isNew: boolean; preferFile: boolean; toAdd: TextToAdd[] },
): string[] => {
  const kept: string[] = [];
  for (const [field, nodes] of Object.entries(record.texts)) {
    if (field === '' || field.includes('/')) continue;
    const name = noteName(record.id, field);
    const here = doc.doc.share.has(name) ? readNote(doc, name) : [];
    if (here.length === 0 && isNew) {
      if (!fillImportedNote(doc, name, nodes).ok) kept.push(field);
    } else if (here.length === 0) toAdd.push({ name, nodes });
    else if (preferFile && !isSaidIn(nodes, here)) toAdd.push({ name, nodes });
    else if (!isPartOf(nodes, here)) kept.push(field);
  }
  return kept;
};

/** Adds texts below the ones here. Texts that cannot be written (of a completed session) are reported as kept. */
const addTexts = (
  { options, outcome, addedTexts }: PutRun,
  doc: OpenDocument,
  slice: readonly StoredRecord[],
  texts: readonly TextToAdd[],
): void => {
  if (texts.length === 0) return;
  const added = importIntoNotes(doc, texts, options.from);
  addedTexts.push(added);
  for (const name of added.left) {
    const slash = name.lastIndexOf('/');
    const id = name.slice(0, slash);
    const kind = slice.find((record) => record.id === id)?.kind ?? 'note';
    outcome.kept.push({ kind, id, fields: [name.slice(slash + 1)] });
  }
};

/** Ids of new sessions that the file holds as completed. */
const completedIn = (slice: readonly StoredRecord[], newSessionIds: ReadonlySet<string>): Set<string> =>
  new Set(
    slice
      .filter((r) => r.kind === 'session' && newSessionIds.has(r.id) && r.keys['stage'] === 'completed')
      .map((r) => r.id),
  );

const complete = (run: PutRun, sessionIds: ReadonlySet<string>): Result<void, NotWritable> => {
  const { docs } = run;
  if (sessionIds.size === 0) return ok(undefined);
  return docs.edit(labelOf(run), [docs.ledger], (edit) =>
    sessionIds.forEach((id) => edit.set(docs.ledger, 'session', id, { stage: 'completed' })),
  );
};

const writeSlice = (run: PutRun, doc: OpenDocument, slice: readonly StoredRecord[]): Result<void, NotWritable> => {
  const { options, outcome, newSessionIds } = run;
  // The texts of a completed session cannot be written, so a new one is completed behind them, in the same tick.
  const completed = completedIn(slice, newSessionIds);
  const inWrapUp = (record: StoredRecord): StoredRecord =>
    completed.has(record.id) ? { ...record, keys: { ...record.keys, stage: 'wrap_up' } } : record;
  const keys = writeKeys(run, doc, slice.map(inWrapUp));
  if (!keys.ok) return keys;
  const { created, leftDeleted } = keys.value;
  const toAdd: TextToAdd[] = [];
  doc.doc.transact(() => {
    for (const record of slice) {
      const isNew = created.has(record.id) || newSessionIds.has(record.id);
      if (leftDeleted.has(record.id)) continue;
      if (!isNew && options.modes?.get(record.id) === 'only-new') continue;
      const kept = fillTexts(doc, record, { isNew, preferFile: options.preferFile ?? false, toAdd });
      if (kept.length > 0) outcome.kept.push({ kind: record.kind, id: record.id, fields: kept });
    }
  }, COMMAND);
  addTexts(run, doc, slice, toAdd);
  run.done += slice.length;
  return complete(run, completed);
};

const writeRecords = async (
  run: PutRun,
  doc: OpenDocument,
  records: readonly StoredRecord[],
): Promise<Result<void, NotWritable>> => {
  const { onProgress, isCancelled, pause } = run.options;
  for (const slice of slicesOf(records)) {
    if (isCancelled?.()) break;
    const written = writeSlice(run, doc, slice);
    if (!written.ok) return written;
    onProgress?.(run.done, run.total);
    await pause?.();
  }
  return ok(undefined);
};

/** The body of a session that the file adds: what an import that was killed has written of it, or an empty one. */
const openNewBody = async (docs: CampaignDocs, ref: DocumentRef): Promise<Result<OpenDocument, StorageError>> => {
  const opened = await docs.open(ref);
  if (!opened.ok) return opened;
  const body = docs.create(ref);
  await opened.value.release();
  return ok(body);
};

const writeBodies = async (
  run: PutRun,
  groups: ReadonlyMap<string | null, readonly StoredRecord[]>,
): Promise<Result<void, StorageError>> => {
  const { docs, options, outcome, newSessionIds } = run;
  for (const sessionId of new Set([...newSessionIds, ...groups.keys()])) {
    if (sessionId === null || options.isCancelled?.()) continue;
    const ref = { kind: 'session', campaignId: docs.campaignId, sessionId } as const;
    const body = newSessionIds.has(sessionId) ? await openNewBody(docs, ref) : await docs.open(ref);
    if (!body.ok) return body;
    try {
      // Words in its body would restore a session that is deleted here.
      if (!options.preferFile && getSession(docs, sessionId)?.deleted) {
        const isTold = outcome.kept.some(({ kind, id }) => kind === 'session' && id === sessionId);
        if (!isTold) outcome.kept.push({ kind: 'session', id: sessionId, fields: ['deleted'] });
        continue;
      }
      const written = await writeRecords(run, body.value, groups.get(sessionId) ?? []);
      if (!written.ok) outcome.refused.push(sessionId);
    } finally {
      await body.value.release();
    }
  }
  return ok(undefined);
};

const newSessionsIn = (docs: CampaignDocs, ledgerRecords: readonly StoredRecord[]): Set<string> =>
  new Set(
    ledgerRecords.filter((r) => r.kind === 'session' && !docs.ledger.table('session').get(r.id)).map((r) => r.id),
  );

/** Writes the records of the ledger and the bodies, in an order that a kill at any time leaves nothing half there. */
const writeGroups = async (
  run: PutRun,
  groups: ReadonlyMap<string | null, readonly StoredRecord[]>,
): Promise<Result<void, NotWritable | StorageError>> => {
  const { docs, newSessionIds } = run;
  const isNewSession = (record: StoredRecord): boolean => record.kind === 'session' && newSessionIds.has(record.id);
  const ledgerRecords = groups.get(null) ?? [];
  const written = await writeRecords(
    run,
    docs.ledger,
    ledgerRecords.filter((record) => !isNewSession(record)),
  );
  if (!written.ok) return written;
  const bodies = await writeBodies(run, groups);
  if (!bodies.ok) return bodies;
  // An entry whose body is nowhere could never be opened, so a new session is listed once its body is there.
  return writeRecords(run, docs.ledger, ledgerRecords.filter(isNewSession));
};

const put = async (
  docs: CampaignDocs,
  records: readonly StoredRecord[],
  options: PutOptions,
): Promise<Result<PutOutcome & AddedTexts, NotWritable | StorageError>> => {
  const groups = groupBySession(records);
  const total = [...groups.values()].reduce((sum, group) => sum + group.length, 0);
  const newSessionIds = newSessionsIn(docs, groups.get(null) ?? []);
  const run: PutRun = { docs, options, outcome: emptyOutcome(), newSessionIds, addedTexts: [], total, done: 0 };
  const written = await writeGroups(run, groups);
  if (!written.ok) {
    await undoTexts(run);
    return written;
  }
  return ok({ ...run.outcome, addedTexts: run.addedTexts, undo: () => undoTexts(run) });
};

/** What putting records did, with its undo. */
export interface Put extends PutOutcome, AddedTexts {
  /** The undo step of the records; null when nothing was written. */
  step: UndoStep | null;
}

/** Puts records in, as one undo step; `undo` of the result takes back the texts, which have an undo of their own. */
export const putRecords = async (
  docs: CampaignDocs,
  records: readonly StoredRecord[],
  options: PutOptions,
): Promise<Result<Put, NotWritable | StorageError>> => {
  let latestStep: CampaignDocs['latestStep'] = () => null;
  const written = await docs.group(`Import ${options.from}`, (grouped) => {
    latestStep = grouped.latestStep;
    return put(grouped, records, options);
  });
  return written.ok ? ok({ ...written.value, step: latestStep() }) : written;
};

/** What {@link putRecords} would do, without doing it. The records of a body that is not open are not compared. */
export const readPutOutcome = (
  docs: CampaignDocs,
  records: readonly StoredRecord[],
  modes?: PutOptions['modes'],
): PutOutcome => {
  const outcome = emptyOutcome();
  for (const record of records) {
    if (!isValidRecord(record) || record.kind === 'note') continue;
    const { sessionId } = record;
    const doc =
      sessionId === null ? docs.ledger : docs.peek({ kind: 'session', campaignId: docs.campaignId, sessionId });
    const tableRecord = record as TableRecord;
    if (doc) {
      const isDeleted = isDeletedHere(docs, doc, tableRecord);
      const mode = modes?.get(record.id);
      const plan = planPut(doc, tableRecord, { preferFile: false, mode, isDeleted });
      const staysAsItIs = plan.standing === 'created' || isDeleted || mode === 'only-new';
      if (!staysAsItIs) plan.kept.push(...ownTexts(doc, record));
      countPut(outcome, tableRecord, plan);
    } else outcome[docs.ledger.table('session').get(sessionId ?? '') ? 'same' : 'created'] += 1;
  }
  return outcome;
};
