// Owns how a campaign was, over HTTP, for its owner: the moments there are, and the documents of one.
import { Hono, type Context } from 'hono';
import { encodePulled } from '@emberkeep/sync/wire';
import type { History } from './history.ts';

/** `asOwner` answers who is asking, or how they are refused. */
export const historyRoutes = (deps: {
  history: History;
  asOwner(c: Context): Promise<{ campaignId: string } | Response>;
}): Hono => {
  const routes = new Hono();
  routes.get('/', async (c) => {
    const asked = await deps.asOwner(c);
    return asked instanceof Response
      ? asked
      : c.json({ moments: await deps.history.moments(asked.campaignId), days: deps.history.days });
  });
  // Asked again with the last room it gave, until it gives none.
  routes.get('/:at', async (c) => {
    const asked = await deps.asOwner(c);
    if (asked instanceof Response) return asked;
    const at = Number(c.req.param('at'));
    if (!Number.isSafeInteger(at)) return c.json({ error: 'BadRequest' }, 400);
    const documents = await deps.history.at(asked.campaignId, at, (c.req.query('after') ?? '').slice(0, 200));
    return c.body(
      encodePulled(
        documents.map(({ room, update }) => ({ room, update, sequence: 0, tag: '', relayLacks: false })),
      ) as Uint8Array<ArrayBuffer>,
      200,
      { 'content-type': 'application/octet-stream' },
    );
  });
  return routes;
};
