// The text of a quick note until it is put into a campaign.
import type { DeviceDatabase } from '@emberkeep/store';
import { pageStorage } from './page-storage.ts';

const LOCAL_KEY = 'emberkeep-capture';
const SETTING = 'capture';

/** Stores the text while it is typed; false when neither storage accepted it. */
export const keepQuickNote = async (db: DeviceDatabase, text: string): Promise<boolean> => {
  // Synchronous, so that a page that is killed right afterwards has lost nothing.
  const isKept = pageStorage.set(LOCAL_KEY, text);
  return db
    .writeNow('settings', (store) => store.put({ key: SETTING, value: text }))
    .then(
      () => true,
      () => isKept,
    );
};

/** The text that was not put into a campaign yet; empty when there is none. */
export const keptQuickNote = async (db: DeviceDatabase): Promise<string> => {
  // The database matters only to a browser that denies the page's storage; unreadable, it counts as empty.
  return (
    pageStorage.get(LOCAL_KEY) ??
    ((await db.settings.get(SETTING).catch(() => undefined))?.value as string | undefined) ??
    ''
  );
};
