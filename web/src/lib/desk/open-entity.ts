// Owns what a tap on a link means: who it names, made where there is nobody yet; on a page without a drawer it goes there.
import { goto } from '$app/navigation';
import type { LinkTarget } from '@emberkeep/domain';
import type { CampaignContext } from '#lib/app/campaign-context.ts';

/** The id behind a link: the first of several with one name, a new entity for a name nobody has; null where it cannot be made. */
export const linkedId = (context: CampaignContext, target: LinkTarget, name: string): string | null =>
  target.type === 'resolved' ? target.id : target.type === 'ambiguous' ? (target.ids[0] ?? null) : context.create(name);

export const openEntity =
  (context: CampaignContext) =>
  (target: LinkTarget, name: string): void => {
    const to = linkedId(context, target, name);
    if (to) void goto(`/campaigns/${context.campaign.id}/entities/${to}`);
  };
