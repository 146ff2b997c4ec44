// The folder of campaign files on a computer (M-153, M-154): where it is, what is in it, and writing a file so that
// nobody ever sees half of it. Failures throw errors to show as they are.
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { freeSaveName, isNoCampaignFile, readCampaignFile } from '../src/save/index.ts';

/** `${TTRPG_CAMPAIGNS:-${XDG_DATA_HOME:-$HOME/.local/share}/ttrpg-campaigns}`: an empty variable counts as unset. */
export const saveFolder = (env: Readonly<Record<string, string | undefined>>, home = homedir()): string =>
  env['TTRPG_CAMPAIGNS'] || join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'ttrpg-campaigns');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Error(`The folder ${folder} could not be created: ${messageOf(error)}`, { cause: error });
  }
};

/** Writes a new file that is on the disk when this returns. */
const writeDurably = (path: string, text: string): void => {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/**
 * Writes a campaign file under its campaign's name and gives its path. Never overwrites the file of another campaign.
 */
export const writeSaveFile = async (
  folder: string,
  name: string,
  campaignId: string,
  text: string,
): Promise<string> => {
  makeFolder(folder);
  const fileName = await freeSaveName(name, campaignId, async (each) =>
    existsSync(join(folder, each)) ? readFileSync(join(folder, each), 'utf8') : null,
  );
  const path = join(folder, fileName);
  const temporary = join(folder, `.${fileName.slice(0, 40)}.${randomUUID()}.tmp`);
  try {
    writeDurably(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Error(`${path} could not be written: ${messageOf(error)}`, { cause: error });
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

/** The campaign files in a folder, by name; other files are left out. */
export const listSaves = (folder: string): ListedSave[] =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((fileName) => fileName.endsWith('.md') && statSync(join(folder, fileName)).isFile())
    .sort()
    .flatMap((fileName) => {
      const reading = readCampaignFile(readFileSync(join(folder, fileName), 'utf8'));
      if (isNoCampaignFile(reading)) return [];
      const { name, session, lastSaved } = reading.save;
      return [
        {
          fileName,
          name,
          session,
          lastSaved,
          isWhole: Object.values(reading.sections).every((state) => state === 'ok'),
        },
      ];
    });
