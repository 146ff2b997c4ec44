// Tries a backup out: everything is read in memory as a restore would read it, and nothing of the campaign is touched.
import { appendAll, ok, pluralWord, RECORDS, roomOf, type Result, type StoredRecord } from '@emberkeep/domain';
import type { BackupDamage, BackupError, BackupReading, CampaignBackup } from '@emberkeep/files';
import type { Device } from '#lib/device/device.svelte.ts';
import { m } from '#messages';
import { campaignBytes } from './campaign-bytes.ts';
import { damageWords, partsLeftOut, type DamagedPart } from './damage-words.ts';
import {
  createBackupOpener,
  type BackupOpener,
  type OpenedDocuments,
  type OpenerDeps,
  type OpeningProgress,
} from './open-in-worker.ts';

/** What a backup holds. */
export interface BackupCheck {
  /** With the documents that can be restored. */
  backup: CampaignBackup;
  /** Records by the word for their kind, the most first. */
  counts: { label: string; count: number }[];
  images: number;
  /** What is damaged, missing or takes too long to open, in words. */
  damaged: string[];
  /** How many documents take too long to open. */
  slow: number;
  /** Documents that can be restored, and those that the file had; null unless the file ends early. */
  cut: { count: number; total: number } | null;
  /** False where the document of entities, lists and settings cannot be restored. */
  hasLedger: boolean;
  /** Documents here that have something the backup lacks, as far as it was opened; null when the campaign is not on this device. */
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
  named: readonly DamagedPart[],
): BackupDamage[] => {
  const rooms = new Set([...documents, ...named].map(({ room }) => room));
  return records.flatMap(({ kind, id }) => {
    const room = kind === 'session' ? roomOf({ kind, campaignId, sessionId: id }) : '';
    return room === '' || rooms.has(room) ? [] : [{ part: 'document', state: 'missing', room } as const];
  });
};

/** `BackupTookTooLong`: the file itself, before any document of it. */
export type CheckError = BackupError | { type: 'BackupTookTooLong' };

export interface RunningCheck {
  /** Null when it was stopped. Rejects when the worker cannot be started, or fails. */
  end: Promise<Result<BackupCheck, CheckError> | null>;
  stop(): void;
}

/**
 * Reads a backup as a restore would, in a worker. Gives what is in it and names what is not. `onProgress` is called once
 * the file has been read.
 */
export const startCheck = (
  device: Device,
  file: Blob,
  onProgress: (progress: OpeningProgress) => void = () => undefined,
  deps?: OpenerDeps,
): RunningCheck => {
  const opener = createBackupOpener(deps);
  const end = checkWith(opener, device, file, onProgress).finally(() => opener.stop());
  return { end, stop: () => opener.stop() };
};

const checkWith = async (
  opener: BackupOpener,
  device: Device,
  file: Blob,
  onProgress: (progress: OpeningProgress) => void,
): Promise<Result<BackupCheck, CheckError> | null> => {
  const read = await opener.openFile(file);
  if (!read?.ok) return read;
  const { backup } = read.value;
  const isHere = device.campaigns.all.some((campaign) => campaign.id === backup.campaignId);
  const here = isHere ? await campaignBytes(device, backup.campaignId) : [];
  const opened = await opener.openDocuments(backup.documents, here, onProgress);
  return opened && ok(describeCheck(read.value, opened, isHere));
};

const describeCheck = (
  { backup, damaged: damagedInFile, endsEarly }: BackupReading,
  opened: OpenedDocuments,
  isHere: boolean,
): BackupCheck => {
  const { records, slow, ahead } = opened;
  const notOpened = partsLeftOut(opened);
  const damaged: DamagedPart[] = [...damagedInFile, ...notOpened];
  appendAll(damaged, missingSessions(backup, records, damaged));
  const leftOut = new Set(notOpened.map(({ room }) => room));
  const sound = backup.documents.filter(({ room }) => !leftOut.has(room));
  const lost = damaged.filter(({ part }) => part === 'document').length;
  return {
    backup: { ...backup, documents: sound },
    counts: countRecords(records),
    images: backup.images?.length ?? 0,
    damaged: damageWords(damaged, records),
    slow: slow.length,
    cut: endsEarly ? { count: sound.length, total: sound.length + lost } : null,
    hasLedger: sound.some(({ room }) => room === roomOf({ kind: 'ledger', campaignId: backup.campaignId })),
    behind: isHere ? ahead.length : null,
  };
};
