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
 * Which session is live (M-017). The claim with the highest sequence wins, and among equal ones the one with the
 * greater device id. Claims with equal sequences for different sessions were made concurrently; the losers are
 * returned so that the GM can be told.
 */
export const liveSession = (claims: Iterable<LiveClaim>): LiveSession => {
  const sorted = [...claims].sort((a, b) => b.sequence - a.sequence || (a.deviceId < b.deviceId ? 1 : -1));
  const winner = sorted[0];
  if (!winner) return { sessionId: null, overruled: [] };
  const overruled = sorted.filter(
    (c) => c.sequence === winner.sequence && c.sessionId !== winner.sessionId && c.sessionId !== null,
  );
  return { sessionId: winner.sessionId, overruled };
};
