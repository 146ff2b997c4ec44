// Keeps text that a merge would lose. The editor's binding turns a paragraph into a list by deleting and inserting
// it, so words that somebody typed into that paragraph meanwhile disappear with it. Invariant: text that no delete
// set names, or that one of its importers took back, is never lost without a copy under
// `recovered/<client>-<clock>-<length>`. That copy, the removal of a copy that two GMs put back (put-back.ts), and a value
// that lost to one that is gone or that nobody set (lost-values.ts) are the only writes that a merge itself may cause; two
// devices that both make one write the same.
import { appendAll } from '@emberkeep/domain';
import * as Y from 'yjs';
import { applyPieces, encodeUpdate, hasArrived } from './apply-pieces.ts';
import { hasGap, takeWaiting, waitingTexts } from './gap.ts';
import { setAgain, valuesLostIn, type LostValue } from './lost-values.ts';
import { GAP_FILLED, RECOVER } from './origins.ts';
import { PUT_BACK_ROOT, removeDoublePutBacks } from './put-back.ts';
import { textsTakenBack } from './text-importers.ts';
import { usableUpdate } from './usable-update.ts';

/** Text that a merge removed. `note` is the root text it was in; null when that can no longer be determined. */
export interface RecoveredText {
  client: number;
  clock: number;
  text: string;
  note: string | null;
  /** Set when no merge removed the text: it waits for an update that is missing on this device (gap.ts). */
  waits?: true;
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

const keyOf = ({ client, clock, text, waits }: RecoveredText): string =>
  `${client}-${clock}-${text.length}${waits ? '-waits' : ''}`;

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
  const collect = (transaction: Y.Transaction): void => appendAll(found, deletedTexts(transaction));
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
  apply: () => void,
  origin: object,
  named: Ranges,
): { found: RecoveredText[]; lostValues: LostValue[]; hasPutBack: boolean; failure: { error: unknown } | null } => {
  const found: RecoveredText[] = [];
  const lostValues: LostValue[] = [];
  const putBacks = doc.getMap<unknown>(PUT_BACK_ROOT);
  let hasPutBack = false;
  // `afterTransaction` comes before garbage collection: the deleted texts can still be read.
  const collect = (transaction: Y.Transaction): void => {
    const deleted = deletedTexts(transaction);
    hasPutBack ||= transaction.changed.has(putBacks as never);
    // Another transaction inside this one is the binding tidying up a node that the merge left invalid (a list item
    // without a paragraph). It deletes the node with all its text, which nobody asked for.
    const isTidying = transaction.origin !== origin;
    const takenBack = textsTakenBack(transaction);
    appendAll(
      lostValues,
      valuesLostIn(transaction, ({ id }) => covers(named, id.client, id.clock)),
    );
    appendAll(
      found,
      deleted.flatMap((text) => (isTidying || takenBack.has(text.client) ? [text] : unnamedParts(named, text))),
    );
  };
  doc.on('afterTransaction', collect);
  try {
    apply();
    return { found, lostValues, hasPutBack, failure: null };
  } catch (error) {
    return { found, lostValues, hasPutBack, failure: { error } };
  } finally {
    doc.off('afterTransaction', collect);
  }
};

/**
 * Applies an update without what no document accepts. An error of an observer, after which everything is applied, is
 * thrown.
 */
const applySound = (doc: Y.Doc, update: ForeignUpdate, origin: object): void => {
  try {
    if (update.isV2) Y.applyUpdateV2(doc, update.bytes, origin);
    else Y.applyUpdate(doc, update.bytes, origin);
  } catch (error) {
    if (hasArrived(doc, update.decoded)) throw error;
    applyPieces(doc, update.decoded, origin);
  }
};

/** An update from outside, without what it cannot use. Throws on bytes that are no update. */
interface ForeignUpdate {
  bytes: Uint8Array;
  isV2: boolean;
  decoded: DecodedUpdate;
}

const readUpdate = (doc: Y.Doc, bytes: Uint8Array, isV2 = false): ForeignUpdate => {
  const asSent = isV2 ? Y.decodeUpdateV2(bytes) : Y.decodeUpdate(bytes);
  const decoded = usableUpdate(doc, asSent);
  return decoded === asSent ? { bytes, isV2, decoded } : { bytes: encodeUpdate(decoded), isV2: false, decoded };
};

/**
 * Applies an update from the relay, another tab or a file, without the items in it that no document accepts: the
 * document then has a gap. Throws what Yjs throws on invalid bytes, with nothing applied. Costs one decoding of the
 * update more than a plain apply.
 */
export const applyIncoming = (doc: Y.Doc, update: Uint8Array, origin: object): void => {
  if (hasGap(doc)) return applyIntoGap(doc, update, origin);
  const read = readUpdate(doc, update);
  // An empty document has nothing to lose.
  if (doc.store.clients.size === 0) return applySound(doc, read, origin);
  applyKeeping(doc, [read.decoded], origin, () => applySound(doc, read, origin));
};

