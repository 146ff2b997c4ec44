// When the frames of a connection are worked on. After a little work a grant rests, over all of its connections, and what
// it sends meanwhile waits on its side. Others feel frames that take long, so a grant rests much longer after them.

/** Work of a grant before it rests, ms. */
const SLICE_MS = 5;
/** Work that others feel, ms. */
const LONG_MS = 20;
/** After work that took t ms, a grant rests this many times t: for a slice, for one longer frame, for one that is felt. */
const restFactor = (tookMs: number): number => {
  if (tookMs > LONG_MS) return 100;
  return tookMs > SLICE_MS ? 4 : 1;
};
/** Longest rest, ms: the one after a document of the largest size. */
const MAX_REST_MS = 30_000;
/** Above this many grants, those that do not rest are forgotten. */
const MAX_GRANTS = 1000;

type Work = () => void;

/** The work of one connection, in order. */
export interface Turns {
  /** Runs it now, or after what waits. */
  add(work: Work): void;
  /** The same, before what waits. */
  addFirst(works: readonly Work[]): void;
  /** Nothing runs for this time, ms. */
  rest(ms: number): void;
}

/** Runs everything at once: for the open relay. */
export const NO_WAITING: Turns = {
  add: (work) => work(),
  addFirst: (works) => works.forEach((work) => work()),
  rest: () => undefined,
};

interface Account {
  usedMs: number;
  restsUntil: number;
}

export interface TurnDeps {
  nowMs(): number;
  /** What this thread has worked so far: on a busy machine time passes without work. */
  workedMs(): number;
  later(run: () => void, ms: number): void;
}

/** Returns the function that makes a connection's turns. `onWaiting`: work waits, or none does any more. */
export const createTurns = ({ nowMs, workedMs, later }: TurnDeps) => {
  const accounts = new Map<string, Account>();

  const accountOf = (grant: string): Account => {
    const known = accounts.get(grant);
    if (known) return known;
    if (accounts.size >= MAX_GRANTS)
      for (const [id, { restsUntil }] of accounts) if (restsUntil <= nowMs()) accounts.delete(id);
    const account = { usedMs: 0, restsUntil: 0 };
    accounts.set(grant, account);
    return account;
  };

  const charge = (account: Account, tookMs: number): void => {
    account.usedMs += tookMs;
    if (account.usedMs < SLICE_MS) return;
    account.restsUntil = nowMs() + Math.min(MAX_REST_MS, account.usedMs * restFactor(tookMs));
    account.usedMs = 0;
  };

  return (grant: string, onWaiting: (isWaiting: boolean) => void): Turns => {
    const account = accountOf(grant);
    let waiting: Work[] = [];
    /** Work is running, or will run by itself. */
    let isBusy = false;
    let isTold = false;
    let notBefore = 0;

    const tell = (isWaiting: boolean): void => {
      if (isTold !== isWaiting) onWaiting(isWaiting);
      isTold = isWaiting;
    };

    const drain = (): void => {
      isBusy = true;
      while (waiting.length > 0) {
        const restMs = Math.max(notBefore, account.restsUntil) - nowMs();
        if (restMs > 0) {
          tell(true);
          return later(drain, restMs);
        }
        const work = waiting.shift()!;
        const before = workedMs();
        work();
        charge(account, workedMs() - before);
      }
      isBusy = false;
      tell(false);
    };

    return {
      add: (work) => {
        waiting.push(work);
        if (!isBusy) drain();
      },
      addFirst: (works) => {
        waiting = [...works, ...waiting];
        if (!isBusy) drain();
      },
      rest: (ms) => void (notBefore = nowMs() + ms),
    };
  };
};

export type OpenTurns = ReturnType<typeof createTurns>;
