// Owns what a tap on a link does on a page without a drawer: it goes to the entity, and makes one that is not there yet.
import { goto } from '$app/navigation';
import type { LinkTarget } from '@emberkeep/domain';
import type { CampaignContext } from '#lib/app/campaign-context.ts';

export const openEntity = (context: CampaignContext) => (target: LinkTarget, name: string): void => {
  const to = target.type === 'resolved' ? target.id : target.type === 'ambiguous' ? target.ids[0] : context.create(name);
  if (to) void goto(`/campaigns/${context.campaign.id}/entities/${to}`);
};
