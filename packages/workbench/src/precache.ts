// Writes the list of files that the service worker caches: shell, editor and Yjs. Made after the build, because
// SvelteKit's own list lacks workers and wasm. The files of search are a pack of their own, fetched once the app is
// at rest.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LEXICON_MODEL, SHIPPED_MODEL } from '@emberkeep/search';
import { ROOT } from './run.ts';

interface WorkboxBuild {
  injectManifest(options: Record<string, unknown>): Promise<{ count: number; size: number; warnings: string[] }>;
}

/** True for what the index needs: Postgres, its extensions, the seed and the lexicon. */
const isOfIndex = (path: string): boolean =>
  /^_app\/immutable\/.*pglite[^/]*\.(?:wasm|data)$/.test(path) ||
  /^_app\/immutable\/.*(?:vector|pg_trgm|fuzzystrmatch)[^/]*\.gz$/.test(path) ||
  path === 'search/index-seed.bin' ||
  path.startsWith(`models/${LEXICON_MODEL}/`);

/** True for what the sentence model needs: its files, and the runtime under the name that pages know it by. */
const isOfMeaning = (path: string): boolean =>
  /^_app\/immutable\/assets\/ort-wasm[^/]*\.wasm$/.test(path) || path.startsWith(`models/${SHIPPED_MODEL.id}/`);

/** Writes the list of the search pack: URLs, sizes, and a name that changes with any of the files. */
export const writeSearchPack = (build: string): void => {
  const paths = readdirSync(build, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(build, path)).isFile())
    .sort();
  const hash = createHash('sha256');
  const listOf = (isPart: (path: string) => boolean): object[] =>
    paths.filter(isPart).map((path) => {
      const bytes = readFileSync(join(build, path));
      hash.update(path).update(bytes);
      return { url: `/${path}`, bytes: bytes.length };
    });
  const [index, meaning] = [listOf(isOfIndex), listOf(isOfMeaning)];
  writeFileSync(
    join(build, 'search-pack.json'),
    JSON.stringify({ name: `emberkeep-search-${hash.digest('hex').slice(0, 12)}`, index, meaning }),
  );
};

export const injectManifest = async (build: string): Promise<{ count: number; size: number }> => {
  const fromWeb = createRequire(join(ROOT, 'web', 'package.json'));
  const workbox = (await import(pathToFileURL(fromWeb.resolve('workbox-build')).href)) as WorkboxBuild;
  const sw = join(build, 'service-worker.js');
  const { count, size, warnings } = await workbox.injectManifest({
    swSrc: sw,
    swDest: sw,
    injectionPoint: 'globalThis.__WB_MANIFEST', // SvelteKit renames `self`, so the default is not found after minifying
    globDirectory: build,
    globPatterns: ['**/*.{html,js,mjs,css,svg,png,webp,woff2,webmanifest,json}'],
    globIgnores: ['service-worker.js', 'build-history.json', '_app/version.json', 'shots/**', 'search/**', 'models/**'],
    dontCacheBustURLsMatching: /_app\/immutable\//,
    maximumFileSizeToCacheInBytes: 4e6,
  });
  warnings.forEach((w) => console.error(w));
  return { count, size };
};
