// Bounds what a forged update costs. Yjs finds the place of an item among those that were inserted at the same place
// apart by looking at each of them: 100 kB of items that were made for it, each before another item of the same text,
// keep a device busy for minutes, each time the document is opened. Honest edits look at a few.
import * as Y from 'yjs';
import { markLeftOut } from './apply-pieces.ts';

/**
 * Neighbours that the items of one document may look at, together. Two GMs who each put a thousand blocks at the top of
 * one note, apart and one by one, need one million; this many take a tablet some seconds.
 */
export const MAX_STEPS = 5_000_000;

/**
 * When they are used up, what the items of each Yjs client may still look at, as long as all of them stay below
 * `MAX_STEPS_OF_OTHERS`: what an honest device writes beside forged items still finds its place.
 */
export const STEPS_OF_CLIENT = 100_000;
export const MAX_STEPS_OF_OTHERS = 5_000_000;

/** What an item may look at after that, as often as its client and all clients have the steps for it. */
export const SHORT_STEPS = 200;
export const SHORT_STEPS_OF_CLIENT = 100_000;
export const MAX_SHORT_STEPS = 3_000_000;

/** What an item may look at in any case. Forged ones can be millions. */
export const FEWEST_STEPS = 8;

/** Neighbours that items have looked at. */
interface Steps {
  /** Of `MAX_STEPS`. */
  free: number;
  /** Of the allowances of clients, together and by client. */
  ofClients: number;
  byClient: Map<number, number>;
  /** Of short looks, together and by client. */
  short: number;
  shortByClient: Map<number, number>;
  /** All of them. */
  total: number;
}

const noSteps = (): Steps => ({
  free: 0,
  ofClients: 0,
  byClient: new Map(),
  short: 0,
  shortByClient: new Map(),
  total: 0,
});

/** By document. One that is not here is not bounded. */
const taken = new WeakMap<Y.Doc, Steps>();

/** Neighbours that the items of a document have looked at to find their places, until now. */
export const stepsTaken = (doc: Y.Doc): number => taken.get(doc)?.total ?? 0;

/** How many neighbours the next item of a client may look at, and who pays for them. */
interface Allowance {
  limit: number;
  charge(count: number): void;
}

const addTo = (counts: Map<number, number>, client: number, count: number): void =>
  void counts.set(client, (counts.get(client) ?? 0) + count);

const allowanceOf = (steps: Steps, client: number): Allowance => {
  const free = MAX_STEPS - steps.free;
  const own = steps.ofClients < MAX_STEPS_OF_OTHERS ? STEPS_OF_CLIENT - (steps.byClient.get(client) ?? 0) : 0;
  const hasShort = steps.short < MAX_SHORT_STEPS && (steps.shortByClient.get(client) ?? 0) < SHORT_STEPS_OF_CLIENT;
  if (free >= own && free > SHORT_STEPS) return { limit: free, charge: (count) => void (steps.free += count) };
  if (own > SHORT_STEPS)
    return {
      limit: own,
      charge: (count) => {
        steps.ofClients += count;
        addTo(steps.byClient, client, count);
      },
    };
  if (!hasShort) return { limit: FEWEST_STEPS, charge: () => undefined };
  return {
    limit: SHORT_STEPS,
    charge: (count) => {
      steps.short += count;
      addTo(steps.shortByClient, client, count);
    },
  };
};

const asItem = (struct: Y.Item | Y.GC | null): Y.Item | null => (struct instanceof Y.Item ? struct : null);

/** The item after which this one was inserted. The document may have the first `offset` clocks of it already. */
const originOf = ({ id, origin }: Y.Item, offset: number): Y.ID | null =>
  offset === 0 ? origin : Y.createID(id.client, id.clock + offset - 1);

/** The first item that was inserted at the same place, and the steps to it. */
const firstNeighbour = (
  { parent, parentSub }: Y.Item,
  left: Y.Item | null,
  limit: number,
): { item: Y.Item | null; steps: number } => {
  const type = parent as Y.AbstractType<unknown>; // reason: the caller has looked
  if (left) return { item: asItem(left.right), steps: 0 };
  if (parentSub === null) return { item: type._start, steps: 0 };
  // The values of a key are found from the newest one.
  let item = type._map.get(parentSub) ?? null;
  let steps = 0;
  for (; item?.left && steps < limit; steps++) item = asItem(item.left);
  return { item, steps };
};

/** How many neighbours Yjs looks at, up to `limit`, until it knows the place: `Item.integrate`, counted. */
const countSteps = (item: Y.Item, offset: number, { store }: Y.Doc, limit: number): number => {
  if (!(item.parent instanceof Y.AbstractType)) return 0;
  const origin = originOf(item, offset);
  const left = asItem(offset === 0 ? item.left : origin && Y.getItem(store, origin));
  const right = asItem(item.right);
  if (left ? left.right === right : right?.left === null) return 0;
  const first = firstNeighbour(item, left, limit);
  const seen = new Set<Y.Item>();
  let steps = first.steps;
  for (let next = first.item; next && next !== right && steps < limit; next = asItem(next.right)) {
    steps += 1;
    seen.add(next);
    if (Y.compareIDs(origin, next.origin)) {
      const isAfter = next.id.client >= item.id.client && Y.compareIDs(item.rightOrigin, next.rightOrigin);
      if (isAfter) break;
    } else if (!next.origin || !seen.has(Y.getItem(store, next.origin) as Y.Item)) break;
  }
  return steps;
};

/** True if the document can bear the steps of this item, which are counted then. */
const isBearable = (item: Y.Item, offset: number, doc: Y.Doc): boolean => {
  const steps = taken.get(doc);
  if (!steps) return true;
  const { limit, charge } = allowanceOf(steps, item.id.client);
  // One more, to see that it is too many.
  const needed = countSteps(item, offset, doc, limit + 1);
  if (needed > 0) {
    steps.total += needed;
    charge(needed);
  }
  return needed <= limit;
};

const integrate = Y.Item.prototype.integrate;

/**
 * From now on, an item of `doc` that looks at more neighbours than the document may is taken in as deleted: its clock
 * counts, so that nothing waits for it. The document then counts as incomplete (`hasLeftOut`) and is never written over
 * what the disk has.
 */
export const boundConflicts = (doc: Y.Doc): void => {
  taken.set(doc, noSteps());
  // Yjs asks nobody before it integrates an item, and its updates are read and integrated in one call.
  Y.Item.prototype.integrate = boundedIntegrate;
};

function boundedIntegrate(this: Y.Item, transaction: Y.Transaction, offset: number): void {
  if (isBearable(this, offset, transaction.doc)) return integrate.call(this, transaction, offset);
  markLeftOut(transaction.doc);
  new Y.GC(this.id, this.length).integrate(transaction, offset);
}
