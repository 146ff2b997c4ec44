// Owns the folder of save files on a computer (M-153, M-154): where it is, making it, writing a file so that a half-written
// one is never seen, and what lies in it. Failures are thrown as sentences.
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  fsyncSync,
  closeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { freeSaveName, readSave } from '../src/save/index.ts';

/** `${TTRPG_CAMPAIGNS:-${XDG_DATA_HOME:-$HOME/.local/share}/ttrpg-campaigns}`: an empty variable counts as unset. */
export const saveFolder = (env: Readonly<Record<string, string | undefined>>, home = homedir()): string =>
  env['TTRPG_CAMPAIGNS'] || join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'ttrpg-campaigns');

const why = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Writes the save under its campaign's name and gives the path. Another campaign's file is never written over. */
export const writeSaveFile = async (
  folder: string,
  name: string,
  campaignId: string,
  text: string,
): Promise<string> => {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Error(`The folder ${folder} could not be made: ${why(error)}`, { cause: error });
  }
  const fileName = await freeSaveName(name, campaignId, async (each) =>
    existsSync(join(folder, each)) ? readFileSync(join(folder, each), 'utf8') : null,
  );
  const path = join(folder, fileName);
  const temporary = join(folder, `.${fileName.slice(0, 40)}.${randomUUID()}.tmp`);
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Error(`${path} could not be written: ${why(error)}`, { cause: error });
  }
  return path;
};

export interface ListedSave {
  fileName: string;
  name: string;
  session: number | null;
  lastSaved: string;
  isWhole: boolean;
}

/** The saves in a folder, by name; files that are none are left out. */
export const listSaves = (folder: string): ListedSave[] =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((f) => f.endsWith('.md') && statSync(join(folder, f)).isFile())
    .sort()
    .flatMap((fileName) => {
      const { save, sections } = readSave(readFileSync(join(folder, fileName), 'utf8'));
      if (Object.values(sections).every((s) => s === 'lost')) return [];
      return [
        {
          fileName,
          name: save.name,
          session: save.session,
          lastSaved: save.lastSaved,
          isWhole: Object.values(sections).every((s) => s === 'ok'),
        },
      ];
    });
