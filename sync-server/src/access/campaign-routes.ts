// A campaign as a whole over HTTP: claimed by its owner, asked for the caller's role, deleted for everyone.
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { ADDRESS_MAX, type DeletedResponse, type MembershipResponse, type MovedResponse } from '@emberkeep/sync/wire';
import type { Authorization } from '../http/authorization.ts';
import type { MemberEnv } from '../http/envs.ts';
import { refuse } from '../http/refusals.ts';
import { jsonBody } from '../http/validation.ts';
import type { Access } from './access.ts';

const isOrigin = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text;
};
const movedSchema = z.object({ to: z.string().max(ADDRESS_MAX).refine(isOrigin).nullable() });

export const campaignRoutes = (deps: {
  access: Pick<Access, 'setMovedTo' | 'mayReadRoster'>;
  authorization: Authorization;
  /** Closes every connection of the campaign, because it has moved. */
  onMoved(campaignId: string, address: string): void;
  /** Deletes the campaign and everything that the relay keeps of it. */
  deleteCampaign(campaignId: string): Promise<void>;
}): Hono<MemberEnv> => {
  const { access, authorization } = deps;
  const routes = new Hono<MemberEnv>();
  const membership = async (c: Context<MemberEnv>): Promise<Response> => {
    const { role, id: grantId } = c.get('grant');
    const movedTo = c.get('movedTo');
    const mayReadRoster = await access.mayReadRoster(c.get('campaignId'), role);
    return c.json<MembershipResponse>({ role, grantId, mayReadRoster, ...(movedTo ? { movedTo } : {}) });
  };

  routes.put('/', authorization.claim, membership);
  // A device asks again because its role can change: it may have been made the owner.
  routes.get('/me', authorization.member, membership);

  routes.post('/moved', authorization.owner, jsonBody(movedSchema), async (c) => {
    const { to } = c.req.valid('json');
    const movedTo = await access.setMovedTo(c.get('campaignId'), to);
    if (movedTo !== to && movedTo !== null) return refuse(c, 'Moved', { movedTo });
    if (to !== null) deps.onMoved(c.get('campaignId'), to);
    return c.json<MovedResponse>({ movedTo: to });
  });

  routes.delete('/', authorization.owner, async (c) => {
    await deps.deleteCampaign(c.get('campaignId'));
    return c.json<DeletedResponse>({ deleted: true });
  });
  return routes;
};
