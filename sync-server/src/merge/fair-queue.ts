// A queue in which owners wait by what their earlier items took, not by who came first: an owner whose items take long
// waits behind all others that wait, and never keeps the queue from them for more than the item that runs. Owners of a
// group have one share together: a stranger makes any number of campaigns at one address.

export interface Owner {
  group: string;
  name: string;
}

export interface FairQueue<T> {
  add(owner: Owner, item: T): void;
  /** The first item of the owner who has used least in the group that has used least; null if nothing waits. */
  take(): T | null;
  /** What an item of the owner took, ms. */
  used(owner: Owner, ms: number): void;
}

/** What an owner has used is forgotten by half each time that the others have used this much together, ms. */
const HALF_LIFE_MS = 60_000;
/** Below this an account counts as empty, and is not kept, ms. */
const NOTHING_MS = 1;

interface Accounts {
  of(name: string): number;
  charge(name: string, ms: number): void;
}

const createAccounts = (): Accounts => {
  const usedMs = new Map<string, number>();
  let sinceHalved = 0;

  const halve = (): void => {
    sinceHalved = 0;
    for (const [name, ms] of usedMs) {
      if (ms / 2 < NOTHING_MS) usedMs.delete(name);
      else usedMs.set(name, ms / 2);
    }
  };

  return {
    of: (name) => usedMs.get(name) ?? 0,
    charge: (name, ms) => {
      usedMs.set(name, (usedMs.get(name) ?? 0) + ms);
      sinceHalved += ms;
      if (sinceHalved >= HALF_LIFE_MS) halve();
    },
  };
};

/**
 * The name of the account that has used least, the one served longest ago where several have; names are in that order.
 */
const leastOf = (names: Iterable<string>, accounts: Accounts): string | null => {
  let least: string | null = null;
  for (const name of names) if (least === null || accounts.of(name) < accounts.of(least)) least = name;
  return least;
};

export const createFairQueue = <T>(): FairQueue<T> => {
  /** Items by owner's name by group; who was served longest ago is first. */
  const groups = new Map<string, Map<string, T[]>>();
  const ofGroups = createAccounts();
  const ofOwners = createAccounts();

  return {
    add: ({ group, name }, item) => {
      const owners = groups.get(group) ?? new Map<string, T[]>();
      groups.set(group, owners);
      const items = owners.get(name);
      if (items) items.push(item);
      else owners.set(name, [item]);
    },
    take: () => {
      const group = leastOf(groups.keys(), ofGroups);
      if (group === null) return null;
      const owners = groups.get(group)!;
      const name = leastOf(owners.keys(), ofOwners)!;
      const items = owners.get(name)!;
      const item = items.shift()!;
      owners.delete(name);
      if (items.length > 0) owners.set(name, items);
      groups.delete(group);
      if (owners.size > 0) groups.set(group, owners);
      return item;
    },
    used: ({ group, name }, ms) => {
      ofGroups.charge(group, ms);
      ofOwners.charge(name, ms);
    },
  };
};
