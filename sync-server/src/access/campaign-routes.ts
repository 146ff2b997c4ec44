// A campaign as a whole over HTTP: claimed by its owner, asked for the caller's role, deleted for everyone.
import { Hono, type Context } from 'hono';
import type { DeletedResponse, MembershipResponse } from '@emberkeep/sync/wire';
import type { Authorization, MemberEnv } from '../http/authorization.ts';

export const campaignRoutes = (deps: {
  authorization: Authorization;
  /** Deletes the campaign and everything that the relay keeps of it. */
  deleteCampaign(campaignId: string): Promise<void>;
}): Hono<MemberEnv> => {
  const { authorization } = deps;
  const routes = new Hono<MemberEnv>();
  const membership = (c: Context<MemberEnv>): Response => {
    const { role, id: grantId } = c.get('grant');
    return c.json<MembershipResponse>({ role, grantId });
  };

  routes.put('/', authorization.claim, membership);
  // A device asks again because its role can change: it may have been made the owner.
  routes.get('/me', authorization.member, membership);

  routes.delete('/', authorization.owner, async (c) => {
    await deps.deleteCampaign(c.get('campaignId'));
    return c.json<DeletedResponse>({ deleted: true });
  });
  return routes;
};
