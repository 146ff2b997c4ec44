// The secrets that this device replaced by a new recovery code. A relay that was filled from an older roster knows one of
// them and not the new one: with it the device proves that it is the owner, and ends it again.
import type { Device } from '#lib/device/device.svelte.ts';
import { relayAt } from './relay-client.ts';

/** More new codes than this between two visits of another device are not expected. */
const KEPT = 5;

const formerKey = (campaignId: string): string => `former-secrets:${campaignId}`;

/** Newest first. */
const formerSecrets = async (device: Device, campaignId: string): Promise<string[]> =>
  (await device.settings.get<string[]>(formerKey(campaignId))) ?? [];

export const rememberFormerSecret = async (device: Device, campaignId: string, secret: string): Promise<void> => {
  const before = await formerSecrets(device, campaignId);
  await device.settings.set(formerKey(campaignId), [secret, ...before].slice(0, KEPT));
};

/** Replaces a former secret at this relay by the current one; false if the relay knows none of them as an owner's. */
export const replaceFormerSecret = async (
  device: Device,
  campaignId: string,
  { relay, token }: { relay: string; token: string },
): Promise<boolean> => {
  for (const former of await formerSecrets(device, campaignId))
    if ((await relayAt(relay).rotate(campaignId, former, token)).ok) return true;
  return false;
};
