// Owns records as they lie: reading all of a document for a save file, and putting such records into a campaign. Putting the
// same ones twice changes nothing; what is here and differs stays, unless the GM said that the file goes first.
import {
  isId,
  META_ID,
  ok,
  RECORDS,
  SESSION_NOTES,
  type NoteNode,
  type Result,
  type StoredRecord,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable, OpenDocument, ReadableDocument } from '../open-document.ts';
import { ROOT_OF_KIND, type StoredKind } from '../changes.ts';
import type { StorageError } from '../persistence/persistence.ts';
import { textsIn } from '../read-document.ts';
import { fillNote, importIntoNotes, noteName, readNote, type Imported } from './notes.ts';
import { VERB } from '../origins.ts';
import { getRecord } from './records.ts';

const KINDS = Object.keys(RECORDS) as StoredKind[];

const textsAt = (doc: ReadableDocument, id: string, names: readonly string[]): Record<string, NoteNode[]> =>
  Object.fromEntries(Object.entries(textsIn(doc, id, names)).filter(([, note]) => note.length > 0));

/** Every record of a document that is not deleted, as it lies, and an evening's notes. `isHere` says of the ledger's sessions which are not deleted. */
export function* readStored(
  doc: ReadableDocument,
  isHere: (sessionId: string) => boolean = () => true,
): Iterable<StoredRecord> {
  const sessionId = doc.ref.kind === 'session' ? doc.ref.sessionId : null;
  for (const kind of KINDS) {
    if (!doc.doc.share.has(ROOT_OF_KIND[kind])) continue;
    const table = doc.table(kind);
    for (const id of [...table.ids()].sort()) {
      if (kind === 'session' ? !table.record(id) || !isHere(id) : !getRecord(doc, RECORDS[kind], id)) continue;
      const raw = table.get(id)!;
      const keys: Record<string, unknown> = {};
      for (const [field, value] of raw.fields) if (field !== 'deleted') keys[field] = value;
      for (const [field, group] of raw.groups) for (const [member, value] of group) keys[`${field}/${member}`] = value;
      yield {
        kind,
        id,
        sessionId,
        keys: Object.fromEntries(Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1))),
        texts: textsAt(doc, id, Object.keys(RECORDS[kind].texts)),
      };
    }
  }
  if (sessionId) {
    const texts = textsAt(doc, sessionId, SESSION_NOTES);
    if (Object.keys(texts).length > 0) yield { kind: 'note', id: sessionId, sessionId, keys: {}, texts };
  }
}

/** What putting records in did, or would do: counted, with what stayed as it was. */
export interface PutOutcome {
  created: number;
  changed: number;
  same: number;
  /** Records of which something differs here and stayed. */
  kept: { kind: StoredRecord['kind']; id: string; fields: string[] }[];
  /** Evenings whose body could not be written: completed, or not on this device. */
  refused: string[];
}

type Standing = 'created' | 'changed' | 'same';

const isOurs = (record: StoredRecord): boolean =>
  (record.kind === 'note'
    ? record.id === record.sessionId
    : Object.hasOwn(RECORDS, record.kind) && (record.kind === 'campaign' ? record.id === META_ID : isId(record.id))) &&
  (record.sessionId === null || isId(record.sessionId));

// A step of a counter, an order or a member is added beside what is here; one value takes the place of another.
const isSetByFile = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'to' in value && 'at' in value && value.at === 0;
const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

