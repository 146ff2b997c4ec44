// Who is asking: middleware that finds the grant of a request's secret, or refuses the request. A secret is always
// looked up, so whoever shares an address with a guesser still gets in with a good secret. A body is read only after
// that.
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Role } from '@emberkeep/sync/wire';
import type { Access, Admission, Grant } from '../access/access.ts';
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

interface Admitted {
  grant: Grant;
  movedTo?: string | undefined;
}

/** The campaign in the path of a request, and the secret that it came with. */
interface Asked {
  campaignId: string;
  secret: string;
}

/** Who may do something. */
interface RequiredRole {
  isAllowed(role: Role): boolean;
  /** Also while the campaign waits for the operator's approval. */
  mayWait?: boolean;
}

const BEARER = /^Bearer ([\x21-\x7e]{8,200})$/;
const secretOf = (c: Context): string | null => BEARER.exec(c.req.header('authorization') ?? '')?.[1] ?? null;

const isGm = (role: Role): boolean => role !== 'player';
const isOwner = (role: Role): boolean => role === 'owner';

/** Shortest secret that may claim a campaign, characters. */
const OWNER_SECRET_MIN = 32;

const campaignAndSecretOf = (c: Context): Asked | null => {
  const campaignId = campaignIdSchema.safeParse(c.req.param('id'));
  const secret = secretOf(c);
  return campaignId.success && secret ? { campaignId: campaignId.data, secret } : null;
};

/** What handlers find of an admission, whichever middleware asked for it. */
const keepAdmission = (c: Context<MemberEnv>, campaignId: string, { grant, movedTo }: Admitted): void => {
  c.set('campaignId', campaignId);
  c.set('grant', grant);
  c.set('movedTo', movedTo);
};

/**
 * Requires that the campaign has not moved to another relay: access that is changed here would stay as it was there.
 */
const stillHere = createMiddleware<MemberEnv>(async (c, next) => {
  const movedTo = c.get('movedTo');
  return movedTo ? refuse(c, 'Moved', { movedTo }) : next();
});

/** Requires some secret; the handler decides what it is good for. */
const secret = createMiddleware<SecretEnv>(async (c, next) => {
  const given = secretOf(c);
  if (!given) return refuse(c, 'BadRequest');
  c.set('secret', given);
  return next();
});

/** Middleware that admits, or refuses, whoever asks. */
const createAdmitting = ({ access, callerOf, onUnknownSecret, onLetIn, onNewCampaign }: AuthorizationDeps) => {
  const refuseAccess = (c: Context, { refusal, movedTo }: Refused): Response => {
    if (refusal === 'NotLetIn' && !onUnknownSecret(callerOf(c))) return refuse(c, 'TooMany');
    return refuse(c, refusal, movedTo ? { movedTo } : {});
  };

  /** Null if the secret is the campaign's, and has a role that is allowed. */
  const refuseOthers = async (
    c: Context<MemberEnv>,
    asked: Asked,
    { isAllowed, mayWait }: RequiredRole,
  ): Promise<Response | null> => {
    const admission = await access.admit(asked.campaignId, asked.secret);
    const grant = admission.ok ? admission.grant : mayWait ? admission.waiting : undefined;
    if (!grant) return refuseAccess(c, admission as Refused);
    if (!isAllowed(grant.role)) return refuse(c, 'NotOwner');
    onLetIn(asked.campaignId, grant.role, callerOf(c));
    keepAdmission(c, asked.campaignId, { grant, movedTo: admission.movedTo });
    c.set('secret', asked.secret);
    return null;
  };

  /** Requires a secret of the campaign, or claims the campaign for it. */
  const claim = createMiddleware<MemberEnv>(async (c, next) => {
    const asked = campaignAndSecretOf(c);
    if (!asked || asked.secret.length < OWNER_SECRET_MIN) return refuse(c, 'BadRequest');
    const { campaignId, secret } = asked;
    const known: Admission = await access.admit(campaignId, secret);
    if (!known.ok && !onNewCampaign(callerOf(c))) return refuse(c, 'TooMany');
    const admission = known.ok ? known : await access.claim(campaignId, secret);
    if (!admission.ok) return refuseAccess(c, admission);
    onLetIn(campaignId, admission.grant.role, callerOf(c));
    keepAdmission(c, campaignId, admission);
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
    keepAdmission(c, campaignId, admission);
    return next();
  });

  /** Requires that the caller has not brought too many campaigns. */
  const newCampaign = createMiddleware(async (c, next) => (onNewCampaign(callerOf(c)) ? next() : refuse(c, 'TooMany')));

  return { refuseAccess, refuseOthers, claim, gmByToken, newCampaign };
};

export const createAuthorization = (deps: AuthorizationDeps) => {
  const turns = createRequestTurns(deps);
  const { refuseOthers, ...admitting } = createAdmitting(deps);

  /** Requires a secret of the campaign in the path, with such a role. The rest waits for the grant's turn. */
  const requireRole = (required: RequiredRole) =>
    createMiddleware<MemberEnv>(async (c, next) => {
      const asked = campaignAndSecretOf(c);
      if (!asked) return refuse(c, 'BadRequest');
      const ask = (): Promise<Response | null> => refuseOthers(c, asked, required);
      c.set('ask', ask);
      const refusal = await ask();
      if (refusal) return refusal;
      return turns.inLaneOfGrant(c, next, ask);
    });

  return {
    ...turns,
    ...admitting,
    member: requireRole({ isAllowed: () => true }),
    gm: requireRole({ isAllowed: isGm }),
    owner: requireRole({ isAllowed: isOwner }),
    ownerOrWaiting: requireRole({ isAllowed: isOwner, mayWait: true }),
    stillHere,
    secret,
  };
};

export type Authorization = ReturnType<typeof createAuthorization>;
