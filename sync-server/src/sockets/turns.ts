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
/** Shorter work counts by the time that passed: to ask how long the thread has worked takes as long as a small frame. */
const SHORT_MS = 0.5;

type Work = () => void;

/** The work of one connection, in order. */
export interface Turns {
  /** Runs it now, or after what waits. */
  add(work: Work): void;
  /** The same, before what waits. */
  addFirst(works: readonly Work[]): void;
  /** Nothing runs for this time, ms. */
  rest(ms: number): void;
  /** The connection is over: what waits is dropped. */
  end(): void;
}

/** Runs everything at once: for the open relay. */
export const NO_WAITING: Turns = {
  add: (work) => work(),
  addFirst: (works) => works.forEach((work) => work()),
  rest: () => undefined,
  end: () => undefined,
};

interface Account {
  usedMs: number;
  restsUntil: number;
  /** Its connections that are open. */
  connections: number;
}

export interface TurnDeps {
  nowMs(): number;
  /** What this thread has worked so far: on a busy machine time passes without work. */
  workedMs(): number;
  later(run: () => void, ms: number): void;
}

/**
 * The accounts of the grants that have a connection or rest. Where one is forgotten earlier, the grant's
 * next connection gets a second share.
 */
const createAccounts = ({ nowMs, later }: Pick<TurnDeps, 'nowMs' | 'later'>) => {
  const accounts = new Map<string, Account>();

  const forgetWhenRested = (grant: string, account: Account): void => {
    if (account.connections > 0 || accounts.get(grant) !== account) return;
    const restMs = account.restsUntil - nowMs();
    if (restMs > 0) later(() => forgetWhenRested(grant, account), restMs);
    else accounts.delete(grant);
  };

  return {
    enter: (grant: string): Account => {
      const account = accounts.get(grant) ?? { usedMs: 0, restsUntil: 0, connections: 0 };
      accounts.set(grant, account);
      account.connections += 1;
      return account;
    },
    leave: (grant: string, account: Account): void => {
      account.connections -= 1;
      // Less than a slice counts, too: a connection for each few frames would be free otherwise.
      account.restsUntil = Math.max(account.restsUntil, nowMs() + account.usedMs);
      account.usedMs = 0;
      forgetWhenRested(grant, account);
    },
  };
};

/** Returns the function that makes a connection's turns. `onWaiting`: work waits, or none does any more. */
export const createTurns = (deps: TurnDeps) => {
  const { nowMs, workedMs, later } = deps;
  const accounts = createAccounts(deps);

  const charge = (account: Account, tookMs: number): void => {
    account.usedMs += tookMs;
    if (account.usedMs < SLICE_MS) return;
    account.restsUntil = nowMs() + Math.min(MAX_REST_MS, account.usedMs * restFactor(tookMs));
    account.usedMs = 0;
  };

  return (grant: string, onWaiting: (isWaiting: boolean) => void): Turns => {
    const account = accounts.enter(grant);
    let waiting: Work[] = [];
    /** Work is running, or will run by itself. */
    let isBusy = false;
    let isTold = false;
    let notBefore = 0;
    let hasEnded = false;

    const tell = (isWaiting: boolean): void => {
      if (isTold !== isWaiting && !hasEnded) onWaiting(isWaiting);
      isTold = isWaiting;
    };

    const drain = (): void => {
      isBusy = true;
      let measuredAt = workedMs();
      while (waiting.length > 0) {
        const restMs = Math.max(notBefore, account.restsUntil) - nowMs();
        if (restMs > 0) {
          tell(true);
          return later(drain, restMs);
        }
        const work = waiting.shift()!;
        const before = nowMs();
        work();
        const tookMs = nowMs() - before;
        if (tookMs < SHORT_MS) {
          charge(account, tookMs);
          measuredAt += tookMs;
          continue;
        }
        const worked = workedMs();
        charge(account, Math.max(0, worked - measuredAt));
        measuredAt = worked;
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
      end: () => {
        if (hasEnded) return;
        hasEnded = true;
        waiting = [];
        accounts.leave(grant, account);
      },
    };
  };
};

export type OpenTurns = ReturnType<typeof createTurns>;
