// When the frames of a connection are worked on. After a little work a grant rests, over all of its connections, and
// what it sends meanwhile waits on its side. Others feel frames that take long, so a grant rests much longer after
// them. What one address sends, and what the players of a campaign send, has a share of its own: a link admits any
// number of devices.
import { runAtOnce, type Slices, type Steps } from './slices.ts';

/** A grant rests once its work adds up to this, ms. */
const REST_AFTER_MS = 5;
/** Work that others feel, ms. */
const LONG_MS = 20;
/** How long a grant rests after work, as a multiple of the time that it took. Longer work has a higher multiple. */
const restFactor = (tookMs: number): number => {
  if (tookMs > LONG_MS) return 100;
  return tookMs > REST_AFTER_MS ? 4 : 1;
};
/** After work that was done in slices, a grant rests this many times as long. */
const SLICED_REST_FACTOR = 4;
/** Longest rest of those who share an address or are players of a campaign, ms: nobody keeps the others from writing. */
const MAX_SHARED_REST_MS = 10;
/** Longest rest, ms: the one after a document of the largest size. */
const MAX_REST_MS = 30_000;
/** Shorter work counts by the time that passed: to ask how long the thread has worked takes as long as a small frame. */
const SHORT_MS = 0.5;

/** What takes long returns its steps, and is over when these are. */
export type Work = () => Steps | void;

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
  add: (work) => runAtOnce(work()),
  addFirst: (works) => works.forEach((work) => runAtOnce(work())),
  rest: () => undefined,
  end: () => undefined,
};

interface Account {
  usedMs: number;
  restsUntil: number;
  /** Its connections that are open. */
  connections: number;
  /** Those who wait until it has rested, where several grants share it. */
  line: Line;
}

export interface TurnDeps {
  nowMs(): number;
  /** What this thread has worked so far: on a busy machine time passes without work. */
  workedMs(): number;
  later(ms: number, run: () => void): void;
  slices: Slices;
}

/** Who pays for the work of a connection. */
export interface Payers {
  grant: string;
  /** Those with whom the grant shares: the others at its address, the other players of its campaign. */
  shared: readonly string[];
}

/** Grants that wait for the same account take turns: twenty connections of one would leave another a turn in twenty. */
interface Line {
  isEmpty(): boolean;
  /** Runs this once the account has rested and it is the grant's turn. */
  wait(grant: string, run: () => void): void;
}

/** `restMs`: for how long the account rests. */
const createLine = (restMs: () => number, later: TurnDeps['later']): Line => {
  /** What each grant has waiting; whose turn is next is first. */
  const waiting = new Map<string, (() => void)[]>();
  let isServed = false;

  const serve = (): void => {
    isServed = true;
    while (waiting.size > 0) {
      const rest = restMs();
      if (rest > 0) return later(rest, serve);
      const [grant, runs] = waiting.entries().next().value!;
      waiting.delete(grant);
      const run = runs.shift()!;
      if (runs.length > 0) waiting.set(grant, runs);
      run();
    }
    isServed = false;
  };

  return {
    isEmpty: () => waiting.size === 0,
    wait: (grant, run) => {
      const runs = waiting.get(grant);
      if (runs) runs.push(run);
      else waiting.set(grant, [run]);
      if (!isServed) serve();
    },
  };
};

/**
 * The accounts of the payers that have a connection or rest. Where one is forgotten earlier, the
 * next connection gets a second share.
 */
const createAccounts = ({ nowMs, later }: Pick<TurnDeps, 'nowMs' | 'later'>) => {
  const accounts = new Map<string, Account>();

  const create = (): Account => {
    const line = createLine(() => account.restsUntil - nowMs(), later);
    const account = { usedMs: 0, restsUntil: 0, connections: 0, line };
    return account;
  };

  const forgetWhenRested = (payer: string, account: Account): void => {
    if (account.connections > 0 || accounts.get(payer) !== account) return;
    const restMs = account.restsUntil - nowMs();
    if (restMs > 0) later(restMs, () => forgetWhenRested(payer, account));
    else accounts.delete(payer);
  };

  return {
    enter: (payer: string): Account => {
      const account = accounts.get(payer) ?? create();
      accounts.set(payer, account);
      account.connections += 1;
      return account;
    },
    leave: (payer: string, account: Account): void => {
      account.connections -= 1;
      // Less work than that counts, too: otherwise a connection for each few frames would be free.
      account.restsUntil = Math.max(account.restsUntil, nowMs() + account.usedMs);
      account.usedMs = 0;
      forgetWhenRested(payer, account);
    },
  };
};

type Accounts = ReturnType<typeof createAccounts>;

