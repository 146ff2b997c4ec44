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

export const playerKeys = (device: Device): Promise<PlayerKey[]> => device.settings.withPrefix<PlayerKey>(PREFIX);

export const forgetPlayerKey = (device: Device, campaignId: string): Promise<void> =>
  device.settings.delete(PREFIX + campaignId);
