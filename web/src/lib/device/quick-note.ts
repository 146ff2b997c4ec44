// The text of a quick note until it is put into a campaign.
import type { DeviceDatabase } from '@emberkeep/store';

const LOCAL_KEY = 'emberkeep-capture';
const SETTING = 'capture';

/** Stores the text while it is typed; false when neither storage accepted it. */
export const keepQuickNote = async (db: DeviceDatabase, text: string): Promise<boolean> => {
  let isKept = true;
  try {
    // Synchronous, so that a page that is killed right afterwards has lost nothing.
    localStorage.setItem(LOCAL_KEY, text);
  } catch {
    isKept = false; // No access to storage: the database may still accept it.
  }
  return db
    .writeNow('settings', (store) => store.put({ key: SETTING, value: text }))
    .then(
      () => true,
      () => isKept,
    );
};

/** The text that was not put into a campaign yet; empty when there is none. */
export const keptQuickNote = async (db: DeviceDatabase): Promise<string> => {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(LOCAL_KEY);
  } catch {
    // No access to storage: the database may have it.
  }
  // The database matters only to a browser that denies localStorage; unreadable, it counts as empty.
  return kept ?? ((await db.settings.get(SETTING).catch(() => undefined))?.value as string | undefined) ?? '';
};
