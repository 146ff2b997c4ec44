// The campaign's name beside its id in the lists of the relay's operator, where an owner wants that. The relay knows whether
// it is shown: an owner has one switch, whichever device they hold.
import type { Result } from '@emberkeep/domain';
import { campaignLabel, type CampaignLabelRequest, type CampaignLabelResponse } from '@emberkeep/sync/wire';
import type { Membership } from '#lib/device/membership.svelte.ts';
import { call, type RelayCall, type RelayError } from './relay-client.ts';

/** An owner's key to a campaign at a relay, also while the operator has not approved the campaign yet. */
export interface OwnerAccess {
  campaignId: string;
  relay: string;
  token: string;
}

const ask = (
  { campaignId, relay, token }: OwnerAccess,
  method: RelayCall['method'],
  name?: string,
): Promise<Result<CampaignLabelResponse, RelayError>> =>
  call({
    address: relay,
    method,
    path: `/campaigns/${campaignId}/label`,
    secret: token,
    ...(name === undefined ? {} : { body: { label: campaignLabel(name) } satisfies CampaignLabelRequest }),
  });

/** Null where the relay does not say: it is too old, or does not answer. */
export const isNameShown = async (access: OwnerAccess): Promise<boolean | null> => {
  const answer = await ask(access, 'GET');
  return answer.ok ? answer.value.label !== null : null;
};

/** Shows this name to the operator, or removes it there (null). */
export const showName = (
  access: OwnerAccess,
  name: string | null,
): Promise<Result<CampaignLabelResponse, RelayError>> =>
  name === null ? ask(access, 'DELETE') : ask(access, 'PUT', name);

/**
 * Brings a name that the operator reads up to date. The name is sent only where one is shown; another device of the owner may
 * remove it meanwhile, and then it stays removed.
 */
export const followName = async ({ campaignId, relay, entry }: Membership, name: string): Promise<void> => {
  const label = campaignLabel(name);
  if (entry.role !== 'owner' || !entry.token || label === '') return;
  const access = { campaignId, relay, token: entry.token };
  const shown = await ask(access, 'GET');
  if (shown.ok && shown.value.label !== null && shown.value.label !== label) await ask(access, 'PATCH', name);
};
