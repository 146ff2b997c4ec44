// The commands of the campaign itself: creating it, its name and fields, its calendar and game time, and the live
// session.
import {
  CAMPAIGN,
  cleanName,
  err,
  liveSession,
  META_ID,
  PLAIN_CALENDAR,
  readCalendar,
  type BadCalendar,
  type Calendar,
  type Campaign,
  type LiveSession,
  type RecordInput,
  type Result,
  type Session,
  unitsOf,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import type { NotWritable } from '../open-document.ts';
import { LIVE_ID, readLiveClaims } from '../live-claims.ts';
import { keepUnitsOfSteps } from './event-time-units.ts';
import { getSession, sessionsAndNumbers } from './list-sessions.ts';
import { stepCounter } from './record-groups.ts';
import type { NameMissing, RecordMissing, Refused } from './record-input.ts';
import { editRecord } from './records.ts';
import { writeNew } from './write-record.ts';

/**
 * Creates a campaign: writes the first fields into its ledger and creates its table document, empty, so that every
 * device has it before anything is published. Only the device that creates the campaign calls this.
 */
export const createCampaign = (
  docs: CampaignDocs,
  input: { name: string; system?: string },
): Result<void, NotWritable | NameMissing> => {
  const name = cleanName(input.name);
  if (!name) return err({ type: 'NameMissing' });
  const ledger = docs.create({ kind: 'ledger', campaignId: docs.campaignId });
  const table = docs.create({ kind: 'table', campaignId: docs.campaignId });
  const created = docs.edit(`Create ${name}`, [ledger, table], (edit) => {
    writeNew({ docs, edit, doc: ledger, spec: CAMPAIGN, id: META_ID }, { name, system: input.system ?? '' });
  });
  void ledger.release();
  void table.release();
  return created;
};

export const renameCampaign = (docs: CampaignDocs, newName: string): Result<void, NotWritable | NameMissing> => {
  const name = cleanName(newName);
  if (!name) return err({ type: 'NameMissing' });
  return docs.edit('Rename campaign', [docs.ledger], (edit) => edit.set(docs.ledger, 'campaign', META_ID, { name }));
};

/** The campaign's record; null until the ledger is synced. */
export const campaignOf = (docs: CampaignDocs): Campaign | null =>
  docs.ledger.table('campaign').record(META_ID) as Campaign | null;

/** Changes fields of the campaign: universe, currency, situation, game system. */
export const editCampaign = (
  docs: CampaignDocs,
  fields: RecordInput<typeof CAMPAIGN>,
): Result<void, Refused | RecordMissing> =>
  editRecord(docs, { doc: docs.ledger, spec: CAMPAIGN, id: META_ID, fields, label: 'Edit campaign' });

// A calendar is read once per stored value.
const calendars = new WeakMap<object, Calendar>();

/** The campaign's calendar; the plain one until another is chosen, or when the stored one cannot be read. */
export const calendarOf = (docs: CampaignDocs): Calendar => {
  const stored = campaignOf(docs)?.calendar;
  if (typeof stored !== 'object' || stored === null) return PLAIN_CALENDAR;
  const known = calendars.get(stored);
  if (known) return known;
  const read = readCalendar(stored);
  const calendar = read.ok ? read.value : PLAIN_CALENDAR;
  calendars.set(stored, calendar);
  return calendar;
};

/** Writes down the units by which sessions without units of their own were spelled until now. */
const keepUnits = (docs: CampaignDocs, edit: Edit): void => {
  const timeUnits = unitsOf(calendarOf(docs));
  for (const { id, gameStart, gameEnd, timeUnits: own } of sessionsAndNumbers(docs).sessions)
    if (gameStart !== null && gameEnd !== null && own === null) edit.set(docs.ledger, 'session', id, { timeUnits });
};

/**
 * Sets the calendar. Game time stays the same count of seconds; only its wording changes, and the length of a session
 * that was played keeps its wording.
 */
export const setCalendar = (
  docs: CampaignDocs,
  calendar: Calendar,
): Result<void, Refused | RecordMissing | BadCalendar> => {
  const read = readCalendar(calendar);
  if (!read.ok) return read;
  if (!campaignOf(docs)) return err({ type: 'RecordMissing', kind: 'campaign', id: META_ID });
  return docs.edit(`Calendar: ${calendar.name}`, [docs.ledger], (edit) => {
    keepUnits(docs, edit);
    keepUnitsOfSteps(docs, edit, unitsOf(calendarOf(docs)));
    edit.set(docs.ledger, 'campaign', META_ID, { calendar: read.value });
  });
};

/** The campaign's game time, in seconds since Day 0. */
export const gameTimeNow = (docs: CampaignDocs): number => campaignOf(docs)?.gameTime.value ?? 0;

/** Advances game time by seconds, or sets it. Two devices that each advance an hour end two hours later. */
export const advanceTime = (
  docs: CampaignDocs,
  change: { by: number } | { to: number },
): Result<string, Refused | RecordMissing> =>
  stepCounter(docs, { doc: docs.ledger, spec: CAMPAIGN, id: META_ID, field: 'gameTime', change });

/** What the devices claim, whatever has become of the session since. */
export const readClaimedLive = (docs: CampaignDocs): LiveSession =>
  liveSession(readLiveClaims(docs.ledger.table('campaign').get(LIVE_ID)));

const canBeLive = (status: Session['status'] | undefined): boolean => status === 'planned' || status === 'in_progress';

/**
 * The live session, and the claims that lost to it when two devices went live apart (M-017). One that another device
 * ended, cancelled or deleted meanwhile is not live.
 */
export const liveSessionOf = (docs: CampaignDocs): LiveSession => {
  const claimed = readClaimedLive(docs);
  const session = claimed.sessionId === null ? null : getSession(docs, claimed.sessionId);
  return session && !session.deleted && canBeLive(session.status) ? claimed : { ...claimed, sessionId: null };
};

/** Writes this device's claim on the live session, inside another command. The highest sequence wins. */
export const writeLive = (docs: CampaignDocs, edit: Edit, sessionId: string | null): void => {
  const claims = readLiveClaims(docs.ledger.table('campaign').get(LIVE_ID));
  edit.set(docs.ledger, 'campaign', LIVE_ID, {
    [docs.deviceId]: { sessionId, sequence: Math.max(0, ...claims.map((c) => c.sequence)) + 1 },
  });
};

/** A session that has ended, was cancelled or is gone cannot be live. */
export type NotPlayable = { type: 'NotPlayable'; id: string };

/**
 * Makes a session live on every device; null makes none live. A planned one is what comes next (`nextToPlay`) and shows
 * as live once it is started.
 */
export const setLiveSession = (
  docs: CampaignDocs,
  sessionId: string | null,
): Result<void, NotWritable | NotPlayable> => {
  if (sessionId !== null && !canBeLive(getSession(docs, sessionId)?.status))
    return err({ type: 'NotPlayable', id: sessionId });
  return docs.edit(sessionId ? 'Go live' : 'End live session', [docs.ledger], (edit) =>
    writeLive(docs, edit, sessionId),
  );
};
