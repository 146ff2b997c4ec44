// What one sender of presence may take: how many clients it speaks for, and how many bytes are sent for it.

/**
 * What is sent of a grant's presence, to all receivers together, bytes a second: a cursor that moves all the time takes
 * a tenth of it in a room of fifteen. What is more waits, and only the latest state of each client is sent.
 */
const GRANT_BYTES_PER_SECOND = 1024 * 1024;
/** The same for all grants of a room. */
const ROOM_BYTES_PER_SECOND = 8 * 1024 * 1024;

/** How many clients each owner speaks for: a connection at this node, or a grant. */
export const createClientCounts = <Owner>(max: number) => {
  const counts = new Map<Owner, number>();
  /** The owner of each client that has left since the last frame: its place is free once that frame is sent. */
  let leaving: Owner[] = [];
  return {
    entered: (owner: Owner): void => void counts.set(owner, (counts.get(owner) ?? 0) + 1),
    left: (owner: Owner): void => void leaving.push(owner),
    settleDepartures: (): void => {
      for (const owner of leaving) {
        const left = (counts.get(owner) ?? 0) - 1;
        if (left > 0) counts.set(owner, left);
        else counts.delete(owner);
      }
      leaving = [];
    },
    isFull: (owner: Owner): boolean => (counts.get(owner) ?? 0) >= max,
    remove: (owner: Owner): void => {
      counts.delete(owner);
      leaving = leaving.filter((each) => each !== owner);
    },
  };
};

/** Bytes that may be sent now, by payer: a second's worth at once. */
const createAllowances = (perSecond: number) => {
  /** Since when each payer has paid for all of its bytes, Unix ms; in the future if it has not. */
  const paidAt = new Map<string, number>();
  return {
    has: (payer: string): boolean => (paidAt.get(payer) ?? 0) < Date.now() + 1000,
    use: (payer: string, bytes: number): void => {
      const paid = Math.max(paidAt.get(payer) ?? 0, Date.now());
      paidAt.set(payer, paid + (bytes / perSecond) * 1000);
    },
    /** Forgets who has paid. */
    tidy: (): void => {
      for (const [payer, at] of paidAt) if (at <= Date.now()) paidAt.delete(payer);
    },
  };
};

/** Decides what may be sent now, for grants and their room. The open relay's connections have no grant (''). */
export const createSendLimit = () => {
  const ofGrants = createAllowances(GRANT_BYTES_PER_SECOND);
  const ofRoom = createAllowances(ROOM_BYTES_PER_SECOND);
  return {
    /** Whether a grant may send now; if so, the bytes count. */
    take: (grant: string, bytes: number): boolean => {
      if (grant === '') return true;
      if (!ofGrants.has(grant) || !ofRoom.has('')) return false;
      ofGrants.use(grant, bytes);
      ofRoom.use('', bytes);
      return true;
    },
    tidy: ofGrants.tidy,
  };
};
