// Tries a backup out: everything is read in memory as a restore would read it, and nothing of the campaign is touched.
import { appendAll, ok, pluralWord, RECORDS, roomOf, type Result, type StoredRecord } from '@emberkeep/domain';
import type { BackupDamage, BackupError, CampaignBackup } from '@emberkeep/files';
import type { Device } from '#lib/device/device.svelte.ts';
import { m } from '#messages';
import type { OpenedBackup } from './backup-jobs.ts';
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
  /**
   * Documents here that are newer than in the backup, or not in it, as far as it was opened: without those that are
   * damaged. Null when the campaign is not on this device.
   */
  behind: number | null;
  /** Null where no document is lost, or the readable copy has nothing of those that are. */
  fromReadable: ReadableParts | null;
}

/** What the readable copy in the file holds of the documents that are damaged or missing. */
export interface ReadableParts {
  records: StoredRecord[];
  counts: BackupCheck['counts'];
  /** How many of those documents it holds. */
  documents: number;
  /** True where the document of entities, lists and settings is one of them. */
  hasLedger: boolean;
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
  if (!opened) return null;
  const damaged = damageIn(read.value, opened);
  const lost = lostRooms(damaged);
  const fromReadable = lost.size > 0 ? await opener.readReadable(file, lost) : [];
  return fromReadable && ok(describeCheck(read.value, { opened, damaged, fromReadable, isHere }));
};

const damageIn = ({ backup, damaged: damagedInFile }: OpenedBackup, opened: OpenedDocuments): DamagedPart[] => {
  const damaged: DamagedPart[] = [...damagedInFile, ...partsLeftOut(opened)];
  appendAll(damaged, missingSessions(backup, opened.records, damaged));
  return damaged;
};

/** Rooms whose bytes are damaged or missing. Those that take too long are there, for a faster device. */
const lostRooms = (damaged: readonly DamagedPart[]): Set<string> =>
  new Set(damaged.flatMap(({ part, state, room }) => (part === 'document' && state !== 'slow' ? [room] : [])));

const readableParts = (records: StoredRecord[]): ReadableParts | null => {
  const homes = new Set(records.map(({ sessionId }) => sessionId));
  if (homes.size === 0) return null;
  return { records, counts: countRecords(records), documents: homes.size, hasLedger: homes.has(null) };
};

interface Checked {
  opened: OpenedDocuments;
  damaged: readonly DamagedPart[];
  fromReadable: StoredRecord[];
  isHere: boolean;
}

const describeCheck = (
  { backup, endsEarly }: OpenedBackup,
  { opened, damaged, fromReadable, isHere }: Checked,
): BackupCheck => {
  const { records, slow, ahead } = opened;
  const lostInFile = lostRooms(damaged);
  const leftOut = new Set(partsLeftOut(opened).map(({ room }) => room));
  const sound = backup.documents.filter(({ room }) => !leftOut.has(room));
  const lost = damaged.filter(({ part }) => part === 'document').length;
  return {
    backup: { ...backup, documents: sound },
    counts: countRecords(records),
    images: backup.images?.length ?? 0,
    damaged: damageWords(damaged, [...records, ...fromReadable]),
    slow: slow.length,
    cut: endsEarly ? { count: sound.length, total: sound.length + lost } : null,
    hasLedger: sound.some(({ room }) => room === roomOf({ kind: 'ledger', campaignId: backup.campaignId })),
    behind: isHere ? ahead.filter((room) => !lostInFile.has(room)).length : null,
    fromReadable: readableParts(fromReadable),
  };
};
