// Tries a backup out: everything is read in memory as a restore would read it, and nothing of the campaign is touched.
import { appendAll, ok, pluralWord, RECORDS, roomOf, type Result, type StoredRecord } from '@emberkeep/domain';
import { readBackup, type BackupDamage, type BackupError, type CampaignBackup } from '@emberkeep/files';
import type { Device } from '#lib/device/device.svelte.ts';
import { m } from '#messages';
import { campaignBytes, recordsInBytes } from './campaign-bytes.ts';
import { damageWords } from './damage-words.ts';
import { isAhead, stateOf, type DocumentState } from './document-state.ts';

/** What a backup holds. */
export interface BackupCheck {
  backup: Pick<CampaignBackup, 'campaignId' | 'name' | 'savedAt'>;
  /** Records by the word for their kind, the most first. */
  counts: { label: string; count: number }[];
  images: number;
  /** What is damaged or missing, in words. */
  damaged: string[];
  /** Documents that can be restored, and those that the file had; null unless the file ends early. */
  cut: { count: number; total: number } | null;
  /** False where the document of entities, lists and settings cannot be restored. */
  hasLedger: boolean;
  /** Documents here that have something the backup lacks; null when the campaign is not on this device. */
  behind: number | null;
}

const labelOf = (kind: StoredRecord['kind'], count: number): string =>
  kind === 'note'
    ? m.services_backups_checkBackup_sessions_with_notes({ count })
    : pluralWord(count, RECORDS[kind].label, RECORDS[kind].plural).toLowerCase();

export const countRecords = (records: readonly StoredRecord[]): BackupCheck['counts'] => {
  const counts = new Map<StoredRecord['kind'], number>();
  for (const { kind } of records) if (kind !== 'campaign') counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ label: labelOf(kind, count), count })).sort((a, b) => b.count - a.count);
};

/** Sessions that the campaign lists and whose notes are not in the file: an older version does not say what it has. */
const missingSessions = (
  { campaignId, documents }: CampaignBackup,
  records: readonly StoredRecord[],
  named: readonly BackupDamage[],
): BackupDamage[] => {
  const rooms = new Set([...documents, ...named].map(({ room }) => room));
  return records.flatMap(({ kind, id }) => {
    const room = kind === 'session' ? roomOf({ kind, campaignId, sessionId: id }) : '';
    return room === '' || rooms.has(room) ? [] : [{ part: 'document', state: 'missing', room } as const];
  });
};

/** Reads a backup as a restore would. Gives what is in it and names what is not; never throws for what a file holds. */
export const checkBackup = async (device: Device, text: string): Promise<Result<BackupCheck, BackupError>> => {
  const read = readBackup(text);
  if (!read.ok) return read;
  const { backup, endsEarly } = read.value;
  const { records, unreadable } = await recordsInBytes(backup.documents);
  const damaged = [...read.value.damaged, ...unreadable.map(asDamage)];
  appendAll(damaged, missingSessions(backup, records, damaged));
  const isUnreadable = new Set(unreadable);
  const sound = backup.documents.filter(({ room }) => !isUnreadable.has(room));
  const lost = damaged.filter(({ part }) => part === 'document').length;
  return ok({
    backup,
    counts: countRecords(records),
    images: backup.images?.length ?? 0,
    damaged: damageWords(damaged, records),
    cut: endsEarly ? { count: sound.length, total: sound.length + lost } : null,
    hasLedger: sound.some(({ room }) => room === roomOf({ kind: 'ledger', campaignId: backup.campaignId })),
    behind: await countBehind(device, backup),
  });
};

const asDamage = (room: string): BackupDamage => ({ part: 'document', state: 'damaged', room });

/** Undefined for bytes that are no update. */
const readableState = (bytes: Uint8Array): DocumentState | undefined => {
  try {
    return stateOf(bytes);
  } catch {
    return undefined; // reason: the caller names what is damaged
  }
};

const countBehind = async (device: Device, backup: CampaignBackup): Promise<number | null> => {
  if (!device.campaigns.all.some((campaign) => campaign.id === backup.campaignId)) return null;
  const inBackup = new Map(backup.documents.map(({ room, bytes }) => [room, readableState(bytes)]));
  const here = await campaignBytes(device, backup.campaignId);
  return here.filter(({ room, bytes }) => {
    const state = readableState(bytes);
    return state !== undefined && isAhead(state, inBackup.get(room));
  }).length;
};
