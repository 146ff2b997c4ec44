// A campaign's documents over HTTP: which ones have moved, and many of them in one response.
import { Hono } from 'hono';
import {
  decodePullRequest,
  encodePullResponse,
  type HeadsResponse,
  type PulledRoom,
  type PullRequest,
} from '@emberkeep/sync/wire';
import type { Authorization } from '../http/authorization.ts';
import type { MemberEnv } from '../http/envs.ts';
import { refuse } from '../http/refusals.ts';
import { whenGone } from '../http/sent.ts';
import type { RelayLog } from '../update-log/relay-log.ts';
import { campaignIdOf, isPlayerViewRoom, ledgerRoom, playerViewRoom } from './room-names.ts';

const decode = (body: ArrayBuffer): PullRequest[] | null => {
  try {
    return decodePullRequest(new Uint8Array(body));
  } catch {
    return null; // reason: a body that does not decode is refused like any other bad request
  }
};

/** Below `/campaigns/:id`. */
export const roomRoutes = (deps: {
  authorization: Authorization;
  log: RelayLog;
  /** `shared`: with whom the caller is answered, a few at a time. `signal`: nobody waits for the answer any more. */
  pull(
    requests: readonly PullRequest[],
    by: { grant: string; shared: readonly string[]; signal: AbortSignal },
  ): Promise<PulledRoom[]>;
}): Hono<MemberEnv> => {
  const { authorization, log } = deps;
  const routes = new Hono<MemberEnv>();

  routes.get('/heads', authorization.member, authorization.shared, async (c) => {
    const campaignId = c.get('campaignId');
    // A player does not even learn how many sessions there are.
    const prefix = c.get('grant').role === 'player' ? playerViewRoom(campaignId) : ledgerRoom(campaignId);
    return c.json<HeadsResponse>({ heads: await log.heads(prefix) });
  });

  routes.post('/pull', authorization.gm, async (c) => {
    const requests = decode(await c.req.arrayBuffer());
    const isOfCampaign = ({ room }: PullRequest): boolean =>
      campaignIdOf(room) === c.get('campaignId') && !isPlayerViewRoom(room);
    if (!requests?.every(isOfCampaign)) return refuse(c, 'BadRequest');
    const pulled = await deps.pull(requests, {
      grant: c.get('grant').id,
      shared: [authorization.addressOf(c)],
      signal: whenGone(c),
    });
    return c.body(encodePullResponse(pulled) as Uint8Array<ArrayBuffer>, 200, {
      'content-type': 'application/octet-stream',
    });
  });
  return routes;
};
