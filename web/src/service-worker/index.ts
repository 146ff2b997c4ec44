// Serves the app offline: the files of the build, the app's page for every route, and the files of the previous
// version while a tab still runs it. It reads no campaign data, and takes over only when the page asks.
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { isFromOtherSite, keepSharedFiles, NOT_KEPT } from '../lib/device/shared-files.ts';
import { SHARED_TEXT_FILE } from '../lib/device/stored-texts.ts';
import { NavigationRoute, registerRoute, setCatchHandler } from 'workbox-routing';

// Reached through globalThis: Kit renames `self`, and the build would not find where to insert its list of files.
const worker = globalThis as unknown as ServiceWorkerGlobalScope; // The DOM and worker typings cannot be loaded together.
declare global {
  var __WB_MANIFEST: (string | { url: string; revision: string | null })[];
}

/**
 * Cache of hashed files of earlier versions. Deleted at a navigation with no open tab: no tab runs an older version
 * then.
 */
const PREVIOUS_FILES = 'emberkeep-before';

const controller = new PrecacheController();
controller.addToCacheList(globalThis.__WB_MANIFEST);
registerRoute(new PrecacheRoute(controller));

/** Files that are fetched at a time. */
const AT_ONCE = 6;

/**
 * Caches the files of this version. The controller's own `install` fetches one after another, so that on a slow network
 * hundreds of files wait for one another. Rejects where one cannot be had: the version is then not installed.
 */
const install = async (event: ExtendableEvent): Promise<void> => {
  const waiting = [...controller.getURLsToCacheKeys()];
  const cacheNext = async (): Promise<void> => {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
      const [url, cacheKey] = entry;
      // A file whose name does not follow from its contents has a key with its revision: a copy of the browser's may be old.
      const request = new Request(url, { cache: cacheKey === url ? 'default' : 'reload', credentials: 'same-origin' });
      await Promise.all(controller.strategy.handleAll({ params: { cacheKey }, request, event }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, cacheNext));
};
worker.addEventListener('install', (event) => event.waitUntil(install(event)));

/** Copies the hashed files that this version no longer has: a tab of the previous version may still ask for them. */
const keepPreviousFiles = async (): Promise<void> => {
  const wanted = new Set(controller.getCachedURLs());
  const current = await caches.open(controller.strategy.cacheName);
  const previous = await caches.open(PREVIOUS_FILES);
  for (const request of await current.keys()) {
    const path = new URL(request.url).pathname;
    if (wanted.has(request.url) || !path.startsWith('/_app/immutable/')) continue;
    const response = await current.match(request);
    if (response) await previous.put(request, response);
  }
};

const activate = async (event: ExtendableEvent): Promise<void> => {
  await keepPreviousFiles();
  await controller.activate(event);
  await worker.clients.claim();
};
worker.addEventListener('activate', (event) => event.waitUntil(activate(event)));

// The page fills some caches itself and marks those requests with `?fetch`; they bypass this worker, because a new
// version cannot take over while megabytes go through the old one. Postgres, among the hashed files, is one of them.
const isBypassed = (url: URL): boolean => url.searchParams.has('fetch');

// A page of the previous version asks for its own hashed files: they are in PREVIOUS_FILES, or still on the server.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/_app/immutable/') && !isBypassed(url),
  async ({ request }) => (await caches.match(request)) ?? fetch(request),
);

// The files of search and the models are in caches that the page fills; an operator's model is on the server. The
// query string must match too: the pieces of a file that is still being fetched are cached under the same path with a
// query.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && /^\/(?:search|models)\//.test(url.pathname) && !isBypassed(url),
  async ({ request }) => (await caches.match(request)) ?? fetch(request),
);

// Files that another app shares are stored until the GM chooses a campaign for them. Shared text becomes a file.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname === '/import/share',
  async ({ request }) => {
    if (isFromOtherSite(request.referrer, location.origin)) return Response.redirect('/import', 303);
    try {
      const form = await request.formData();
      const files = form.getAll('files').filter((f): f is File => f instanceof File);
      const words = ['title', 'text', 'url']
        .map((name) => form.get(name))
        .filter((w): w is string => typeof w === 'string' && w !== '');
      if (files.length === 0 && words.length > 0)
        files.push(new File([words.join('\n\n')], SHARED_TEXT_FILE, { type: 'text/markdown' }));
      // A form without anything leaves what waits.
      const isKept = files.length === 0 || (await keepSharedFiles(files));
      return Response.redirect(isKept ? '/import' : `/import${NOT_KEPT}`, 303);
    } catch {
      return Response.redirect(`/import${NOT_KEPT}`, 303); // The form could not be read.
    }
  },
  'POST',
);

// Every address is the app's page, except the relay's own and files, which have an extension.
const page = controller.createHandlerBoundToURL('/index.html');
registerRoute(
  new NavigationRoute(
    async (context) => {
      // No other tab is open, so none runs an older version.
      const clients = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
      if (clients.length === 0) await caches.delete(PREVIOUS_FILES);
      return page(context);
    },
    { denylist: [/^\/(?:api|sync|healthz|readyz)\b/, /\/[^/?]+\.[a-z0-9]+$/i] },
  ),
);
setCatchHandler(async () => Response.error());

worker.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void worker.skipWaiting();
});
