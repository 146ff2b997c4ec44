// A queue in which owners wait by what their earlier items took, not by who came first: an owner whose items take long
// waits behind all others that wait, and never keeps the queue from them for more than the item that runs.

export interface FairQueue<T> {
  add(owner: string, item: T): void;
  /** The first item of the owner who has used least; null if nothing waits. */
  take(): T | null;
  /** What an item of the owner took, ms. */
  used(owner: string, ms: number): void;
}

/** What an owner has used is forgotten by half each time that the others have used this much together, ms. */
const HALF_LIFE_MS = 60_000;
/** Below this an account counts as empty, and is not kept, ms. */
const NOTHING_MS = 1;

export const createFairQueue = <T>(): FairQueue<T> => {
  /** By owner; who was served longest ago is first. */
  const queues = new Map<string, T[]>();
  const usedMs = new Map<string, number>();
  let sinceHalved = 0;

  const halve = (): void => {
    sinceHalved = 0;
    for (const [owner, ms] of usedMs) {
      if (ms / 2 < NOTHING_MS) usedMs.delete(owner);
      else usedMs.set(owner, ms / 2);
    }
  };

  const next = (): string | null => {
    let least: string | null = null;
    for (const owner of queues.keys())
      if (least === null || (usedMs.get(owner) ?? 0) < (usedMs.get(least) ?? 0)) least = owner;
    return least;
  };

  return {
    add: (owner, item) => {
      const items = queues.get(owner);
      if (items) items.push(item);
      else queues.set(owner, [item]);
    },
    take: () => {
      const owner = next();
      if (owner === null) return null;
      const items = queues.get(owner)!;
      const item = items.shift()!;
      queues.delete(owner);
      if (items.length > 0) queues.set(owner, items);
      return item;
    },
    used: (owner, ms) => {
      usedMs.set(owner, (usedMs.get(owner) ?? 0) + ms);
      sinceHalved += ms;
      if (sinceHalved >= HALF_LIFE_MS) halve();
    },
  };
};
