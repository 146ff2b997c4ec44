// What went wrong with the check of a backup, for the panel and the dialog that run it.
import { sentenceFor } from '#lib/device/error-messages.ts';
import type { CheckError } from '#lib/services/backups/check-backup.ts';
import { m } from '#messages';

export const checkErrorWords = (error: CheckError): string =>
  error.type === 'BackupTookTooLong' ? m.campaignFile_checkWords_this_backup_takes_too_long() : sentenceFor(error);
