// Which session is live, decided the same way on every device.

/** What one device says about the live session. `sequence` is above that of every claim the device knew. */
export interface LiveClaim {
  deviceId: string;
  sessionId: string | null;
  sequence: number;
}

/** The live session after a merge, and the concurrent claims that lost to it. */
export interface LiveSession {
  sessionId: string | null;
  overruled: readonly LiveClaim[];
}

/**
 * Which session is live (M-017). The claim with the highest sequence wins; among equal ones a session goes before none,
 * because it may be under way, then the greater device id. Claims with equal sequences for different sessions were made
 * concurrently; the losers are returned so that the GM can be told.
 */
export const liveSession = (claims: Iterable<LiveClaim>): LiveSession => {
  const isNone = ({ sessionId }: LiveClaim): number => (sessionId === null ? 1 : 0);
  const sorted = [...claims].sort(
    (a, b) => b.sequence - a.sequence || isNone(a) - isNone(b) || (a.deviceId < b.deviceId ? 1 : -1),
  );
  const winner = sorted[0];
  if (!winner) return { sessionId: null, overruled: [] };
  const overruled = sorted.filter(
    (c) => c.sequence === winner.sequence && c.sessionId !== winner.sessionId && c.sessionId !== null,
  );
  return { sessionId: winner.sessionId, overruled };
};
