// A document of everything in an update that can be applied. The relay refuses items that throw on every document; one
// that passed all its checks must not keep the rest from readers.
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { encodeStruct, type Struct } from './encode-struct.ts';

/** Rounds in which structs that waited for others are tried again; a view that a GM's app wrote needs two. */
const ROUNDS = 20;

/** The deletions of an update alone. */
const encodeDeletions = ({ ds }: ReturnType<typeof Y.decodeUpdate>): Uint8Array => {
  const { restEncoder } = new Y.UpdateEncoderV1();
  encoding.writeVarUint(restEncoder, 0);
  encoding.writeVarUint(restEncoder, ds.clients.size);
  for (const [client, ranges] of ds.clients) {
    encoding.writeVarUint(restEncoder, client);
    encoding.writeVarUint(restEncoder, ranges.length);
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(restEncoder, clock);
      encoding.writeVarUint(restEncoder, len);
    }
  }
  return encoding.toUint8Array(restEncoder);
};

const tryApply = (doc: Y.Doc, update: Uint8Array): void => {
  try {
    Y.applyUpdate(doc, update);
  } catch {
    // reason: this is the item that is left out
  }
};

/** Each struct by itself, again while some that waited got in. */
const applyStructs = (doc: Y.Doc, structs: readonly Struct[]): void => {
  const updates = structs.filter((struct) => !(struct instanceof Y.Skip)).map((struct) => encodeStruct(struct));
  let before = '';
  for (let round = 0; round < ROUNDS; round++) {
    const reached = JSON.stringify([...Y.decodeStateVector(Y.encodeStateVector(doc))]);
    if (reached === before && round > 0) return;
    before = reached;
    for (const update of updates) tryApply(doc, update);
    doc.store.pendingStructs = null;
  }
};

/** `isWhole`: everything in the update is in the document, and nothing waits. Throws on bytes that are no update. */
export const documentOf = (update: Uint8Array): { doc: Y.Doc; isWhole: boolean } => {
  const doc = new Y.Doc();
  try {
    Y.applyUpdate(doc, update);
    return { doc, isWhole: doc.store.pendingStructs === null && doc.store.pendingDs === null };
  } catch {
    doc.destroy();
  }
  const decoded = Y.decodeUpdate(update);
  const sound = new Y.Doc();
  Y.transact(sound, () => applyStructs(sound, decoded.structs));
  tryApply(sound, encodeDeletions(decoded));
  return { doc: sound, isWhole: false };
};
