// Owns the verbs of an evening: its index entry, the birth of its body, and its life (plan, start, end, cancel, reopen).
// Invariant: each verb is one transaction, so a tab that dies midway leaves the evening as it was or as it will be.
import * as Y from 'yjs';
import {
  carriedGoals,
  computeStats,
  err,
  gatherLists,
  GOAL,
  isReadOnly,
  nextSessionNumber,
  orderBetween,
  SESSION,
  sessionNumbers,
  standingRules,
  type DocumentRef,
  type RecordInput,
  type Result,
  type Session,
  type Stage,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import type { NotWritable, OpenDocument, ReadableDocument } from '../open-document.ts';
import { deletionMark, digestRecord, encodeBody, isBeyond, textsForDigest } from '../deletion.ts';
import { derivedId } from '../derived-id.ts';
import { gameTimeNow, liveSessionOf, writeLive } from './campaigns.ts';
import { listEvents } from './events.ts';
import { writeGoalNews } from './goals.ts';
import { getRecord, listRecords } from './read-records.ts';
import type { Refused } from './record-input.ts';
import { editRecord } from './records.ts';
import { writeNew } from './write-record.ts';

export type SessionMissing = { type: 'SessionMissing'; id: string };

/** A session as lists show it: `shownNumber` after a merge, `deleted` unless somebody wrote on after the deletion. */
export type ListedSession = Session & {
  shownNumber: number;
  /** The number was given to two sessions; this one was moved. */
  wasRenumbered: boolean;
  deleted: boolean;
  broughtBack: boolean;
};

/** Bodies' snapshots as this device last derived them, for deciding whether a deleted session was written on. */
export type BodySnapshots = (sessionId: string) => Uint8Array | undefined;

/** What listing sessions needs of a campaign: its ledger, and the body where it is open. */
export type SessionSource = {
  readonly campaignId: string;
  readonly ledger: ReadableDocument;
  peek(ref: DocumentRef): ReadableDocument | undefined;
};

const numbersOf = (docs: SessionSource): { sessions: Session[]; numbers: Map<string, number> } => {
  const table = docs.ledger.table('session');
  return table.memo('numbers', () => {
    const sessions = [...table.ids()].flatMap((id) => (table.record(id) as Session | null) ?? []);
    return { sessions, numbers: sessionNumbers(sessions) };
  });
};

const show = (
  docs: SessionSource,
  session: Session,
  numbers: ReadonlyMap<string, number>,
  snapshots: BodySnapshots,
): ListedSession => {
  const raw = docs.ledger.table('session').get(session.id)!;
  const mark = deletionMark(raw);
  let beyond = false;
  if (mark) {
    const open = docs.peek({ kind: 'session', campaignId: docs.campaignId, sessionId: session.id });
    const stored = snapshots(session.id);
    const snapshot = open ? Y.snapshot(open.doc) : stored ? Y.decodeSnapshot(stored) : null;
    beyond =
      mark.seen !== digestRecord(raw, textsForDigest(docs.ledger.doc, 'session', session.id)) ||
      (snapshot !== null && isBeyond(mark.body, snapshot));
  }
  const shownNumber = numbers.get(session.id) ?? session.number;
  return {
    ...session,
    shownNumber,
    wasRenumbered: shownNumber !== session.number,
    deleted: mark !== null && !beyond,
    broughtBack: beyond,
  };
};

const NO_SNAPSHOTS: BodySnapshots = () => undefined;

/** Every session with its number to show, deleted ones included, or those of `only`; in order of shown number. */
export const listSessions = (
  docs: SessionSource,
  snapshots: BodySnapshots = NO_SNAPSHOTS,
  only?: ReadonlySet<string>,
): ListedSession[] => {
  const { sessions, numbers } = numbersOf(docs);
  return (only ? sessions.filter((s) => only.has(s.id)) : sessions)
    .map((session) => show(docs, session, numbers, snapshots))
    .sort((a, b) => a.shownNumber - b.shownNumber);
};

/** One session; costs no walk over the others. */
export const getSession = (docs: CampaignDocs, id: string): ListedSession | null => {
  const session = docs.ledger.table('session').record(id) as Session | null;
  return session && show(docs, session, numbersOf(docs).numbers, NO_SNAPSHOTS);
};

/** The next session, status planned, stage prep; its body is created here too, so that it can be written offline. */
export const createSession = (
  docs: CampaignDocs,
  input: RecordInput<typeof SESSION> & { id?: string } = {},
): Result<string, NotWritable> => {
  const { id: wanted, ...fields } = input;
  const id = wanted ?? docs.newId();
  const number = fields.number ?? nextSessionNumber(numbersOf(docs).sessions);
  const body = docs.create({ kind: 'session', campaignId: docs.campaignId, sessionId: id });
  const created = docs.edit(`Create session ${number}`, [docs.ledger, body], (edit) => {
    writeNew(docs, edit, docs.ledger, SESSION, id, {
      title: '',
      date: '',
      objective: '',
      status: 'planned',
      stage: 'prep',
      ...fields,
      number,
    });
    return id;
  });
  void body.release();
  return created;
};

// A number that the merge moved is written down by the next verb on that session (T-4).
const settleNumber = (docs: CampaignDocs, edit: Edit, session: ListedSession): void => {
  if (session.wasRenumbered) edit.set(docs.ledger, 'session', session.id, { number: session.shownNumber });
};

const sessionVerb = (
  docs: CampaignDocs,
  id: string,
  label: string,
  run: (edit: Edit, session: ListedSession) => void,
): Result<void, NotWritable | SessionMissing> => {
  const session = getSession(docs, id);
  if (!session) return err({ type: 'SessionMissing', id });
  return docs.edit(label, [docs.ledger], (edit) => {
    settleNumber(docs, edit, session);
    run(edit, session);
  });
};

// A completed evening takes no writing; reopening it is a verb of its own.
const writingVerb = (
  docs: CampaignDocs,
  id: string,
  label: string,
  run: (edit: Edit, session: ListedSession) => void,
): Result<void, NotWritable | SessionMissing> => {
  const session = getSession(docs, id);
  return session && isReadOnly(session)
    ? err({ type: 'Completed', room: docs.ledger.room })
    : sessionVerb(docs, id, label, run);
};

/** Any field of the index entry. A completed session refuses: reopen it first. */
export const describeSession = (
  docs: CampaignDocs,
  id: string,
  fields: RecordInput<typeof SESSION>,
): Result<void, Refused | SessionMissing> => {
  const session = getSession(docs, id);
  if (!session) return err({ type: 'SessionMissing', id });
  if (isReadOnly(session)) return err({ type: 'Completed', room: docs.ledger.room });
  const edited = editRecord(
    docs,
    docs.ledger,
    SESSION,
    id,
    session.wasRenumbered ? { number: session.shownNumber, ...fields } : fields,
    'Edit session',
  );
  return !edited.ok && edited.error.type === 'RecordMissing'
    ? err({ type: 'SessionMissing', id })
    : (edited as Result<void, Refused>);
};

/** Where a session stands changes by a rule of R-1; each writes only the fields that its rule names. */
export const applyStanding = (
  docs: CampaignDocs,
  id: string,
  rule: Exclude<keyof typeof standingRules, 'enterStage'>,
): Result<void, NotWritable | SessionMissing> =>
  sessionVerb(
    docs,
    id,
    `${{ start: 'Start', end: 'End', cancel: 'Cancel', markCompleted: 'Complete', reopen: 'Reopen', restore: 'Restore' }[rule]} session`,
    (edit, session) => {
      edit.set(docs.ledger, 'session', id, standingRules[rule]());
      // Ending, completing or cancelling the live evening leaves none live.
      if (
        (rule === 'end' || rule === 'markCompleted' || rule === 'cancel') &&
        liveSessionOf(docs).sessionId === session.id
      )
        writeLive(docs, edit, null);
    },
  );

export const enterStage = (
  docs: CampaignDocs,
  id: string,
  stage: Exclude<Stage, 'completed'>,
): Result<void, NotWritable | SessionMissing> =>
  sessionVerb(docs, id, `Go to ${stage.replace('_', '-')}`, (edit) =>
    edit.set(docs.ledger, 'session', id, standingRules.enterStage(stage)),
  );

/** Whether the players may read it; a completed evening too. */
export const publishSession = (
  docs: CampaignDocs,
  id: string,
  isPublished: boolean,
): Result<void, NotWritable | SessionMissing> =>
  sessionVerb(docs, id, isPublished ? 'Show to players' : 'Hide from players', (edit) =>
    edit.set(docs.ledger, 'session', id, { isPublished }),
  );

/** Who is there this evening, as the start sheet gives it. */
export interface Roll {
  playerId: string;
  attended: boolean;
  arrivedLate?: boolean;
  leftEarly?: boolean;
  characterIds?: readonly string[];
}

const writeRoll = (docs: CampaignDocs, edit: Edit, session: Session, roll: Roll): void => {
  const mark = (field: string, member: string, present: boolean | undefined): void => {
    if (present !== undefined)
      edit.setEntry(docs.ledger, 'session', session.id, field, member, present ? true : undefined);
  };
  mark('roster', roll.playerId, true);
  mark('attended', roll.playerId, roll.attended);
  mark('arrivedLate', roll.playerId, roll.attended ? roll.arrivedLate : false);
  mark('leftEarly', roll.playerId, roll.attended ? roll.leftEarly : false);
  if (!roll.characterIds) return;
  for (const pair of session.played)
    if (pair.startsWith(`${roll.playerId}:`) && !roll.characterIds.includes(pair.slice(roll.playerId.length + 1)))
      mark('played', pair, false);
  for (const character of roll.characterIds) {
    mark('played', `${roll.playerId}:${character}`, true);
    mark('characters', character, true);
  }
};

/** Marks one player: there or not, late, left early, whom they played. */
export const setAttendance = (docs: CampaignDocs, id: string, roll: Roll): Result<void, NotWritable | SessionMissing> =>
  writingVerb(docs, id, 'Attendance', (edit, session) => writeRoll(docs, edit, session, roll));

/** Takes somebody off an evening's list: they were never expected. */
export const removeFromRoster = (
  docs: CampaignDocs,
  id: string,
  playerId: string,
): Result<void, NotWritable | SessionMissing> =>
  writingVerb(docs, id, 'Take off the list', (edit, session) => {
    for (const field of ['roster', 'attended', 'arrivedLate', 'leftEarly'])
      edit.setEntry(docs.ledger, 'session', id, field, playerId, undefined);
    for (const pair of session.played)
      if (pair.startsWith(`${playerId}:`)) edit.setEntry(docs.ledger, 'session', id, 'played', pair, undefined);
  });

/**
 * Starts an evening in one step, offline (M-081): in progress, real and game start stamped, attendance written, live
 * pointer set, planned objectives become goals and open goals are carried along (M-141, M-142).
 */
export const startSession = (
  docs: CampaignDocs,
  id: string,
  input: { rolls?: readonly Roll[]; zone?: string } = {},
): Result<void, NotWritable | SessionMissing> =>
  writingVerb(docs, id, 'Start session', (edit, session) => {
    const now = docs.nowMs();
    edit.set(docs.ledger, 'session', id, {
      ...standingRules.start(),
      startedAt: session.startedAt ?? now,
      endedAt: undefined,
      gameStart: session.gameStart ?? gameTimeNow(docs),
      gameEnd: undefined,
      zone: input.zone ?? session.zone,
    });
    // Who starts it runs it, until somebody says otherwise (M-045).
    if (!session.gm) edit.set(docs.ledger, 'session', id, { gm: docs.author() });
    else if (session.gm !== docs.author())
      edit.setEntry(docs.ledger, 'session', id, 'coGms', docs.author().replaceAll('/', ' '), true);
    if (!session.date) edit.set(docs.ledger, 'session', id, { date: new Date(now).toISOString().slice(0, 10) });
    for (const roll of input.rolls ?? []) writeRoll(docs, edit, session, roll);
    const goals = listRecords(docs.ledger, GOAL);
    for (const goal of carriedGoals(goals))
      writeGoalNews(docs, edit, goal.id, 'carried', id, '', derivedId('carried', goal.id, id));
    let order = goals.at(-1)?.order ?? null;
    for (const objective of session.plannedObjectives) {
      // Derived from the objective: two GMs who start one evening offline make one goal of it.
      const goalId = derivedId('goal', id, objective.id);
      if (getRecord(docs.ledger, GOAL, goalId) || goals.some((g) => g.name === objective.text && g.status === 'active'))
        continue;
      writeNew(docs, edit, docs.ledger, GOAL, goalId, {
        name: objective.text,
        order: (order = orderBetween(order, null)),
      });
      writeGoalNews(docs, edit, goalId, 'created', id, '', derivedId('created', goalId));
    }
    writeLive(docs, edit, id);
  });

const writeCounts = (
  docs: CampaignDocs,
  edit: Edit,
  session: Session,
  body: OpenDocument,
  nameOf: (id: string) => string,
): void => {
  const events = listEvents(body);
  // An imported evening whose events are not here keeps what was reported (M-088).
  if (events.length > 0)
    for (const [stat, value] of Object.entries(computeStats(events)))
      edit.setEntry(docs.ledger, 'session', session.id, 'computedStats', stat, value);
  for (const [list, words] of Object.entries(gatherLists(events))) {
    const there = session[list as 'npcsIntroduced'];
    let order = there.at(-1)?.order ?? null;
    for (const word of words.map(nameOf)) {
      // What the GM took off the list stays off: the place of a gathered word outlives its text.
      const item = derivedId(list, word).slice(0, 13);
      const seen = docs.ledger.table('session').get(session.id)?.groups.get(`${list}.order`)?.has(item) ?? false;
      if (seen || there.some((i) => i.text === word)) continue;
      edit.setEntry(docs.ledger, 'session', session.id, list, item, word);
      edit.setEntry(docs.ledger, 'session', session.id, `${list}.order`, item, (order = orderBetween(order, null)));
    }
  }
};

/** Ends an evening (M-086): times stamped, stats and lists gathered from events, live pointer cleared; stage untouched. What the GM typed over stays. */
export const endSession = (
  docs: CampaignDocs,
  id: string,
  body: OpenDocument,
  nameOf: (id: string) => string = (each) => each,
): Result<void, NotWritable | SessionMissing> =>
  writingVerb(docs, id, 'End session', (edit, session) => {
    const now = docs.nowMs();
    edit.set(docs.ledger, 'session', id, {
      ...standingRules.end(),
      endedAt: session.endedAt ?? now,
      ...(session.startedAt === null ? { startedAt: now } : {}),
      gameEnd: session.gameEnd ?? gameTimeNow(docs),
      ...(session.gameStart === null ? { gameStart: gameTimeNow(docs) } : {}),
    });
    writeCounts(docs, edit, session, body, nameOf);
    if (liveSessionOf(docs).sessionId === id) writeLive(docs, edit, null);
  });

/** Counts an evening's events again; corrections by hand stay. */
export const recountSession = (
  docs: CampaignDocs,
  id: string,
  body: OpenDocument,
  nameOf: (id: string) => string = (each) => each,
): Result<void, NotWritable | SessionMissing> =>
  writingVerb(docs, id, 'Recount', (edit, session) => writeCounts(docs, edit, session, body, nameOf));

/** Marks a session as deleted, with what its body held as this device had it. The body stays on disk and relay. */
export const deleteSession = async (
  docs: CampaignDocs,
  id: string,
): Promise<
  Result<void, NotWritable | SessionMissing | { type: 'StorageFull' } | { type: 'StorageUnavailable'; detail: string }>
> => {
  const raw = docs.ledger.table('session').get(id);
  if (!raw) return err({ type: 'SessionMissing', id });
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: id });
  if (!body.ok) return body;
  try {
    return docs.edit('Delete session', [docs.ledger], (edit) =>
      edit.set(docs.ledger, 'session', id, {
        deleted: {
          by: docs.deviceId,
          at: docs.nowMs(),
          seen: digestRecord(raw, textsForDigest(docs.ledger.doc, 'session', id)),
          body: encodeBody(body.value.doc),
        },
      }),
    );
  } finally {
    await body.value.release();
  }
};

/** Takes the deletion mark away. */
export const restoreSession = (docs: CampaignDocs, id: string): Result<void, NotWritable> =>
  docs.edit('Bring session back', [docs.ledger], (edit) =>
    edit.set(docs.ledger, 'session', id, { deleted: undefined }),
  );
