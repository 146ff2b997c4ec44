// The words of a quick note until they are put into a campaign.
import type { DeviceDatabase } from '@emberkeep/store';

const LOCAL_KEY = 'emberkeep-capture';
const SETTING = 'capture';

/** Keeps the words while they are typed; false where neither storage took them. */
export const keepQuickNote = async (db: DeviceDatabase, text: string): Promise<boolean> => {
  let isKept = true;
  try {
    // Synchronous, so that a page that is killed the next moment has not lost a letter.
    localStorage.setItem(LOCAL_KEY, text);
  } catch {
    isKept = false; // Storage is refused: the database may still take them.
  }
  return db.settings.put({ key: SETTING, value: text }).then(
    () => true,
    () => isKept,
  );
};

/** The words that were not put anywhere yet; empty where there are none. */
export const keptQuickNote = async (db: DeviceDatabase): Promise<string> => {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(LOCAL_KEY);
  } catch {
    // Storage is refused: the database is asked.
  }
  return kept ?? ((await db.settings.get(SETTING).catch(() => undefined))?.value as string | undefined) ?? '';
};
