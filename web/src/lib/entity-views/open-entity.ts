// What a tap on a link to an entity does.
import type { LinkTarget } from '@emberkeep/domain';
import type { CampaignContext } from '#lib/app/campaign-context.ts';

/**
 * The id of the entity that a link names: the first where several have the name, a new one where none has it.
 * Null where it could not be created.
 */
export const linkedId = (context: CampaignContext, target: LinkTarget, name: string): string | null =>
  target.type === 'resolved' ? target.id : target.type === 'ambiguous' ? (target.ids[0] ?? null) : context.create(name);

export const openEntity =
  (context: CampaignContext) =>
  (target: LinkTarget, name: string): void => {
    const to = linkedId(context, target, name);
    if (to) context.openEntity(to);
  };
