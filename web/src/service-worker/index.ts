// Owns the app's shell offline: precache of what the build made, the app's page for every route, and the files of the
// version before while a tab of it lives. Touches no campaign data. Never takes over by itself: the page asks.
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { keepShared } from '../lib/device/shared-files.ts';
import { NavigationRoute, registerRoute, setCatchHandler } from 'workbox-routing';

// Reached through globalThis: Kit renames `self`, and the build then finds no place for the list.
const worker = globalThis as unknown as ServiceWorkerGlobalScope; // reason: the lib types of pages and workers do not mix
declare global {
  var __WB_MANIFEST: (string | { url: string; revision: string | null })[];
}

/** Hashed files of earlier versions. Emptied when no tab is left that might be old: at the next start with no clients. */
const BEFORE = 'emberkeep-before';

const controller = new PrecacheController();
controller.addToCacheList(globalThis.__WB_MANIFEST);
registerRoute(new PrecacheRoute(controller));

worker.addEventListener('install', (event) => {
  void controller.install(event); // It keeps the event waiting by itself.
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const wanted = new Set(controller.getCachedURLs());
      const current = await caches.open(controller.strategy.cacheName);
      const before = await caches.open(BEFORE);
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

// What the page fetches for the caches that it fills itself goes past this worker (`?fetch`), Postgres among the hashed files
// too: a new version cannot take over while megabytes go through the old one.
const isPastUs = (url: URL): boolean => url.searchParams.has('fetch');

// A page of the version before asks for its own hashed files: they are in the cache of before, or still on the server.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/_app/immutable/') && !isPastUs(url),
  async ({ request }) => (await caches.match(request)) ?? fetch(request),
);

// What search needs and models lie in caches of their own, which the page fills; a model that an operator keeps is on the server.
// Exactly what is asked for: a file that is still being fetched has its pieces beside it, behind a question mark.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && /^\/(?:search|models)\//.test(url.pathname) && !isPastUs(url),
  async ({ request }) => (await caches.match(request)) ?? fetch(request),
);

// What another app shares: kept until the GM says where it goes, then the app's page for it. Words are a file like any other.
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
      // Nothing could be read: the page says that there is nothing.
    }
    return Response.redirect('/import', 303);
  },
  'POST',
);

// Every page is the app; the relay's own addresses and files with an ending are not pages.
const page = controller.createHandlerBoundToURL('/index.html');
registerRoute(
  new NavigationRoute(
    async (context) => {
      // One page and no other tab: nobody can be running an older version any more.
      const clients = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
      if (clients.length === 0) await caches.delete(BEFORE);
      return page(context);
    },
    { denylist: [/^\/(?:api|sync|healthz|readyz)\b/, /\/[^/?]+\.[a-z0-9]+$/i] },
  ),
);
setCatchHandler(async () => Response.error());

worker.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void worker.skipWaiting();
});
