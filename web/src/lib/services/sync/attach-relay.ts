// Owns which relay a campaign is synced with: attached to one, moved to another, taken off it with everything kept here, and back on.
// One relay's rooms never reach another by accident: nothing is asked or sent before the person named the server.
import { err, ok, type Result } from '@emberkeep/domain';
import type { DeviceCampaign } from '@emberkeep/store';
import type { App } from '#lib/app/app.svelte.ts';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { newSecret, readAddress, relayAt, type RelayError } from './relay-client.ts';

export type AttachError = RelayError | { type: 'BadAddress' | 'NotARelay' | 'OnlyHttps' | 'NotAllowedThere' };
/** A relay where this device has a key to the campaign, though it does not sync with it now. */
export type Former = Pick<DeviceCampaign, 'role'> & { relay: string; token: string };

const detachedKey = (campaignId: string): string => `detached:${campaignId}`;
const movedKey = (campaignId: string): string => `moved-from:${campaignId}`;

/** What stands at an address: an Emberkeep server that takes this app's questions, or why not. */
export const lookAt = async (address: string): Promise<Result<void, AttachError>> => {
  if (address === '') return ok(undefined);
  if (location.protocol === 'https:' && address.startsWith('http:')) return err({ type: 'OnlyHttps' });
  const facts = await fetch(`${address}/config.json`, { cache: 'no-store' })
    .then((r) => (r.ok ? (r.json() as Promise<{ name?: string }>) : null))
    .catch(() => null);
  if (facts?.name !== 'Emberkeep') return err({ type: 'NotARelay' });
  // Its door for apps from elsewhere is closed where this cannot even be asked.
  const isOpen = await fetch(`${address}/api/knock`, { headers: { authorization: 'Bearer nobody-nobody' } })
    .then(() => true)
    .catch(() => false);
  return isOpen ? ok(undefined) : err({ type: 'NotAllowedThere' });
};

/**
 * Syncs a campaign with the relay at `typed` (empty: where this app came from). Gives the new recovery code, or '' where this
 * device's key from before is still good. Where it was synced elsewhere, that server keeps its copy until it is deleted there.
 */
export const attachTo = async (
  app: App,
  campaign: OpenCampaign,
  typed: string,
): Promise<Result<string, AttachError>> => {
  const relay = typed === '' ? '' : readAddress(typed);
  if (relay === null) return err({ type: 'BadAddress' });
  const looked = await lookAt(relay);
  if (!looked.ok) return looked;
  const before = campaign.entry;
  const leaveBehind = async (): Promise<void> => {
    if (before.token && campaign.address !== relay)
      await app.remember(movedKey(campaign.id), {
        relay: campaign.address,
        token: before.token,
        role: before.role,
      } satisfies Former);
  };
  // Where this device was before, its key is still good.
  const known = [await detachedFrom(app, campaign.id), await movedFrom(app, campaign.id)].find(
    (former) => former?.relay === relay,
  );
  if (known) {
    const entered = await relayAt(relay).me(campaign.id, known.token);
    if (!entered.ok) return entered;
    await app.db.settings.delete(movedKey(campaign.id)).catch(() => undefined);
    await leaveBehind();
    await goBackOn(app, campaign, known);
    return ok('');
  }
  // The same secret on a second try: the operator may have had to approve it, or the answer got lost.
  const key = `claiming:${campaign.id}${relay && `@${relay}`}`;
  const secret = (await app.setting<string>(key)) ?? newSecret();
  await app.remember(key, secret);
  const claimed = await relayAt(relay).claim(campaign.id, secret);
  if (!claimed.ok) return claimed;
  await leaveBehind();
  await campaign.update({ token: secret, relay, role: 'owner', recoveryShown: true, refused: null });
  for (const done of [key, detachedKey(campaign.id)]) await app.db.settings.delete(done).catch(() => undefined);
  return ok(`${campaign.id}.${secret}`);
};

/** Stops syncing on this device; everything stays here, and the key is kept for going back on. */
export const detach = async (app: App, campaign: OpenCampaign): Promise<void> => {
  const { token, role } = campaign.entry;
  if (!token) return;
  await app.remember(detachedKey(campaign.id), { relay: campaign.address, token, role } satisfies Former);
  await campaign.update({ token: null, refused: null });
};
export const detachedFrom = (app: App, campaignId: string): Promise<Former | undefined> =>
  app.setting<Former>(detachedKey(campaignId));
export const goBackOn = async (app: App, campaign: OpenCampaign, former: Former): Promise<void> => {
  await campaign.update({ token: former.token, relay: former.relay, role: former.role, refused: null });
  await app.db.settings.delete(detachedKey(campaign.id)).catch(() => undefined);
};

/** The server that a campaign was moved away from, while it keeps a copy. */
export const movedFrom = (app: App, campaignId: string): Promise<Former | undefined> =>
  app.setting<Former>(movedKey(campaignId));
export const deleteThere = async (app: App, campaignId: string, former: Former): Promise<Result<void, RelayError>> => {
  const deleted = await relayAt(former.relay).deleteCampaign(campaignId, former.token);
  if (!deleted.ok && deleted.error.type !== 'Deleted') return deleted;
  await app.db.settings.delete(movedKey(campaignId)).catch(() => undefined);
  return ok(undefined);
};
