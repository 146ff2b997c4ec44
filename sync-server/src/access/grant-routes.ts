// People with access over HTTP: their grants listed, renamed and revoked, an owner's new secret, a transfer of
// ownership.
import { Hono, type Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { LABEL_MAX, type GrantResponse, type GrantsResponse } from '@emberkeep/sync/wire';
import type { Authorization } from '../http/authorization.ts';
import type { MemberEnv } from '../http/envs.ts';
import { refuse } from '../http/refusals.ts';
import { hashSchema, jsonBody } from '../http/validation.ts';
import type { Access, Grant } from './access.ts';
import { hashSecret } from './secrets.ts';

const GRANT_ID_MAX = 60;
const renameSchema = z.object({ label: z.string().trim().min(1).max(LABEL_MAX) });
const rotateSchema = z.object({ secretHash: hashSchema });
const transferSchema = z.object({ grantId: z.string().max(GRANT_ID_MAX) });

const grantOrRefusal = (c: Context, grant: Grant | null): Response =>
  grant ? c.json<GrantResponse>({ grant }) : refuse(c, 'NoSuchGrant');

/** Owners can change any grant, everyone else their own. */
const ownGrantOnly = createMiddleware<MemberEnv>(async (c, next) => {
  const { role, id } = c.get('grant');
  return role === 'owner' || id === c.req.param('grantId') ? next() : refuse(c, 'NotOwner');
});

/** Below `/campaigns/:id`. `onRevoked` closes the connections of a grant. */
export const grantRoutes = (deps: {
  access: Access;
  authorization: Authorization;
  onRevoked(campaignId: string, grantId: string): void;
}): Hono<MemberEnv> => {
  const { access, authorization, onRevoked } = deps;
  const { stillHere } = authorization;
  const routes = new Hono<MemberEnv>();

  routes.get('/grants', authorization.owner, authorization.inTurn, async (c) =>
    c.json<GrantsResponse>({ grants: await access.list(c.get('campaignId')), you: c.get('grant').id }),
  );

  routes.patch('/grants/:grantId', authorization.member, stillHere, ownGrantOnly, jsonBody(renameSchema), async (c) => {
    const { label } = c.req.valid('json');
    return grantOrRefusal(c, await access.rename(c.get('campaignId'), c.req.param('grantId'), label));
  });

  routes.delete('/grants/:grantId', authorization.owner, stillHere, async (c) => {
    const campaignId = c.get('campaignId');
    const grant = await access.revoke(campaignId, c.req.param('grantId'));
    if (grant && grant.revokedAt === null) return refuse(c, 'LastOwner');
    if (grant) onRevoked(campaignId, grant.id);
    return grantOrRefusal(c, grant);
  });

  routes.post('/rotate', authorization.owner, stillHere, jsonBody(rotateSchema), async (c) => {
    const campaignId = c.get('campaignId');
    const before = await access.list(campaignId);
    const { secretHash } = c.req.valid('json');
    const grant = await access.rotateSecret(campaignId, c.get('grant').id, secretHash, hashSecret(c.get('secret')));
    if (grant)
      for (const { id, kind, revokedAt } of before)
        if (revokedAt === null && kind === 'owner' && id !== grant.id) onRevoked(campaignId, id);
    return grantOrRefusal(c, grant);
  });

  routes.post('/owner', authorization.owner, stillHere, jsonBody(transferSchema), async (c) => {
    const { grantId } = c.req.valid('json');
    return grantOrRefusal(c, await access.transferOwnership(c.get('campaignId'), c.get('grant').id, grantId));
  });
  return routes;
};
