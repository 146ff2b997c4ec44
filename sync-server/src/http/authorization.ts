// Who is asking: middleware that finds the grant of a request's secret, or refuses the request. A secret is always
// looked up, so whoever shares an address with a guesser still gets in with a good secret. A body is read only after
// that.
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Role } from '@emberkeep/sync/wire';
import type { Access, Admission } from '../access/access.ts';
import type { MemberEnv, SecretEnv } from './envs.ts';
import { refuse } from './refusals.ts';
import { createRequestTurns, type RequestTurnsDeps } from './request-turns.ts';
import { campaignIdSchema } from './validation.ts';

export interface AuthorizationDeps extends RequestTurnsDeps {
  access: Access;
  /** Somebody was let in to a campaign. */
  onLetIn(campaignId: string, role: Role, address: string): void;
  /** Counts an unknown secret; false if the caller has sent too many in the current minute. */
  onUnknownSecret(caller: string): boolean;
  /** Counts a campaign that is new here; false if the caller has brought too many in the current minute. */
  onNewCampaign(caller: string): boolean;
}

type Refused = Extract<Admission, { ok: false }>;

const BEARER = /^Bearer ([\x21-\x7e]{8,200})$/;
const secretOf = (c: Context): string | null => BEARER.exec(c.req.header('authorization') ?? '')?.[1] ?? null;

const isGm = (role: Role): boolean => role !== 'player';
const isOwner = (role: Role): boolean => role === 'owner';

/** Shortest secret that may claim a campaign, characters. */
const OWNER_SECRET_MIN = 32;

export const createAuthorization = (deps: AuthorizationDeps) => {
  const { access, callerOf, onUnknownSecret } = deps;
  const turns = createRequestTurns(deps);

  const refuseAccess = (c: Context, { refusal, movedTo }: Refused): Response => {
    if (refusal === 'NotLetIn' && !onUnknownSecret(callerOf(c))) return refuse(c, 'TooMany');
    return refuse(c, refusal, movedTo ? { movedTo } : {});
  };

  const campaignAndSecretOf = (c: Context): { campaignId: string; secret: string } | null => {
    const campaignId = campaignIdSchema.safeParse(c.req.param('id'));
    const secret = secretOf(c);
    return campaignId.success && secret ? { campaignId: campaignId.data, secret } : null;
  };

  /**
   * Requires a secret of the campaign in the path, and a role that `isAllowed` accepts. `mayWait`: also while the
   * campaign waits for the operator's approval.
   */
  const requireRole = (isAllowed: (role: Role) => boolean, mayWait = false) =>
    createMiddleware<MemberEnv>(async (c, next) => {
      const asked = campaignAndSecretOf(c);
      if (!asked) return refuse(c, 'BadRequest');
      const ask = async (): Promise<Response | null> => {
        const admission = await access.admit(asked.campaignId, asked.secret);
        const grant = admission.ok ? admission.grant : mayWait ? admission.waiting : undefined;
        if (!grant) return refuseAccess(c, admission as Refused);
        if (!isAllowed(grant.role)) return refuse(c, 'NotOwner');
        deps.onLetIn(asked.campaignId, grant.role, callerOf(c));
        c.set('campaignId', asked.campaignId);
        c.set('grant', grant);
        c.set('movedTo', admission.movedTo);
        c.set('secret', asked.secret);
        return null;
      };
      c.set('ask', ask);
      const refusal = await ask();
      if (refusal) return refusal;
      return turns.inLaneOfGrant(c, next, ask);
    });

  /**
   * Requires that the campaign has not moved to another relay: access that is changed here would stay as it was there.
   */
  const stillHere = createMiddleware<MemberEnv>(async (c, next) => {
    const movedTo = c.get('movedTo');
    return movedTo ? refuse(c, 'Moved', { movedTo }) : next();
  });

  /** Requires a secret of the campaign, or claims the campaign for it. */
  const claim = createMiddleware<MemberEnv>(async (c, next) => {
    const asked = campaignAndSecretOf(c);
    if (!asked || asked.secret.length < OWNER_SECRET_MIN) return refuse(c, 'BadRequest');
    const { campaignId, secret } = asked;
    const known: Admission = await access.admit(campaignId, secret);
    if (!known.ok && !deps.onNewCampaign(callerOf(c))) return refuse(c, 'TooMany');
    const admission = known.ok ? known : await access.claim(campaignId, secret);
    if (!admission.ok) return refuseAccess(c, admission);
    deps.onLetIn(campaignId, admission.grant.role, callerOf(c));
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

  /** Requires that the caller has not brought too many campaigns. */
  const newCampaign = createMiddleware(async (c, next) =>
    deps.onNewCampaign(callerOf(c)) ? next() : refuse(c, 'TooMany'),
  );

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
    ...turns,
    member: requireRole(() => true),
    gm: requireRole(isGm),
    owner: requireRole(isOwner),
    ownerOrWaiting: requireRole(isOwner, true),
    stillHere,
    claim,
    secret,
    newCampaign,
    gmByToken,
    refuseAccess,
  };
};

export type Authorization = ReturnType<typeof createAuthorization>;
