// A new secret of an owner's device, which is the new recovery code. It is on this device's disk before the relay knows
// it, because the relay's answer may be lost. The device uses it only once the relay says that it knows it.
import { err, ok, type Result } from '@emberkeep/domain';
import { ACCESS_REFUSALS } from '@emberkeep/sync/wire';
import type { Device } from '#lib/device/device.svelte.ts';
import type { Membership } from '#lib/device/membership.svelte.ts';
import { rememberFormerSecret } from './former-secrets.ts';
import { newSecret, relayAt, type RelayError } from './relay-client.ts';

/** Never rename: it is stored on devices. */
const pendingKey = (campaignId: string): string => `rotating:${campaignId}`;

const adopt = async (device: Device, membership: Membership, secret: string, isShown: boolean): Promise<void> => {
  const { campaignId, entry } = membership;
  await rememberFormerSecret(device, campaignId, entry.token ?? '');
  await membership.update({ token: secret, recoveryShown: isShown, refused: null });
  // A leftover is harmless: it equals the secret that is now in use.
  await device.settings.delete(pendingKey(campaignId)).catch(() => undefined);
};

/** The relay knows the secret and ended it. One that it does not know may be in a request that is still on its way. */
const isEnded = (type: string): boolean => type !== 'NotLetIn' && (ACCESS_REFUSALS as readonly string[]).includes(type);

/**
 * Uses the new secret whose answer was lost, if the relay lets it in; true if so. Until then this device keeps its own,
 * and the new one for the next try.
 */
export const adoptPendingSecret = async (device: Device, membership: Membership, isShown = false): Promise<boolean> => {
  const { campaignId, relay } = membership;
  const pending = await device.settings.get<string>(pendingKey(campaignId));
  if (typeof pending !== 'string') return false;
  const known = await relayAt(relay).me(campaignId, pending);
  if (known.ok) await adopt(device, membership, pending, isShown);
  else if (isEnded(known.error.type)) await device.settings.delete(pendingKey(campaignId));
  return known.ok;
};

/** Replaces this owner's secret at the relay. Gives the new one, for the person to keep. */
export const replaceSecret = async (
  device: Device,
  membership: Membership,
): Promise<Result<string, RelayError | { type: 'StorageFull' }>> => {
  const { campaignId, relay, entry } = membership;
  const key = pendingKey(campaignId);
  // A second try uses the same secret: the answer may have been lost.
  const next = (await device.settings.get<string>(key)) ?? newSecret();
  await device.settings.set(key, next);
  // A device that cannot store the new secret must keep the old one.
  if ((await device.settings.get<string>(key)) !== next) return err({ type: 'StorageFull' });
  const replaced = await relayAt(relay).rotate(campaignId, entry.token ?? '', next);
  if (replaced.ok) await adopt(device, membership, next, true);
  else if (!(await adoptPendingSecret(device, membership, true))) return replaced;
  return ok(next);
};
