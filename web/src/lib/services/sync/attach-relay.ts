// Which relay a campaign is synced with: attached to one, moved to another, detached with everything kept here, and
// attached again. Nothing is asked of a server or sent to it before the person named it.
import { err, ok, type Result } from '@emberkeep/domain';
import type { DeviceCampaign } from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';
import type { Membership } from '#lib/device/membership.svelte.ts';
import { newSecret, readAddress, relayAt, relayFacts, type RelayError } from './relay-client.ts';

export type AttachError = RelayError | { type: 'BadAddress' | 'NotARelay' | 'OnlyHttps' | 'NotAllowedThere' };

/** A relay where this device has a key to the campaign, though it does not sync with it now. */
export type FormerRelay = Pick<DeviceCampaign, 'role'> & { relay: string; token: string };

const detachedKey = (campaignId: string): string => `detached:${campaignId}`;
const movedKey = (campaignId: string): string => `moved-from:${campaignId}`;
const claimingKey = (campaignId: string, relay: string): string => `claiming:${campaignId}${relay && `@${relay}`}`;

/** Whether an Emberkeep server at this address takes this app's requests, or why not. */
export const checkRelay = async (address: string): Promise<Result<void, AttachError>> => {
  if (address === '') return ok(undefined);
  if (location.protocol === 'https:' && address.startsWith('http:')) return err({ type: 'OnlyHttps' });
  if ((await relayFacts(address))?.name !== 'Emberkeep') return err({ type: 'NotARelay' });
  // A server that does not allow this origin fails the request itself, whatever its answer would be.
  const isAllowed = await fetch(`${address}/api/knock`, { headers: { authorization: 'Bearer nobody-nobody' } })
    .then(() => true)
    .catch(() => false);
  return isAllowed ? ok(undefined) : err({ type: 'NotAllowedThere' });
};

/**
 * Syncs a campaign with the relay at `typed` (empty: where this app came from). Gives the new recovery code, or '' where
 * this device's earlier key is still good. A server that it was synced with before keeps its copy until that is deleted.
 */
export const attachTo = async (
  device: Device,
  membership: Membership,
  typed: string,
): Promise<Result<string, AttachError>> => {
  const relay = typed === '' ? '' : readAddress(typed);
  if (relay === null) return err({ type: 'BadAddress' });
  const checked = await checkRelay(relay);
  if (!checked.ok) return checked;
  const { campaignId } = membership;
  const former = [await detachedFrom(device, campaignId), await movedFrom(device, campaignId)].find(
    (each) => each?.relay === relay,
  );
  return former ? attachAgain(device, membership, former) : claim(device, membership, relay);
};

/** Goes back to a relay where this device's key is still good. */
const attachAgain = async (
  device: Device,
  membership: Membership,
  former: FormerRelay,
): Promise<Result<string, AttachError>> => {
  const { campaignId } = membership;
  const accepted = await relayAt(former.relay).me(campaignId, former.token);
  if (!accepted.ok) return accepted;
  await device.settings.delete(movedKey(campaignId));
  await rememberMove(device, membership, former.relay);
  await goBackOn(device, membership, former);
  return ok('');
};

/** Claims the campaign on a relay that does not know it yet. */
const claim = async (device: Device, membership: Membership, relay: string): Promise<Result<string, AttachError>> => {
  const { campaignId } = membership;
  // The same secret on a second try: the operator may have had to approve it, or the answer got lost.
  const key = claimingKey(campaignId, relay);
  const secret = (await device.settings.get<string>(key)) ?? newSecret();
  await device.settings.set(key, secret);
  const claimed = await relayAt(relay).claim(campaignId, secret);
  if (!claimed.ok) return claimed;
  await rememberMove(device, membership, relay);
  await membership.update({ token: secret, relay, role: 'owner', recoveryShown: true, refused: null });
  await device.settings.delete(key);
  await device.settings.delete(detachedKey(campaignId));
  return ok(`${campaignId}.${secret}`);
};

/** Remembers the server that the campaign moves away from: it keeps a copy. */
const rememberMove = async (device: Device, { campaignId, relay, entry }: Membership, to: string): Promise<void> => {
  const { token, role } = entry;
  if (token && relay !== to)
    await device.settings.set(movedKey(campaignId), { relay, token, role } satisfies FormerRelay);
};

/** Stops syncing on this device; everything stays here, and the key is kept for going back. */
export const detach = async (device: Device, membership: Membership): Promise<void> => {
  const { campaignId, relay, entry } = membership;
  const { token, role } = entry;
  if (!token) return;
  await device.settings.set(detachedKey(campaignId), { relay, token, role } satisfies FormerRelay);
  await membership.update({ token: null, refused: null });
};

export const detachedFrom = (device: Device, campaignId: string): Promise<FormerRelay | undefined> =>
  device.settings.get<FormerRelay>(detachedKey(campaignId));

export const goBackOn = async (device: Device, membership: Membership, former: FormerRelay): Promise<void> => {
  const { token, relay, role } = former;
  await membership.update({ token, relay, role, refused: null });
  await device.settings.delete(detachedKey(membership.campaignId));
};

/** The server that a campaign was moved away from, while it keeps a copy. */
export const movedFrom = (device: Device, campaignId: string): Promise<FormerRelay | undefined> =>
  device.settings.get<FormerRelay>(movedKey(campaignId));

/** Deletes the copy on a server that the campaign was moved away from. */
export const deleteThere = async (
  device: Device,
  campaignId: string,
  former: FormerRelay,
): Promise<Result<void, RelayError>> => {
  const deleted = await relayAt(former.relay).deleteCampaign(campaignId, former.token);
  if (!deleted.ok && deleted.error.type !== 'Deleted') return deleted;
  await device.settings.delete(movedKey(campaignId));
  return ok(undefined);
};
