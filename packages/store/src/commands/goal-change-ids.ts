// The ids of a goal's news that follow from a cause: two devices that write one hold one entry.
import type { GoalChangeIds } from '@emberkeep/domain';
import { derivedId } from '../derived-id.ts';

type ObjectiveChange = 'complete' | 'reopened';

export const idOfObjectiveChange = (kind: ObjectiveChange, goalId: string, sessionId: string): string =>
  derivedId(kind, goalId, sessionId);

export const goalChangeIds: GoalChangeIds = {
  ofEvent: (eventId) => derivedId('news', eventId),
  ofObjective: (goalId, sessionId) =>
    (['complete', 'reopened'] as const).map((kind) => idOfObjectiveChange(kind, goalId, sessionId)),
};
