// Whose time merging for a campaign takes: that of the address from which its GM uses this relay. Only an owner moves a
// campaign to another address, so that no co-GM or player can put a table behind what they do elsewhere.
import type { Role } from '@emberkeep/sync/wire';

export interface CampaignAddresses {
  /** Somebody was let in to a campaign. */
  seen(campaignId: string, role: Role, address: string): void;
  /** Null until a GM has been seen since the relay started: the campaign then has a share of its own. */
  of(campaignId: string): string | null;
}

/** Above this many campaigns the one that was seen first is forgotten. */
const MAX_CAMPAIGNS = 50_000;

export const createCampaignAddresses = (): CampaignAddresses => {
  const addresses = new Map<string, string>();
  return {
    seen: (campaignId, role, address) => {
      if (role === 'player' || (role !== 'owner' && addresses.has(campaignId))) return;
      addresses.set(campaignId, address);
      if (addresses.size > MAX_CAMPAIGNS) addresses.delete(addresses.keys().next().value!);
    },
    of: (campaignId) => addresses.get(campaignId) ?? null,
  };
};
