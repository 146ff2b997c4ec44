// Owns the verbs of goals beyond the common ones: each writes what happened into the goal's own history, with its session.
import { err, GOAL, type GoalNewsKind, type GoalStatus, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import { getRecord } from './read-records.ts';
import type { RecordMissing, Refused } from './record-input.ts';

/** Adds to a goal's history inside another verb. `newsId` only where it is derived, so that two devices write one. */
export const writeGoalNews = (
  docs: CampaignDocs,
  edit: Edit,
  goalId: string,
  kind: GoalNewsKind,
  sessionId: string,
  text = '',
  newsId?: string,
): void =>
  edit.setEntry(docs.ledger, 'goal', goalId, 'news', newsId ?? docs.newId(), {
    kind,
    sessionId,
    at: docs.nowMs(),
    text,
  });

/** How one thing that happens to a goal changes it. */
const STATUS_AFTER: Partial<Record<GoalNewsKind, GoalStatus>> = {
  complete: 'complete',
  failed: 'failed',
  reopened: 'active',
};

/** A goal moves on: in words, by a number of steps, or to its end. `sessionId` empty: between evenings. */
export const moveGoal = (
  docs: CampaignDocs,
  id: string,
  news: { kind: Exclude<GoalNewsKind, 'created' | 'carried'>; sessionId: string; text?: string; by?: number },
): Result<void, Refused | RecordMissing> => {
  const goal = getRecord(docs.ledger, GOAL, id);
  if (!goal) return err({ type: 'RecordMissing', kind: 'goal', id });
  const words = { progress: 'moves on', complete: 'complete', failed: 'failed', reopened: 'active again' } as const;
  return docs.edit(`${goal.name}: ${words[news.kind]}`, [docs.ledger], (edit) => {
    writeGoalNews(docs, edit, id, news.kind, news.sessionId, news.text ?? '');
    const status = STATUS_AFTER[news.kind];
    if (status) edit.set(docs.ledger, 'goal', id, { status });
    if (news.text) edit.set(docs.ledger, 'goal', id, { progressText: news.text });
    if (news.by) {
      const n = Math.max(0, ...goal.progress.steps.map((s) => s.n)) + 1;
      edit.setEntry(docs.ledger, 'goal', id, 'progress', docs.newId(), {
        n,
        by: news.by,
        at: docs.nowMs(),
        who: docs.author(),
      });
    }
  });
};
