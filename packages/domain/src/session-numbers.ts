// The numbers of sessions after a merge, when two devices may have given the same number.

/**
 * The numbers to show, by session id (M-113, T-4). The earliest id keeps a number that several sessions have; the
 * others, in order of id, get the first free number above their own. So a session that comes later with a higher
 * number moves none of them. Deleted sessions keep their numbers, so pass them too. The result does not depend on the
 * order of `sessions`, so every device computes the same.
 */
export const sessionNumbers = (sessions: Iterable<{ id: string; number: number }>): Map<string, number> => {
  const sorted = [...sessions].sort((a, b) => (a.id < b.id ? -1 : 1));
  const shown = new Map<string, number>();
  const taken = new Set<number>();
  const duplicates: { id: string; number: number }[] = [];
  for (const session of sorted) {
    if (taken.has(session.number)) duplicates.push(session);
    else {
      taken.add(session.number);
      shown.set(session.id, session.number);
    }
  }
  for (const { id, number } of duplicates) {
    let free = number + 1;
    while (taken.has(free)) free += 1;
    taken.add(free);
    shown.set(id, free);
  }
  return shown;
};

/** The number of the next new session: one above the highest that is shown. */
export const nextSessionNumber = (sessions: Iterable<{ id: string; number: number }>): number =>
  Math.max(0, ...sessionNumbers(sessions).values()) + 1;
