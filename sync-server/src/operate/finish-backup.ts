// The command's part of a backup: completes the relay's copy with its files, reads it back where it is to stay, gives it
// its name, and removes backups that are not to be kept.
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { LogHead } from '../update-log/relay-log.ts';
import { makeFolder, makeOwnFile } from '../storage/sqlite.ts';
import { addFiles } from './backup-files.ts';
import { syncFile } from './backup.ts';
import { messageOf, problemOfCopy } from './check.ts';

export interface BackupTask {
  /** The copy that the relay made, which is removed. */
  copy: string;
  /** How far each room must be in it. */
  expected: LogHead[];
  dataDir: string;
  folder: string;
  nowMs: number;
  /** How many backups to keep in the folder, the new one included; null for all of them. */
  keep: number | null;
}

export type FinishedBackup =
  | { ok: true; file: string; /** Certificates and models. */ files: number; removed: string[] }
  | { ok: false; reason: string };

const NAME = /^relay \d{4}-\d{2}-\d{2}T\d{6}\.db$/;

export const backupName = (nowMs: number): string =>
  `relay ${new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '')}.db`;

/** Of two backups within a second the later one has the name of the next second that is free. */
const freeFile = (folder: string, nowMs: number): string => {
  let at = nowMs;
  while (existsSync(join(folder, backupName(at)))) at += 1000;
  return join(folder, backupName(at));
};

const removeOld = (folder: string, keep: number): string[] => {
  const old = readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .slice(0, -keep);
  for (const name of old) rmSync(join(folder, name));
  return old;
};

const discard = (path: string): void => {
  try {
    rmSync(path, { force: true });
  } catch {
    // reason: where nothing could be made, nothing can be removed
  }
};

/** A copy without free pages, and with the relay's files, in its new place. */
const build = ({ copy, dataDir }: BackupTask, part: string): number => {
  makeOwnFile(part);
  const source = new DatabaseSync(copy, { readOnly: true });
  try {
    source.prepare('VACUUM INTO ?').run(part);
  } finally {
    source.close();
  }
  const target = new DatabaseSync(part);
  try {
    return addFiles(target, dataDir);
  } finally {
    target.close();
  }
};

/** Does not throw. Leaves either a whole backup or none. */
export const finishBackup = (task: BackupTask): FinishedBackup => {
  const { folder, expected, keep } = task;
  const file = freeFile(folder, task.nowMs);
  const part = `${file}.part`;
  try {
    makeFolder(folder);
    for (const side of ['', '-journal']) rmSync(part + side, { force: true });
    const files = build(task, part);
    const problem = problemOfCopy(part, expected);
    if (problem) return { ok: false, reason: `The copy is damaged and was deleted: ${problem}` };
    syncFile(part);
    renameSync(part, file);
    return { ok: true, file, files, removed: keep === null ? [] : removeOld(folder, keep) };
  } catch (error) {
    return { ok: false, reason: `No backup could be made in ${folder}: ${messageOf(error)}` };
  } finally {
    [task.copy, part, `${part}-journal`].forEach(discard);
  }
};
