// Invites over HTTP: links and short codes, made by an owner and redeemed by a device.
import { Hono } from 'hono';
import { z } from 'zod';
import {
  INVITE_HOURS_MAX,
  INVITE_USES_MAX,
  type CodeResponse,
  type GrantResponse,
  type JoinResponse,
} from '@emberkeep/sync/wire';
import type { Authorization } from '../http/authorization.ts';
import type { MemberEnv, SecretEnv } from '../http/envs.ts';
import { limitBody } from '../http/body-limit.ts';
import { refuse } from '../http/refusals.ts';
import { hashSchema, jsonBody, labelSchema, roleSchema } from '../http/validation.ts';
import type { Access } from './access.ts';

const HOUR_MS = 3_600_000;

const inviteSchema = z.object({
  secretHash: hashSchema,
  role: roleSchema,
  label: labelSchema,
  hours: z.number().int().min(1).max(INVITE_HOURS_MAX).optional(),
  uses: z.number().int().min(1).max(INVITE_USES_MAX).optional(),
});
const codeSchema = z.object({ role: roleSchema });
const joinSchema = z.object({ memberHash: hashSchema, label: labelSchema });

interface InviteRouteDeps {
  access: Access;
  authorization: Authorization;
}

/** Below `/campaigns/:id`. */
export const inviteRoutes = ({ access, authorization }: InviteRouteDeps): Hono<MemberEnv> => {
  const routes = new Hono<MemberEnv>();

  routes.post('/invites', authorization.owner, authorization.stillHere, jsonBody(inviteSchema), async (c) => {
    const { hours, uses = null, ...invite } = c.req.valid('json');
    const expiresAt = hours === undefined ? null : Date.now() + hours * HOUR_MS;
    if (await access.isFull(c.get('campaignId'))) return refuse(c, 'TooMany');
    const grant = await access.createInvite(c.get('campaignId'), { ...invite, uses, expiresAt });
    return c.json<GrantResponse>({ grant });
  });

  routes.post('/codes', authorization.owner, authorization.stillHere, jsonBody(codeSchema), async (c) => {
    if (await access.isFull(c.get('campaignId'))) return refuse(c, 'TooMany');
    const { grant, code } = await access.createCode(c.get('campaignId'), c.req.valid('json').role);
    return c.json<CodeResponse>({ code, expiresAt: grant.expiresAt });
  });
  return routes;
};

/** At `/join`: the device does not know the campaign yet. */
export const joinRoutes = ({ access, authorization }: InviteRouteDeps): Hono<SecretEnv> => {
  const routes = new Hono<SecretEnv>();

  routes.post('/', authorization.secret, limitBody, jsonBody(joinSchema), async (c) => {
    const admission = await access.redeem(c.get('secret'), c.req.valid('json'));
    if (!admission.ok) return authorization.refuseAccess(c, admission);
    const { campaignId, role, id: grantId } = admission.grant;
    return c.json<JoinResponse>({ campaignId, role, grantId });
  });
  return routes;
};
