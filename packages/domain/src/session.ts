// Owns an evening of play: its index entry in the ledger, its number after a merge, and which evening is live.
import type { Audience } from './record.ts';
import type { SessionStatus, Stage } from './stage.ts';

/** The index entry of an evening. Its body (notes, scenes) is a document of its own. Times: Unix ms; dates: ISO days. */
export interface Session {
  id: string;
  /** As stored. What is shown comes from {@link sessionNumbers}: two devices may both have made session 16. */
  number: number;
  title: string;
  /** ISO day of the evening, or empty. */
  date: string;
  objective: string;
  status: SessionStatus;
  stage: Stage;
  createdAt: number;
}

export const SESSION_AUDIENCE = {
  id: 'table', number: 'table', title: 'table', date: 'table', objective: 'gm', status: 'table', stage: 'gm', createdAt: 'gm',
} satisfies Record<keyof Session, Audience>;

/** The three notes of an evening; each is a rich text of its own (M-262). */
export const SESSION_NOTES = ['prep_notes', 'play_notes', 'actual_notes'] as const;
export type SessionNote = (typeof SESSION_NOTES)[number];

/**
 * The numbers to show, by session id (M-113, T-4). Of two equal numbers the earlier id keeps it; later ids take the next
 * free ones above the highest, in order of id. Deleted sessions keep their number, so pass them too.
 * Pure and order-independent: every device computes the same.
 */
export const sessionNumbers = (sessions: Iterable<{ id: string; number: number }>): Map<string, number> => {
  const sorted = [...sessions].sort((a, b) => (a.id < b.id ? -1 : 1));
  const shown = new Map<string, number>();
  const taken = new Set<number>();
  const late: string[] = [];
  let highest = 0;
  for (const { id, number } of sorted) {
    highest = Math.max(highest, number);
    if (taken.has(number)) late.push(id);
    else {
      taken.add(number);
      shown.set(id, number);
    }
  }
  for (const id of late) shown.set(id, ++highest);
  return shown;
};

/** The number that the next new session gets: one above the highest shown. */
export const nextSessionNumber = (sessions: Iterable<{ id: string; number: number }>): number =>
  Math.max(0, ...sessionNumbers(sessions).values()) + 1;

/** One device's word on which evening is live; `sequence` counts upwards over all devices that it has heard of. */
export interface LiveClaim {
  deviceId: string;
  sessionId: string | null;
  sequence: number;
}

/** The live evening after a merge, and the claims that lost to it although they were made without knowing of each other. */
export interface LiveSession {
  sessionId: string | null;
  overruled: readonly LiveClaim[];
}

/**
 * Which evening is live (M-017). The highest sequence wins; of equal ones the greater device id, the same on every
 * device. Equal sequences that name different evenings were made apart: the losers are given back to be shown.
 */
export const liveSession = (claims: Iterable<LiveClaim>): LiveSession => {
  const sorted = [...claims].sort((a, b) => b.sequence - a.sequence || (a.deviceId < b.deviceId ? 1 : -1));
  const winner = sorted[0];
  if (!winner) return { sessionId: null, overruled: [] };
  const overruled = sorted.filter((c) => c.sequence === winner.sequence && c.sessionId !== winner.sessionId && c.sessionId !== null);
  return { sessionId: winner.sessionId, overruled };
};