/** Looks, and writes only with `edit`. */
const putOne = (
  doc: OpenDocument,
  record: StoredRecord & { kind: StoredKind },
  filesFirst: boolean,
  outcome: PutOutcome,
  edit: {
    set(fields: Record<string, unknown>): void;
    setEntry(field: string, member: string, value: unknown): void;
    created(): void;
  } | null,
): void => {
  const { kind, id } = record;
  const raw = doc.table(kind).get(id);
  const isGone = raw?.fields.has('deleted') ?? false;
  let standing: Standing = raw ? 'same' : 'created';
  const stayed: string[] = [];
  if (!raw) edit?.created();
  if (isGone && !filesFirst) stayed.push('deleted');
  else if (isGone) {
    standing = 'changed';
    edit?.set({ deleted: undefined });
  }
  for (const [key, value] of Object.entries(record.keys)) {
    const cut = key.indexOf('/');
    const [field, member] = cut === -1 ? [key, null] : [key.slice(0, cut), key.slice(cut + 1)];
    if (field === '' || field === 'deleted' || member === '') continue;
    const here = member === null ? raw?.fields.get(field) : raw?.groups.get(field)?.get(member);
    if (here !== undefined && !differs(here, value)) continue;
    // A counter that a file sets, and no device stepped, is a value like any other where there is one.
    const sets = member !== null && (raw?.groups.get(field)?.size ?? 0) > 0 && isSetByFile(value);
    if (stayed.includes('deleted') || ((here !== undefined || sets) && !filesFirst)) {
      stayed.push(field);
      continue;
    }
    if (raw) standing = 'changed';
    if (member === null) edit?.set({ [field]: value });
    else edit?.setEntry(field, member, value);
  }
  outcome[standing] += 1;
  if (stayed.length > 0) outcome.kept.push({ kind, id, fields: [...new Set(stayed)] });
};

/** Texts of records that were just put: into empty ones of new records at once, else by `later`, which can be taken back. */
const putTexts = (
  doc: OpenDocument,
  id: string,
  texts: StoredRecord['texts'],
  isNew: boolean,
  filesFirst: boolean,
  later: { name: string; nodes: readonly NoteNode[] }[],
): string[] => {
  const stayed: string[] = [];
  for (const [name, nodes] of Object.entries(texts)) {
    if (name === '' || name.includes('/')) continue;
    const note = noteName(id, name);
    const here = doc.doc.share.has(note) ? readNote(doc, note) : [];
    if (here.length === 0 && isNew) fillNote(doc, note, nodes);
    // A text is never taken away: the file's words go below what is here.
    else if (here.length === 0 || (differs(here, nodes) && filesFirst)) later.push({ name: note, nodes });
    else if (differs(here, nodes)) stayed.push(name);
  }
  return stayed;
};

const bySession = (records: readonly StoredRecord[]): Map<string | null, StoredRecord[]> => {
  const groups = new Map<string | null, StoredRecord[]>();
  for (const record of records)
    if (isOurs(record))
      (groups.get(record.sessionId) ?? groups.set(record.sessionId, []).get(record.sessionId)!).push(record);
  return groups;
};

export interface PutOptions {
  /** Where the file's words and ours differ, the file's are taken; texts are put below ours. */
  filesFirst?: boolean;
  /** What the file is called, for the line above words that were put in. */
  from: string;
  onProgress?: (done: number, total: number) => void;
  /** Asked between slices; true ends the writing there, and the outcome says so. */
  isCancelled?: () => boolean;
  /** Waited for between slices, so that a page can draw and take a key. */
  pause?: () => Promise<void>;
}

/** Records that are written at once: a page stands still for some ten milliseconds. */
const SLICE = 24;
/** Blocks of text that are written at once, for records that are long notes. */
const SLICE_BLOCKS = 400;

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

/** Puts records in, a slice at a time and one step of undo. */
export const putRecords = (
  docs: CampaignDocs,
  records: readonly StoredRecord[],
  options: PutOptions,
): Promise<Result<PutOutcome & Imported, NotWritable | StorageError>> =>
  docs.group(`Bring in ${options.from}`, () => put(docs, records, options));

