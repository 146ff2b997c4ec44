// What a piece of work costs, for tests that say it is bounded. Wall time grows with everything else that the machine
// does; this does not.

const REFERENCE_TEXT = 'The *lamp* is out; 31 steps lead down to the [[Drowned Chapel|chapel]]. '.repeat(6000);
/** CPU time of `referenceWork` on the machine that limits are written for, a server of two cores: ms. */
const REFERENCE_MS = 5;
const REFERENCE_RUNS = 3;

/** Reads text, as most of what is measured does. */
const referenceWork = (): number => {
  const counts = new Map<string, number>();
  for (const [word] of REFERENCE_TEXT.matchAll(/\p{L}+/gu)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts.size;
};

/** CPU time of this process until now, ms. */
const cpuTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const timeOfReference = (): number => {
  const before = cpuTime();
  referenceWork();
  return cpuTime() - before;
};

/** The best of a few: the first ones of a process are slower, and so is one that meets a garbage collection. */
const referenceTime = (): number => Math.min(...Array.from({ length: REFERENCE_RUNS }, timeOfReference));

/**
 * What `run` gives, and its CPU time in ms as the machine that limits are written for would need: a machine that takes
 * twice as long for a fixed piece of work, measured right before and after, may take twice as long for this. A faster
 * one is not held to less.
 */
export const withCost = async <T>(run: () => T | Promise<T>): Promise<{ result: T; costMs: number }> => {
  const reference = referenceTime();
  const before = cpuTime();
  const result = await run();
  const time = cpuTime() - before;
  return { result, costMs: (time * REFERENCE_MS) / Math.max(reference, referenceTime(), REFERENCE_MS) };
};

/** The cost alone. See `withCost`. */
export const costMs = async (run: () => unknown): Promise<number> => (await withCost(run)).costMs;
