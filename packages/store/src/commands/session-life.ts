// The life of a session: planned, live, played, completed, and back. Invariant: each command is one transaction, so a
// tab that dies midway leaves the session as it was or as it will be.
import {
  carriedGoals,
  GOAL,
  localDay,
  orderBetween,
  progressRules,
  type Result,
  type SeenPlay,
  type Session,
  type Stage,
  unitsOf,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import type { Edit } from '../edit.ts';
import type { NotWritable } from '../open-document.ts';
import { calendarOf, gameTimeNow, readClaimedLive, writeLive } from './campaigns.ts';
import { editOpenSession, editSession, type SessionMissing } from './edit-session.ts';
import { goalsLeftActive, writeGoalNews, writeReached } from './goals.ts';
import { getRecord, listRecords } from './read-records.ts';
import { writeAttendance, type Attendance } from './session-attendance.ts';
import { writeNew } from './write-record.ts';

type Rule = Exclude<keyof typeof progressRules, 'enterStage'>;
export type SessionResult = Result<void, NotWritable | SessionMissing>;

const RULE_LABELS: Readonly<Record<Rule, string>> = {
  start: 'Start',
  end: 'End',
  cancel: 'Cancel',
  markCompleted: 'Complete',
  reopen: 'Reopen',
  restore: 'Restore',
  planAnew: 'Plan anew',
};

/** A session that is planned anew starts anew too. */
const NOT_STARTED = { startedAt: undefined, endedAt: undefined, gameStart: undefined, gameEnd: undefined };

/** Rules after which a session cannot be the live one. */
const ENDING_RULES: readonly Rule[] = ['end', 'markCompleted', 'cancel'];

/** Makes no session live, inside another command, where this one is. */
export const clearLive = (docs: CampaignDocs, edit: Edit, sessionId: string): void => {
  if (readClaimedLive(docs).sessionId === sessionId) writeLive(docs, edit, null);
};

/** What a rule writes beside status and stage. */
const besides = (rule: Rule, { startedAt, endedAt }: Session): Readonly<Record<string, unknown>> => {
  if (rule === 'cancel') return { cancelledOver: { startedAt, endedAt } satisfies SeenPlay };
  return rule === 'planAnew' ? NOT_STARTED : {};
};

/** Changes status and stage by a rule of R-1; each rule writes only the fields it names. */
export const applySessionRule = (docs: CampaignDocs, id: string, rule: Rule): SessionResult =>
  editSession(docs, id, `${RULE_LABELS[rule]} session`, (edit, session) => {
    edit.set(docs.ledger, 'session', id, { ...progressRules[rule](session), ...besides(rule, session) });
    if (ENDING_RULES.includes(rule)) clearLive(docs, edit, id);
  });

export const enterStage = (docs: CampaignDocs, id: string, stage: Exclude<Stage, 'completed'>): SessionResult =>
  editSession(docs, id, `Go to ${stage.replace('_', '-')}`, (edit) =>
    edit.set(docs.ledger, 'session', id, progressRules.enterStage(stage)),
  );

/** Who starts a session runs it, until a GM says otherwise; another GM who starts it is a co-GM (M-045). */
const writeGm = (docs: CampaignDocs, edit: Edit, session: Session): void => {
  const author = docs.author();
  if (!session.gm) edit.set(docs.ledger, 'session', session.id, { gm: author });
  else if (session.gm !== author)
    edit.setEntry(docs.ledger, 'session', session.id, 'coGms', author.replaceAll('/', ' '), true);
};

/** Carries open goals along and makes goals of planned objectives (M-141, M-142). */
const writeGoals = (docs: CampaignDocs, edit: Edit, session: Session): void => {
  const sessionId = session.id;
  const leftActive = goalsLeftActive(docs);
  for (const { goalId, sessionId: tickedIn } of leftActive) writeReached(docs, edit, goalId, tickedIn);
  const all = listRecords(docs.ledger, GOAL);
  const goals = all.filter(({ id }) => !leftActive.some(({ goalId }) => goalId === id));
  for (const goal of carriedGoals(goals))
    writeGoalNews(docs, edit, goal.id, { kind: 'carried', sessionId, id: derivedId('carried', goal.id, sessionId) });
  let order = all.at(-1)?.order ?? null;
  for (const { id, text } of session.plannedObjectives) {
    // Derived from the objective: two GMs who start one session offline create one goal.
    const goalId = derivedId('goal', sessionId, id);
    if (getRecord(docs.ledger, GOAL, goalId) || goals.some((g) => g.name === text && g.status === 'active')) continue;
    order = orderBetween(order, null);
    writeNew({ docs, edit, doc: docs.ledger, spec: GOAL, id: goalId }, { name: text, order });
    writeGoalNews(docs, edit, goalId, { kind: 'created', sessionId, id: derivedId('created', goalId) });
  }
};

/**
 * Starts a session in one step, offline (M-081): stamps real and game time, writes attendance and goals, and makes
 * the session live.
 */
export const startSession = (
  docs: CampaignDocs,
  id: string,
  input: { rolls?: readonly Attendance[]; zone?: string } = {},
): SessionResult =>
  editOpenSession(docs, id, 'Start session', (edit, session) => {
    const now = docs.nowMs();
    edit.set(docs.ledger, 'session', id, {
      ...progressRules.start(),
      startedAt: session.startedAt ?? now,
      endedAt: undefined,
      gameStart: session.gameStart ?? gameTimeNow(docs),
      gameEnd: undefined,
      timeUnits: unitsOf(calendarOf(docs)),
      zone: input.zone ?? session.zone,
    });
    writeGm(docs, edit, session);
    if (!session.date) edit.set(docs.ledger, 'session', id, { date: localDay(now, input.zone ?? session.zone) });
    for (const attendance of input.rolls ?? []) writeAttendance(docs, edit, session, attendance);
    writeGoals(docs, edit, session);
    writeLive(docs, edit, id);
  });
