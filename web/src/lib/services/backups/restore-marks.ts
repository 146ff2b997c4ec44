// Marks of restores that have begun, one for each campaign: what such a restore left behind is no campaign yet.
import type { DeviceSettings } from '#lib/device/device-settings.ts';

// Never rename it: it is stored on devices.
const KEY = 'restoring:';

export interface BegunRestore {
  campaignId: string;
  /** Unix ms. */
  at: number;
}

export const begunRestores = (settings: DeviceSettings): Promise<BegunRestore[]> =>
  settings.withPrefix<BegunRestore>(KEY);

export const markRestore = (settings: DeviceSettings, campaignId: string): Promise<void> =>
  settings.set(KEY + campaignId, { campaignId, at: Date.now() } satisfies BegunRestore);

export const unmarkRestore = (settings: DeviceSettings, campaignId: string): Promise<void> =>
  settings.delete(KEY + campaignId);
