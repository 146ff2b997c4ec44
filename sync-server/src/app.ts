// The relay's HTTP interface, put together from one file of routes per capability. It knows no websocket.
import { Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { existsSync } from 'node:fs';
import type { Access } from './access/access.ts';
import { campaignRoutes } from './access/campaign-routes.ts';
import { grantRoutes } from './access/grant-routes.ts';
import { inviteRoutes, joinRoutes } from './access/invite-routes.ts';
import { labelRoutes } from './access/label-routes.ts';
import { refillRoutes, rosterRoutes } from './access/roster-routes.ts';
import { proxyRoutes, type ProxyOptions } from './ai/proxy-routes.ts';
import { blobRoutes } from './blobs/blob-routes.ts';
import type { Blobs } from './blobs/blobs.ts';
import { removeContent } from './campaign-content.ts';
import { historyRoutes } from './history/history-routes.ts';
import type { History } from './history/history.ts';
import { createAuthorization, type Authorization, type AuthorizationDeps } from './http/authorization.ts';
import { healthRoutes, type HealthDeps } from './http/health-routes.ts';
import { refuse } from './http/refusals.ts';
import { staticRoutes, type StaticDeps } from './http/static-routes.ts';
import type { RelayLog } from './update-log/relay-log.ts';
import { roomRoutes } from './rooms/room-routes.ts';

export interface AppDeps extends AuthorizationDeps, HealthDeps, StaticDeps {
  access: Access;
  log: RelayLog;
  blobs: Blobs;
  history: History;
  /** See `roomRoutes`. */
  pull: Parameters<typeof roomRoutes>[0]['pull'];
  /** Closes the connections of a grant, or of a whole campaign when `grantId` is null. */
  onRevoked(campaignId: string, grantId: string | null): void;
  /** Closes the connections of a campaign that has moved to another relay. */
  onMoved(campaignId: string, address: string): void;
  /** Removes what is left of a campaign outside of the tables, and in their free pages. */
  removeTraces(campaignId: string): void;
  /** Resolves when everything accepted so far is in the log. */
  whenStored(): Promise<void>;
  /** Origins other than the relay's own whose apps may ask; `*` for any. */
  allowedOrigins: readonly string[];
  /** The model server that questions are passed on to; none if its `url` is empty. */
  ai: Omit<ProxyOptions, 'gm'>;
}

/** Lets apps of other origins ask, if the operator named them. No cookies are involved. */
const corsFor = (allowedOrigins: readonly string[]): MiddlewareHandler => {
  const isAllowed = (origin: string): boolean => allowedOrigins.includes(origin) || allowedOrigins.includes('*');
  return cors({
    origin: (origin) => (isAllowed(origin) ? origin : null),
    allowHeaders: ['authorization', 'content-type', 'content-range'],
    allowMethods: ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'],
    maxAge: 600,
  });
};

const noStoreByDefault: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
};

/** Deletes everything that the relay keeps of a campaign, and closes its connections. */
const campaignDeletion =
  (deps: AppDeps) =>
  async (campaignId: string): Promise<void> => {
    await deps.access.deleteCampaign(campaignId);
    // First its connections close and what they have written reaches the log: a row written later would stay there.
    deps.onRevoked(campaignId, null);
    await deps.whenStored();
    await removeContent(deps, campaignId);
  };

const apiRoutes = (deps: AppDeps, authorization: Authorization, crossOrigin: MiddlewareHandler): Hono => {
  const { access, log, blobs, history, pull, onRevoked, onMoved } = deps;
  const campaign = '/campaigns/:id';
  const api = new Hono();
  api.use('*', crossOrigin, noStoreByDefault);
  api.route(campaign, campaignRoutes({ access, authorization, onMoved, deleteCampaign: campaignDeletion(deps) }));
  api.route(`${campaign}/blobs`, blobRoutes({ blobs, authorization, hasRoom: deps.isReady, sync: () => log.sync() }));
  api.route(`${campaign}/history`, historyRoutes({ history, authorization }));
  api.route(campaign, roomRoutes({ authorization, log, pull }));
  api.route(campaign, rosterRoutes({ access, authorization }));
  api.route(campaign, labelRoutes({ access, authorization }));
  api.route(campaign, refillRoutes({ access, authorization }));
  api.route(campaign, inviteRoutes({ access, authorization }));
  api.route(campaign, grantRoutes({ access, authorization, onRevoked }));
  api.route('/join', joinRoutes({ access, authorization }));
  api.notFound((c) => refuse(c, 'NotFound'));
  return api;
};

const aiRoutes = (options: ProxyOptions, crossOrigin: MiddlewareHandler): Hono => {
  const ai = new Hono();
  ai.use('*', crossOrigin);
  ai.route('/', proxyRoutes(options));
  ai.notFound((c) => refuse(c, 'NotFound'));
  return ai;
};

const hasMalformedJson = (error: Error): boolean => error instanceof HTTPException && error.status === 400;

/** What a relay without the app answers to a browser. */
const NO_APP =
  'This is an Emberkeep relay: campaigns sync through it. It does not serve the app. ' +
  'To serve it too, set APP_DIR to the folder of a built app (web/build).\n';

export const createApp = (deps: AppDeps): Hono => {
  const authorization = createAuthorization(deps);
  const crossOrigin = corsFor(deps.allowedOrigins);
  const app = new Hono();
  app.route('/', healthRoutes(deps));
  app.route('/api', apiRoutes(deps, authorization, crossOrigin));
  if (deps.ai.url === '') app.all('/ai/*', (c) => refuse(c, 'NotFound'));
  else app.route('/ai', aiRoutes({ ...deps.ai, gm: authorization.gmByToken }, crossOrigin));
  if (deps.appDir && existsSync(deps.appDir)) app.route('/', staticRoutes(deps));
  else app.get('/', (c) => c.text(NO_APP));
  app.notFound((c) => c.text('Not found', 404));
  app.onError((error, c) => {
    if (hasMalformedJson(error)) return refuse(c, 'BadRequest');
    // `Away`: the storage cannot be reached, or this part of it is damaged; the client asks again later.
    return refuse(c, deps.isHealthy() && deps.damage() === null ? 'Internal' : 'Away');
  });
  return app;
};
