// How much of the relay's time the answers to one grant may take, over all of its connections and requests: work at
// once for a device that catches up, then a fifth. Without it, twenty connections would have twenty shares. Grants that
// have something in common, such as an address, are answered a few at a time: a link admits any number of devices, and a
// stranger claims any number of campaigns.

export interface Share {
  /** Answering time at once, ms. */
  burstMs: number;
  /** After an answer that took t ms, there is no claim to the relay for this many times t. */
  pauseFactor: number;
  /** Longest time that an answer waits, ms. */
  longestWaitMs: number;
}

/** A slow relay sends a large campaign to a new device within the burst. */
const GRANT_SHARE: Share = { burstMs: 10_000, pauseFactor: 4, longestWaitMs: Infinity };
/** What an owner asks about access is little, unless somebody means harm. */
export const OWNER_SHARE: Share = { burstMs: 250, pauseFactor: 20, longestWaitMs: 5000 };
/** An address without a grant has one thing to ask that takes long: to put a campaign back. */
export const STRANGER_SHARE: Share = { burstMs: 0, pauseFactor: 50, longestWaitMs: 20_000 };
export interface GrantShares {
  /**
   * Runs the answer now, or when the grant's share allows it. The open relay's connections have no grant ('').
   * `shared`: with whom the grant is answered, a few at a time; its address comes first.
   */
  run<T>(grant: string, answer: () => Promise<T>, shared?: readonly string[]): Promise<T>;
}

/** An answer that took longer is felt: others come first for as long as it took, also within the burst. */
const LONG_MS = 20;
/** While others ask, a grant rests this many times what an answer took, also within the burst. */
const SHARED_FACTOR = 3;
/** Answers at a time for grants that have something in common. A device without much to ask finds one free. */
const AT_A_TIME = 3;
/** For how long somebody who has asked may ask again, ms. */
const OTHERS_MS = 1000;

interface Account {
  /** Answers that run or wait. */
  pending: number;
  restsUntil: number;
  /** When all that the grant has taken is paid for. */
  paidAt: number;
  /** Its latest answer, which the next one waits for: answers at the same time would each count the others' time. */
  latest: Promise<unknown>;
}

export interface ShareDeps {
  nowMs(): number;
  /** Resolves after this time, or after what else is due if it is 0. */
  wait(ms: number): Promise<void>;
}

/** Returns the function to call when a grant asks: whether another one has asked lately. */
const createOthers = (nowMs: () => number) => {
  let latest = { grant: '', at: -Infinity };
  /** The latest of any other grant. */
  let other = latest;
  return (grant: string): boolean => {
    if (latest.grant !== grant) other = latest;
    latest = { grant, at: nowMs() };
    return nowMs() - other.at < OTHERS_MS;
  };
};

/**
 * The accounts of the grants that ask or have not paid. Where one is forgotten earlier, the grant gets a second share.
 */
const createAccounts = ({ nowMs, wait }: ShareDeps) => {
  const accounts = new Map<string, Account>();
  const watched = new Set<string>();

  const forgetWhenPaid = async (grant: string, account: Account): Promise<void> => {
    if (watched.has(grant)) return;
    watched.add(grant);
    while (account.pending === 0 && account.paidAt > nowMs()) await wait(account.paidAt - nowMs());
    watched.delete(grant);
    if (account.pending === 0) accounts.delete(grant);
  };

  return {
    enter: (grant: string): Account => {
      const account = accounts.get(grant) ?? { pending: 0, paidAt: 0, restsUntil: 0, latest: Promise.resolve() };
      accounts.set(grant, account);
      account.pending += 1;
      return account;
    },
    leave: (grant: string, account: Account): void => {
      account.pending -= 1;
      if (account.pending === 0) void forgetWhenPaid(grant, account);
    },
  };
};

/**
 * Returns the function that runs an answer once each of its groups has fewer than `AT_A_TIME` that run. Whoever waits for
 * one holds no place of those before it: their other members would wait as well. The last group's limit always holds.
 */
const createGroups = () => {
  const groups = new Map<string, { running: number; waiting: (() => void)[] }>();

  /** Resolves with the group's place; at once where it has room. */
  const enter = (name: string): Promise<void> | void => {
    const group = groups.get(name) ?? { running: 0, waiting: [] };
    groups.set(name, group);
    if (group.running >= AT_A_TIME) return new Promise<void>((resolve) => group.waiting.push(resolve));
    group.running += 1;
  };
  const leave = (name: string): void => {
    const group = groups.get(name)!;
    // The next one takes this one's place.
    const next = group.waiting.shift();
    if (next) next();
    else if (--group.running === 0) groups.delete(name);
  };

  return async <T>(names: readonly string[], answer: () => Promise<T>): Promise<T> => {
    let held: string[] = [];
    for (const name of names) {
      const place = enter(name);
      if (place) {
        held.forEach(leave);
        held = [];
        await place;
      }
      held.push(name);
    }
    try {
      return await answer();
    } finally {
      held.forEach(leave);
    }
  };
};

export const createGrantShares = (
  deps: ShareDeps,
  { burstMs, pauseFactor, longestWaitMs }: Share = GRANT_SHARE,
): GrantShares => {
  const { nowMs, wait } = deps;
  const accounts = createAccounts(deps);
  const doOthersAsk = createOthers(nowMs);
  const inGroups = createGroups();

  /** Runs the grant's answer after its earlier ones, and once its share allows it. `tookMs`: what it took alone. */
  const inTurn = <T>(grant: string, answer: () => Promise<T>, tookMs: () => number): Promise<T> => {
    const account = accounts.enter(grant);
    const pay = (): void => {
      const restFactor = doOthersAsk(grant) ? SHARED_FACTOR : tookMs() > LONG_MS ? 1 : 0;
      account.restsUntil = nowMs() + tookMs() * restFactor;
      account.paidAt = Math.max(account.paidAt, nowMs() - tookMs()) + tookMs() * (1 + pauseFactor);
    };
    const runOne = async (): Promise<T> => {
      const overdrawn = account.paidAt - nowMs() - burstMs * (1 + pauseFactor);
      const delay = Math.min(longestWaitMs, Math.max(overdrawn, account.restsUntil - nowMs()));
      if (delay > 0) await wait(delay);
      return answer().finally(pay);
    };
    const mine = account.latest.then(runOne);
    // The next answer leaves time for what else is due.
    account.latest = mine
      .catch(() => undefined) // reason: an error is for the caller; the next answer only waits
      .then(() => wait(0));
    return mine.finally(() => accounts.leave(grant, account));
  };

  return {
    run: async (grant, answer, shared = []) => {
      if (grant === '') return answer();
      let tookMs = 0;
      const timed = async () => {
        const startedAt = nowMs();
        return answer().finally(() => (tookMs = nowMs() - startedAt));
      };
      // The grant's own share comes first: one that has used it up keeps none of the others waiting.
      const groups = shared.toReversed(); // the address last
      return inTurn(
        grant,
        () => inGroups(groups, timed),
        () => tookMs,
      );
    },
  };
};
