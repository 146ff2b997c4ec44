// When a connection is asked for what is missing before its updates (R7). A client that cannot fill the gap must not be
// asked without end: each answer would be its whole document.

/** Shortest time between two requests after a fruitless answer, ms; doubles with each further one. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

export interface GapRequests {
  /** Whether to ask now, because an update left a gap. */
  shouldAsk(nowMs: number): boolean;
  /** A SyncStep2 left the gap open. */
  failed(nowMs: number): void;
  /** A SyncStep2 was taken in. */
  filled(): void;
}

export const createGapRequests = (): GapRequests => {
  let isWaiting = false;
  let fruitless = 0;
  let notBefore = 0;
  return {
    shouldAsk: (nowMs) => {
      if (isWaiting || nowMs < notBefore) return false;
      isWaiting = true;
      return true;
    },
    failed: (nowMs) => {
      isWaiting = false;
      notBefore = nowMs + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** fruitless);
      fruitless += 1;
    },
    filled: () => {
      isWaiting = false;
      fruitless = 0;
      notBefore = 0;
    },
  };
};
