// Revisions of records: who changed what and when, stored in the record's own document so that they merge and work
// offline. One revision per command and record, holding both sides of each change, so a value that loses a merge can
// still be found. A revision of typing names its run (typed-text.ts): what was typed last is read from there.
import type * as Y from 'yjs';
import { ALL_RECORDS, GOAL, storedKey, SUGGESTION } from '@emberkeep/domain';
import { isCreatedOnKey } from './deletion.ts';
import { LIVE_ID } from './live-claims.ts';
import type { RecordTable } from './record-table.ts';
import { dropRun, readRun, runNameOf, type RunName } from './typed-text.ts';
import type { CreatedRecord, KeyChange } from './undo.ts';

/**
 * Revisions kept per record and field. A new one drops the oldest of the author who has most of them, so that nobody's
 * typing drops what others wrote.
 */
const MAX_REVISIONS = 50;

/** Typing in one field within this time, in ms, is one revision. */
const TYPING_MS = 60_000;

/** Root map of revisions, with keys `<id>/<root>/<number>-<client>-<device>`; the first versions left the client out. */
export const REVISIONS_ROOT = 'history';

type Change = { before?: unknown; after?: unknown };

/** One revision of a record, as stored. */
export interface Revision {
  key: string;
  /** One more than the highest number this device knew; devices break ties. */
  number: number;
  /** Unix ms. */
  at: number;
  /** The author's name. */
  by: string;
  label: string;
  /** By key below the record's id (`field` or `field/member`). A missing side means "no such key". */
  changes: Readonly<Record<string, Change>>;
  /** The typing run whose text is what the one change ends with. */
  typed?: RunName;
}

/** Fields that list their own changes: the steps of counters, a goal's news. */
const SELF_RECORDING_FIELDS = new Set([
  `${GOAL.root}/news`,
  ...ALL_RECORDS.flatMap((spec) =>
    Object.entries(spec.fields).flatMap(([name, field]) =>
      field.form === 'counter' ? [`${spec.root}/${storedKey(name, field)}`] : [],
    ),
  ),
]);

/** True for a key whose changes become a revision. */
const isRevised = (root: string, below: string): boolean => {
  const field = below.split('/')[0] as string;
  // An analysis rewrites hundreds of suggestions at once, and a suggestion's state already tells what the GM decided.
  if (root === SUGGESTION.root) return false;
  if (isCreatedOnKey(below)) return false;
  const isOrder = field === 'order' || field.endsWith('.order');
  return !isOrder && field !== 'made' && !SELF_RECORDING_FIELDS.has(`${root}/${field}`);
};

/** Changes with the text that the run has now. */
const withTyped = (changes: Revision['changes'], doc: Y.Doc | null, run: RunName): Revision['changes'] => {
  const after = doc ? readRun(doc, run) : undefined;
  if (after === undefined) return changes;
  return Object.fromEntries(Object.entries(changes).map(([key, change]) => [key, { ...change, after }]));
};

const readRevision = (key: string, member: string, value: unknown, doc: Y.Doc | null): Revision | null => {
  if (typeof value !== 'object' || value === null) return null;
  const { at, by, label, changes, typed } = value as Record<string, unknown>;
  const number = Number(member.split('-')[0]);
  if (!Number.isFinite(number) || typeof changes !== 'object' || changes === null) return null;
  return {
    key,
    number,
    at: typeof at === 'number' ? at : 0,
    by: typeof by === 'string' ? by : '',
    label: typeof label === 'string' ? label : '',
    ...(typeof typed === 'string'
      ? { changes: withTyped(changes as Revision['changes'], doc, typed), typed }
      : { changes: changes as Revision['changes'] }),
  };
};

/** The revisions of one record, oldest first. Values that a peer wrote wrong are skipped. */
export const readRevisions = (table: RecordTable, root: string, id: string): Revision[] =>
  [...(table.get(id)?.groups.get(root)?.entries() ?? [])]
    .flatMap(([member, value]) => readRevision(`${id}/${root}/${member}`, member, value, table.map.doc) ?? [])
    .sort((a, b) => a.number - b.number || (a.key < b.key ? -1 : 1));

interface RecordChanges {
  room: string;
  root: string;
  id: string;
  changes: Record<string, Change>;
}

/**
 * Changes by record, without those of records that the command created: a new record itself says who made it and when.
 */
const changesByRecord = (changes: readonly KeyChange[], created: readonly CreatedRecord[]): RecordChanges[] => {
  const byRecord = new Map<string, RecordChanges>();
  for (const { room, root, key, before, after } of changes) {
    const slash = key.indexOf('/');
    const [id, below] = [key.slice(0, slash), key.slice(slash + 1)];
    if (id === LIVE_ID || !isRevised(root, below)) continue;
    if (created.some((c) => c.room === room && c.root === root && c.id === id)) continue;
    const name = `${room} ${root} ${id}`;
    let entry = byRecord.get(name);
    if (!entry) byRecord.set(name, (entry = { room, root, id, changes: {} }));
    entry.changes[below] = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  }
  return [...byRecord.values()];
};

