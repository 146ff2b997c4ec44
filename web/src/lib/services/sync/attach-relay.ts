// Chooses the relay that a campaign is synced with: attaches it, moves it to another relay, detaches it and attaches it
// again. Everything stays on this device, and no server is contacted before the person named it.
import { err, ok, type Result } from '@emberkeep/domain';
import type { DeviceCampaign } from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';
import type { Membership } from '#lib/device/membership.svelte.ts';
import { replaceFormerSecret } from './former-secrets.ts';
import type { OwnerAccess } from './operator-name.ts';
import { newSecret, publicOrigin, readAddress, relayAt, relayFacts, type RelayError } from './relay-client.ts';
import { inviteFrom, keptRoster, wasRevoked } from './roster-keeper.ts';

export type AttachError =
  RelayError | { type: 'BadAddress' | 'NotARelay' | 'OnlyHttps' | 'NotAllowedThere' | 'OwnedByOther' };

/** A relay for which this device has a key to the campaign, though it does not sync with it now. */
export type FormerRelay = Pick<DeviceCampaign, 'role'> & {
  relay: string;
  token: string;
  /** It tells everyone who syncs with it where the campaign has moved, and lets nobody write. */
  isMarked?: boolean;
};

const detachedKey = (campaignId: string): string => `detached:${campaignId}`;
const movedKey = (campaignId: string): string => `moved-from:${campaignId}`;
const claimingKey = (campaignId: string, relay: string): string => `claiming:${campaignId}${relay && `@${relay}`}`;

/** Whether an Emberkeep server at this address accepts this app's requests, or why not. */
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
 * Syncs a campaign with the relay at `typed` (empty: where this app came from). Gives the new recovery code, or '' when
 * this device's earlier key is still valid. A server that it was synced with before keeps its copy until that is
 * deleted.
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
  const moved = former ? null : await movedByOther(device, membership);
  if (moved) return moved;
  return former ? attachAgain(device, membership, former) : claim(device, membership, relay);
};

/**
 * The refusal to move a campaign that another owner's device has moved already: there would be two copies of which neither
 * hears of the other. A server that does not answer keeps nobody from leaving it.
 */
const movedByOther = async (
  device: Device,
  { campaignId, relay, entry }: Membership,
): Promise<{ ok: false; error: RelayError } | null> => {
  const here = entry.token ? { relay, token: entry.token } : await detachedFrom(device, campaignId);
  const me = here && (await relayAt(here.relay).me(campaignId, here.token));
  const movedTo = me?.ok ? me.value.movedTo : me?.error.movedTo;
  return movedTo === undefined ? null : err({ type: 'Moved', movedTo });
};

/** Returns to a relay for which this device's key is still valid. */
const attachAgain = async (
  device: Device,
  membership: Membership,
  former: FormerRelay,
): Promise<Result<string, AttachError>> => {
  const { campaignId } = membership;
  const relay = relayAt(former.relay);
  const accepted = await relay.me(campaignId, former.token);
  if (accepted.ok && accepted.value.movedTo) {
    // The mark is this device's own only where this device has moved away.
    if ((await movedFrom(device, campaignId))?.relay !== former.relay) return err({ type: 'Moved' });
    const unmarked = await relay.markMoved(campaignId, former.token, null);
    if (!unmarked.ok) return unmarked;
  }
  if (!accepted.ok) {
    // A relay that lost its data knows no key: its owner's device brings the campaign again.
    if (accepted.error.type !== 'NotLetIn' || former.role !== 'owner') return accepted;
    if (await wasRevoked(device, campaignId, former.token)) return accepted;
    const claimed = await claimAgain(device, campaignId, former);
    if (!claimed.ok) return claimed;
  }
  await device.settings.delete(movedKey(campaignId));
  await rememberMove(device, membership, former.relay);
  await goBackOn(device, membership, former);
  await finishMove(device, membership);
  return ok('');
};

/**
 * Puts the campaign on a relay that lost it, with the secret that this owner's device had there. With the roster that it
 * kept, everyone who had access gets it back. A relay where somebody else has claimed the campaign meanwhile refuses: then
 * nothing is sent.
 */
