// Takes out of a room what no device can use: items that throw when they are applied, and values that devices cannot
// use.
// An earlier relay may have stored them; today's takes in none that it can recognize (see rooms/update-checks.ts).
import * as Y from 'yjs';
import { isUsable } from '../rooms/update-checks.ts';
import { encodeStruct, type Struct } from './encode-struct.ts';

export interface Repaired {
  /** The whole room without them. */
  update: Uint8Array;
  /** What devices lack: their places, as deleted. */
  patch: Uint8Array;
  /** How many items were taken out. */
  count: number;
}

const applies = (doc: Y.Doc, update: Uint8Array): boolean => {
  try {
    Y.applyUpdate(doc, update);
    return true;
  } catch {
    return false; // reason: whether it applies is the question
  }
};

/** Where the item stops the document, as an update that fills its place; null if it is not the one. */
const fillFor = (doc: Y.Doc, struct: Struct): Uint8Array | null => {
  const offset = Y.getState(doc.store, struct.id.client) - struct.id.clock;
  const isNext = struct instanceof Y.Item && offset >= 0 && offset < struct.length;
  if (!isNext || (isUsable(struct) && applies(doc, encodeStruct(struct, offset)))) return null;
  return encodeStruct(new Y.GC(struct.id, struct.length), offset);
};

/** Applies everything but the items that throw, whose places are filled; null if something else makes it throw. */
const applyFilled = (doc: Y.Doc, update: Uint8Array, structs: readonly Struct[]): Uint8Array[] | null => {
  const fills: Uint8Array[] = [];
  while (!applies(doc, update)) {
    let fill: Uint8Array | null = null;
    for (const struct of structs) if ((fill = fillFor(doc, struct))) break;
    if (!fill) return null;
    Y.applyUpdate(doc, fill);
    fills.push(fill);
  }
  return fills;
};

const deleteAll = (doc: Y.Doc, structs: readonly Struct[]): void =>
  doc.transact((transaction) => {
    for (const { id } of structs) {
      const item = Y.getItem(doc.store, id);
      if (item instanceof Y.Item) item.delete(transaction);
    }
  });

/** Null if there is nothing of the kind in the room. Throws on bytes that do not decode. */
export const repair = (update: Uint8Array): Repaired | null => {
  const { structs } = Y.decodeUpdate(update);
  const unusable = structs.filter((struct) => !isUsable(struct));
  const doc = new Y.Doc();
  const fills = applyFilled(doc, update, structs);
  if (!fills || fills.length + unusable.length === 0) return null;
  const deletions: Uint8Array[] = [];
  doc.on('update', (made: Uint8Array) => deletions.push(made));
  deleteAll(doc, unusable);
  const repaired = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return { update: repaired, patch: Y.mergeUpdates([...fills, ...deletions]), count: fills.length + unusable.length };
};
