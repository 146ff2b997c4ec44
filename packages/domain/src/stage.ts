// The two fields that describe the progress of a session: `status` is what happened to the session, `stage` is
// the desk that the GM works at. They change together only where a rule below says so.
import type { SeenPlay } from './cancelled-session.ts';

/** The desks of a session, in order. A session in stage `completed` is read-only. */
export const STAGES = ['prep', 'play', 'wrap_up', 'completed'] as const;
export type Stage = (typeof STAGES)[number];

/** What happened to the session. */
export const STATUSES = ['planned', 'in_progress', 'completed', 'cancelled'] as const;
export type SessionStatus = (typeof STATUSES)[number];

/** A status as older sources spell it; "ACTIVE" means in_progress. Null for an unknown word. */
export const readStatus = (word: string): SessionStatus | null => {
  const key = word
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  if (key === 'active') return 'in_progress';
  return (STATUSES as readonly string[]).includes(key) ? (key as SessionStatus) : null;
};

/** The progress of a session. */
export interface SessionProgress {
  status: SessionStatus;
  stage: Stage;
}

/** The two fields in the order in which a session goes through them; a cancelled session left that order. */
const COURSE = {
  status: ['planned', 'in_progress', 'completed'],
  stage: ['prep', 'play', 'wrap_up', 'completed'],
} as const;

/** True if a value of one of the two fields comes after another of it. */
export const isFurther = (field: 'status' | 'stage', value: unknown, than: unknown): boolean => {
  const course: readonly unknown[] = COURSE[field];
  return course.includes(than) && course.indexOf(value) > course.indexOf(than);
};

type ToldProgress = Readonly<Partial<Record<keyof SessionProgress, unknown>>>;

/** Of what two sources say of one session, each field as far as it goes. */
export const furtherProgress = (a: ToldProgress, b: ToldProgress): ToldProgress => {
  const further = (['status', 'stage'] as const).filter((field) => isFurther(field, b[field], a[field]));
  return Object.fromEntries(further.map((field) => [field, b[field]]));
};

/** True for a session that can be called off: planned, or started and not over (M-010). */
export const mayCancel = ({ status, stage }: SessionProgress): boolean =>
  (status === 'planned' || status === 'in_progress') && stage !== 'completed';

/** The status of a session that was cancelled and no longer is: as far as it was played. */
const statusByPlay = ({ startedAt, endedAt }: SeenPlay): SessionStatus => {
  if (endedAt !== null) return 'completed';
  return startedAt === null ? 'planned' : 'in_progress';
};

/**
 * What each command changes. A rule gives only the fields that change; ending a session leaves its stage alone.
 */
export const progressRules = {
  start: (): Partial<SessionProgress> => ({ status: 'in_progress', stage: 'play' }),
  end: (): Partial<SessionProgress> => ({ status: 'completed' }),
  cancel: (): Partial<SessionProgress> => ({ status: 'cancelled' }),
  markCompleted: (): Partial<SessionProgress> => ({ status: 'completed', stage: 'completed' }),
  reopen: (): Partial<SessionProgress> => ({ stage: 'wrap_up' }),
  /** Takes a cancellation back: the session goes on from where it was. */
  restore: (played: SeenPlay): Partial<SessionProgress> => {
    const status = statusByPlay(played);
    return status === 'planned' ? { status, stage: 'prep' } : { status };
  },
  /** Plans a session anew that was cancelled, as if it had never been started. */
  planAnew: (): Partial<SessionProgress> => ({ status: 'planned', stage: 'prep' }),
  enterStage: (stage: Exclude<Stage, 'completed'>): Partial<SessionProgress> => ({ stage }),
} as const;

/** True if nothing of the session may be written, also by commands. */
export const isReadOnly = (session: { stage: Stage }): boolean => session.stage === 'completed';

/** True for a session that has started, over or not: neither planned nor cancelled (M-072). */
export const isPlayed = (session: { status: SessionStatus }): boolean =>
  session.status === 'in_progress' || session.status === 'completed';

export const STAGE_LABELS: Record<Stage, string> = {
  prep: 'Prep',
  play: 'Play',
  wrap_up: 'Wrap-up',
  completed: 'Completed',
};
/** In the words of a session's standing: one that is over was played; it is completed by its stage. */
export const STATUS_LABELS: Record<SessionStatus, string> = {
  planned: 'Planned',
  in_progress: 'In progress',
  completed: 'Played',
  cancelled: 'Cancelled',
};
