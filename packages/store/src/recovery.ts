// Owns the first trap of the editor's binding: it turns a paragraph into a list by deleting and inserting, so words that
// somebody typed into that paragraph meanwhile vanish with it. In: bytes from elsewhere. Out: the same bytes applied, and
// every text that the merge deleted only because its parent was deleted, kept under
// `recovered/<client>-<clock>-<length>`.
// Invariant: a text that no delete set names is never gone without a copy. The copy is the one write that a remote change
// may cause; two devices that both make it write the same key and value.
import * as Y from 'yjs';
import { RECOVER } from './origins.ts';

/** A text that a merge took out. `note` is the root text it stood in, null where its place is already collected. */
export interface RecoveredText {
  client: number;
  clock: number;
  text: string;
  note: string | null;
}

type Ranges = Map<number, { clock: number; len: number }[]>;

const covers = (ranges: Ranges, client: number, clock: number): boolean =>
  (ranges.get(client) ?? []).some((r) => clock >= r.clock && clock < r.clock + r.len);

const addRanges = (into: Ranges, ds: { clients: Map<number, { clock: number; len: number }[]> }): void => {
  for (const [client, items] of ds.clients) into.set(client, [...(into.get(client) ?? []), ...items]);
};

// Deletions named by updates that still wait for what they depend on; dropped once nothing waits.
const waiting = new WeakMap<Y.Doc, Ranges>();

const rootOf = (item: Y.Item): string | null => {
  let type = item.parent as Y.AbstractType<unknown> | null;
  while (type?._item) type = type._item.parent as Y.AbstractType<unknown> | null;
  if (!type?.doc) return null;
  for (const [name, root] of type.doc.share) if ((root as unknown) === type) return name;
  return null;
};

/** The parts of [clock, clock + text.length) that `named` does not cover. */
const unnamedParts = (
  named: Ranges,
  client: number,
  clock: number,
  text: string,
): { clock: number; text: string }[] => {
  const parts: { clock: number; text: string }[] = [];
  let from = -1;
  for (let i = 0; i <= text.length; i++) {
    const open = i < text.length && !covers(named, client, clock + i);
    if (open && from === -1) from = i;
    if (!open && from !== -1) {
      parts.push({ clock: clock + from, text: text.slice(from, i) });
      from = -1;
    }
  }
  return parts;
};

const eachDeletedText = (transaction: Y.Transaction, callback: (struct: Y.Item, text: string) => void): void =>
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) callback(struct, struct.content.str);
  });

const keep = (doc: Y.Doc, found: readonly RecoveredText[]): void => {
  const texts = found.filter((f) => f.text.trim() !== '');
  if (texts.length === 0) return;
  const map = doc.getMap<unknown>('recovered');
  doc.transact(() => {
    for (const { client, clock, text, note } of texts) {
      // With its length: two devices may have different parts to keep, and a shorter one must not overwrite a longer one.
      const key = `${client}-${clock}-${text.length}`;
      if (!map.has(key)) map.set(key, { text, note });
    }
  }, RECOVER);
};

/**
 * Runs something that nobody's keys cause (building an editor over a note) and keeps every word that it deletes: the
 * binding removes nodes that a merge left invalid, with all that is in them.
 */
export const keepingDeleted = <T>(doc: Y.Doc, run: () => T): T => {
  const found: RecoveredText[] = [];
  const collect = (transaction: Y.Transaction): void =>
    eachDeletedText(transaction, (struct, text) =>
      found.push({ client: struct.id.client, clock: struct.id.clock, text, note: rootOf(struct) }),
    );
  doc.on('afterTransaction', collect);
  try {
    return run();
  } finally {
    doc.off('afterTransaction', collect);
    keep(doc, found);
  }
};

/**
 * Applies bytes from the relay, another tab or a file. Throws what Yjs throws on invalid bytes, with nothing applied.
 * Cost over a plain apply: one decoding of the update; an empty document skips it, as nothing can be lost there.
 */