interface Author {
  deviceId: string;
  author: string;
  /** Unix ms. */
  at: number;
}

/** A tablet that was set up from another one's backup has the same device id, so the tab's Yjs client is named too. */
const writerSuffix = ({ deviceId }: Author, client: number): string => `-${client}-${deviceId.slice(-6)}`;

/** True when every word of a text still occurs in another. */
const keepsWords = (text: unknown, later: unknown): boolean =>
  typeof text !== 'string' || (typeof later === 'string' && text.split(/\s+/).every((word) => later.includes(word)));

/**
 * True when joining loses no words: the change went on from them, or has them. Those that lost a merge stay findable.
 */
const losesNothing = (earlier: Revision['changes'], later: RecordChanges['changes']): boolean =>
  Object.entries(later).every(
    ([key, { before, after }]) => earlier[key]?.after === before || keepsWords(earlier[key]?.after, after),
  );

/**
 * The newest revision by this tab of the same keys, if it is within the typing time. Others may have written since,
 * in other fields or in this one. The clock can be set in both directions. A run of another tab may still go on.
 */
const revisionToContinue = (
  known: readonly Revision[],
  changes: RecordChanges['changes'],
  who: Author & { client: number },
): Revision | undefined => {
  const keys = Object.keys(changes).join();
  const last = known.findLast(
    (each) =>
      each.by === who.author &&
      each.key.endsWith(writerSuffix(who, who.client)) &&
      Object.keys(each.changes).join() === keys,
  );
  const continues = last && Math.abs(who.at - last.at) < TYPING_MS && losesNothing(last.changes, changes);
  return continues ? last : undefined;
};

const fieldsOf = (changes: Revision['changes']): string =>
  [...new Set(Object.keys(changes).map((key) => key.split('/')[0]))].sort().join();

/** The revisions to drop before another one of the same fields is written. */
const surplusRevisions = (known: readonly Revision[], changes: RecordChanges['changes']): Revision[] => {
  const ofFields = known.filter((each) => fieldsOf(each.changes) === fieldsOf(changes));
  const dropped: Revision[] = [];
  while (ofFields.length >= MAX_REVISIONS) {
    const counts = new Map<string, number>();
    for (const { by } of ofFields) counts.set(by, (counts.get(by) ?? 0) + 1);
    const most = Math.max(...counts.values());
    dropped.push(
      ...ofFields.splice(
        ofFields.findIndex(({ by }) => counts.get(by) === most),
        1,
      ),
    );
  }
  return dropped;
};

/** From before the earlier change to after the later one. */
const joinChanges = (earlier: Revision['changes'], later: RecordChanges['changes']): RecordChanges['changes'] =>
  Object.fromEntries(
    Object.entries(later).map(([key, change]) => [
      key,
      {
        ...('before' in earlier[key]! ? { before: earlier[key].before } : {}),
        ...('after' in change ? { after: change.after } : {}),
      },
    ]),
  );

/** The typing run that a change of one text starts. */
const runOf = (doc: Y.Doc, root: string, id: string, changes: RecordChanges['changes']): RunName | undefined => {
  const [[below, change] = [], ...others] = Object.entries(changes);
  if (below === undefined || others.length > 0 || typeof change?.after !== 'string') return undefined;
  return runNameOf(doc.getMap<unknown>(root), `${id}/${below}`);
};

/** Writes one revision per record that a command changed, inside the command's transaction. */
export const writeRevisions = (
  step: { label: string; changes: readonly KeyChange[]; created: readonly CreatedRecord[] },
  who: Author,
  docOf: (room: string) => { doc: Y.Doc; revisions: RecordTable },
  isTyping: boolean,
): void => {
  for (const { room, root, id, changes } of changesByRecord(step.changes, step.created)) {
    const { doc, revisions } = docOf(room);
    const map = doc.getMap<unknown>(REVISIONS_ROOT);
    const known = readRevisions(revisions, root, id);
    const run = isTyping ? runOf(doc, root, id, changes) : undefined;
    const typed = run === undefined ? {} : { typed: run };
    const last = isTyping ? revisionToContinue(known, changes, { ...who, client: doc.clientID }) : undefined;
    if (last) {
      const joined = joinChanges(last.changes, changes);
      map.set(last.key, { at: last.at, by: who.author, label: last.label, changes: joined, ...typed });
      if (last.typed !== undefined) dropRun(doc, last.typed);
      continue;
    }
    for (const old of surplusRevisions(known, changes)) {
      map.delete(old.key);
      if (old.typed !== undefined) dropRun(doc, old.typed);
    }
    const number = (known.at(-1)?.number ?? 0) + 1;
    const key = `${id}/${root}/${number}${writerSuffix(who, doc.clientID)}`;
    map.set(key, { at: who.at, by: who.author, label: step.label, changes, ...typed });
  }
};
