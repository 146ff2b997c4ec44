// Owns the campaign's own verbs: bringing it into being, its name and facts, its time, and which evening is live.
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
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import type { NotWritable } from '../open-document.ts';
import { LIVE_ID, readLiveClaims } from '../live-claims.ts';
import { stepCounter } from './record-groups.ts';
import type { NameMissing, RecordMissing, Refused } from './record-input.ts';
import { editRecord } from './records.ts';
import { writeNew } from './write-record.ts';

/** Writes the first facts of a new campaign into its ledger, and brings its table document into being. Only on the device that makes it. */
export const createCampaign = (
  docs: CampaignDocs,
  input: { name: string; system?: string },
): Result<void, NotWritable | NameMissing> => {
  const name = cleanName(input.name);
  if (!name) return err({ type: 'NameMissing' });
  const ledger = docs.create({ kind: 'ledger', campaignId: docs.campaignId });
  // The table document is born empty with its campaign, so that every device has it before anything is published.
  const table = docs.create({ kind: 'table', campaignId: docs.campaignId });
  const created = docs.edit(`Create ${name}`, [ledger, table], (edit) => {
    writeNew(docs, edit, ledger, CAMPAIGN, META_ID, { name, system: input.system ?? '' });
  });
  void table.release();
  return created;
};

export const renameCampaign = (docs: CampaignDocs, newName: string): Result<void, NotWritable | NameMissing> => {
  const name = cleanName(newName);
  if (!name) return err({ type: 'NameMissing' });
  return docs.edit('Rename campaign', [docs.ledger], (edit) => edit.set(docs.ledger, 'campaign', META_ID, { name }));
};

/** Null until the ledger is here. */
export const campaignOf = (docs: CampaignDocs): Campaign | null =>
  docs.ledger.table('campaign').record(META_ID) as Campaign | null;

/** Facts of the campaign: universe, currency word, situation, system. */
export const editCampaign = (
  docs: CampaignDocs,
  fields: RecordInput<typeof CAMPAIGN>,
): Result<void, Refused | RecordMissing> => editRecord(docs, docs.ledger, CAMPAIGN, META_ID, fields, 'Edit campaign');

const calendars = new WeakMap<object, Calendar>();

/** The campaign's calendar; the plain one until another is chosen, or where a peer's cannot be read. */
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

/** Chooses a calendar. Game time stays the same count of seconds; only its words change. */
export const setCalendar = (
  docs: CampaignDocs,
  calendar: Calendar,
): Result<void, Refused | RecordMissing | BadCalendar> => {
  const read = readCalendar(calendar);
  return read.ok
    ? editRecord(docs, docs.ledger, CAMPAIGN, META_ID, { calendar: read.value }, `Calendar: ${calendar.name}`)
    : read;
};

/** Seconds since Day 0 as the campaign stands now. */
export const gameTimeNow = (docs: CampaignDocs): number => campaignOf(docs)?.gameTime.value ?? 0;

/** Lets game time pass, or sets it. Two devices that each let an hour pass end two hours on. */
export const advanceTime = (
  docs: CampaignDocs,
  change: { by: number } | { to: number },
): Result<string, Refused | RecordMissing> => stepCounter(docs, docs.ledger, CAMPAIGN, META_ID, 'gameTime', change);

/** Which evening is live, and who else claimed it apart (M-017). */
export const liveSessionOf = (docs: CampaignDocs): LiveSession =>
  liveSession(readLiveClaims(docs.ledger.table('campaign').get(LIVE_ID)));

/** The live pointer inside another verb: one key of this device; the fold picks the winner. */
export const writeLive = (docs: CampaignDocs, edit: Edit, sessionId: string | null): void => {
  const claims = readLiveClaims(docs.ledger.table('campaign').get(LIVE_ID));
  edit.set(docs.ledger, 'campaign', LIVE_ID, {
    [docs.deviceId]: { sessionId, sequence: Math.max(0, ...claims.map((c) => c.sequence)) + 1 },
  });
};

/** Makes an evening live on every device, or none with null. */
export const setLiveSession = (docs: CampaignDocs, sessionId: string | null): Result<void, NotWritable> =>
  docs.edit(sessionId ? 'Make session live' : 'No live session', [docs.ledger], (edit) =>
    writeLive(docs, edit, sessionId),
  );
