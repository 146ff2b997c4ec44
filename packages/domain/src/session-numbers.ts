// The numbers of sessions after a merge, when two devices may have given the same number.

export interface NumberedSession {
  id: string;
  number: number;
  /** It is marked as deleted, and keeps its number as long as no other session has that. */
  isMarked?: boolean;
}

/**
 * The numbers to show, by session id (M-113, T-4). The earliest id keeps a number that several sessions have; the
 * others, in order of id, get the first free number above their own. So a session that comes later with a higher
 * number moves none of them. A session in Trash keeps its number from none that is not: those come first. The result
 * does not depend on the order of `sessions`, so every device computes the same.
 */
export const sessionNumbers = (sessions: Iterable<NumberedSession>): Map<string, number> => {
  const all = [...sessions].sort((a, b) => (a.id < b.id ? -1 : 1));
  const shown = new Map<string, number>();
  const taken = new Set<number>();
  const give = (id: string, number: number): void => {
    taken.add(number);
    shown.set(id, number);
  };
  for (const inTrash of [false, true]) {
    const duplicates: NumberedSession[] = [];
    for (const session of all.filter(({ isMarked = false }) => isMarked === inTrash)) {
      if (taken.has(session.number)) duplicates.push(session);
      else give(session.id, session.number);
    }
    for (const { id, number } of duplicates) {
      let free = number + 1;
      while (taken.has(free)) free += 1;
      give(id, free);
    }
  }
  return shown;
};

/** The number of the next new session: one above the highest that is shown, but for those in Trash. */
export const nextSessionNumber = (sessions: Iterable<NumberedSession>): number =>
  Math.max(0, ...sessionNumbers([...sessions].filter(({ isMarked }) => !isMarked)).values()) + 1;
