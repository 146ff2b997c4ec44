// Owns the two fields that say where an evening stands: `status` is what happened to it, `stage` is which desk the
// GM sits at. They move together only where a rule below says so.

/** The desks of an evening, in order. Read-only follows `completed`. */
export const STAGES = ['prep', 'play', 'wrap_up', 'completed'] as const;
export type Stage = (typeof STAGES)[number];

/** What happened to the evening. */
export const STATUSES = ['planned', 'in_progress', 'completed', 'cancelled'] as const;
export type SessionStatus = (typeof STATUSES)[number];

/** Words of older sources for a status; ACTIVE reads and writes as in_progress. Unknown words give null. */
export const readStatus = (word: string): SessionStatus | null => {
  const key = word
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  if (key === 'active') return 'in_progress';
  return (STATUSES as readonly string[]).includes(key) ? (key as SessionStatus) : null;
};

/** Where an evening stands. */
export interface Standing {
  status: SessionStatus;
  stage: Stage;
}

/**
 * Each rule gives only the fields that change:
 * Start: in progress, stage play. End: completed, stage untouched. Cancel: stage untouched.
 * Mark completed sets both. Reopen goes to wrap-up.
 */
export const standingRules = {
  start: (): Partial<Standing> => ({ status: 'in_progress', stage: 'play' }),
  end: (): Partial<Standing> => ({ status: 'completed' }),
  cancel: (): Partial<Standing> => ({ status: 'cancelled' }),
  markCompleted: (): Partial<Standing> => ({ status: 'completed', stage: 'completed' }),
  reopen: (): Partial<Standing> => ({ stage: 'wrap_up' }),
  /** A cancelled evening is planned again. */
  restore: (): Partial<Standing> => ({ status: 'planned' }),
  enterStage: (stage: Exclude<Stage, 'completed'>): Partial<Standing> => ({ stage }),
} as const;

/** True when nothing of the evening may be written any more, in the data layer too. */
export const isReadOnly = (session: { stage: Stage }): boolean => session.stage === 'completed';

/** Words for the screen. */
export const STAGE_LABELS: Record<Stage, string> = {
  prep: 'Prep',
  play: 'Play',
  wrap_up: 'Wrap-up',
  completed: 'Completed',
};
export const STATUS_LABELS: Record<SessionStatus, string> = {
  planned: 'Planned',
  in_progress: 'In progress',
  completed: 'Completed',
  cancelled: 'Cancelled',
};
