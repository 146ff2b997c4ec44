// Who is asking: middleware that finds the grant of a request's secret, or refuses the request. A secret is always
// looked up, so whoever shares an address with a guesser still gets in with a good secret. A body is read only after
// that.
import type { Context, Next } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Role } from '@emberkeep/sync/wire';
import type { Access, Admission, Grant } from '../access/access.ts';
import type { GrantShares } from '../rooms/grant-shares.ts';
import { limitBody } from './body-limit.ts';
import { createLanes } from './lanes.ts';
import { hasLargeAnswer, whenSent } from './sent.ts';
import { refuse } from './refusals.ts';
import { campaignIdSchema } from './validation.ts';

/** What a handler knows about its caller. */
export interface MemberEnv {
  Variables: {
    campaignId: string;
    grant: Grant;
    movedTo: string | undefined;
    secret: string;
    /** Asks again whether the caller may do this; null if so. */
    ask?(): Promise<Response | null>;
  };
}
/** For requests that are not about a campaign the caller is in already. */
export interface SecretEnv {
  Variables: { secret: string };
}

export interface AuthorizationDeps {
  access: Access;
  /** The caller's address, as far as a trusted proxy says. */
  callerOf(c: Context): string;
  /** Somebody was let in to a campaign. */
  onLetIn(campaignId: string, role: Role, address: string): void;
  /** Counts an unknown secret; false if the caller has sent too many in the current minute. */
  onUnknownSecret(caller: string): boolean;
  /** Counts a campaign that is new here; false if the caller has brought too many in the current minute. */
  onNewCampaign(caller: string): boolean;
  /** For the answers to those with a grant, in any form. */
  shares: GrantShares;
  /** For requests of owners that take long. */
  ownerShares: GrantShares;
  /** By address, for callers without a grant. */
  strangerShares: GrantShares;
}

type Refused = Extract<Admission, { ok: false }>;

const BEARER = /^Bearer ([\x21-\x7e]{8,200})$/;
const secretOf = (c: Context): string | null => BEARER.exec(c.req.header('authorization') ?? '')?.[1] ?? null;

const isGm = (role: Role): boolean => role !== 'player';
const isOwner = (role: Role): boolean => role === 'owner';

/** Shortest secret that may claim a campaign, characters. */
const OWNER_SECRET_MIN = 32;
/** Requests of one grant, with a body and without one, or of one address, that are worked on at the same time. */
const REQUESTS_AT_ONCE = 2;
/** Large answers for all grants of one address that are made, or were made and not read yet, at the same time. */
const ANSWERS_OF_ADDRESS = 16;
/**
 * Those that wait for them. A page with pictures asks for a hundred at once; everyone at a table may share an address.
 */
const REQUESTS_WAITING = 500;

export const createAuthorization = (deps: AuthorizationDeps) => {
  const { access, callerOf, onUnknownSecret } = deps;
  const lanes = createLanes(REQUESTS_AT_ONCE, REQUESTS_WAITING);
  const addresses = createLanes(ANSWERS_OF_ADDRESS, REQUESTS_WAITING);
  const addressOf = (c: Context): string => `address ${callerOf(c)}`;

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
   * Reads the body, then checks access again before it runs what follows: access may have been revoked during the
   * upload.
   */
  const whenRead = (c: Context<MemberEnv>, next: Next, ask: () => Promise<Response | null>) => {
    const answer = async (): Promise<void> => {
      const refusal = await ask();
      if (refusal) c.res = refusal;
      else await next();
    };
    return limitBody(c, async () => {
      if (c.req.raw.body) await c.req.arrayBuffer(); // Hono keeps it for whoever asks next.
      if (!hasLargeAnswer(c.req.path)) return answer();
      const answered = addresses.run(addressOf(c), answer, () => whenSent(c));
      if (answered) await answered;
      else c.res = refuse(c, 'TooMany');
    });
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
      // What only reads does not wait behind a picture on a slow network, in either direction.
      const reads = hasLargeAnswer(c.req.path) ? 'reads much' : 'reads';
      const lane = `${c.get('grant').id} ${c.req.raw.body ? 'sends' : reads}`;
      return (
        lanes.run(
          lane,
          async () => whenRead(c, next, ask),
          () => whenSent(c),
        ) ?? refuse(c, 'TooMany')
      );
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

  /** Works on few requests of an address at a time, for strangers whose bodies are large. */
  const inLane = createMiddleware(async (c, next) => lanes.run(addressOf(c), next) ?? refuse(c, 'TooMany'));

  /** Requires that the caller has not brought too many campaigns. */
  const newCampaign = createMiddleware(async (c, next) =>
    deps.onNewCampaign(callerOf(c)) ? next() : refuse(c, 'TooMany'),
  );

  /** Gives the rest of the request its caller's share of the relay's time: for what takes long. */
  const inTurn = createMiddleware<{ Variables: Partial<MemberEnv['Variables']> }>(async (c, next) => {
    const grant = c.get('grant');
    if (!grant) return deps.strangerShares.run(addressOf(c), next);
    return deps.ownerShares.run(grant.id, async () => (await c.get('ask')?.()) ?? next(), [addressOf(c)]);
  });

  /** Runs work with the share that the caller's grant and address have of the relay's time for answers. */
  const share = <T>(c: Context<MemberEnv>, work: () => Promise<T>): Promise<T> =>
    deps.shares.run(c.get('grant').id, work, [addressOf(c)]);

  /** The same for the rest of the request. */
  const shared = createMiddleware<MemberEnv>((c, next) => share(c, next));

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
    addressOf,
    member: requireRole(() => true),
    gm: requireRole(isGm),
    owner: requireRole(isOwner),
    ownerOrWaiting: requireRole(isOwner, true),
    stillHere,
    claim,
    secret,
    inLane,
    newCampaign,
    inTurn,
    share,
    shared,
    gmByToken,
    refuseAccess,
  };
};

export type Authorization = ReturnType<typeof createAuthorization>;
