// The numbers of sessions after a merge, when two devices may have given the same number.

/**
 * The numbers to show, by session id (M-113, T-4). The earliest id keeps a number that several sessions have; the
 * others get the next numbers above the highest, in order of id. Deleted sessions keep their numbers, so pass them
 * too. The result does not depend on the order of `sessions`, so every device computes the same.
 */
export const sessionNumbers = (sessions: Iterable<{ id: string; number: number }>): Map<string, number> => {
  const sorted = [...sessions].sort((a, b) => (a.id < b.id ? -1 : 1));
  const shown = new Map<string, number>();
  const taken = new Set<number>();
  const duplicates: string[] = [];
  let highest = 0;
  for (const { id, number } of sorted) {
    highest = Math.max(highest, number);
    if (taken.has(number)) duplicates.push(id);
    else {
      taken.add(number);
      shown.set(id, number);
    }
  }
  for (const id of duplicates) shown.set(id, ++highest);
  return shown;
};

/** The number of the next new session: one above the highest that is shown. */
export const nextSessionNumber = (sessions: Iterable<{ id: string; number: number }>): number =>
  Math.max(0, ...sessionNumbers(sessions).values()) + 1;
