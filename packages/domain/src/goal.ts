// Goals and quests, which outlast a session (M-141 to M-143, M-151). A goal is stored in the ledger. What happens to
// it is a list of changes that name their session.
import { counter } from './counter.ts';
import { choice, entries, flag, hidden, line, maybeWhole, paragraph } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';
import { isDerivedId } from './ids.ts';
import type { TimelineEvent } from './timeline-event.ts';
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
    name: line('table', 'Goal'),
    goalType: choice('table', 'Type', GOAL_TYPES, 'Main', {
      optionLabels: { Main: 'Main', Side: 'Side', Personal: 'Personal' },
    }),
    status: choice('table', 'Status', GOAL_STATUSES, 'active', { optionLabels: GOAL_STATUS_LABELS }),
    aim: paragraph('table', 'Reached when'),
    /** Off by default: a plan of the GM is a goal too. */
    isKnown: flag('gm', 'Known to players'),
    stakes: paragraph('gm', 'What is at stake'),
    /** As it stands now. Players read the words of a session that is shown, see {@link goalForPlayers}. */
    progressText: paragraph('gm', 'Progress notes'),
    progress: counter('table', 'Progress', { min: 0, max: 'target' }),
    /** Number of steps; null for a goal without a number. */
    target: maybeWhole('table', 'Total steps', { min: 1, max: 999 }),
    /** A moment of game time. */
    deadline: maybeWhole('gm', 'Deadline', { input: 'gameTime', min: 0 }),
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

/** The changes that a session made to a goal, oldest first, besides creating it and carrying it along. */
const changesBy = (goal: Pick<Goal, 'news'>, sessionId: string): GoalChange[] =>
  goalChanges(goal).filter((n) => n.sessionId === sessionId && n.kind !== 'created' && n.kind !== 'carried');

/** What an event of this type does to the goal that it names. */
export const goalChangeOfEvent = (type: string): 'complete' | 'failed' | 'progress' =>
  type === 'quest_completed' ? 'complete' : type === 'quest_failed' ? 'failed' : 'progress';

/** The ids of changes that follow from a cause; others have an id of their own. */
export interface GoalChangeIds {
  /** Of the change that an event makes of its goal. */
  ofEvent(eventId: string): string;
  /** Of the changes that an objective of a session makes of its goal, which is ticked or open again. */
  ofObjective(goalId: string, sessionId: string): readonly string[];
}

/** An event that may have moved a goal. */
type GoalEvent = Pick<TimelineEvent, 'id' | 'eventType' | 'name' | 'goalId'>;

/**
 * What players may know that a session did to a goal; null where that is nothing. `shared` are the session's events
 * that players may read: what another event did is the GM's. The words are those of the event as it is now.
 */
export const goalForPlayers = (
  goal: Pick<Goal, 'id' | 'isKnown' | 'news'>,
  sessionId: string,
  shared: readonly GoalEvent[],
  ids: GoalChangeIds,
): { status: GoalStatus; text: string } | null => {
  if (!goal.isKnown) return null;
  const sharedById = new Map(shared.map((event) => [ids.ofEvent(event.id), event]));
  const ofObjective = ids.ofObjective(goal.id, sessionId);
  const changes = changesBy(goal, sessionId).flatMap((change) => {
    if (!isDerivedId(change.id) || ofObjective.includes(change.id)) return change;
    const event = sharedById.get(change.id);
    const isTold = event?.goalId === goal.id && goalChangeOfEvent(event.eventType) === change.kind;
    return isTold ? { ...change, text: event.name } : [];
  });
  const kind = changes.at(-1)?.kind;
  if (!kind) return null;
  return {
    status: kind === 'complete' || kind === 'failed' ? kind : 'active',
    text: changes.findLast((change) => change.text !== '')?.text ?? '',
  };
};

/** What a session did to goals, for its summary (M-143), by the last change of each. */
export const goalUpdates = (
  goals: Iterable<Goal>,
  sessionId: string,
): { advanced: Goal[]; finished: Goal[]; failed: Goal[] } => {
  const result = { advanced: [] as Goal[], finished: [] as Goal[], failed: [] as Goal[] };
  for (const goal of goals) {
    const kind = changesBy(goal, sessionId).at(-1)?.kind;
    if (kind) result[kind === 'complete' ? 'finished' : kind === 'failed' ? 'failed' : 'advanced'].push(goal);
  }
  return result;
};

/** The goals that the next session carries along: the active ones. */
export const carriedGoals = (goals: Iterable<Goal>): Goal[] => [...goals].filter((g) => g.status === 'active');
