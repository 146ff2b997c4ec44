// When something happened that is told without a time of its own.
import { SESSION, type Session } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { gameTimeNow } from './campaigns.ts';
import { getRecord } from './read-records.ts';

/** Noon: the same day in almost every time zone. */
const noonOf = (day: string): number | null => {
  const ms = Date.parse(`${day}T12:00`);
  return Number.isNaN(ms) ? null : ms;
};

const endOf = ({ endedAt, startedAt, date }: Session): number | null => endedAt ?? startedAt ?? noonOf(date);

/**
 * The end of a session that is over, as far as it is known, else now: `at` is Unix ms, `gameTime` whole seconds since
 * Day 0.
 */
export const momentToTell = (docs: CampaignDocs, sessionId: string): { at: number; gameTime: number } => {
  const session = getRecord(docs.ledger, SESSION, sessionId);
  const isOver = session?.status === 'completed';
  return {
    at: (isOver ? endOf(session) : null) ?? docs.nowMs(),
    gameTime: (isOver ? session.gameEnd : null) ?? gameTimeNow(docs),
  };
};
