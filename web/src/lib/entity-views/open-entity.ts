// What a tap on a link to an entity does.
import { goto } from '$app/navigation';
import { sessionOfLink, type LinkTarget } from '@emberkeep/domain';
import type { CampaignContext } from '#lib/app/campaign-context.ts';

/**
 * The id of the entity that a link names: the first where several have the name, a new one where none has it.
 * Null where it could not be created, and where the link names a session, which is opened.
 */
export const linkedId = (context: CampaignContext, target: LinkTarget, name: string): string | null => {
  if (target.type === 'resolved') return target.id;
  if (target.type === 'ambiguous') return target.ids[0] ?? null;
  const { campaign } = context;
  const session = sessionOfLink(campaign.live.sessions, name);
  if (!session) return context.create(name);
  void goto(`/campaigns/${campaign.id}/sessions/${session.id}`);
  return null;
};

export const openEntity =
  (context: CampaignContext) =>
  (target: LinkTarget, name: string): void => {
    const to = linkedId(context, target, name);
    if (to) context.openEntity(to);
  };
