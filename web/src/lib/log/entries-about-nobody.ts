// Log entries of a session that are in no entity's log: earlier versions wrote notes about nobody as such entries.
import type { EntityLogEntry } from '@emberkeep/domain';

/** Earliest first. */
export const entriesAboutNobody = <E extends EntityLogEntry & { createdAt: number }>(
  entries: readonly E[],
  sessionId: string,
): E[] =>
  entries
    .filter((entry) => entry.entityId === '' && entry.sessionId === sessionId)
    .sort((a, b) => a.createdAt - b.createdAt);
