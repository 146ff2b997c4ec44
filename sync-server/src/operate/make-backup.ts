// `relay backup`: asks the relay for a copy and has a process of its own complete it, within a time limit.
import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { entryPoint } from '../entry-point.ts';
import type { BackupTask, FinishedBackup } from './finish-backup.ts';
import { backupName } from './finish-backup.ts';
import { noteBackup } from './last-backup.ts';
import type { OperatorAnswer } from './requests.ts';
import { refused } from './requests.ts';

export interface BackupOptions {
  folder: string;
  /** How many backups to keep in the folder, the new one included; null for all of them. */
  keep: number | null;
  /** How long it may take, ms. */
  limitMs: number;
}

const PROCESS = fileURLToPath(entryPoint('operate/backup-process'));

/** Runs the task in a process of its own, which is ended by `signal`. */
const inProcess = (task: BackupTask, signal: AbortSignal): Promise<FinishedBackup> =>
  new Promise((resolve) => {
    const child = fork(PROCESS, [], { execArgv: ['--disable-warning=ExperimentalWarning'] });
    const end = (): void => {
      child.kill('SIGKILL');
      // A process that waits for a broken disk may not even die: nobody waits for it.
      child.unref();
      if (child.connected) child.disconnect();
    };
    signal.addEventListener('abort', end, { once: true });
    child.once('message', (finished) => resolve(finished as FinishedBackup));
    child.once('error', (error) => resolve({ ok: false, reason: `The backup could not be made: ${error.message}` }));
    child.once('exit', () => resolve({ ok: false, reason: 'The process that makes the backup ended early.' }));
    child.send(task);
  });

const removeParts = (task: BackupTask): void => {
  try {
    rmSync(task.copy, { force: true });
    rmSync(`${join(task.folder, backupName(task.nowMs))}.part`, { force: true });
  } catch {
    // reason: the disk that made it late may refuse this as well, and the next backup removes the copy
  }
};

/** `copy` asks for the relay's copy of its database. */
export const makeBackup = async (
  { folder, keep, limitMs }: BackupOptions,
  copy: () => Promise<OperatorAnswer>,
  nowMs: number,
): Promise<OperatorAnswer> => {
  const tooLate = new AbortController();
  let task: BackupTask | null = null;
  const work = async (): Promise<OperatorAnswer> => {
    const copied = await copy();
    if (copied.type !== 'copied') return copied;
    const { expected, dataDir, source, rooms, campaigns, bytes } = copied;
    task = { copy: copied.copy, expected, dataDir, folder, nowMs, keep };
    if (tooLate.signal.aborted) return refused('too late');
    const finished = await inProcess(task, tooLate.signal);
    if (!finished.ok) return refused(finished.reason);
    const { file, files, removed } = finished;
    noteBackup(dataDir, file);
    return { type: 'backup', source, file, files, removed, rooms, campaigns, bytes };
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<OperatorAnswer>((resolve) => {
    timer = setTimeout(() => {
      tooLate.abort();
      if (task) removeParts(task);
      resolve(
        refused(
          `The backup was not finished within ${Math.round(limitMs / 60_000)} minutes and was stopped. ` +
            'Is the disk too slow? --minutes N sets another limit.',
        ),
      );
    }, limitMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
};
