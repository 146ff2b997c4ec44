// A goal that moves in play: an event in its session's log, beside what it does to the goal.
import { err, GOAL, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { OpenDocument } from '../open-document.ts';
import { logEvent, type NoSuchBody } from './events.ts';
import { GOAL_MOVE_LABELS, writeHowFar, type GoalMove } from './goals.ts';
import { getRecord } from './read-records.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { momentToTell } from './session-moment.ts';

/** The type of event that tells of a move, in the log of its session. */
const EVENT_OF_MOVE = { progress: 'quest_progress', complete: 'quest_completed', failed: 'quest_failed' } as const;

/**
 * As `moveGoal`, in the log of a session: an event of now, or of the end of a session that is over, whose news
 * follows the event. One step of undo takes back all of it.
 */
export const logGoalMove = (
  docs: CampaignDocs,
  body: OpenDocument,
  id: string,
  { kind, text = '', by }: GoalMove & { kind: keyof typeof EVENT_OF_MOVE },
): Result<string, Refused | RecordMissing | NoSuchBody> => {
  const goal = getRecord(docs.ledger, GOAL, id);
  if (!goal) return err({ type: 'RecordMissing', kind: 'goal', id });
  if (body.ref.kind !== 'session') return err({ type: 'NoSuchBody' });
  const { sessionId } = body.ref;
  const label = `${goal.name}: ${GOAL_MOVE_LABELS[kind]}`;
  return docs.group(label, (grouped) => {
    const logged = logEvent(grouped, body, {
      eventType: EVENT_OF_MOVE[kind],
      // What is done is listed by its name alone; how far it went is told in the goal's news.
      name: kind === 'progress' && text ? `${goal.name}: ${text}` : goal.name,
      ...(kind !== 'progress' && text ? { details: { progress: text } } : {}),
      goalId: id,
      ...momentToTell(docs, sessionId),
    });
    if (!logged.ok || (!text && !by)) return logged;
    const written = grouped.edit(label, [docs.ledger], (edit) => writeHowFar(docs, edit, goal, { text, by }));
    return written.ok ? logged : written;
  });
};
