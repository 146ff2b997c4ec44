// Owns the relay's HTTP face: health, campaigns' grants and heads, and the built app. Knows no websocket; content of
// campaigns never passes through here.
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { z } from 'zod';
import { decodePullRequest, encodePulled, type Pulled, type PullRequest } from '@emberkeep/sync/wire';
import { createHash, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { Access, Entry, Refusal } from './access/access.ts';
import { proxyRoutes, type ProxyOptions } from './ai/proxy-routes.ts';
import { blobRoutes } from './blobs/blob-routes.ts';
import type { Blobs } from './blobs/blobs.ts';
import { historyRoutes } from './history/history-routes.ts';
import type { History } from './history/history.ts';
import { createPageHeaders, HSTS } from './headers.ts';
import type { RelayLog } from './log/relay-log.ts';
import { CAMPAIGN_ROOM, tableRoom } from './rooms/room-names.ts';

export interface AppDeps {
  access: Access;
  log: RelayLog;
  blobs: Blobs;
  history: History;
  pull(rooms: readonly PullRequest[]): Promise<Pulled[]>;
  appDir: string;
  /** Folder of models that the operator added; served as files, never read. */
  modelsDir: string;
  isHealthy(): boolean;
  /** Healthy, and has room to write. */
  isReady(): boolean;
  /** Closes sockets of a grant, or of a whole campaign when `grantId` is null. */
  onRevoked(campaignId: string, grantId: string | null): void;
  /** A caller that named too many secrets that are none waits a minute. */
  isBlocked(caller: string): boolean;
  failed(caller: string): void;
  callerOf(c: Context): string;
  /** Origins beside our own whose apps may ask; `*` for any. */
  allowedOrigins: readonly string[];
  counts(): { connections: number; rooms: number; quarantined: number };
  metrics(): string;
  metricsToken: string;
  /** Where questions to a model are passed on to; an empty `url` passes none on. */
  ai: Omit<ProxyOptions, 'asGm'>;
  /** Told to everybody: nothing of anybody. */
  facts: Readonly<Record<string, string | number | boolean>>;
  /** The caller came by https, as far as a trusted proxy says. */
  isSecure(c: Context): boolean;
}

const STATUS: Record<Refusal['type'], 401 | 403 | 410> = {
  NotLetIn: 401,
  Revoked: 403,
  Expired: 410,
  Deleted: 410,
  Pending: 403,
  Closed: 403,
};
/** A piece of a picture, and a list of twenty thousand names. */
const BODY_MAX = 1.5 * 1024 * 1024;
const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const label = z.string().max(60).default('');
const role = z.enum(['owner', 'co_gm', 'player']);

const secretOf = (c: Context): string | null =>
  /^Bearer ([\x21-\x7e]{8,200})$/.exec(c.req.header('authorization') ?? '')?.[1] ?? null;
/** Compared in constant time: how long it takes says nothing of how much was right. */
const isSame = (a: string, b: string): boolean => {
  const [x, y] = [a, b].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(x, y);
};
const bad = (c: Context) => c.json({ error: 'BadRequest' }, 400);

/** Longest path to keep in caches for ever: names that carry a content hash. */
const isHashed = (path: string): boolean => path.includes('/_app/immutable/');

export const createApp = (deps: AppDeps): Hono => {
  const { access, log } = deps;
  const refused = (c: Context, refusal: Refusal): Response => {
    deps.failed(deps.callerOf(c));
    return c.json({ error: refusal.type }, STATUS[refusal.type]);
  };
  const app = new Hono();

  app.get('/healthz', (c) =>
    deps.isHealthy() ? c.json({ status: 'ok', ...deps.counts() }) : c.json({ status: 'storage failed' }, 503),
  );
  app.get('/readyz', (c) => (deps.isReady() ? c.text('ready') : c.text('not ready', 503)));

  app.get('/metrics', (c) => {
    const mayRead =
      deps.metricsToken === ''
        ? ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(deps.callerOf(c))
        : isSame(c.req.header('authorization') ?? '', `Bearer ${deps.metricsToken}`);
    return mayRead ? c.text(deps.metrics(), 200, { 'cache-control': 'no-store' }) : c.text('Not found', 404);
  });

  // What an app may know of this relay before anybody has a key.
  app.get('/config.json', (c) =>
    c.json(deps.facts, 200, { 'cache-control': 'no-cache', 'access-control-allow-origin': '*' }),
  );

  const api = new Hono();
  // Apps that came from elsewhere, where the operator named them; no cookie is ever asked for. (Sockets are not answered here.)
  const isAllowed = (origin: string): boolean =>
    deps.allowedOrigins.includes(origin) || deps.allowedOrigins.includes('*');
  const forOthers = cors({
    origin: (origin) => (isAllowed(origin) ? origin : null),
    allowHeaders: ['authorization', 'content-type', 'content-range'],
    allowMethods: ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'],
    maxAge: 600,
  });
  api.use('*', forOthers);
  // Pieces of pictures, and what a device has of a hundred documents, are larger than anything else that is asked.
  const [small, large] = [bodyLimit({ maxSize: 16 * 1024 }), bodyLimit({ maxSize: BODY_MAX })];
  api.use('*', (c, next) => (/\/(?:blobs\/|pull$)/.test(c.req.path) ? large : small)(c, next));
  api.use('*', async (c, next) => {
    await next();
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });

  // Who is asking, in this campaign; owner-only where `mustOwn`.
  const entering = async (
    c: Context,
    mustOwn: boolean,
  ): Promise<{ campaignId: string; entry: Extract<Entry, { ok: true }> } | Response> => {
    const campaignId = uuid.safeParse(c.req.param('id'));
    const secret = secretOf(c);
    if (!campaignId.success || !secret) return bad(c);
    if (deps.isBlocked(deps.callerOf(c))) return c.json({ error: 'TooMany' }, 429);
    const entry = await access.enter(campaignId.data, secret);
    if (!entry.ok) return refused(c, entry.refusal);
    if (mustOwn && entry.grant.role !== 'owner') return c.json({ error: 'NotOwner' }, 403);
    return { campaignId: campaignId.data, entry };
  };

  api.put('/campaigns/:id', async (c) => {
    const campaignId = uuid.safeParse(c.req.param('id'));
    const secret = secretOf(c);
    if (!campaignId.success || !secret || secret.length < 32) return bad(c);
    if (deps.isBlocked(deps.callerOf(c))) return c.json({ error: 'TooMany' }, 429);
    const asMember = await access.enter(campaignId.data, secret);
    const entry = asMember.ok ? asMember : await access.claim(campaignId.data, secret);
    return entry.ok ? c.json({ role: entry.grant.role, grantId: entry.grant.id }) : refused(c, entry.refusal);
  });

  api.route(
    '/campaigns/:id/blobs',
    blobRoutes({
      blobs: deps.blobs,
      hasRoom: deps.isReady,
      sync: () => log.sync(),
      asGm: async (c) => {
        const asked = await entering(c, false);
        if (asked instanceof Response) return asked;
        if (asked.entry.grant.role === 'player') return c.json({ error: 'NotOwner' }, 403);
        return { campaignId: asked.campaignId, isOwner: asked.entry.grant.role === 'owner' };
      },
    }),
  );

  api.route('/campaigns/:id/history', historyRoutes({ history: deps.history, asOwner: (c) => entering(c, true) }));

  api.get('/campaigns/:id/heads', async (c) => {
    const asked = await entering(c, false);
    if (asked instanceof Response) return asked;
    const prefix = `campaign/${asked.campaignId}`;
    // A player does not even hear how many evenings there are.
    return c.json({ heads: await log.heads(asked.entry.grant.role === 'player' ? tableRoom(prefix) : prefix) });
  });

  // Many documents at once, for a device that was away.
  api.post('/campaigns/:id/pull', async (c) => {
    const asked = await entering(c, false);
    if (asked instanceof Response) return asked;
    if (asked.entry.grant.role === 'player') return c.json({ error: 'NotOwner' }, 403);
    const prefix = `campaign/${asked.campaignId}`;
    let rooms: PullRequest[];
    try {
      rooms = decodePullRequest(new Uint8Array(await c.req.arrayBuffer()));
    } catch {
      return bad(c);
    }
    if (!rooms.every(({ room }) => CAMPAIGN_ROOM.exec(room)?.[1] === asked.campaignId && room !== tableRoom(prefix)))
      return bad(c);
    return c.body(encodePulled(await deps.pull(rooms)) as Uint8Array<ArrayBuffer>, 200, {
      'content-type': 'application/octet-stream',
    });
  });

  // What a device is here: it may have been made the owner since it last asked.
  api.get('/campaigns/:id/me', async (c) => {
    const asked = await entering(c, false);
    return asked instanceof Response ? asked : c.json({ role: asked.entry.grant.role, grantId: asked.entry.grant.id });
  });

  api.get('/campaigns/:id/grants', async (c) => {
    const asked = await entering(c, true);
    return asked instanceof Response
      ? asked
      : c.json({ grants: await access.list(asked.campaignId), you: asked.entry.grant.id });
  });

  api.post('/campaigns/:id/invites', async (c) => {
    const asked = await entering(c, true);
    if (asked instanceof Response) return asked;
    const body = z
      .object({
        secretHash: hash,
        role,
        label,
        hours: z.number().int().min(1).max(8784).optional(),
        uses: z.number().int().min(1).max(1000).optional(),
      })
      .safeParse(await c.req.json().catch(() => null));
    if (!body.success) return bad(c);
    const { hours, uses = null, ...rest } = body.data;
    return c.json({
      grant: await access.invite(asked.campaignId, {
        ...rest,
        uses,
        expiresAt: hours === undefined ? null : Date.now() + hours * 3_600_000,
      }),
    });
  });

  api.post('/campaigns/:id/codes', async (c) => {
    const asked = await entering(c, true);
    if (asked instanceof Response) return asked;
    const body = z.object({ role }).safeParse(await c.req.json().catch(() => null));
    if (!body.success) return bad(c);
    const { grant, code } = await access.code(asked.campaignId, body.data.role);
    return c.json({ code, expiresAt: grant.expiresAt });
  });

  api.post('/campaigns/:id/rotate', async (c) => {
    const asked = await entering(c, true);
    if (asked instanceof Response) return asked;
    const body = z.object({ secretHash: hash }).safeParse(await c.req.json().catch(() => null));
    if (!body.success) return bad(c);
    const before = await access.list(asked.campaignId);
    const grant = await access.rotate(asked.campaignId, asked.entry.grant.id, body.data.secretHash);
    if (!grant) return c.json({ error: 'NoSuchGrant' }, 404);
    for (const each of before)
      if (each.revokedAt === null && each.kind === 'owner' && each.id !== grant.id)
        deps.onRevoked(asked.campaignId, each.id);
    return c.json({ grant });
  });

  api.post('/campaigns/:id/owner', async (c) => {
    const asked = await entering(c, true);
    if (asked instanceof Response) return asked;
    const body = z.object({ grantId: z.string().max(60) }).safeParse(await c.req.json().catch(() => null));
    if (!body.success) return bad(c);
    const grant = await access.handOver(asked.campaignId, asked.entry.grant.id, body.data.grantId);
    return grant ? c.json({ grant }) : c.json({ error: 'NoSuchGrant' }, 404);
  });

  // An owner names any device, everybody their own.
  api.patch('/campaigns/:id/grants/:grantId', async (c) => {
    const asked = await entering(c, false);
    if (asked instanceof Response) return asked;
    if (asked.entry.grant.role !== 'owner' && asked.entry.grant.id !== c.req.param('grantId'))
      return c.json({ error: 'NotOwner' }, 403);
    const body = z.object({ label: z.string().trim().min(1).max(60) }).safeParse(await c.req.json().catch(() => null));
    if (!body.success) return bad(c);
    const grant = await access.rename(asked.campaignId, c.req.param('grantId'), body.data.label);
    return grant ? c.json({ grant }) : c.json({ error: 'NoSuchGrant' }, 404);
  });

  api.delete('/campaigns/:id/grants/:grantId', async (c) => {
    const asked = await entering(c, true);
    if (asked instanceof Response) return asked;
    const grant = await access.revoke(asked.campaignId, c.req.param('grantId'));
    if (!grant) return c.json({ error: 'NoSuchGrant' }, 404);
    deps.onRevoked(asked.campaignId, grant.id);
    return c.json({ grant });
  });

  api.delete('/campaigns/:id', async (c) => {
    const asked = await entering(c, true);
    if (asked instanceof Response) return asked;
    await access.deleteCampaign(asked.campaignId);
    await log.remove(`campaign/${asked.campaignId}`);
    await deps.blobs.remove(asked.campaignId);
    await deps.history.remove(asked.campaignId);
    deps.onRevoked(asked.campaignId, null);
    return c.json({ deleted: true });
  });

  api.post('/join', async (c) => {
    const secret = secretOf(c);
    if (!secret) return bad(c);
    if (deps.isBlocked(deps.callerOf(c))) return c.json({ error: 'TooMany' }, 429);
    const body = z.object({ memberHash: hash, label }).safeParse(await c.req.json().catch(() => null));
    if (!body.success) return bad(c);
    const entry = await access.join(secret, body.data);
    return entry.ok
      ? c.json({ campaignId: entry.grant.campaignId, role: entry.grant.role, grantId: entry.grant.id })
      : refused(c, entry.refusal);
  });
  api.notFound((c) => c.json({ error: 'NotFound' }, 404));
  app.route('/api', api);

  if (deps.ai.url !== '') {
    const ai = new Hono();
    ai.use('*', forOthers);
    ai.route(
      '/',
      proxyRoutes({
        ...deps.ai,
        // One header holds both: which campaign, and its secret.
        asGm: async (c) => {
          const [campaignId, secret] = (secretOf(c) ?? '').split('.');
          if (!uuid.safeParse(campaignId).success || !secret) return c.json({ error: 'NotLetIn' }, 401);
          if (deps.isBlocked(deps.callerOf(c))) return c.json({ error: 'TooMany' }, 429);
          const entry = await access.enter(campaignId!, secret);
          if (!entry.ok) return refused(c, entry.refusal);
          return entry.grant.role === 'player' ? c.json({ error: 'NotOwner' }, 403) : { who: entry.grant.id };
        },
      }),
    );
    ai.notFound((c) => c.json({ error: 'NotFound' }, 404));
    app.route('/ai', ai);
  } else app.all('/ai/*', (c) => c.json({ error: 'NotFound' }, 404));

  if (deps.appDir && existsSync(deps.appDir)) {
    const root = relative(process.cwd(), deps.appDir) || '.';
    const headers = createPageHeaders(deps.appDir);
    app.use('*', async (c, next) => {
      await next();
      for (const [name, value] of Object.entries(headers())) c.header(name, value);
      if (deps.isSecure(c)) c.header('strict-transport-security', HSTS);
      if (!c.res.headers.has('cache-control'))
        c.header(
          'cache-control',
          isHashed(c.req.path) && c.res.ok ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
    });
    if (existsSync(deps.modelsDir))
      app.use(
        '/models/*',
        serveStatic({
          root: relative(process.cwd(), deps.modelsDir) || '.',
          rewriteRequestPath: (path) => path.replace(/^\/models/, ''),
        }),
      );
    app.use('*', serveStatic({ root }));
    // Unknown files are missing, unknown pages are the app: it knows its own routes.
    app.get('*', async (c, next) =>
      /\.[a-z0-9]+$/i.test(c.req.path) ? c.text('Not found', 404) : serveStatic({ root, path: 'index.html' })(c, next),
    );
  }
  app.notFound((c) => c.text('Not found', 404));
  // The store cannot be reached: whoever asks asks again.
  app.onError((_error, c) => (deps.isHealthy() ? c.json({ error: 'Internal' }, 500) : c.json({ error: 'Away' }, 503)));
  return app;
};
