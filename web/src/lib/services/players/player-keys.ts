// Owns the keys with which this device reads along at other people's tables.
import type { App } from '#lib/app/app.svelte.ts';

export interface PlayerKey {
  campaignId: string;
  secret: string;
  /** The relay's origin; empty or absent: where this app came from. */
  relay?: string;
  /** The campaign's name, once it was read. */
  name: string;
}

const PREFIX = 'player:';

export const keepPlayerKey = (app: App, key: PlayerKey): Promise<void> => app.remember(PREFIX + key.campaignId, key);
export const playerKey = (app: App, campaignId: string): Promise<PlayerKey | undefined> =>
  app.setting<PlayerKey>(PREFIX + campaignId);
export const playerKeys = async (app: App): Promise<PlayerKey[]> =>
  (
    await app.db.settings
      .where('key')
      .startsWith(PREFIX)
      .toArray()
      .catch(() => [])
  ).map((row) => row.value as PlayerKey);
export const forgetPlayerKey = async (app: App, campaignId: string): Promise<void> => {
  await app.db.settings.delete(PREFIX + campaignId).catch(() => undefined);
};
