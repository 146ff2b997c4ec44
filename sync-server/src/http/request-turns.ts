// Whose turn it is: few requests of a grant or an address are worked on at a time, and each has its share of the relay's
// time. A body is read, and a large answer made, only when its turn has come.
import type { Context, Next } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { GrantShares } from '../rooms/grant-shares.ts';
import { limitBody } from './body-limit.ts';
import type { MemberEnv } from './envs.ts';
import { createLanes } from './lanes.ts';
import { refuse } from './refusals.ts';
import { hasLargeAnswer, whenSent } from './sent.ts';

export interface RequestTurnsDeps {
  /** The caller's address, as far as a trusted proxy says. */
  callerOf(c: Context): string;
  /** For the answers to those with a grant, in any form. */
  shares: GrantShares;
  /** For requests of owners that take long. */
  ownerShares: GrantShares;
  /** By address, for callers without a grant. */
  strangerShares: GrantShares;
}

/** Requests of one grant, with a body and without one, or of one address, that are worked on at the same time. */
const REQUESTS_AT_ONCE = 2;
/** Large answers for all grants of one address that are made, or were made and not read yet, at the same time. */
const ANSWERS_OF_ADDRESS = 16;
/**
 * Those that wait for them. A page with pictures asks for a hundred at once; everyone at a table may share an address.
 */
const REQUESTS_WAITING = 500;

export const createRequestTurns = (deps: RequestTurnsDeps) => {
  const lanes = createLanes(REQUESTS_AT_ONCE, REQUESTS_WAITING);
  const addresses = createLanes(ANSWERS_OF_ADDRESS, REQUESTS_WAITING);
  const addressOf = (c: Context): string => `address ${deps.callerOf(c)}`;

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

  /** Works on few requests of a grant at a time, with a body and without one apart. `ask` is asked before each. */
  const inLaneOfGrant = (c: Context<MemberEnv>, next: Next, ask: () => Promise<Response | null>) => {
    // What only reads does not wait behind a picture on a slow network, in either direction.
    const reads = hasLargeAnswer(c.req.path) ? 'reads much' : 'reads';
    const lane = `${c.get('grant').id} ${c.req.raw.body ? 'sends' : reads}`;
    const ran = lanes.run(
      lane,
      async () => whenRead(c, next, ask),
      () => whenSent(c),
    );
    return ran ?? refuse(c, 'TooMany');
  };

  /** Works on few requests of an address at a time, for strangers whose bodies are large. */
  const inLane = createMiddleware(async (c, next) => lanes.run(addressOf(c), next) ?? refuse(c, 'TooMany'));

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

  return { addressOf, inLaneOfGrant, inLane, inTurn, share, shared };
};