export const applyIncoming = (doc: Y.Doc, update: Uint8Array, origin: object): void => {
  if (doc.store.clients.size === 0) {
    Y.applyUpdate(doc, update, origin);
    return;
  }
  const decoded = Y.decodeUpdate(update);
  const named: Ranges = waiting.get(doc) ?? new Map();
  addRanges(named, decoded.ds);
  const found: RecoveredText[] = [];
  const take = (client: number, clock: number, text: string, note: string | null): void => {
    for (const part of unnamedParts(named, client, clock, text))
      if (part.text.trim() !== '') found.push({ client, clock: part.clock, text: part.text, note });
  };
  const before = Y.decodeStateVector(Y.encodeStateVector(doc));
  // Before garbage collection, which runs after the observers: the deleted words are still readable here.
  const collect = (transaction: Y.Transaction): void => {
    // A transaction inside ours is the binding tidying up what a merge left invalid (a list item without a paragraph): it
    // deletes the node with every word in it, and nobody asked for that.
    const isTidying = transaction.origin !== origin;
    eachDeletedText(transaction, (struct, text) => {
      if (isTidying) found.push({ client: struct.id.client, clock: struct.id.clock, text, note: rootOf(struct) });
      else take(struct.id.client, struct.id.clock, text, rootOf(struct));
    });
  };
  doc.on('afterTransaction', collect);
  // The bytes were decoded above, so what throws now is somebody's observer: the update is in the document all the same,
  // and what it took out must be kept before anybody hears of the failure.
  let failure: { error: unknown } | null = null;
  try {
    Y.applyUpdate(doc, update, origin);
  } catch (error) {
    failure = { error };
  } finally {
    doc.off('afterTransaction', collect);
  }
  // Words whose parent was collected here long ago never become items: they are read from the update itself.
  for (const struct of decoded.structs) {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue;
    const { client, clock } = struct.id;
    if (clock + struct.length <= (before.get(client) ?? 0)) continue;
    if (clock >= Y.getState(doc.store, client)) continue;
    if (Y.getItem(doc.store, struct.id) instanceof Y.Item) continue;
    take(client, clock, struct.content.str, null);
  }
  if (doc.store.pendingStructs || doc.store.pendingDs) waiting.set(doc, named);
  else waiting.delete(doc);
  keep(doc, found);
  if (failure) throw failure.error;
};

/** What a document holds under `recovered`, less what a GM has put back or set aside; overlapping copies are one. */
export const recoveredTexts = (doc: Y.Doc): RecoveredText[] => {
  const done = doc.getMap<unknown>('recoveredDone');
  const all: RecoveredText[] = [];
  for (const [key, value] of doc.getMap<unknown>('recovered')) {
    const match = /^(\d+)-(\d+)-\d+$/.exec(key);
    const { text, note } = (value ?? {}) as { text?: unknown; note?: unknown };
    if (!match || typeof text !== 'string') continue;
    all.push({ client: Number(match[1]), clock: Number(match[2]), text, note: typeof note === 'string' ? note : null });
  }
  all.sort((a, b) => a.client - b.client || a.clock - b.clock);
  const joined: RecoveredText[] = [];
  for (const each of all) {
    const last = joined.at(-1);
    const end = last && last.client === each.client ? last.clock + last.text.length : -1;
    if (last && each.clock <= end) {
      const extra = each.clock + each.text.length - end;
      if (extra > 0) last.text += each.text.slice(each.text.length - extra);
      last.note ??= each.note;
    } else joined.push({ ...each });
  }
  return joined.filter((r) => !done.has(`${r.client}-${r.clock}-${r.text.length}`));
};

/** The key under which a recovered text is set aside once a GM has dealt with it. */
export const recoveredKey = (r: RecoveredText): string => `${r.client}-${r.clock}-${r.text.length}`;
