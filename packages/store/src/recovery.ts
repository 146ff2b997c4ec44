// Keeps text that a merge would lose. The editor's binding turns a paragraph into a list by deleting and inserting
// it, so words that somebody typed into that paragraph meanwhile disappear with it. Invariant: text that no delete
// set names is never lost without a copy under `recovered/<client>-<clock>-<length>`. That copy, and the
// removal of a copy that two GMs put back (put-back.ts), are the only writes that a remote change may cause; two
// devices that both make one write the same.
import * as Y from 'yjs';
import { RECOVER } from './origins.ts';
import { PUT_BACK_ROOT, removeDoublePutBacks } from './put-back.ts';

/** Text that a merge removed. `note` is the root text it was in; null when that can no longer be determined. */
export interface RecoveredText {
  client: number;
  clock: number;
  text: string;
  note: string | null;
}

/** Ranges of Yjs clocks by client. */
type Ranges = Map<number, { clock: number; len: number }[]>;

const covers = (ranges: Ranges, client: number, clock: number): boolean =>
  (ranges.get(client) ?? []).some((r) => clock >= r.clock && clock < r.clock + r.len);

const addRanges = (into: Ranges, ds: { clients: Ranges }): void => {
  for (const [client, items] of ds.clients) into.set(client, [...(into.get(client) ?? []), ...items]);
};

// Deletions named by updates that still wait for what they depend on; dropped once nothing waits.
const waiting = new WeakMap<Y.Doc, Ranges>();

/** The name of the root text that an item is in. */
const rootOf = (item: Y.Item): string | null => {
  let type = item.parent as Y.AbstractType<unknown> | null;
  while (type?._item) type = type._item.parent as Y.AbstractType<unknown> | null;
  if (!type?.doc) return null;
  for (const [name, root] of type.doc.share) if ((root as unknown) === type) return name;
  return null;
};

/** The parts of a deleted text whose deletion `named` does not name. */
const unnamedParts = (named: Ranges, deleted: RecoveredText): RecoveredText[] => {
  const { client, clock, text } = deleted;
  const parts: RecoveredText[] = [];
  let from = -1;
  for (let i = 0; i <= text.length; i++) {
    const isUnnamed = i < text.length && !covers(named, client, clock + i);
    if (isUnnamed && from === -1) from = i;
    if (!isUnnamed && from !== -1) {
      parts.push({ ...deleted, clock: clock + from, text: text.slice(from, i) });
      from = -1;
    }
  }
  return parts;
};

/** The text of an item; null for one that is no text or whose text is no longer in memory. */
export const textOfItem = (item: Y.Item): RecoveredText | null =>
  item.content instanceof Y.ContentString ? { ...item.id, text: item.content.str, note: rootOf(item) } : null;

/** The texts that a transaction deleted, of the items that `isWanted`. */
export const deletedTexts = (
  transaction: Y.Transaction,
  isWanted: (item: Y.Item) => boolean = () => true,
): RecoveredText[] => {
  const texts: RecoveredText[] = [];
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    const text = struct instanceof Y.Item && isWanted(struct) ? textOfItem(struct) : null;
    if (text) texts.push(text);
  });
  return texts;
};

const keyOf = ({ client, clock, text }: RecoveredText): string => `${client}-${clock}-${text.length}`;

/**
 * Writes copies. The key has the length: two devices may keep different parts, and neither may replace the longer.
 */
export const keepTexts = (doc: Y.Doc, found: readonly RecoveredText[]): void => {
  const texts = found.filter((f) => f.text.trim() !== '');
  if (texts.length === 0) return;
  const map = doc.getMap<unknown>('recovered');
  doc.transact(() => {
    for (const recovered of texts) {
      const key = keyOf(recovered);
      if (!map.has(key)) map.set(key, { text: recovered.text, note: recovered.note });
    }
  }, RECOVER);
};

/**
 * Runs something that no keystroke causes (building an editor over a note) and keeps every text that it deletes: the
 * editor's binding removes nodes that a merge left invalid, with everything in them.
 */
export const runKeepingDeletedText = <T>(doc: Y.Doc, run: () => T): T => {
  const found: RecoveredText[] = [];
  const collect = (transaction: Y.Transaction): void => void found.push(...deletedTexts(transaction));
  doc.on('afterTransaction', collect);
  try {
    return run();
  } finally {
    doc.off('afterTransaction', collect);
    keepTexts(doc, found);
  }
};

type DecodedUpdate = ReturnType<typeof Y.decodeUpdate>;

/**
 * Texts of the update whose parent was deleted and garbage-collected here before they arrived. They never become
 * items, so no transaction reports them. `before` is the state vector before the update.
 */
