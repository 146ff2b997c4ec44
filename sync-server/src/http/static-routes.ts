// The built app and the operator's models, served as files.
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type Context } from 'hono';
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { createPageHeaders, HSTS } from './page-headers.ts';

export interface StaticDeps {
  appDir: string;
  /** Folder of models that the operator added. */
  modelsDir: string;
  /** The caller came by https, as far as a trusted proxy says. */
  isSecure(c: Context): boolean;
}

/** Files whose names carry a hash of their content can stay in caches for ever. */
const isHashed = (path: string): boolean => path.includes('/_app/immutable/');
const isFile = (path: string): boolean => /\.[a-z0-9]+$/i.test(path);
/** Hono's static files take a root relative to the working directory. */
const toRoot = (folder: string): string => relative(process.cwd(), folder) || '.';

export const staticRoutes = ({ appDir, modelsDir, isSecure }: StaticDeps): Hono => {
  const routes = new Hono();
  const root = toRoot(appDir);
  const pageHeaders = createPageHeaders(appDir);

  routes.use('*', async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(pageHeaders())) c.header(name, value);
    if (isSecure(c)) c.header('strict-transport-security', HSTS);
    if (c.res.headers.has('cache-control')) return;
    const isImmutable = isHashed(c.req.path) && c.res.ok;
    c.header('cache-control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  if (existsSync(modelsDir))
    routes.use(
      '/models/*',
      serveStatic({ root: toRoot(modelsDir), rewriteRequestPath: (path) => path.replace(/^\/models/, '') }),
    );
  routes.use('*', serveStatic({ root }));
  // An unknown file is missing; any other path is a page of the app, which knows its own routes.
  routes.get('*', async (c, next) =>
    isFile(c.req.path) ? c.text('Not found', 404) : serveStatic({ root, path: 'index.html' })(c, next),
  );
  return routes;
};