export const claimAgain = async (
  device: Device,
  campaignId: string,
  { relay, token }: { relay: string; token: string },
): Promise<Result<void, AttachError>> => {
  const kept = await keptRoster(device, campaignId, relay);
  const refilled = kept && (await relayAt(relay).refill(campaignId, token, kept));
  if (refilled?.ok) return ok(undefined);
  // A claim after a lost answer would leave the others without access.
  if (refilled && refilled.error.type !== 'NotLetIn' && refilled.error.type !== 'NotFound') return refilled;
  // Without a roster, or on an older relay, the others need new invitations.
  const claimed = await relayAt(relay).claim(campaignId, token);
  if (claimed.ok) return ok(undefined);
  if (claimed.error.type !== 'NotLetIn') return claimed;
  // Another device may have put it back with a roster from before the last new recovery code.
  const isReplaced = await replaceFormerSecret(device, campaignId, { relay, token });
  return isReplaced ? ok(undefined) : err({ type: 'OwnedByOther' });
};

/** Claims the campaign on a relay that does not know it yet. */
const claim = async (device: Device, membership: Membership, relay: string): Promise<Result<string, AttachError>> => {
  const { campaignId } = membership;
  // A second try uses the same secret: the operator may have had to approve it, or the answer was lost.
  const key = claimingKey(campaignId, relay);
  const secret = (await device.settings.get<string>(key)) ?? newSecret();
  await device.settings.set(key, secret);
  const claimed = await relayAt(relay).claim(campaignId, secret);
  if (!claimed.ok) return claimed;
  await rememberMove(device, membership, relay);
  await membership.update({ token: secret, relay, role: 'owner', recoveryShown: true, refused: null });
  await device.settings.delete(key);
  await device.settings.delete(detachedKey(campaignId));
  await finishMove(device, membership);
  return membership.relay === relay ? ok(`${campaignId}.${secret}`) : err({ type: 'Moved' });
};

/** The key of a campaign that waits for the approval of the operator at `typed`; null if none was claimed there. */
export const waitingAt = async (device: Device, campaignId: string, typed: string): Promise<OwnerAccess | null> => {
  const relay = typed === '' ? '' : readAddress(typed);
  const token = relay === null ? undefined : await device.settings.get<string>(claimingKey(campaignId, relay));
  return relay === null || token === undefined ? null : { campaignId, relay, token };
};

/** The mark is not at that server any more: it lost its data, and a device that was away has put the campaign back. */
const hasLostMark = async (campaignId: string, former: FormerRelay): Promise<boolean> => {
  const me = await relayAt(former.relay).me(campaignId, former.token);
  return me.ok && me.value.movedTo === undefined;
};

/**
 * Lets the devices of the server that the campaign moved away from follow, and leaves a mark there: from then on nobody
 * writes to it unknowingly. Call it after each start of sync: that server may be away, or lose the mark.
 */
export const finishMove = async (device: Device, membership: Membership): Promise<void> => {
  const { campaignId, relay, entry } = membership;
  const former = await movedFrom(device, campaignId);
  if (!former || former.role !== 'owner' || !entry.token || former.relay === relay) return;
  if (former.isMarked && !(await hasLostMark(campaignId, former))) return;
  const invited = await inviteFrom(membership, former);
  // `NotFound`: a relay that is too old for it. The mark tells people that they need a new invitation.
  if (!invited.ok && invited.error.type !== 'NotFound') return;
  const marked = await relayAt(former.relay).markMoved(campaignId, former.token, await publicOrigin(relay));
  if (marked.ok) await device.settings.set(movedKey(campaignId), { ...former, isMarked: true } satisfies FormerRelay);
  else if (marked.error.type === 'Moved') await giveWay(device, membership, former);
};

/**
 * Another owner's device moved the campaign elsewhere first. This one goes back to the server that both left, which says
 * where to follow; once it has followed, the server that it had chosen is marked, too.
 */
const giveWay = async (device: Device, membership: Membership, former: FormerRelay): Promise<void> => {
  const { campaignId, relay, entry } = membership;
  const { token, role } = entry;
  if (token) await device.settings.set(movedKey(campaignId), { relay, token, role } satisfies FormerRelay);
  await goBackOn(device, membership, former);
};

/** Remembers the server that the campaign moves away from, or was detached from: it keeps a copy. */
const rememberMove = async (device: Device, { campaignId, relay, entry }: Membership, to: string): Promise<void> => {
  const { token, role } = entry;
  const former: FormerRelay | undefined = token ? { relay, token, role } : await detachedFrom(device, campaignId);
  if (former && former.relay !== to) await device.settings.set(movedKey(campaignId), former);
};

/** Stops syncing on this device. Everything stays here, and the key is kept so that sync can be turned on again. */
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

/** The server that a campaign was moved away from, as long as that server has a copy. */
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
