// The end of a session: stamps its times and writes down what its log tells. Apart from the other commands of its life,
// because counting a log is loaded only with the dialogs and pages that need it.
import { computeStats, GATHERED_LISTS, orderBetween, progressRules, unitsOf, type Session } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import type { OpenDocument } from '../open-document.ts';
import { calendarOf, gameTimeNow } from './campaigns.ts';
import { gatheredKey, namesToGather } from './session-from-log.ts';
import { editOpenSession } from './edit-session.ts';
import { listEvents } from './events.ts';
import { clearLive, type SessionResult } from './session-life.ts';

/** Writes the names that the session's log tells into its lists. */
const writeGathered = (docs: CampaignDocs, edit: Edit, session: Session, body: OpenDocument): void => {
  const missing = namesToGather(docs.ledger, session, listEvents(body));
  for (const list of GATHERED_LISTS) {
    let order = session[list].at(-1)?.order ?? null;
    for (const name of missing[list]) {
      const item = gatheredKey(list, name);
      order = orderBetween(order, null);
      edit.setEntry(docs.ledger, 'session', session.id, list, item, name);
      edit.setEntry(docs.ledger, 'session', session.id, `${list}.order`, item, order);
    }
  }
};

/**
 * Writes stats and lists as the session's events give them. The stats are for devices that do not have the log, and
 * for older versions; where it is, they are counted when they are read.
 */
const writeCounts = (docs: CampaignDocs, edit: Edit, session: Session, body: OpenDocument): void => {
  const events = listEvents(body);
  // An imported session whose events are not here keeps the stats it was imported with (M-088).
  if (events.length > 0)
    for (const [stat, value] of Object.entries(computeStats(events)))
      edit.setEntry(docs.ledger, 'session', session.id, 'computedStats', stat, value);
  writeGathered(docs, edit, session, body);
};

/**
 * Ends a session (M-086): stamps times, writes stats and lists from its events, and clears the live session. Its
 * stage stays, and so does what the GM typed over.
 */
export const endSession = (docs: CampaignDocs, id: string, body: OpenDocument): SessionResult =>
  editOpenSession(docs, id, 'End session', (edit, session) => {
    const now = docs.nowMs();
    edit.set(docs.ledger, 'session', id, {
      ...progressRules.end(),
      endedAt: session.endedAt ?? now,
      ...(session.startedAt === null ? { startedAt: now } : {}),
      gameEnd: session.gameEnd ?? gameTimeNow(docs),
      ...(session.gameStart === null ? { gameStart: gameTimeNow(docs) } : {}),
      ...(session.timeUnits === null ? { timeUnits: unitsOf(calendarOf(docs)) } : {}),
    });
    writeCounts(docs, edit, session, body);
    clearLive(docs, edit, id);
  });

/** Writes down what the log tells: its stats, and the names that the session's lists do not have yet. */
export const recountSession = (docs: CampaignDocs, id: string, body: OpenDocument): SessionResult =>
  editOpenSession(docs, id, 'Recount', (edit, session) => writeCounts(docs, edit, session, body));
