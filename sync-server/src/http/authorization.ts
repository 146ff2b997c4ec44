// Who is asking: middleware that finds the grant of a request's secret, or refuses the request. A secret is always looked
// up: whoever shares an address with a guesser still gets in with a secret that is good.
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Role } from '@emberkeep/sync/wire';
import type { Access, Admission, Grant } from '../access/access.ts';
import { refuse } from './refusals.ts';
import { campaignIdSchema } from './validation.ts';

/** What a handler knows about its caller. */
export interface MemberEnv {
  Variables: { campaignId: string; grant: Grant; movedTo: string | undefined };
}
/** For requests that are not about a campaign the caller is in already. */
export interface SecretEnv {
  Variables: { secret: string };
}

export interface AuthorizationDeps {
  access: Access;
  /** The caller's address, as far as a trusted proxy says. */
  callerOf(c: Context): string;
  /** Counts an unknown secret; false if the caller has sent too many in the current minute. */
  onUnknownSecret(caller: string): boolean;
}

type Refused = Extract<Admission, { ok: false }>;

const BEARER = /^Bearer ([\x21-\x7e]{8,200})$/;
const secretOf = (c: Context): string | null => BEARER.exec(c.req.header('authorization') ?? '')?.[1] ?? null;

const isGm = (role: Role): boolean => role !== 'player';
const isOwner = (role: Role): boolean => role === 'owner';

/** Shortest secret that may claim a campaign, characters. */
const OWNER_SECRET_MIN = 32;

export const createAuthorization = ({ access, callerOf, onUnknownSecret }: AuthorizationDeps) => {
  const refuseAccess = (c: Context, { refusal, movedTo }: Refused): Response => {
    if (refusal === 'NotLetIn' && !onUnknownSecret(callerOf(c))) return refuse(c, 'TooMany');
    return refuse(c, refusal, movedTo ? { movedTo } : {});
  };

  const campaignAndSecretOf = (c: Context): { campaignId: string; secret: string } | null => {
    const campaignId = campaignIdSchema.safeParse(c.req.param('id'));
    const secret = secretOf(c);
    return campaignId.success && secret ? { campaignId: campaignId.data, secret } : null;
  };

  /** Requires a secret of the campaign in the path, and a role that `isAllowed` accepts. */
  const requireRole = (isAllowed: (role: Role) => boolean) =>
    createMiddleware<MemberEnv>(async (c, next) => {
      const asked = campaignAndSecretOf(c);
      if (!asked) return refuse(c, 'BadRequest');
      const admission = await access.admit(asked.campaignId, asked.secret);
      if (!admission.ok) return refuseAccess(c, admission);
      if (!isAllowed(admission.grant.role)) return refuse(c, 'NotOwner');
      c.set('campaignId', asked.campaignId);
      c.set('grant', admission.grant);
      c.set('movedTo', admission.movedTo);
      return next();
    });

  /** Requires a secret of the campaign, or claims the campaign for it. */
  const claim = createMiddleware<MemberEnv>(async (c, next) => {
    const asked = campaignAndSecretOf(c);
    if (!asked || asked.secret.length < OWNER_SECRET_MIN) return refuse(c, 'BadRequest');
    const { campaignId, secret } = asked;
    const known: Admission = await access.admit(campaignId, secret);
    const admission = known.ok ? known : await access.claim(campaignId, secret);
    if (!admission.ok) return refuseAccess(c, admission);
    c.set('campaignId', campaignId);
    c.set('grant', admission.grant);
    c.set('movedTo', admission.movedTo);
    return next();
  });

  /** Requires some secret; the handler decides what it is good for. */
  const secret = createMiddleware<SecretEnv>(async (c, next) => {
    const given = secretOf(c);
    if (!given) return refuse(c, 'BadRequest');
    c.set('secret', given);
    return next();
  });

  /**
   * Requires a GM whose bearer token is `<campaign>.<secret>`: clients of the OpenAI protocol have one field for a
   * key.
   */
  const gmByToken = createMiddleware<MemberEnv>(async (c, next) => {
    const [campaignId, secret] = (secretOf(c) ?? '').split('.');
    if (!campaignId || !campaignIdSchema.safeParse(campaignId).success || !secret) return refuse(c, 'NotLetIn');
    const admission = await access.admit(campaignId, secret);
    if (!admission.ok) return refuseAccess(c, admission);
    if (!isGm(admission.grant.role)) return refuse(c, 'NotOwner');
    c.set('campaignId', campaignId);
    c.set('grant', admission.grant);
    return next();
  });

  return {
    member: requireRole(() => true),
    gm: requireRole(isGm),
    owner: requireRole(isOwner),
    claim,
    secret,
    gmByToken,
    refuseAccess,
  };
};

export type Authorization = ReturnType<typeof createAuthorization>;
