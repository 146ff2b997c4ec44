// Counts the bytes that connections have the relay hold, together by grant and by address.

export interface SharedBudgetDeps {
  /** Most bytes of one grant, over all of its connections. */
  perGrant: number;
  /** Most bytes of one address, over all of its connections. */
  perAddress: number;
  /** A connection that holds no more than this is never too much, bytes: its neighbours took the rest. */
  small: number;
}

/** Whose connection it is. */
export interface Holder {
  /** Empty on an open relay, which limits nobody. */
  grant: string;
  address: string | null;
}

/** Sums by key; a key without a sum takes no memory. */
const createSums = () => {
  const sums = new Map<string, number>();
  return {
    /** Returns the new sum. */
    add: (key: string, bytes: number): number => {
      const sum = (sums.get(key) ?? 0) + bytes;
      if (sum > 0) sums.set(key, sum);
      else sums.delete(key);
      return sum;
    },
  };
};

/** Returns the function that opens a connection's account. */
export const createSharedBudget = ({ perGrant, perAddress, small }: SharedBudgetDeps) => {
  const ofGrants = createSums();
  const ofAddresses = createSums();
  return ({ grant, address }: Holder) => {
    let counted = 0;
    /** Counts what the connection holds now; true if it took more, and that is too much. */
    return (held: number): boolean => {
      const added = held - counted;
      if (added === 0) return false;
      counted = held;
      const isOfGrant = grant !== '' && ofGrants.add(grant, added) > perGrant;
      const isOfAddress = address !== null && ofAddresses.add(address, added) > perAddress;
      return added > 0 && held > small && (isOfGrant || isOfAddress);
    };
  };
};
