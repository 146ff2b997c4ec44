// What a stage of the checks counts.

export interface Tally {
  passed: number;
  failed: number;
}

/** The tally of a single check. */
export const tallyOf = (isGood: boolean): Tally => ({ passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 });

export const sumOf = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
  failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
});