/** Applies updates, and keeps the texts that disappear although no update names their deletion. */
const applyKeeping = (doc: Y.Doc, decoded: readonly DecodedUpdate[], origin: object, apply: () => void): void => {
  const named: Ranges = waiting.get(doc) ?? new Map();
  for (const { ds } of decoded) addRanges(named, ds);
  const before = Y.decodeStateVector(Y.encodeStateVector(doc));
  const { found, lostValues, hasPutBack, failure } = applyCollecting(doc, apply, origin, named);
  const orphans = decoded.flatMap((update) => textsWithoutParent(doc, update, before));
  appendAll(
    found,
    orphans.flatMap((text) => unnamedParts(named, text)),
  );
  if (hasGap(doc)) waiting.set(doc, named);
  else waiting.delete(doc);
  keepTexts(doc, found);
  setAgain(doc, lostValues);
  if (hasPutBack) removeDoublePutBacks(doc);
  // The bytes decoded, so this is an observer's error: the update is applied, and what it deleted is kept by now.
  if (failure) throw failure.error;
};

/**
 * What waited is merged as an update of this device's own, not as part of the one that filled the gap: the relay has
 * never received it.
 */
const applyIntoGap = (doc: Y.Doc, update: Uint8Array, origin: object): void => {
  const read = readUpdate(doc, update);
  const waited = takeWaiting(doc).map((each) => readUpdate(doc, each, true));
  // Deletions that wait are named, too.
  const named = waited.map(({ decoded }) => decoded);
  try {
    const all = [read.decoded, ...named.map(({ ds }) => ({ structs: [], ds }))];
    applyKeeping(doc, all, origin, () => applySound(doc, read, origin));
  } finally {
    // What waited may be nested in what came just now.
    applyKeeping(doc, named, GAP_FILLED, () =>
      waited.forEach(({ bytes, isV2 }) => applySound(doc, readUpdate(doc, bytes, isV2), GAP_FILLED)),
    );
  }
};

/**
 * Applies an update to a document that this device only reads, without what no document accepts. Writes nothing of its
 * own. Throws on bytes that are no update.
 */
export const applyReadable = (doc: Y.Doc, update: Uint8Array, origin: object): void =>
  applySound(doc, readUpdate(doc, update), origin);

const WAITS = '-waits';

/**
 * Offers what waits for a missing update as recovered text: it may never arrive. Call it when a document was loaded;
 * every tab that loads the same rows writes the same copies.
 */
export const keepWaitingTexts = (doc: Y.Doc): void => {
  const texts = waitingTexts(doc);
  const map = doc.getMap<unknown>('recovered');
  const missing = texts.filter(({ client, clock, length }) => !map.has(`${client}-${clock}-${length}${WAITS}`));
  if (missing.length === 0) return;
  doc.transact(() => {
    for (const { client, clock, length, text } of missing)
      map.set(`${client}-${clock}-${length}${WAITS}`, { text, note: null });
  }, RECOVER);
};

const KEY = /^(\d+)-(\d+)-(\d+)(-waits)?$/;

interface StoredCopy extends RecoveredText {
  /** Yjs clocks that the text takes up. */
  length: number;
}

const readCopy = (key: string, value: unknown): StoredCopy | null => {
  const match = KEY.exec(key);
  const { text, note } = (value ?? {}) as { text?: unknown; note?: unknown };
  if (!match || typeof text !== 'string') return null;
  const [client, clock, length] = match.slice(1, 4).map(Number) as [number, number, number];
  const copy = { client, clock, length, text, note: typeof note === 'string' ? note : null };
  return match[4] === undefined ? copy : { ...copy, waits: true };
};

/** Joins copies that overlap or touch. Expects them sorted by client and clock. */
const joinOverlapping = (texts: readonly StoredCopy[]): RecoveredText[] => {
  const joined: RecoveredText[] = [];
  for (const { client, clock, text, note } of texts) {
    const last = joined.at(-1);
    const end = last && last.client === client ? last.clock + last.text.length : -1;
    if (!last || clock > end) {
      joined.push({ client, clock, text, note });
      continue;
    }
    const extra = clock + text.length - end;
    if (extra > 0) last.text += text.slice(text.length - extra);
    last.note ??= note;
  }
  return joined;
};

/** The longest copy of each text that still waits: once it has arrived it is in its place. */
const stillWaiting = (doc: Y.Doc, copies: readonly StoredCopy[]): RecoveredText[] => {
  const longest = new Map<string, RecoveredText>();
  for (const { client, clock, length, text, note } of copies) {
    const hasArrived = clock + length <= Y.getState(doc.store, client);
    const known = longest.get(`${client}-${clock}`);
    if (!hasArrived && text.length > (known?.text.length ?? 0))
      longest.set(`${client}-${clock}`, { client, clock, text, note, waits: true });
  }
  return [...longest.values()];
};

/** The recovered texts of a document, without those that a GM has put back or set aside. */
export const recoveredTexts = (doc: Y.Doc): RecoveredText[] => {
  const done = doc.getMap<unknown>('recoveredDone');
  const all = [...doc.getMap<unknown>('recovered')]
    .flatMap(([key, value]) => readCopy(key, value) ?? [])
    .sort((a, b) => a.client - b.client || a.clock - b.clock);
  const removed = joinOverlapping(all.filter((copy) => !copy.waits));
  const waits = stillWaiting(
    doc,
    all.filter((copy) => copy.waits),
  );
  return [...removed, ...waits].filter((recovered) => !done.has(keyOf(recovered)));
};

/** The key under `recoveredDone` that says a GM has dealt with a text. */
export const recoveredKey = keyOf;
