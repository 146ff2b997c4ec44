// The roster of a campaign over HTTP: read while the relay has it, given back after the relay lost its data.
import { Hono, type Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import {
  GRANT_KINDS,
  LABEL_MAX,
  ROSTER_MAX,
  type MembershipResponse,
  type RosterEntry,
  type RosterResponse,
} from '@emberkeep/sync/wire';
import type { Authorization } from '../http/authorization.ts';
import type { MemberEnv, SecretEnv } from '../http/envs.ts';
import { limitBody } from '../http/body-limit.ts';
import { refuse } from '../http/refusals.ts';
import { campaignIdSchema, hashSchema, jsonBody, listOf, pathParams, roleSchema } from '../http/validation.ts';
import type { Access, Admission } from './access.ts';

const timeSchema = z.number().int().min(0);
const entrySchema: z.ZodType<RosterEntry> = z.object({
  kind: z.enum(GRANT_KINDS),
  role: roleSchema,
  label: z.string().max(LABEL_MAX),
  secretHash: hashSchema,
  createdAt: timeSchema,
  expiresAt: timeSchema.nullable(),
  usesLeft: timeSchema.nullable(),
  revokedAt: timeSchema.nullable(),
});
const entriesSchema = listOf(entrySchema, ROSTER_MAX);
const rosterSchema = z.object({ grants: entriesSchema.prefault([]), gmsMayRefill: z.boolean().optional() });
const refillSchema = z.object({ grants: entriesSchema, gmsMayRefill: z.boolean() });

interface RosterRouteDeps {
  access: Access;
  authorization: Authorization;
}

/** Below `/campaigns/:id`. */
export const rosterRoutes = ({ access, authorization }: RosterRouteDeps): Hono<MemberEnv> => {
  const routes = new Hono<MemberEnv>();
  const answer = async (campaignId: string): Promise<RosterResponse> => ({
    grants: await access.roster(campaignId),
    gmsMayRefill: await access.gmsMayRefill(campaignId),
  });

  routes.get('/roster', authorization.gm, authorization.inTurn, async (c) => {
    const campaignId = c.get('campaignId');
    const mayRead = await access.mayReadRoster(campaignId, c.get('grant').role);
    return mayRead ? c.json(await answer(campaignId)) : refuse(c, 'NotOwner');
  });

  const changing = [authorization.owner, authorization.stillHere, authorization.inTurn] as const;
  routes.post('/roster', ...changing, jsonBody(rosterSchema), async (c) => {
    const campaignId = c.get('campaignId');
    const { grants, gmsMayRefill } = c.req.valid('json');
    await access.restore(campaignId, grants);
    if (gmsMayRefill !== undefined) await access.letGmsRefill(campaignId, gmsMayRefill);
    return c.json(await answer(campaignId));
  });
  return routes;
};

/** Below `/campaigns/:id`: the relay does not know the caller's secret any more. */
export const refillRoutes = ({ access, authorization }: RosterRouteDeps): Hono<SecretEnv> => {
  const routes = new Hono<SecretEnv>();
  const idParams = pathParams(z.object({ id: campaignIdSchema }));

  const answer = (c: Context, admission: Admission): Response => {
    if (!admission.ok) return authorization.refuseAccess(c, admission);
    const { role, id: grantId } = admission.grant;
    return c.json<MembershipResponse>({ role, grantId });
  };

  /** Before the caller's share of the relay's time is counted: a slow network is no work of the relay. */
  const readBody = createMiddleware(async (c, next) => {
    await c.req.arrayBuffer(); // Hono keeps it for whoever asks next.
    return next();
  });

  /** A roster is large, and read only where it can change something. */
  const wanted = createMiddleware<SecretEnv>(async (c, next) => {
    const admission = await access.beforeRefill(c.req.param('id') ?? '', c.get('secret'));
    return admission ? answer(c, admission) : next();
  });

  routes.post(
    '/refill',
    idParams,
    authorization.secret,
    wanted,
    authorization.newCampaign,
    authorization.inLane,
    limitBody,
    readBody,
    authorization.inTurn,
    jsonBody(refillSchema),
    async (c) => {
      const { id } = c.req.valid('param');
      return answer(c, await access.refill(id, c.get('secret'), c.req.valid('json')));
    },
  );
  return routes;
};
