// How much of the relay's time the answers to one grant may take, over all of its connections and requests: work at
// once for a device that catches up, then a fifth. Without it, twenty connections would have twenty shares.

export interface Share {
  /** Answering time at once, ms. */
  burstMs: number;
  /** After an answer that took t ms, there is no claim to the relay for this many times t. */
  pauseFactor: number;
  /** Longest time that an answer waits, ms. */
  longestWaitMs: number;
}

/** A slow relay sends a large campaign to a new device within the burst. */
export const GRANT_SHARE: Share = { burstMs: 10_000, pauseFactor: 4, longestWaitMs: Infinity };
/** What an owner asks about access is little, unless somebody means harm. */
export const OWNER_SHARE: Share = { burstMs: 250, pauseFactor: 20, longestWaitMs: 5000 };
/** An address without a grant has one thing to ask that takes long: to put a campaign back. */
export const STRANGER_SHARE: Share = { burstMs: 0, pauseFactor: 50, longestWaitMs: 20_000 };
/** Above this many grants, those that have been idle are forgotten. */
const MAX_GRANTS = 1000;

export interface GrantShares {
  /** Runs the answer now, or when the grant's share allows it. The open relay's connections have no grant (''). */
  run<T>(grant: string, answer: () => Promise<T>): Promise<T>;
}

/** An answer that took longer is felt: others come first for as long as it took, also within the burst. */
const LONG_MS = 20;

interface Account {
  restsUntil: number;
  /** When all that the grant has taken is paid for. */
  paidAt: number;
  /** Its latest answer, which the next one waits for: answers at the same time would each count the others' time. */
  latest: Promise<unknown>;
}

export const createGrantShares = (
  deps: { nowMs(): number; wait(ms: number): Promise<void> },
  { burstMs, pauseFactor, longestWaitMs }: Share = GRANT_SHARE,
): GrantShares => {
  const accounts = new Map<string, Account>();

  const accountOf = (grant: string): Account => {
    const known = accounts.get(grant);
    if (known) return known;
    if (accounts.size >= MAX_GRANTS)
      for (const [id, { paidAt }] of accounts) if (paidAt <= deps.nowMs()) accounts.delete(id);
    const account: Account = { paidAt: 0, restsUntil: 0, latest: Promise.resolve() };
    accounts.set(grant, account);
    return account;
  };

  const runOne = async <T>(account: Account, answer: () => Promise<T>): Promise<T> => {
    const overdrawn = account.paidAt - deps.nowMs() - burstMs * (1 + pauseFactor);
    const delay = Math.min(longestWaitMs, Math.max(overdrawn, account.restsUntil - deps.nowMs()));
    if (delay > 0) await deps.wait(delay);
    const startedAt = deps.nowMs();
    try {
      return await answer();
    } finally {
      const tookMs = deps.nowMs() - startedAt;
      if (tookMs > LONG_MS) account.restsUntil = deps.nowMs() + tookMs;
      account.paidAt = Math.max(account.paidAt, startedAt) + tookMs * (1 + pauseFactor);
    }
  };

  return {
    run: async (grant, answer) => {
      if (grant === '') return answer();
      const account = accountOf(grant);
      const mine = account.latest.then(() => runOne(account, answer));
      account.latest = mine.catch(() => undefined); // reason: its caller hears of it; the next one only waits
      return mine;
    },
  };
};