/** The accounts that pay for a connection's work: its grant's own, and those that the grant shares with others. */
const createPayment = ({ grant, shared }: Payers, accounts: Accounts, nowMs: () => number) => {
  const own = accounts.enter(grant);
  // The address comes last: whoever gets its turn works at once, so that its share holds in any case.
  const sharedAccounts = shared.map((payer) => [payer, accounts.enter(payer)] as const).reverse();

  const charge = (account: Account, tookMs: number, factor: number, maxRestMs: number): void => {
    account.usedMs += tookMs;
    if (account.usedMs < REST_AFTER_MS) return;
    account.restsUntil = nowMs() + Math.min(maxRestMs, account.usedMs * factor);
    account.usedMs = 0;
  };

  return {
    pay: (tookMs: number): void => {
      charge(own, tookMs, restFactor(tookMs), MAX_REST_MS);
      for (const [, each] of sharedAccounts) charge(each, tookMs, 1, MAX_SHARED_REST_MS);
    },
    /** For work that was done in slices: those who share with the grant had their turns between these. */
    paySlices: (usedMs: number): void => charge(own, usedMs, SLICED_REST_FACTOR, MAX_REST_MS),
    restsUntil: () => own.restsUntil,
    /**
     * The next shared account that rests, or for which others wait already, with the turns that the grant has once that
     * gave it one. `turns`: how many of them have. It waits for each once: under a flood of two, one would have gone to
     * others whenever the other is free.
     */
    sharedToWaitFor: (turns: number): { account: Account; turnsThen: number } | null => {
      const at = sharedAccounts.findIndex(
        ([, { restsUntil, line }], i) => i >= turns && (restsUntil > nowMs() || !line.isEmpty()),
      );
      return at === -1 ? null : { account: sharedAccounts[at]![1], turnsThen: at + 1 };
    },
    /** The turns that the grant still has after some work: all of them, until one of the shared accounts rests. */
    turnsLeft: (): number =>
      sharedAccounts.every(([, { restsUntil }]) => restsUntil <= nowMs()) ? sharedAccounts.length : 0,
    leave: (): void => {
      accounts.leave(grant, own);
      for (const [payer, each] of sharedAccounts) accounts.leave(payer, each);
    },
  };
};

/** Measures one work after the other: short ones by the time that passed, others by what the thread has worked. */
const startMeter = ({ nowMs, workedMs }: Pick<TurnDeps, 'nowMs' | 'workedMs'>) => {
  let measuredAt = workedMs();
  return (work: Work): { steps: Steps } | { tookMs: number } => {
    const before = nowMs();
    const steps = work();
    const tookMs = nowMs() - before;
    if (steps) return { steps };
    if (tookMs < SHORT_MS) {
      measuredAt += tookMs;
      return { tookMs };
    }
    const workedBefore = measuredAt;
    measuredAt = workedMs();
    return { tookMs: Math.max(0, measuredAt - workedBefore) };
  };
};

/** `onWaiting`: work waits, or none does any more. */
const createConnectionTurns = (
  deps: TurnDeps,
  payers: Payers,
  accounts: Accounts,
  onWaiting: (isWaiting: boolean) => void,
): Turns => {
  const { nowMs, later, slices } = deps;
  const payment = createPayment(payers, accounts, nowMs);
  let waiting: Work[] = [];
  /** Work is running, or will run by itself. */
  let isBusy = false;
  let isTold = false;
  let notBefore = 0;
  let hasEnded = false;
  /** A frame is worked on in slices, and is paid when these are over: until then the accounts stay. */
  let isInSlices = false;

  const tell = (isWaiting: boolean): void => {
    if (isTold !== isWaiting && !hasEnded) onWaiting(isWaiting);
    isTold = isWaiting;
  };
  const goOnBySlices = (steps: Steps): void => {
    tell(true);
    isInSlices = true;
    const onDone = (usedMs: number): void => {
      payment.paySlices(usedMs);
      isInSlices = false;
      if (hasEnded) payment.leave();
      else drain();
    };
    const sender = { address: payers.shared[0] ?? payers.grant, grant: payers.grant };
    slices.run(sender, { steps, isDropped: () => hasEnded, onDone });
  };

  /** Runs what waits. `turns`: how many of the shared accounts have given the grant its turn. */
  const drain = (turns = 0): void => {
    isBusy = true;
    const measure = startMeter(deps);
    while (waiting.length > 0) {
      const restMs = Math.max(notBefore, payment.restsUntil()) - nowMs();
      if (restMs > 0) {
        tell(true);
        return later(restMs, () => drain());
      }
      const next = payment.sharedToWaitFor(turns);
      if (next) {
        tell(true);
        return next.account.line.wait(payers.grant, () => drain(next.turnsThen));
      }
      const ran = measure(waiting.shift()!);
      if ('steps' in ran) return goOnBySlices(ran.steps);
      payment.pay(ran.tookMs);
      turns = payment.turnsLeft();
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
      if (!isInSlices) payment.leave();
    },
  };
};

/** Returns the function that makes a connection's turns. */
export const createTurns = (deps: TurnDeps) => {
  const accounts = createAccounts(deps);
  return (payers: Payers, onWaiting: (isWaiting: boolean) => void): Turns =>
    createConnectionTurns(deps, payers, accounts, onWaiting);
};
