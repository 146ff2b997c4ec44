// Owns goals and quests across evenings (M-141 to M-143, M-151). A goal lives in the ledger; what happened to it is a log of
// steps that name their session, so its history travels with it from evening to evening.
import {
  choice,
  counter,
  defineRecord,
  entries,
  hidden,
  line,
  maybeWhole,
  paragraph,
  type RecordOf,
} from './fields.ts';

export const GOAL_TYPES = ['Main', 'Side', 'Personal'] as const;
export const GOAL_STATUSES = ['active', 'complete', 'failed'] as const;
export type GoalStatus = (typeof GOAL_STATUSES)[number];
export const GOAL_STATUS_LABELS: Record<GoalStatus, string> = {
  active: 'Active',
  complete: 'Complete',
  failed: 'Failed',
};

export const GOAL = defineRecord({
  kind: 'goal',
  root: 'goals',
  home: 'ledger',
  label: 'Goal',
  plural: 'Goals',
  title: 'name',
  fields: {
    name: line('table', 'Objective'),
    goalType: choice('table', 'Type', GOAL_TYPES, 'Main', {
      optionLabels: { Main: 'Main', Side: 'Side', Personal: 'Personal' },
    }),
    status: choice('table', 'Status', GOAL_STATUSES, 'active', { optionLabels: GOAL_STATUS_LABELS }),
    aim: paragraph('table', 'Goal'),
    stakes: paragraph('gm', 'What is at stake'),
    progressText: paragraph('table', 'Where it stands'),
    progress: counter('table', 'Progress', { min: 0, max: 'target' }),
    /** Steps to take; null: no number, only words. */
    target: maybeWhole('table', 'Steps in all', { min: 1, max: 999 }),
    /** What happened: id → GoalNews. */
    news: entries('gm', 'History', { input: 'hidden' }),
    order: hidden('gm', 'Order', 'V'),
  },
});
export type Goal = RecordOf<typeof GOAL>;

/** What can happen to a goal in an evening. */
export const GOAL_NEWS = ['created', 'progress', 'carried', 'complete', 'failed', 'reopened'] as const;
export type GoalNewsKind = (typeof GOAL_NEWS)[number];
export interface GoalNews {
  id: string;
  kind: GoalNewsKind;
  sessionId: string;
  at: number;
  text: string;
}

/** A goal's history, oldest first. */
export const goalNews = (goal: Pick<Goal, 'news'>): GoalNews[] =>
  Object.entries(goal.news)
    .flatMap(([id, value]): GoalNews[] => {
      if (typeof value !== 'object' || value === null) return [];
      const { kind, sessionId, at, text } = value as Record<string, unknown>;
      if (!(GOAL_NEWS as readonly unknown[]).includes(kind) || typeof sessionId !== 'string' || typeof at !== 'number')
        return [];
      return [{ id, kind: kind as GoalNewsKind, sessionId, at, text: typeof text === 'string' ? text : '' }];
    })
    .sort(
      (a, b) => a.at - b.at || Number(b.kind === 'created') - Number(a.kind === 'created') || (a.id < b.id ? -1 : 1),
    );

/** What a session did to goals, for its summary (M-143). A goal carried along and left alone is in none. */
export const goalUpdates = (
  goals: Iterable<Goal>,
  sessionId: string,
): { advanced: Goal[]; finished: Goal[]; failed: Goal[] } => {
  const result = { advanced: [] as Goal[], finished: [] as Goal[], failed: [] as Goal[] };
  for (const goal of goals) {
    const last = goalNews(goal)
      .filter((n) => n.sessionId === sessionId && n.kind !== 'created' && n.kind !== 'carried')
      .at(-1);
    if (last) result[last.kind === 'complete' ? 'finished' : last.kind === 'failed' ? 'failed' : 'advanced'].push(goal);
  }
  return result;
};

/** Goals that the next evening takes along: active ones, with their history. */
export const carriedGoals = (goals: Iterable<Goal>): Goal[] => [...goals].filter((g) => g.status === 'active');
