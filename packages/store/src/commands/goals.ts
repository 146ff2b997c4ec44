// The commands of goals: each adds what happened to the goal's news, with its session.
import {
  err,
  GOAL,
  goalChanges,
  type Goal,
  type GoalChangeKind,
  type GoalStatus,
  type Item,
  type Result,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import type { Edit } from '../edit.ts';
import type { NotWritable } from '../open-document.ts';
import { editOpenSession, type SessionMissing } from './edit-session.ts';
import { idOfObjectiveChange } from './goal-change-ids.ts';
import { sessionsAndNumbers } from './list-sessions.ts';
import { getRecord, listRecords, type Listed } from './read-records.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { nextStepNumber } from './write-record.ts';

export interface GoalChange {
  kind: GoalChangeKind;
  /** Empty between sessions. */
  sessionId: string;
  text?: string;
  /** Given only when it follows from a cause, so that two devices write one entry. */
  id?: string;
}

/** Adds to a goal's news, inside another command. */
export const writeGoalNews = (
  docs: CampaignDocs,
  edit: Edit,
  goalId: string,
  { kind, sessionId, text = '', id }: GoalChange,
): void =>
  edit.setEntry(docs.ledger, 'goal', goalId, 'news', id ?? docs.newId(), { kind, sessionId, at: docs.nowMs(), text });

/** How news changes the status of a goal. */
export const STATUS_AFTER: Partial<Record<GoalChangeKind, GoalStatus>> = {
  complete: 'complete',
  failed: 'failed',
  reopened: 'active',
};

/** How the label of an undo step calls the news. */
export const GOAL_MOVE_LABELS = {
  progress: 'moves on',
  complete: 'complete',
  failed: 'failed',
  reopened: 'active again',
} as const;

/** How far a goal went, in words and by a number of steps. */
export interface GoalMove {
  text?: string;
  by?: number | undefined;
}

/** Writes how far it went, inside another command. */
export const writeHowFar = (
  docs: CampaignDocs,
  edit: Edit,
  goal: Listed<typeof GOAL>,
  { text, by }: GoalMove,
): void => {
  if (text) edit.set(docs.ledger, 'goal', goal.id, { progressText: text });
  if (!by) return;
  const step = { n: nextStepNumber(goal.progress.steps), by, at: docs.nowMs(), who: docs.author() };
  edit.setEntry(docs.ledger, 'goal', goal.id, 'progress', docs.newId(), step);
};

/**
 * Records progress on a goal, in words or by a number of steps, or its end. An empty `sessionId` means between
 * sessions.
 */
export const moveGoal = (
  docs: CampaignDocs,
  id: string,
  news: GoalMove & { kind: keyof typeof GOAL_MOVE_LABELS; sessionId: string },
): Result<void, Refused | RecordMissing> => {
  const goal = getRecord(docs.ledger, GOAL, id);
  if (!goal) return err({ type: 'RecordMissing', kind: 'goal', id });
  const { kind, sessionId, text = '', by } = news;
  return docs.edit(`${goal.name}: ${GOAL_MOVE_LABELS[kind]}`, [docs.ledger], (edit) => {
    writeGoalNews(docs, edit, id, { kind, sessionId, text });
    const status = STATUS_AFTER[kind];
    if (status) edit.set(docs.ledger, 'goal', id, { status });
    writeHowFar(docs, edit, goal, { text, by });
  });
};

/**
 * The goal of a planned objective that has this status: made from it when its session started, or already there by its
 * name. A goal of that name that failed or was achieved before is another one.
 */
const goalOfObjective = (
  docs: CampaignDocs,
  sessionId: string,
  { id, text }: Item,
  status: GoalStatus,
): Listed<typeof GOAL> | undefined => {
  const ownId = derivedId('goal', sessionId, id);
  return listRecords(docs.ledger, GOAL).find(
    (goal) => goal.status === status && (goal.id === ownId || goal.name === text),
  );
};

/**
 * The active goals of objectives that were ticked by a version that left their goals alone, each with the session of
 * the tick. A goal that was ended or reopened since has news of it, and is where the GM wants it.
 */
export const goalsLeftActive = (docs: CampaignDocs): { goalId: string; sessionId: string }[] => {
  const goals = listRecords(docs.ledger, GOAL).filter(
    (goal) => goal.status === 'active' && !goalChanges(goal).some(({ kind }) => STATUS_AFTER[kind]),
  );
  const wasIn = (goal: Goal, sessionId: string): boolean => goalChanges(goal).some((c) => c.sessionId === sessionId);
  return sessionsAndNumbers(docs).sessions.flatMap(({ id: sessionId, plannedObjectives, tickedObjectives }) =>
    plannedObjectives
      .filter(({ id }) => tickedObjectives.includes(id))
      .flatMap(({ text }) => goals.filter((goal) => goal.name === text && wasIn(goal, sessionId)))
      .map((goal) => ({ goalId: goal.id, sessionId })),
  );
};

/** Completes the goal of an objective that was achieved in this session, inside another command. */
export const writeReached = (docs: CampaignDocs, edit: Edit, goalId: string, sessionId: string): void => {
  const id = idOfObjectiveChange('complete', goalId, sessionId);
  writeGoalNews(docs, edit, goalId, { kind: 'complete', sessionId, id });
  edit.set(docs.ledger, 'goal', goalId, { status: 'complete' });
};

/**
 * Ticks a planned objective as achieved, or takes the tick back, and its goal with it: a goal that is achieved is not
 * carried along any further.
 */
export const reachObjective = (
  docs: CampaignDocs,
  sessionId: string,
  objectiveId: string,
  isReached: boolean,
): Result<void, NotWritable | SessionMissing> =>
  editOpenSession(docs, sessionId, isReached ? 'Achieve objective' : 'Reopen objective', (edit, session) => {
    edit.setEntry(docs.ledger, 'session', sessionId, 'tickedObjectives', objectiveId, isReached ? true : undefined);
    const objective = session.plannedObjectives.find(({ id }) => id === objectiveId);
    const goal = objective && goalOfObjective(docs, sessionId, objective, isReached ? 'active' : 'complete');
    if (!goal) return;
    if (isReached) return writeReached(docs, edit, goal.id, sessionId);
    writeGoalNews(docs, edit, goal.id, {
      kind: 'reopened',
      sessionId,
      id: idOfObjectiveChange('reopened', goal.id, sessionId),
    });
    edit.set(docs.ledger, 'goal', goal.id, { status: 'active' });
  });