const textsWithoutParent = (doc: Y.Doc, update: DecodedUpdate, before: Map<number, number>): RecoveredText[] => {
  const texts: RecoveredText[] = [];
  for (const struct of update.structs) {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue;
    const { client, clock } = struct.id;
    const isKnown = clock + struct.length <= (before.get(client) ?? 0);
    const isWaiting = clock >= Y.getState(doc.store, client);
    if (isKnown || isWaiting || Y.getItem(doc.store, struct.id) instanceof Y.Item) continue;
    texts.push({ client, clock, text: struct.content.str, note: null });
  }
  return texts;
};

/** Applies an update and collects the texts to keep. An error thrown by an observer is returned, not thrown. */
const applyCollecting = (
  doc: Y.Doc,
  update: Uint8Array,
  origin: object,
  named: Ranges,
): { found: RecoveredText[]; hasPutBack: boolean; failure: { error: unknown } | null } => {
  const found: RecoveredText[] = [];
  const putBacks = doc.getMap<unknown>(PUT_BACK_ROOT);
  let hasPutBack = false;
  // `afterTransaction` comes before garbage collection: the deleted texts can still be read.
  const collect = (transaction: Y.Transaction): void => {
    const deleted = deletedTexts(transaction);
    hasPutBack ||= transaction.changed.has(putBacks as never);
    // Another transaction inside this one is the binding tidying up a node that the merge left invalid (a list item
    // without a paragraph). It deletes the node with all its text, which nobody asked for.
    const isTidying = transaction.origin !== origin;
    found.push(...(isTidying ? deleted : deleted.flatMap((text) => unnamedParts(named, text))));
  };
  doc.on('afterTransaction', collect);
  try {
    Y.applyUpdate(doc, update, origin);
    return { found, hasPutBack, failure: null };
  } catch (error) {
    return { found, hasPutBack, failure: { error } };
  } finally {
    doc.off('afterTransaction', collect);
  }
};

/**
 * Applies an update from the relay, another tab or a file. Throws what Yjs throws on invalid bytes, with nothing
 * applied. Costs one decoding of the update more than a plain apply; an empty document skips it, as it has nothing
 * to lose.
 */
export const applyIncoming = (doc: Y.Doc, update: Uint8Array, origin: object): void => {
  if (doc.store.clients.size === 0) {
    Y.applyUpdate(doc, update, origin);
    return;
  }
  const decoded = Y.decodeUpdate(update);
  const named: Ranges = waiting.get(doc) ?? new Map();
  addRanges(named, decoded.ds);
  const before = Y.decodeStateVector(Y.encodeStateVector(doc));
  const { found, hasPutBack, failure } = applyCollecting(doc, update, origin, named);
  found.push(...textsWithoutParent(doc, decoded, before).flatMap((text) => unnamedParts(named, text)));
  if (doc.store.pendingStructs || doc.store.pendingDs) waiting.set(doc, named);
  else waiting.delete(doc);
  keepTexts(doc, found);
  if (hasPutBack) removeDoublePutBacks(doc);
  // The bytes decoded, so this is an observer's error: the update is applied, and what it deleted is kept by now.
  if (failure) throw failure.error;
};

const KEY = /^(\d+)-(\d+)-\d+$/;

const readRecovered = (key: string, value: unknown): RecoveredText | null => {
  const match = KEY.exec(key);
  const { text, note } = (value ?? {}) as { text?: unknown; note?: unknown };
  if (!match || typeof text !== 'string') return null;
  return { client: Number(match[1]), clock: Number(match[2]), text, note: typeof note === 'string' ? note : null };
};

/** Joins copies that overlap or touch. Expects them sorted by client and clock. */
const joinOverlapping = (texts: readonly RecoveredText[]): RecoveredText[] => {
  const joined: RecoveredText[] = [];
  for (const each of texts) {
    const last = joined.at(-1);
    const end = last && last.client === each.client ? last.clock + last.text.length : -1;
    if (!last || each.clock > end) {
      joined.push({ ...each });
      continue;
    }
    const extra = each.clock + each.text.length - end;
    if (extra > 0) last.text += each.text.slice(each.text.length - extra);
    last.note ??= each.note;
  }
  return joined;
};

/** The recovered texts of a document, without those that a GM has put back or set aside. */
export const recoveredTexts = (doc: Y.Doc): RecoveredText[] => {
  const done = doc.getMap<unknown>('recoveredDone');
  const all = [...doc.getMap<unknown>('recovered')]
    .flatMap(([key, value]) => readRecovered(key, value) ?? [])
    .sort((a, b) => a.client - b.client || a.clock - b.clock);
  return joinOverlapping(all).filter((recovered) => !done.has(keyOf(recovered)));
};

/** The key under `recoveredDone` that says a GM has dealt with a text. */
export const recoveredKey = keyOf;
