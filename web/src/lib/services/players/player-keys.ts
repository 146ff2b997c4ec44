// The keys with which this device reads the player views of other people's campaigns.
import type { Device } from '#lib/device/device.svelte.ts';

export interface PlayerKey {
  campaignId: string;
  secret: string;
  /** The relay's origin; empty or absent: where this app came from. */
  relay?: string;
  /** The campaign's name; absent until it was read. */
  name: string;
}

const PREFIX = 'player:';

export const keepPlayerKey = (device: Device, key: PlayerKey): Promise<void> =>
  device.settings.set(PREFIX + key.campaignId, key);

export const playerKey = (device: Device, campaignId: string): Promise<PlayerKey | undefined> =>
  device.settings.get<PlayerKey>(PREFIX + campaignId);

/** Notes the name of the campaign with its key; the rest of the key stays as it is. */
export const nameCampaignOfKey = async (device: Device, campaignId: string, name: string): Promise<void> => {
  const key = await playerKey(device, campaignId);
  if (key && key.name !== name) await keepPlayerKey(device, { ...key, name });
};

export const playerKeys = (device: Device): Promise<PlayerKey[]> => device.settings.withPrefix<PlayerKey>(PREFIX);

export const forgetPlayerKey = (device: Device, campaignId: string): Promise<void> =>
  device.settings.delete(PREFIX + campaignId);
