// Which folders relays of this user run on. A command that is given no folder finds the relay by it, instead of making
// an empty folder where it was typed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { makeOwnFolder } from '../storage/sqlite.ts';
import { isServed } from './operator-socket.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const stateFolder = (env: Environment): string =>
  join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'emberkeep', 'relays');

const noteFile = (env: Environment, dataDir: string): string =>
  join(stateFolder(env), createHash('sha256').update(dataDir).digest('hex').slice(0, 16));

/** Notes that a relay runs on a folder. Returns what removes the note. */
export const noteRunning = (env: Environment, dataDir: string): (() => void) => {
  const file = noteFile(env, dataDir);
  try {
    makeOwnFolder(stateFolder(env));
    writeFileSync(file, dataDir, { mode: 0o600 });
  } catch {
    return () => undefined; // reason: a user without a home folder names DATA_DIR in every command instead
  }
  return () => rmSync(file, { force: true });
};

/** The folders on which relays of this user answer now. Notes of killed relays are removed. */
export const runningFolders = async (env: Environment): Promise<string[]> => {
  const folder = stateFolder(env);
  if (!existsSync(folder)) return [];
  const running: string[] = [];
  for (const name of readdirSync(folder)) {
    const dataDir = readFileSync(join(folder, name), 'utf8');
    if (await isServed(dataDir)) running.push(dataDir);
    else rmSync(join(folder, name), { force: true });
  }
  return running.sort();
};
