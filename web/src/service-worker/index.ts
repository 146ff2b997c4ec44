// Serves the app offline: the precached build, the app's page for every route, and the files of the previous version
// while a tab of it is open. It touches no campaign data and takes over only when the page asks for it.
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { keepShared } from '../lib/device/shared-files.ts';
import { NavigationRoute, registerRoute, setCatchHandler } from 'workbox-routing';

// Through globalThis, because SvelteKit renames `self` and the build then cannot insert the list of files.
// reason: the lib types of pages and workers do not mix
const worker = globalThis as unknown as ServiceWorkerGlobalScope;
declare global {
  var __WB_MANIFEST: (string | { url: string; revision: string | null })[];
}

/** The cache of hashed files of earlier versions. Deleted at a start with no open tab, because none can be old then. */
const EARLIER_VERSIONS = 'emberkeep-before';

const controller = new PrecacheController();
controller.addToCacheList(globalThis.__WB_MANIFEST);
registerRoute(new PrecacheRoute(controller));

worker.addEventListener('install', (event) => {
  void controller.install(event); // It calls `waitUntil` itself.
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const wanted = new Set(controller.getCachedURLs());
      const current = await caches.open(controller.strategy.cacheName);
      const before = await caches.open(EARLIER_VERSIONS);
      for (const request of await current.keys()) {
        const path = new URL(request.url).pathname;
        if (wanted.has(request.url) || !path.startsWith('/_app/immutable/')) continue;
        const response = await current.match(request);
        if (response) await before.put(request, response);
      }
      await controller.activate(event);
      await worker.clients.claim();
    })(),
  );
});

// What the page fetches into caches of its own bypasses this worker (`?fetch`), also Postgres among the hashed files:
// a new version cannot take over while megabytes go through the old one.
const bypassesWorker = (url: URL): boolean => url.searchParams.has('fetch');

// A page of the previous version requests its own hashed files: they are in the cache above, or still on the server.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/_app/immutable/') && !bypassesWorker(url),
  async ({ request }) => (await caches.match(request)) ?? fetch(request),
);

// The files of search and the models are in caches of their own, which the page fills; an operator's models are on the
// server. The query must match: the pieces of a file that is still being fetched are cached under `?piece=`.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && /^\/(?:search|models)\//.test(url.pathname) && !bypassesWorker(url),
  async ({ request }) => (await caches.match(request)) ?? fetch(request),
);

// What another app shares is kept until the GM decides where it goes. Shared text becomes a file.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname === '/import/share',
  async ({ request }) => {
    try {
      const form = await request.formData();
      const files = form.getAll('files').filter((f): f is File => f instanceof File);
      const words = ['title', 'text', 'url']
        .map((name) => form.get(name))
        .filter((w): w is string => typeof w === 'string' && w !== '');
      if (files.length === 0 && words.length > 0)
        files.push(new File([words.join('\n\n')], 'Shared text.md', { type: 'text/markdown' }));
      await keepShared(files);
    } catch {
      // When nothing can be read, the page shows that there is nothing to import.
    }
    return Response.redirect('/import', 303);
  },
  'POST',
);

// Every page is the app's. The relay's own paths and paths with a file extension are not pages.
const page = controller.createHandlerBoundToURL('/index.html');
registerRoute(
  new NavigationRoute(
    async (context) => {
      // No other tab is open, so none runs an older version.
      const clients = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
      if (clients.length === 0) await caches.delete(EARLIER_VERSIONS);
      return page(context);
    },
    { denylist: [/^\/(?:api|sync|healthz|readyz)\b/, /\/[^/?]+\.[a-z0-9]+$/i] },
  ),
);
setCatchHandler(async () => Response.error());

worker.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void worker.skipWaiting();
});
