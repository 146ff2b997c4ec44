// Tries a backup out: everything is read in memory as a restore would read it, and nothing of the campaign is touched.
import { ok, pluralWord, RECORDS, type Result, type StoredRecord } from '@emberkeep/domain';
import { readBackup, type BackupError, type CampaignBackup } from '@emberkeep/files';
import type { Device } from '#lib/device/device.svelte.ts';
import { m } from '#messages';
import { campaignBytes, recordsInBytes } from './campaign-bytes.ts';
import { isAhead, stateOf } from './document-state.ts';

/** What a backup holds. */
export interface BackupCheck {
  backup: Pick<CampaignBackup, 'campaignId' | 'name' | 'savedAt'>;
  /** Records by the word for their kind, the most first. */
  counts: { label: string; count: number }[];
  images: number;
  damaged: string[];
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

export const checkBackup = async (device: Device, text: string): Promise<Result<BackupCheck, BackupError>> => {
  const read = readBackup(text);
  if (!read.ok) return read;
  const { backup, damaged } = read.value;
  const { records, unreadable } = await recordsInBytes(backup.documents);
  return ok({
    backup,
    counts: countRecords(records),
    images: backup.images?.length ?? 0,
    damaged: [...damaged, ...unreadable],
    behind: await countBehind(device, backup),
  });
};

const countBehind = async (device: Device, backup: CampaignBackup): Promise<number | null> => {
  if (!device.campaigns.all.some((campaign) => campaign.id === backup.campaignId)) return null;
  const inBackup = new Map(backup.documents.map(({ room, bytes }) => [room, stateOf(bytes)]));
  const here = await campaignBytes(device, backup.campaignId);
  return here.filter(({ room, bytes }) => isAhead(stateOf(bytes), inBackup.get(room))).length;
};
