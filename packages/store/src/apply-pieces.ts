// Applies an update of which one item makes Yjs throw: a forged item can stop a document on every device, with
// everything that comes in the same update. That item is left out; the rest is merged, and what builds on it waits.
import { appendTo } from '@emberkeep/domain';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

type DecodedUpdate = ReturnType<typeof Y.decodeUpdate>;
type Struct = DecodedUpdate['structs'][number];

/** Documents of which something could not be applied since they were opened. */
const incomplete = new WeakSet<Y.Doc>();

/** True if an update had an item that no document accepts. */
export const hasLeftOut = (doc: Y.Doc): boolean => incomplete.has(doc);

/** Notes that an item of an update was left out of a document. */
export const markLeftOut = (doc: Y.Doc): void => void incomplete.add(doc);

/** The structs of each client, in the order of the update. */
export const byClient = (structs: readonly Struct[]): Map<number, Struct[]> => {
  const groups = new Map<number, Struct[]>();
  for (const struct of structs) appendTo(groups, struct.id.client, struct);
  return groups;
};

/** An update in Yjs' first format. The structs of a client follow each other without a hole. */
const encode = (groups: readonly (readonly Struct[])[], ds: DecodedUpdate['ds'] | null): Uint8Array => {
  const encoder = new Y.UpdateEncoderV1();
  const { restEncoder } = encoder;
  encoding.writeVarUint(restEncoder, groups.length);
  for (const structs of groups) {
    encoding.writeVarUint(restEncoder, structs.length);
    encoder.writeClient(structs[0]!.id.client);
    encoding.writeVarUint(restEncoder, structs[0]!.id.clock);
    for (const struct of structs) struct.write(encoder as never, 0);
  }
  const deletions = [...(ds?.clients ?? [])];
  encoding.writeVarUint(restEncoder, deletions.length);
  for (const [client, ranges] of deletions) {
    encoding.writeVarUint(restEncoder, client);
    encoding.writeVarUint(restEncoder, ranges.length);
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(restEncoder, clock);
      encoding.writeVarUint(restEncoder, len);
    }
  }
  return encoder.toUint8Array();
};

/** A decoded update in Yjs' first format. */
export const encodeUpdate = ({ structs, ds }: DecodedUpdate): Uint8Array => encode([...byClient(structs).values()], ds);

const isIn = (doc: Y.Doc, { id, length }: Struct): boolean => id.clock + length <= Y.getState(doc.store, id.client);

/** The client whose structs have to come before this one can be tried; null where it can be. */
const waitsFor = (doc: Y.Doc, struct: Struct): number | null => {
  const { client, clock } = struct.id;
  if (clock > Y.getState(doc.store, client)) return client;
  if (!(struct instanceof Y.Item)) return null;
  const references = [struct.origin, struct.rightOrigin, struct.parent instanceof Y.ID ? struct.parent : null];
  // What an item of its own client should come before it can never do so: it is tried.
  const missing = references.find((id) => id && id.client !== client && id.clock >= Y.getState(doc.store, id.client));
  return missing?.client ?? null;
};

const applies = (doc: Y.Doc, update: Uint8Array, origin: object): boolean => {
  try {
    Y.applyUpdate(doc, update, origin);
    return true;
  } catch {
    return false; // reason: whether it applies is the question
  }
};

/** Applies the structs of one client as far as they are ready. Returns the client that the next one waits for. */
const applyReady = (doc: Y.Doc, queue: Struct[], origin: object): number | null => {
  for (let struct = queue[0]; struct; struct = queue[0]) {
    if (!(struct instanceof Y.Skip) && !isIn(doc, struct)) {
      const client = waitsFor(doc, struct);
      if (client !== null) return client;
      if (!applies(doc, encode([[struct]], null), origin)) incomplete.add(doc);
    }
    queue.shift();
  }
  return null;
};

/** Applies the structs of all clients as far as they are ready. A queue is tried again only when what it waits for came. */
const applyAllReady = (doc: Y.Doc, queues: ReadonlyMap<number, Struct[]>, origin: object): void => {
  const waiting = new Map<number, number[]>();
  const ready = [...queues.keys()];
  for (let client = ready.pop(); client !== undefined; client = ready.pop()) {
    const before = Y.getState(doc.store, client);
    const missing = applyReady(doc, queues.get(client)!, origin);
    if (missing !== null) appendTo(waiting, missing, client);
    if (Y.getState(doc.store, client) === before) continue;
    for (const each of waiting.get(client) ?? []) ready.push(each);
    waiting.delete(client);
  }
};

/** Runs of structs without a hole between them: a hole would be written as if it were not there. */
const withoutHoles = (structs: readonly Struct[]): Struct[][] => {
  const runs: Struct[][] = [];
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue;
    const last = runs.at(-1)?.at(-1);
    if (last && last.id.clock + last.length === struct.id.clock) runs.at(-1)!.push(struct);
    else runs.push([struct]);
  }
  return runs;
};

/**
 * Applies everything of an update but the items that throw, as one transaction. What builds on them, or on anything
 * else that is missing, waits in the document as after any update.
 */
export const applyPieces = (doc: Y.Doc, { structs, ds }: DecodedUpdate, origin: object): void => {
  const queues = byClient(structs);
  const pieces = (): void => {
    applyAllReady(doc, queues, origin);
    const waiting = [...queues.values()].flatMap(withoutHoles);
    for (const run of waiting) if (!applies(doc, encode([run], null), origin)) incomplete.add(doc);
    if (!applies(doc, encode([], ds), origin)) incomplete.add(doc);
  };
  Y.transact(doc, pieces, origin, false);
};

/** Whether every struct of the update is in the document, or waits in it. */
export const hasArrived = (doc: Y.Doc, { structs }: DecodedUpdate): boolean => {
  const { pendingStructs } = doc.store;
  const waits = pendingStructs
    ? byClient(Y.decodeUpdateV2(pendingStructs.update).structs)
    : new Map<number, Struct[]>();
  return structs.every(
    (struct) =>
      struct instanceof Y.Skip ||
      isIn(doc, struct) ||
      (waits.get(struct.id.client) ?? []).some(
        ({ id, length }) => id.clock + length >= struct.id.clock + struct.length,
      ),
  );
};
