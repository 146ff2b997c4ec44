// Earlier versions of a campaign over HTTP, for its owner: the moments that are kept, and the documents of one.
import { Hono } from 'hono';
import { z } from 'zod';
import { encodePullResponse, type HistoryResponse } from '@emberkeep/sync/wire';
import type { Authorization } from '../http/authorization.ts';
import type { MemberEnv } from '../http/envs.ts';
import { pathParams, queryParams } from '../http/validation.ts';
import type { History } from './history.ts';

const ROOM_NAME_MAX = 200;
/** Unix ms. */
const momentSchema = z.object({ at: z.coerce.number().int() });
const pageSchema = z.object({
  after: z
    .string()
    .default('')
    .transform((room) => room.slice(0, ROOM_NAME_MAX)),
});

/** Below `/campaigns/:id/history`. */
export const historyRoutes = (deps: { history: History; authorization: Authorization }): Hono<MemberEnv> => {
  const { history, authorization } = deps;
  const routes = new Hono<MemberEnv>();

  routes.get('/', authorization.owner, authorization.shared, async (c) =>
    c.json<HistoryResponse>({ moments: await history.moments(c.get('campaignId')), days: history.days }),
  );

  // A client asks again with the last room it got, until it gets none.
  routes.get(
    '/:at',
    authorization.owner,
    authorization.shared,
    pathParams(momentSchema),
    queryParams(pageSchema),
    async (c) => {
      const { at } = c.req.valid('param');
      const { after } = c.req.valid('query');
      const documents = await history.at(c.get('campaignId'), at, after);
      const pulled = documents.map(({ room, update }) => ({ room, update, sequence: 0, tag: '', relayLacks: false }));
      return c.body(encodePullResponse(pulled) as Uint8Array<ArrayBuffer>, 200, {
        'content-type': 'application/octet-stream',
      });
    },
  );
  return routes;
};
