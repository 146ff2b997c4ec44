// Owns building the app once: again only when a source changed. Keeps the hashed files of earlier builds beside the new
// ones, because an open tab of the old version still loads its chunks.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, run } from './run.ts';
import { buildSearchAssets } from './search-assets.ts';

const WEB = join(ROOT, 'web');
export const APP_DIR = join(WEB, 'build');
const STAMP = '.built';
/** Made from sources that are counted themselves. */
const MADE = [join('static', 'search'), join('static', 'models')];
/** Builds whose hashed files stay servable, the newest included: a tab rarely outlives two releases. */
const KEEP_BUILDS = 3;

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (['node_modules', 'build', '.svelte-kit', 'e2e'].includes(entry.name) || MADE.includes(relative(WEB, path)))
      return [];
    return entry.isDirectory() ? filesUnder(path) : entry.name.endsWith('.test.ts') ? [] : [path];
  });

/** Hash of everything that ends up in the app. */
export const sourceHash = (): string => {
  const hash = createHash('sha256');
  const sources = [
    WEB,
    ...['domain', 'store', 'sync', 'search', 'files', 'assistant'].map((p) => join(ROOT, 'packages', p)),
  ].flatMap(filesUnder);
  for (const file of [
    ...sources,
    join(ROOT, 'pnpm-lock.yaml'),
    join(ROOT, 'packages/workbench/src/build-app.ts'),
  ].sort())
    hash.update(relative(ROOT, file)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
};

interface History {
  builds: { id: string; files: string[] }[];
}

const readHistory = (folder: string): History => {
  const file = join(folder, 'build-history.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as History) : { builds: [] };
};

/** Builds into web/build when needed. Gives false when the build failed (its output was printed). */
export const buildApp = async (
  options: { force?: boolean; into?: string; buildId?: string } = {},
): Promise<boolean> => {
  const target = options.into ?? APP_DIR;
  const id = options.buildId ?? sourceHash();
  const stamp = join(target, STAMP);
  if (!options.force && existsSync(stamp) && readFileSync(stamp, 'utf8') === id) return true;
  console.error('Building the app…');
  await buildSearchAssets();
  const before = join(WEB, '.svelte-kit', 'before');
  rmSync(before, { recursive: true, force: true });
  const history = existsSync(target) ? readHistory(target) : { builds: [] };
  if (existsSync(join(target, '_app', 'immutable')))
    cpSync(join(target, '_app', 'immutable'), before, { recursive: true });
  if ((await run('vite', ['build', '--logLevel', 'warn'], { cwd: WEB, env: { EMBERKEEP_BUILD: id } })) !== 0)
    return false;
  const built = join(WEB, 'build');
  const { injectManifest, writeSearchPack } = await import('./precache.ts');
  writeSearchPack(built);
  await injectManifest(built);
  const immutable = join(built, '_app', 'immutable');
  const files = filesUnder(immutable).map((f) => relative(immutable, f));
  const builds = [{ id, files }, ...history.builds.filter((b) => b.id !== id)].slice(0, KEEP_BUILDS);
  for (const file of new Set(builds.slice(1).flatMap((b) => b.files))) {
    const to = join(immutable, file);
    if (existsSync(to) || !existsSync(join(before, file))) continue;
    mkdirSync(join(to, '..'), { recursive: true });
    cpSync(join(before, file), to);
  }
  writeFileSync(join(built, 'build-history.json'), JSON.stringify({ builds }));
  if (target !== built) {
    rmSync(target, { recursive: true, force: true });
    cpSync(built, target, { recursive: true });
  }
  writeFileSync(stamp, id);
  return true;
};
