// Where a campaign file is written: to a folder that the GM picked, if the browser can remember one, else to the share
// sheet or a download. A file of another campaign is never overwritten (T-6).
import { freeSaveName } from '@emberkeep/files/save';
import type { DeviceDatabase } from '@emberkeep/store';
import { saveFile } from '#lib/ui/download.ts';

/** A picked folder, with the methods that TypeScript's own types lack. */
type Folder = FileSystemDirectoryHandle & {
  queryPermission(options: { mode: 'readwrite' }): Promise<PermissionState>;
  requestPermission(options: { mode: 'readwrite' }): Promise<PermissionState>;
};
type Picker = (options: { id: string; mode: 'readwrite'; startIn: 'documents' }) => Promise<Folder>;
const picker = (): Picker | null => (globalThis as { showDirectoryPicker?: Picker }).showDirectoryPicker ?? null;

const KEY = 'saveFolder';
/** A file of more bytes than this is no campaign file, so it is not read to see which campaign it belongs to. */
const LARGEST_BYTES = 100_000_000;

export type Written = { type: 'folder'; folder: string; fileName: string } | { type: 'handed' } | { type: 'cancelled' };

export const canPickFolder = (): boolean => picker() !== null;

/** The folder that was picked on this device; null when there is none. */
export const savedFolder = async (db: DeviceDatabase): Promise<Folder | null> =>
  ((await db.settings.get(KEY).catch(() => undefined))?.value as Folder | undefined) ?? null;

/** Asks for a folder and remembers it; null when the person cancelled. */
export const pickFolder = async (db: DeviceDatabase): Promise<Folder | null> => {
  try {
    const folder = await picker()!({ id: 'emberkeep', mode: 'readwrite', startIn: 'documents' });
    await db.settings.put({ key: KEY, value: folder });
    return folder;
  } catch (error) {
    if ((error as Error).name === 'AbortError') return null;
    throw error;
  }
};

export const forgetFolder = async (db: DeviceDatabase): Promise<void> => db.settings.delete(KEY);

/** Null when there is no file of this name; empty for one that is too large to be a campaign file. */
const textOf = async (folder: Folder, name: string): Promise<string | null> => {
  try {
    const file = await (await folder.getFileHandle(name)).getFile();
    return file.size > LARGEST_BYTES ? '' : await file.text();
  } catch (error) {
    if ((error as Error).name === 'NotFoundError') return null;
    throw error;
  }
};

/** Writes a file, all or nothing: the browser writes to a temporary file and moves it into place on `close`. */
export const writeInto = async (folder: FileSystemDirectoryHandle, name: string, text: string): Promise<void> => {
  const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
  try {
    await writable.write(text);
    await writable.close();
  } catch (error) {
    // The error that stopped the writing is the one to report.
    await writable.abort().catch(() => undefined);
    throw error;
  }
};

export interface CampaignFile {
  /** The campaign's name. */
  name: string;
  fileName: string;
  text: string;
}

/** Writes the file to where this device keeps its campaign files. Throws when it cannot; no partial file is left. */
export const putSave = async (
  db: DeviceDatabase,
  campaignId: string,
  { name, fileName, text }: CampaignFile,
): Promise<Written> => {
  const folder = await savedFolder(db);
  if (!folder) return (await saveFile(fileName, text, 'text/markdown')) ? { type: 'handed' } : { type: 'cancelled' };
  if (!(await mayWrite(folder))) throw new Error(`The browser did not let Emberkeep write into “${folder.name}”.`);
  const free = await freeSaveName(name, campaignId, (each) => textOf(folder, each));
  await writeInto(folder, free, text);
  return { type: 'folder', folder: folder.name, fileName: free };
};

const mayWrite = async (folder: Folder): Promise<boolean> =>
  (await folder.queryPermission({ mode: 'readwrite' })) === 'granted' ||
  (await folder.requestPermission({ mode: 'readwrite' })) === 'granted';
