// Checks and restores the text of a backup, and merges another device's changes, as their dialogs do.
import { ok, type Result } from '@emberkeep/domain';
import type { NotWritable, StorageError } from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';
import { restoreDocuments, type RestoreAs, type Restored } from '#lib/services/backups/backup.ts';
import type { DocumentBytes } from '#lib/services/backups/campaign-bytes.ts';
import { startCheck, type BackupCheck, type CheckError } from '#lib/services/backups/check-backup.ts';
import {
  startMerge,
  startOpening,
  type IncomingTransfer,
  type TransferInError,
} from '#lib/services/backups/device-transfer.ts';
import { openDocumentsOnce, type OpenedDocuments } from '#lib/services/backups/open-in-worker.ts';

/** Opens documents, however long they take together. */
export const openDocuments = async (documents: readonly DocumentBytes[]): Promise<OpenedDocuments> => {
  const opened = await openDocumentsOnce(documents, Infinity);
  if (!opened) throw new Error('nobody stopped it');
  return opened;
};

export const checkBackup = async (device: Device, text: string): Promise<Result<BackupCheck, CheckError>> => {
  const checked = await startCheck(device, new Blob([text])).end;
  if (!checked) throw new Error('nobody stopped it');
  return checked;
};

export const restoreBackup = async (
  device: Device,
  text: string,
  as: RestoreAs = 'merge',
): Promise<Result<Restored & { lost: string[] }, CheckError | NotWritable | StorageError>> => {
  const checked = await checkBackup(device, text);
  if (!checked.ok) return checked;
  const restored = await restoreDocuments(device, checked.value.backup, {
    as,
    fromReadable: checked.value.fromReadable?.records,
  });
  return restored.ok ? ok({ ...restored.value, lost: checked.value.damaged }) : restored;
};

export const takeTransfer = async (
  device: Device,
  bytes: Uint8Array,
): Promise<Result<IncomingTransfer, TransferInError>> => {
  const opened = await startOpening(bytes).end;
  if (opened && !opened.ok) return opened;
  const taken = opened && (await startMerge(device, opened.value).end);
  if (!taken) throw new Error('nobody stopped it');
  return taken;
};
