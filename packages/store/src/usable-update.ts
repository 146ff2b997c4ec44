// Takes out of an update what would stop this device: types that are nested thousands deep, which Yjs deletes and collects
// by recursion, documents within the document, whose options can make every encoding throw, and clocks that no number holds.
import * as Y from 'yjs';
import { byClient } from './apply-pieces.ts';

type DecodedUpdate = ReturnType<typeof Y.decodeUpdate>;
type Struct = DecodedUpdate['structs'][number];
type Id = { client: number; clock: number };

/** Deepest nesting that is taken in: more than any importer or editor makes. */
export const MAX_NESTING = 300;

/** The clock that no client's structs go beyond, as at the relay: beyond 2^53 no device reads what was encoded. */
const MAX_CLOCK = 2 ** 40;

/** How many types an item of a document is in, up to one more than the bound. */
const depthInDocument = (item: Y.Item): number => {
  let depth = 1;
  let parent = item.parent as Y.AbstractType<unknown> | null;
  for (; parent?._item && depth <= MAX_NESTING; depth++) parent = parent._item.parent as Y.AbstractType<unknown> | null;
  return depth;
};

/** Finds the struct of an update that has an id. */
const createFinder = (structs: readonly Struct[]): ((id: Id) => Struct | undefined) => {
  const groups = byClient(structs);
  return ({ client, clock }) => {
    const own = groups.get(client) ?? [];
    let [from, to] = [0, own.length - 1];
    while (from <= to) {
      const middle = (from + to) >> 1;
      const { id, length } = own[middle]!;
      if (clock < id.clock) to = middle - 1;
      else if (clock >= id.clock + length) from = middle + 1;
      else return own[middle];
    }
    return undefined;
  };
};

/** What tells where an item is: its parent, or a neighbour in the same parent. */
const placeOf = ({ parent, origin, rightOrigin }: Y.Item): Id | null =>
  parent instanceof Y.ID ? parent : (origin ?? rightOrigin);

/** Returns the function that gives the depth of an item of an update. It walks without recursion. */
const createDepths = (doc: Y.Doc, structs: readonly Struct[]): ((item: Y.Item) => number) => {
  const find = createFinder(structs);
  const known = new Map<Struct, number>();

  const depthOfKnown = (id: Id): number => {
    if (id.clock >= Y.getState(doc.store, id.client)) return 0;
    const item = Y.getItem(doc.store, Y.createID(id.client, id.clock));
    return item instanceof Y.Item ? depthInDocument(item) : 0;
  };

  return (asked) => {
    const open: Y.Item[] = [asked];
    for (let item = open.at(-1); item; item = open.at(-1)) {
      const place = placeOf(item);
      // What the document has is at the depth where it is, also when the update repeats it.
      const isNew = place && place.clock >= Y.getState(doc.store, place.client);
      const inUpdate = isNew ? find(place) : undefined;
      // A forged chain may lead back to itself: what is asked for again counts as a root.
      if (inUpdate instanceof Y.Item && !known.has(inUpdate)) {
        known.set(inUpdate, 0);
        open.push(inUpdate);
        continue;
      }
      const around = place ? (inUpdate ? (known.get(inUpdate) ?? 0) : depthOfKnown(place)) : 0;
      known.set(item, item.parent instanceof Y.ID || !place ? around + 1 : around);
      open.pop();
    }
    return known.get(asked)!;
  };
};

/** The types of an update that are nested too deep. */
const deepTypes = (doc: Y.Doc, { structs }: DecodedUpdate): Struct[] => {
  const types = structs.filter(
    (struct): struct is Y.Item => struct instanceof Y.Item && struct.content instanceof Y.ContentType,
  );
  if (types.length === 0) return [];
  const depthOf = createDepths(doc, structs);
  return types.filter((item) => depthOf(item) > MAX_NESTING);
};

const isDocument = (struct: Struct): boolean => struct instanceof Y.Item && struct.content instanceof Y.ContentDoc;

/** The update without structs and deletions at clocks that nobody reaches; the update itself if there are none. */
const withinClocks = (update: DecodedUpdate): DecodedUpdate => {
  const { structs, ds } = update;
  const isBeyond = (clock: number, length: number): boolean => !(clock + length <= MAX_CLOCK);
  const isSound =
    !structs.some(({ id, length }) => isBeyond(id.clock, length)) &&
    ![...ds.clients.values()].some((ranges) => ranges.some(({ clock, len }) => isBeyond(clock, len)));
  if (isSound) return update;
  const deletions: typeof ds = Object.create(Object.getPrototypeOf(ds) as object) as typeof ds;
  deletions.clients = new Map(
    [...ds.clients].map(([client, ranges]) => [client, ranges.filter(({ clock, len }) => !isBeyond(clock, len))]),
  );
  return { ...update, structs: structs.filter(({ id, length }) => !isBeyond(id.clock, length)), ds: deletions };
};

/**
 * The update with everything that this device cannot use as if it were deleted, which is the same on every device; the
 * update itself if there is nothing. What is inside goes with it, because Yjs takes in nothing for a deleted parent.
 */
export const usableUpdate = (doc: Y.Doc, sent: DecodedUpdate): DecodedUpdate => {
  const update = withinClocks(sent);
  const unusable = new Set<Struct>([...deepTypes(doc, update), ...update.structs.filter(isDocument)]);
  if (unusable.size === 0) return update;
  const structs = update.structs.map((struct) => (unusable.has(struct) ? new Y.GC(struct.id, struct.length) : struct));
  return { ...update, structs };
};
