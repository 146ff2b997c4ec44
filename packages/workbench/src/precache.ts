// Owns the list of files that the service worker keeps: shell, editor and Yjs. Made after the build, because Kit's own
// list misses workers and wasm.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './run.ts';

interface WorkboxBuild {
  injectManifest(options: Record<string, unknown>): Promise<{ count: number; size: number; warnings: string[] }>;
}

export const injectManifest = async (build: string): Promise<{ count: number; size: number }> => {
  const fromWeb = createRequire(join(ROOT, 'web', 'package.json'));
  const workbox = (await import(pathToFileURL(fromWeb.resolve('workbox-build')).href)) as WorkboxBuild;
  const sw = join(build, 'service-worker.js');
  const { count, size, warnings } = await workbox.injectManifest({
    swSrc: sw, swDest: sw,
    injectionPoint: 'globalThis.__WB_MANIFEST', // Kit renames `self`, so the default point is not found after minifying
    globDirectory: build,
    globPatterns: ['**/*.{html,js,mjs,css,svg,png,webp,woff2,webmanifest,json}'],
    globIgnores: ['service-worker.js', 'build-history.json', '_app/version.json', 'shots/**'],
    dontCacheBustURLsMatching: /_app\/immutable\//,
    maximumFileSizeToCacheInBytes: 4e6,
  });
  warnings.forEach((w) => console.error(w));
  return { count, size };
};
