// Joins a campaign by an invitation: the device gets a secret of its own, and the documents come with the first sync.
import { err, ok, type Result } from '@emberkeep/domain';
import type { DeviceCampaign } from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';
import { keepPlayerKey } from '#lib/services/players/player-keys.ts';
import { m } from '#messages';
import { newSecret, relayAt, relayName, type RelayError, type Role } from './relay-client.ts';

export interface Invitation {
  secret: string;
  /** Null when the invitation is a typed code, which does not contain it. */
  campaignId: string | null;
  /** The relay's origin; empty: where this app came from. */
  relay: string;
}

export type JoinError = RelayError | { type: 'BadInvite' } | { type: 'SyncsElsewhere'; from: string; to: string };

/**
 * `mayMove`: the person agreed that a campaign which this device syncs with another relay moves to this one. Without
 * that, a link never sends what is here to somebody else's server.
 */
export const joinCampaign = async (
  device: Device,
  { secret, campaignId: expectedId, relay }: Invitation,
  name: string,
  mayMove = false,
): Promise<Result<{ campaignId: string; role: Role }, JoinError>> => {
  await device.setIdentity({ name });
  // A second try uses the same secret: a lost answer must not leave an unused member behind.
  const key = `joining:${secret}`;
  const memberSecret = (await device.settings.get<string>(key)) ?? newSecret();
  await device.settings.set(key, memberSecret);

  const elsewhere = (here: DeviceCampaign | undefined): JoinError | null =>
    !mayMove && here?.token && (here.relay ?? '') !== relay
      ? { type: 'SyncsElsewhere', from: relayName(here.relay), to: relayName(relay) }
      : null;
  // Checked before anything is sent, if the invitation names its campaign.
  const early = elsewhere(expectedId ? await device.campaigns.find(expectedId) : undefined);
  if (early) return err(early);
  const joined = await relayAt(relay).join(secret, memberSecret, name);
  if (!joined.ok) return joined;
  const { campaignId, role } = joined.value;
  if (expectedId && expectedId !== campaignId) return err({ type: 'BadInvite' });
  // A typed code does not name its campaign. The secret is kept for when the person agrees: the code is used up.
  const late = elsewhere(await device.campaigns.find(campaignId));
  if (late) return err(late);
  await device.settings.delete(key);

  if (role === 'player') {
    // A player's key opens no campaign: it is stored apart, so a GM's device keeps its own access.
    await keepPlayerKey(device, { campaignId, secret: memberSecret, relay, name: '' });
    return ok({ campaignId, role });
  }
  const known = await device.campaigns.find(campaignId);
  if (known) await device.campaigns.update(campaignId, { token: memberSecret, role, relay, refused: null });
  else
    await device.campaigns.add({
      id: campaignId,
      name: m.services_sync_joinCampaign_joining(),
      role,
      token: memberSecret,
      relay,
    });
  await device.campaigns.refresh();
  return ok({ campaignId, role });
};
