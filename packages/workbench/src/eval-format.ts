// Prints evaluation results.
import { quantile } from './quantile.ts';

/** Prints how many answers there were and how long one took. */
export const printTimes = (what: string, timesMs: readonly number[]): void => {
  const [median, p95] = [quantile(timesMs, 0.5).toFixed(2), quantile(timesMs, 0.95).toFixed(2)];
  console.log(`${timesMs.length} ${what}, median ${median} ms, p95 ${p95} ms`);
};
