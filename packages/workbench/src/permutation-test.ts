// How likely paired differences as large as these come about by chance.

const ROUNDS = 20_000;

/**
 * The two-sided p of a paired permutation test: the share of random signs whose sum is as far from 0 as the real one.
 * The signs are the same at every run.
 */
export const permutationTest = (differences: readonly number[]): number => {
  const real = Math.abs(differences.reduce((sum, x) => sum + x, 0));
  let state = 20261129;
  const isNegative = (): boolean => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state < 0;
  };
  let asFar = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const sum = differences.reduce((total, x) => total + (isNegative() ? -x : x), 0);
    // Sums in another order differ in the last digits.
    if (Math.abs(sum) >= real - 1e-9) asFar++;
  }
  return asFar / ROUNDS;
};
