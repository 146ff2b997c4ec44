// What a device that its relay refuses can do: put the campaign back on a relay that lost its data, or follow the owner
// to another relay. Nothing happens before the person agreed.
import { err, ok, type Result } from '@emberkeep/domain';
import type { Device } from '#lib/device/device.svelte.ts';
import type { Membership } from '#lib/device/membership.svelte.ts';
import { checkRelay, claimAgain, type AttachError } from './attach-relay.ts';
import { newSecret, readAddress, relayAt, type RelayError } from './relay-client.ts';
import { keptRoster, noteRevoked, wasRevoked } from './roster-keeper.ts';

/**
 * `moved`: the relay says that the owner moved the campaign to `to`, a relay's origin (empty: where this app came from).
 * `putBack`: the relay does not know the campaign's key, and this device can put the campaign back. `askOwner`: only
 * the owner's device can.
 */
export type WayBack = { type: 'none' } | { type: 'moved'; to: string } | { type: 'putBack' } | { type: 'askOwner' };

export type WayBackError = AttachError | { type: 'NotInvitedThere' };

const movingKey = (campaignId: string, relay: string): string => `moving:${campaignId}@${relay}`;

/** Where a relay says that the campaign has moved; null if it does not, or names no address or itself. */
const movedTo = (address: string | undefined, relay: string): string | null => {
  const to = address === undefined ? null : readAddress(address);
  return to === relay ? null : to;
};

/** Asks the relay why it refuses this device. */
export const findWayBack = async (device: Device, membership: Membership): Promise<WayBack> => {
  const { campaignId, relay, entry } = membership;
  if (!entry.token) return { type: 'none' };
  const me = await relayAt(relay).me(campaignId, entry.token);
  const to = movedTo(me.ok ? me.value.movedTo : me.error.movedTo, relay);
  if (to !== null) return { type: 'moved', to };
  if (!me.ok && me.error.type === 'Revoked') await noteRevoked(device, membership);
  if (me.ok || me.error.type !== 'NotLetIn') return { type: 'none' };
  if (await wasRevoked(device, campaignId, entry.token)) return { type: 'askOwner' };
  if (entry.role === 'owner') return { type: 'putBack' };
  return (await keptRoster(device, campaignId, relay)) ? { type: 'putBack' } : { type: 'askOwner' };
};

/**
 * Puts the campaign back on its relay, which lost it. An owner claims it again; a co-GM, whom the owner allowed it
 * before, restores the owner's access with the roster and stays a co-GM. The documents follow with the next sync.
 */
export const putBack = async (device: Device, membership: Membership): Promise<Result<void, WayBackError>> => {
  const { campaignId, relay, entry } = membership;
  const token = entry.token ?? '';
  if (entry.role === 'owner') {
    const claimed = await claimAgain(device, campaignId, { relay, token });
    if (!claimed.ok) return claimed;
  } else {
    const kept = await keptRoster(device, campaignId, relay);
    if (!kept) return err({ type: 'NotLetIn' });
    const refilled = await relayAt(relay).refill(campaignId, token, kept);
    if (!refilled.ok) return refilled.error.type === 'NotLetIn' ? err({ type: 'OwnedByOther' }) : refilled;
  }
  await membership.update({ refused: null });
  return ok(undefined);
};

/** What is to do where the relay at `to` takes no secret of this device. */
const notJoined = async (
  membership: Membership,
  to: string,
  error: RelayError,
): Promise<Result<void, WayBackError>> => {
  if (['NotLetIn', 'Expired', 'Revoked'].includes(error.type)) return err({ type: 'NotInvitedThere' });
  if (error.type !== 'Moved') return err(error);
  const next = movedTo(error.movedTo, to);
  if (next === null) return err({ type: 'NotInvitedThere' });
  if (next !== membership.relay) return err({ type: 'Moved', movedTo: next });
  // The owner has come back meanwhile.
  await membership.update({ refused: null });
  return ok(undefined);
};

/**
 * Follows the owner to the relay at `to`, which gives this device a new secret for its old one. Call only after the
 * person saw the address and agreed: a relay can name any. `Moved` names the next address, where the owner has moved on.
 */
export const moveAlong = async (
  device: Device,
  membership: Membership,
  to: string,
): Promise<Result<void, WayBackError>> => {
  const { campaignId, entry } = membership;
  const checked = await checkRelay(to);
  if (!checked.ok) return checked;
  // A second try uses the same secret: the answer may have been lost.
  const key = movingKey(campaignId, to);
  const secret = (await device.settings.get<string>(key)) ?? newSecret();
  await device.settings.set(key, secret);
  const joined = await relayAt(to).join(entry.token ?? '', secret, device.identity.name);
  if (!joined.ok) return notJoined(membership, to, joined.error);
  const { role } = joined.value;
  if (joined.value.campaignId !== campaignId || role === 'player') return err({ type: 'NotInvitedThere' });
  await membership.update({ token: secret, relay: to, role, refused: null });
  await device.settings.delete(key);
  return ok(undefined);
};
