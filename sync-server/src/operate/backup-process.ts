// The process that completes a backup. It is separate, so that the command can give up on a disk that hangs.
import { finishBackup, type BackupTask } from './finish-backup.ts';

process.once('message', (task) => {
  process.send?.(finishBackup(task as BackupTask), () => process.disconnect());
});
