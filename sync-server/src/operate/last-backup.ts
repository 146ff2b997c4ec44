// When the last backup was made, for the relay's metrics: the time of a file in the data folder.
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'last-backup';

export const noteBackup = (dataDir: string, file: string): void => {
  try {
    writeFileSync(join(dataDir, FILE), `${file}\n`, { mode: 0o600 });
  } catch {
    // reason: the backup is whole; only the metric is missing
  }
};

/** Unix ms; null if none was made from this folder. */
export const lastBackupMs = (dataDir: string): number | null =>
  statSync(join(dataDir, FILE), { throwIfNoEntry: false })?.mtimeMs ?? null;
