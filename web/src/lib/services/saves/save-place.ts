// Owns where a save file goes: a folder that the GM picked where the browser can keep one, else the share sheet or a download.
// A file of another campaign is never written over (T-6).
import { freeSaveName } from '@emberkeep/files/save';
import type { DeviceDatabase } from '@emberkeep/store';
import { saveFile } from '#lib/ui/download.ts';

/** What TypeScript's library leaves out of a folder that was picked. */
type Folder = FileSystemDirectoryHandle & {
  queryPermission(options: { mode: 'readwrite' }): Promise<PermissionState>;
  requestPermission(options: { mode: 'readwrite' }): Promise<PermissionState>;
};
type Picker = (options: { id: string; mode: 'readwrite'; startIn: 'documents' }) => Promise<Folder>;
const picker = (): Picker | null => (globalThis as { showDirectoryPicker?: Picker }).showDirectoryPicker ?? null;

const KEY = 'saveFolder';
/** A file that large is no save: it is not read to see whose it is, bytes. */
const LARGEST = 100_000_000;

export type Written = { type: 'folder'; folder: string; fileName: string } | { type: 'handed' } | { type: 'cancelled' };

export const canPickFolder = (): boolean => picker() !== null;

/** The folder of this device; null where none was picked. */
export const savedFolder = async (db: DeviceDatabase): Promise<Folder | null> =>
  ((await db.settings.get(KEY).catch(() => undefined))?.value as Folder | undefined) ?? null;

/** Asks for a folder; null when the person changed their mind. */
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

const textOf = async (folder: Folder, name: string): Promise<string | null> => {
  try {
    const file = await (await folder.getFileHandle(name)).getFile();
    return file.size > LARGEST ? '' : await file.text();
  } catch (error) {
    if ((error as Error).name === 'NotFoundError') return null;
    throw error;
  }
};

/** Writes a file of this name. The browser writes beside it and puts it in place when all of it is there. */
export const writeInto = async (folder: FileSystemDirectoryHandle, name: string, text: string): Promise<void> => {
  const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
  try {
    await writable.write(text);
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => undefined);
    throw error;
  }
};

/** Writes the file where this device keeps its saves. Throws where it cannot be written; then nothing is there half. */
export const putSave = async (
  db: DeviceDatabase,
  campaignId: string,
  name: string,
  fileName: string,
  text: string,
): Promise<Written> => {
  const folder = await savedFolder(db);
  if (!folder) return (await saveFile(fileName, text, 'text/markdown')) ? { type: 'handed' } : { type: 'cancelled' };
  if (
    (await folder.queryPermission({ mode: 'readwrite' })) !== 'granted' &&
    (await folder.requestPermission({ mode: 'readwrite' })) !== 'granted'
  )
    throw new Error(`The browser did not let Emberkeep write into “${folder.name}”.`);
  const free = await freeSaveName(name, campaignId, (each) => textOf(folder, each));
  await writeInto(folder, free, text);
  return { type: 'folder', folder: folder.name, fileName: free };
};