const put = async (
  docs: CampaignDocs,
  records: readonly StoredRecord[],
  { filesFirst = false, from, onProgress, isCancelled = () => false, pause }: PutOptions,
): Promise<Result<PutOutcome & Imported, NotWritable | StorageError>> => {
  const outcome: PutOutcome = { created: 0, changed: 0, same: 0, kept: [], refused: [] };
  const texts: Imported[] = [];
  const groups = bySession(records);
  const total = [...groups.values()].reduce((sum, list) => sum + list.length, 0);
  let done = 0;
  const undo = (): void => texts.forEach((t) => t.undo());
  const writeSlice = (doc: OpenDocument, list: readonly StoredRecord[], label: string): Result<void, NotWritable> => {
    const made = new Set<string>();
    const written = docs.edit(label, [doc], (edit) => {
      for (const record of list) {
        if (record.kind === 'note') continue;
        const { kind, id } = record;
        putOne(doc, record as StoredRecord & { kind: StoredKind }, filesFirst, outcome, {
          set: (fields) => edit.set(doc, kind, id, fields),
          setEntry: (field, member, value) => edit.setEntry(doc, kind, id, field, member, value),
          created: () => {
            made.add(id);
            edit.created(doc, kind, id);
          },
        });
      }
    });
    if (!written.ok) return written;
    const later: { name: string; nodes: readonly NoteNode[] }[] = [];
    doc.doc.transact(() => {
      for (const record of list) {
        const stayed = putTexts(
          doc,
          record.id,
          record.texts,
          made.has(record.id) || fresh.has(record.id),
          filesFirst,
          later,
        );
        if (stayed.length > 0) outcome.kept.push({ kind: record.kind, id: record.id, fields: stayed });
      }
    }, VERB);
    if (later.length > 0) {
      const imported = importIntoNotes(doc, later, from);
      texts.push(imported);
      // An evening that is completed takes no words: said, and not dropped without a word.
      for (const note of imported.left) {
        const cut = note.lastIndexOf('/');
        outcome.kept.push({
          kind: list.find((r) => r.id === note.slice(0, cut))?.kind ?? 'note',
          id: note.slice(0, cut),
          fields: [note.slice(cut + 1)],
        });
      }
    }
    done += list.length;
    return ok(undefined);
  };
  const write = async (
    doc: OpenDocument,
    list: readonly StoredRecord[],
    label: string,
  ): Promise<Result<void, NotWritable>> => {
    for (const slice of slicesOf(list)) {
      if (isCancelled()) break;
      const written = writeSlice(doc, slice, label);
      if (!written.ok) return written;
      onProgress?.(done, total);
      await pause?.();
    }
    return ok(undefined);
  };
  const ledger = groups.get(null) ?? [];
  const fresh = new Set(
    ledger.filter((r) => r.kind === 'session' && !docs.ledger.table('session').get(r.id)).map((r) => r.id),
  );
  // A completed evening takes no writing: it is completed when its body is there.
  const stages = new Map(
    ledger.flatMap((r): [string, unknown][] =>
      fresh.has(r.id) && r.kind === 'session' && r.keys['stage'] === 'completed' ? [[r.id, r.keys['stage']]] : [],
    ),
  );
  const written = await write(
    docs.ledger,
    ledger.map((r) => (r.kind === 'session' && stages.has(r.id) ? { ...r, keys: { ...r.keys, stage: 'wrap_up' } } : r)),
    `Bring in ${from}`,
  );
  if (!written.ok) {
    undo();
    return written;
  }
  for (const sessionId of new Set([...fresh, ...groups.keys()])) {
    if (sessionId === null || isCancelled()) continue;
    const ref = { kind: 'session', campaignId: docs.campaignId, sessionId } as const;
    const opened = fresh.has(sessionId) ? ok(docs.create(ref)) : await docs.open(ref);
    if (!opened.ok) {
      undo();
      return opened;
    }
    try {
      if (!(await write(opened.value, groups.get(sessionId) ?? [], `Bring in ${from}`)).ok)
        outcome.refused.push(sessionId);
    } finally {
      await opened.value.release();
    }
  }
  if (stages.size > 0)
    docs.edit(`Bring in ${from}`, [docs.ledger], (edit) =>
      stages.forEach((stage, id) => edit.set(docs.ledger, 'session', id, { stage })),
    );
  return ok({ ...outcome, undo });
};

/** What {@link putRecords} would do to the ledger, without doing it; bodies are looked at when their turn comes. */
export const readPutOutcome = (docs: CampaignDocs, records: readonly StoredRecord[]): PutOutcome => {
  const outcome: PutOutcome = { created: 0, changed: 0, same: 0, kept: [], refused: [] };
  for (const record of records) {
    if (!isOurs(record) || record.kind === 'note') continue;
    const doc =
      record.sessionId === null
        ? docs.ledger
        : docs.peek({ kind: 'session', campaignId: docs.campaignId, sessionId: record.sessionId });
    if (doc) putOne(doc, record as StoredRecord & { kind: StoredKind }, false, outcome, null);
    else outcome[docs.ledger.table('session').get(record.sessionId ?? '') ? 'same' : 'created'] += 1;
  }
  return outcome;
};
