// A campaign's documents over HTTP: which ones have moved, and many of them in one response.
import { Hono } from 'hono';
import {
  decodePullRequest,
  encodePullResponse,
  type HeadsResponse,
  type PulledRoom,
  type PullRequest,
} from '@emberkeep/sync/wire';
import type { Authorization, MemberEnv } from '../http/authorization.ts';
import { refuse } from '../http/refusals.ts';
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
  /** `grant`: the id of the caller's. `shared`: with whom it is answered, a few at a time. */
  pull(grant: string, requests: readonly PullRequest[], shared: readonly string[]): Promise<PulledRoom[]>;
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
    const pulled = await deps.pull(c.get('grant').id, requests, [authorization.addressOf(c)]);
    return c.body(encodePullResponse(pulled) as Uint8Array<ArrayBuffer>, 200, {
      'content-type': 'application/octet-stream',
    });
  });
  return routes;
};
