// Owns pictures over HTTP: put in pieces that can be resumed, got whole, listed, and told which are still named. GMs only.
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Blobs, BlobRefusal } from './blobs.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const STATUS: Record<BlobRefusal['type'], 409 | 413 | 422 | 507> = {
  WrongPlace: 409,
  TooLarge: 413,
  QuotaFull: 507,
  WrongHash: 422,
  NotAPicture: 422,
};
/** `bytes 0-1048575/2400000`. */
const RANGE = /^bytes (\d{1,9})-(\d{1,9})\/(\d{1,9})$/;

/** `asGm` answers who is asking, or how they are refused. `sync` resolves when what was written is on the disk. */
export const blobRoutes = (deps: {
  blobs: Blobs;
  asGm(c: Context): Promise<{ campaignId: string; isOwner: boolean } | Response>;
  hasRoom(): boolean;
  sync(): Promise<void>;
}): Hono => {
  const { blobs, asGm } = deps;
  const routes = new Hono();

  routes.get('/', async (c) => {
    const asked = await asGm(c);
    return asked instanceof Response ? asked : c.json({ blobs: await blobs.list(asked.campaignId) });
  });

  routes.get('/:hash', async (c) => {
    const asked = await asGm(c);
    if (asked instanceof Response) return asked;
    const found = hash.safeParse(c.req.param('hash')).success
      ? await blobs.get(asked.campaignId, c.req.param('hash'))
      : null;
    if (!found) return c.json({ error: 'NotFound' }, 404);
    return c.body(found.bytes as Uint8Array<ArrayBuffer>, 200, {
      'content-type': found.type,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': 'inline',
      'cache-control': 'private, max-age=31536000, immutable',
    });
  });

  routes.put('/:hash', async (c) => {
    const asked = await asGm(c);
    if (asked instanceof Response) return asked;
    const name = hash.safeParse(c.req.param('hash'));
    const range = RANGE.exec(c.req.header('content-range') ?? '');
    if (!name.success || !range) return c.json({ error: 'BadRequest' }, 400);
    if (!deps.hasRoom()) return c.json({ error: 'QuotaFull' }, 507);
    const piece = new Uint8Array(await c.req.arrayBuffer());
    const [from, to, total] = range.slice(1).map(Number) as [number, number, number];
    if (piece.byteLength !== to - from + 1) return c.json({ error: 'BadRequest' }, 400);
    const outcome = await blobs.put(asked.campaignId, name.data, piece, from, total);
    if (!outcome.ok)
      return c.json(
        {
          error: outcome.refusal.type,
          ...(outcome.refusal.type === 'WrongPlace' ? { have: outcome.refusal.have } : {}),
        },
        STATUS[outcome.refusal.type],
      );
    await deps.sync();
    return c.json({ isWhole: outcome.isWhole, have: outcome.have });
  });

  // Only who owns the campaign says what is left over: a guest's word must not make pictures go.
  routes.post('/keep', async (c) => {
    const asked = await asGm(c);
    if (asked instanceof Response) return asked;
    if (!asked.isOwner) return c.json({ error: 'NotOwner' }, 403);
    const body = z.object({ hashes: z.array(hash).max(20_000) }).safeParse(await c.req.json().catch(() => null));
    if (!body.success) return c.json({ error: 'BadRequest' }, 400);
    await blobs.keepOnly(asked.campaignId, body.data.hashes);
    return c.json({ kept: body.data.hashes.length });
  });
  return routes;
};
