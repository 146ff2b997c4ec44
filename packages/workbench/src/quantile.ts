// Statistics of measured times.

/** The value below which a share of the values is; 0 without values. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

/** Median and 95th percentile of times in ms, as benchmarks print them. */
export const p50AndP95 = (timesMs: readonly number[], digits = 0): string =>
  `p50 ${quantile(timesMs, 0.5).toFixed(digits)} ms, p95 ${quantile(timesMs, 0.95).toFixed(digits)} ms`;
