// How much of the relay's time the answers to one grant may take, over all of its connections and requests: work at
// once for a device that catches up, then a fifth. Without it, twenty connections would have twenty shares.

/** Answering time that a grant has at once, ms: a slow relay sends a large campaign to a new device with it. */
const BURST_MS = 10_000;
/** After an answer that took t ms, the grant has no claim to the relay for this many times t. */
const PAUSE_FACTOR = 4;
/** Above this many grants, those that have been idle are forgotten. */
const MAX_GRANTS = 1000;

export interface GrantShares {
  /** Runs the answer now, or when the grant's share allows it. The open relay's connections have no grant (''). */
  run<T>(grant: string, answer: () => Promise<T>): Promise<T>;
}

interface Account {
  /** When all that the grant has taken is paid for. */
  paidAt: number;
  /** Its latest answer, which the next one waits for: answers at the same time would each count the others' time. */
  latest: Promise<unknown>;
}

export const createGrantShares = (deps: { nowMs(): number; wait(ms: number): Promise<void> }): GrantShares => {
  const accounts = new Map<string, Account>();

  const accountOf = (grant: string): Account => {
    const known = accounts.get(grant);
    if (known) return known;
    if (accounts.size >= MAX_GRANTS)
      for (const [id, { paidAt }] of accounts) if (paidAt <= deps.nowMs()) accounts.delete(id);
    const account: Account = { paidAt: 0, latest: Promise.resolve() };
    accounts.set(grant, account);
    return account;
  };

  const runOne = async <T>(account: Account, answer: () => Promise<T>): Promise<T> => {
    const delay = account.paidAt - deps.nowMs() - BURST_MS * (1 + PAUSE_FACTOR);
    if (delay > 0) await deps.wait(delay);
    const startedAt = deps.nowMs();
    try {
      return await answer();
    } finally {
      const tookMs = deps.nowMs() - startedAt;
      account.paidAt = Math.max(account.paidAt, startedAt) + tookMs * (1 + PAUSE_FACTOR);
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
