// Goals and quests, which outlast a session (M-141 to M-143, M-151). A goal is stored in the ledger. What happens to
// it is a list of changes that name their session.
import { counter } from './counter.ts';
import { choice, entries, hidden, line, maybeWhole, paragraph } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';
import { textOr } from './values.ts';

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
    /** Number of steps; null for a goal without a number. */
    target: maybeWhole('table', 'Steps in all', { min: 1, max: 999 }),
    /** The changes of the goal: id → GoalNews. */
    news: entries('gm', 'History', { input: 'hidden' }),
    order: hidden('gm', 'Order', 'V'),
  },
});
export type Goal = RecordOf<typeof GOAL>;

/** What can happen to a goal. Starting a session carries every active goal into it. */
export const GOAL_CHANGES = ['created', 'progress', 'carried', 'complete', 'failed', 'reopened'] as const;
export type GoalChangeKind = (typeof GOAL_CHANGES)[number];

/** One change of a goal; `at` is Unix milliseconds. */
export interface GoalChange {
  id: string;
  kind: GoalChangeKind;
  sessionId: string;
  at: number;
  text: string;
}

const KINDS: readonly unknown[] = GOAL_CHANGES;

const readNews = (id: string, stored: unknown): GoalChange | null => {
  if (typeof stored !== 'object' || stored === null) return null;
  const { kind, sessionId, at, text } = stored as Record<string, unknown>;
  if (!KINDS.includes(kind) || typeof sessionId !== 'string' || typeof at !== 'number') return null;
  return { id, kind: kind as GoalChangeKind, sessionId, at, text: textOr(text, '') };
};

/** The changes of a goal, oldest first; its creation comes first at equal times. */
export const goalChanges = (goal: Pick<Goal, 'news'>): GoalChange[] =>
  Object.entries(goal.news)
    .flatMap(([id, stored]) => readNews(id, stored) ?? [])
    .sort(
      (a, b) => a.at - b.at || Number(b.kind === 'created') - Number(a.kind === 'created') || (a.id < b.id ? -1 : 1),
    );

/** The last change that a session made to a goal; undefined if it only created the goal or carried it along. */
export const lastChangeOf = (goal: Pick<Goal, 'news'>, sessionId: string): GoalChange | undefined =>
  goalChanges(goal)
    .filter((n) => n.sessionId === sessionId && n.kind !== 'created' && n.kind !== 'carried')
    .at(-1);

/** What a session did to goals, for its summary (M-143), by the last change of each. */
export const goalUpdates = (
  goals: Iterable<Goal>,
  sessionId: string,
): { advanced: Goal[]; finished: Goal[]; failed: Goal[] } => {
  const result = { advanced: [] as Goal[], finished: [] as Goal[], failed: [] as Goal[] };
  for (const goal of goals) {
    const kind = lastChangeOf(goal, sessionId)?.kind;
    if (kind) result[kind === 'complete' ? 'finished' : kind === 'failed' ? 'failed' : 'advanced'].push(goal);
  }
  return result;
};

/** The goals that the next session carries along: the active ones. */
export const carriedGoals = (goals: Iterable<Goal>): Goal[] => [...goals].filter((g) => g.status === 'active');
