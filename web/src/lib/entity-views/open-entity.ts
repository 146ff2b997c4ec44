// What a tap on a link to an entity does.
import { goto } from '$app/navigation';
import { sessionOfLink, type LinkTarget } from '@emberkeep/domain';
import type { CampaignContext } from '#lib/app/campaign-context.ts';

/**
 * Opens what a link leads to. `around` is the text that the link is in, from which the type of a new name is guessed.
 */
export type OpenLink = (target: LinkTarget, name: string, around?: string) => void;

/**
 * Shows the entity that a link names: the first where several have the name. Where none has it, a session of that name
 * is opened, or else the GM is asked which type of entity to create.
 */
export const linkOpener =
  (context: CampaignContext, show: (entityId: string) => void): OpenLink =>
  (target, name, around = '') => {
    const { campaign } = context;
    const id = target.type === 'resolved' ? target.id : target.type === 'ambiguous' ? target.ids[0] : undefined;
    if (id !== undefined) return show(id);
    const session = sessionOfLink(campaign.live.sessions, name);
    if (session) void goto(`/campaigns/${campaign.id}/sessions/${session.id}`);
    else context.createMissing({ name, around, oncreated: show });
  };

/** Shows it where the page shows entities. */
export const openEntity = (context: CampaignContext): OpenLink => linkOpener(context, (id) => context.openEntity(id));
