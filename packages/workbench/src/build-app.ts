// Builds the app, and again only when a source changed. Keeps the hashed files of earlier builds beside the new ones,
// because an open tab of an older version still loads its chunks.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, run } from './run.ts';
import { buildSearchAssets } from './search-assets.ts';

const WEB = join(ROOT, 'web');
export const APP_DIR = join(WEB, 'build');
const STAMP = '.built';
/** Generated from sources that are hashed themselves. */
const GENERATED = [
  join('static', 'search'),
  join('static', 'models'),
  join('src', 'paraglide'),
  join('src', 'paraglide-pseudo'),
];
/** Builds whose hashed files are kept, the newest included: a tab rarely stays open for longer than two releases. */
const KEEP_BUILDS = 3;

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (
      ['node_modules', 'build', 'build-pseudo', '.svelte-kit', 'e2e'].includes(entry.name) ||
      GENERATED.includes(relative(WEB, path))
    )
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

/** Where the files of earlier builds wait while Vite empties its output folder. */
const BEFORE = join(WEB, '.svelte-kit', 'before');
const BUILT = join(WEB, 'build');

const setAsideOldFiles = (target: string): void => {
  rmSync(BEFORE, { recursive: true, force: true });
  const immutable = join(target, '_app', 'immutable');
  if (existsSync(immutable)) cpSync(immutable, BEFORE, { recursive: true });
};

/** Copies hashed files of earlier builds back beside the new ones, and writes the history. */
const restoreOldFiles = (id: string, history: History): void => {
  const immutable = join(BUILT, '_app', 'immutable');
  const files = filesUnder(immutable).map((file) => relative(immutable, file));
  const builds = [{ id, files }, ...history.builds.filter((build) => build.id !== id)].slice(0, KEEP_BUILDS);
  for (const file of new Set(builds.slice(1).flatMap((build) => build.files))) {
    const to = join(immutable, file);
    if (existsSync(to) || !existsSync(join(BEFORE, file))) continue;
    mkdirSync(join(to, '..'), { recursive: true });
    cpSync(join(BEFORE, file), to);
  }
  writeFileSync(join(BUILT, 'build-history.json'), JSON.stringify({ builds }));
};

/**
 * Removes the copies of the models' runtime that workers' builds contain. A page passes its own address of the runtime
 * to its workers (`runtime-files.ts` of search), so nobody asks for these 14 MB.
 */
const dropWorkersRuntime = (build: string): void => {
  const folder = join(build, '_app', 'immutable', 'workers', 'assets');
  for (const name of readdirSync(folder)) if (name.startsWith('ort-wasm')) rmSync(join(folder, name));
};

/** Builds into web/build when needed. Resolves with false where the build failed, after its output was printed. */
export const buildApp = async (
  options: { force?: boolean; into?: string; buildId?: string } = {},
): Promise<boolean> => {
  const target = options.into ?? APP_DIR;
  const id = options.buildId ?? sourceHash();
  const stamp = join(target, STAMP);
  if (!options.force && existsSync(stamp) && readFileSync(stamp, 'utf8') === id) return true;
  console.error('Building the app…');
  await buildSearchAssets();
  const history = existsSync(target) ? readHistory(target) : { builds: [] };
  setAsideOldFiles(target);
  const status = await run('vite', ['build', '--logLevel', 'warn'], { cwd: WEB, env: { EMBERKEEP_BUILD: id } });
  if (status !== 0) return false;
  dropWorkersRuntime(BUILT);
  const { injectManifest, writeSearchPack } = await import('./precache.ts');
  writeSearchPack(BUILT);
  await injectManifest(BUILT);
  restoreOldFiles(id, history);
  if (target !== BUILT) {
    rmSync(target, { recursive: true, force: true });
    cpSync(BUILT, target, { recursive: true });
  }
  writeFileSync(stamp, id);
  return true;
};

/** The app in the pseudo-locale, for the journey that looks for clipped labels and for words outside the catalogue. */
export const PSEUDO_APP_DIR = join(WEB, 'build-pseudo');

/** Builds it when a source changed. Resolves with false where the build failed, after its output was printed. */
export const buildPseudoApp = async (): Promise<boolean> => {
  const id = sourceHash();
  const stamp = join(PSEUDO_APP_DIR, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === id) return true;
  console.error('Building the app in the pseudo-locale…');
  const env = { EMBERKEEP_BUILD: id, EMBERKEEP_PSEUDO: '1' };
  if ((await run('vite', ['build', '--logLevel', 'warn'], { cwd: WEB, env })) !== 0) return false;
  writeFileSync(stamp, id);
  return true;
};
