// Timers that are passed as arguments, so that tests control time.

/** Runs `run` after `ms` milliseconds; gives a function that cancels it. */
export type Later = (ms: number, run: () => void) => () => void;

export const later: Later = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** What `promise` resolves with, or `fallback` when it takes longer than `ms` milliseconds. */
export const withTimeout = <T, F>(promise: Promise<T>, ms: number, fallback: F, wait: Later = later): Promise<T | F> =>
  new Promise((resolve, reject) => {
    const cancel = wait(ms, () => resolve(fallback));
    promise.then(resolve, reject).finally(cancel);
  });
