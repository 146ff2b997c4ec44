// Matches predictions with labels.

/** Pairs of predictions and labels that are the same, each used once, the first match taken. */
export const matches = <A, B>(
  predicted: readonly A[],
  expected: readonly B[],
  isSame: (a: A, b: B) => boolean,
): [A, B][] => {
  const left = [...expected];
  return predicted.flatMap((a): [A, B][] => {
    const at = left.findIndex((b) => isSame(a, b));
    return at === -1 ? [] : [[a, left.splice(at, 1)[0]!]];
  });
};
