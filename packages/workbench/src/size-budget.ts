// Owns the size budget of what a GM downloads (gzip): the shell, and the Prep and Play routes with the editor.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { APP_DIR } from './build-app.ts';
import type { Tally } from './stages.ts';

/** Bytes after gzip. The figures are the product's aims; raising one is a decision for the README. */
const BUDGETS = { shell: 110_000, prep: 344_000, play: 374_000 } as const;

interface Chunk {
  file: string;
  imports?: string[];
}
type Manifest = Record<string, Chunk & { isEntry?: boolean; dynamicImports?: string[]; src?: string }>;

const gz = (file: string): number =>
  file.endsWith('.js') ? gzipSync(readFileSync(join(APP_DIR, file))).byteLength : 0;

const closure = (manifest: Manifest, keys: readonly string[]): Set<string> => {
  const files = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.imports?.forEach(visit);
  };
  keys.forEach(visit);
  return files;
};

/** Compares the build with the budgets and prints both; one test per budget. */
export const checkSizes = (): Tally => {
  const manifestFile = join(APP_DIR, '../.svelte-kit/output/client/.vite/manifest.json');
  if (!existsSync(manifestFile)) {
    console.error('No build manifest; run the build first.');
    return { passed: 0, failed: 1 };
  }
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
  // Kit names the client's entry, its app and its nodes (layouts and pages) in the manifest.
  const keys = Object.keys(manifest);
  const nodes = keys.filter((k) => /generated\/build\/client-optimized\/nodes\/\d+\.js$/.test(k));
  const generated = join(APP_DIR, '../.svelte-kit/generated/build/client-optimized');
  const app = readFileSync(join(generated, 'app.js'), 'utf8');
  const nodeOf = (route: string): string | undefined => {
    const entry = new RegExp(`"${route.replace(/[[\]/]/g, '\\$&')}": \\[~?(\\d+)`).exec(app)?.[1];
    return nodes.find((k) => k.endsWith(`/nodes/${entry}.js`));
  };
  const shellKeys = keys.filter((k) => manifest[k]?.isEntry && !nodes.includes(k) && !k.includes('service-worker'));
  const layout = nodes.filter((k) => k.endsWith('/nodes/0.js'));
  const home = nodeOf('/');
  const prep = nodeOf('/campaigns/[campaignId]/sessions/[sessionId]/prep');
  if (!home || !prep) {
    console.error('The build has no home or Prep route where the size budget looks for them.');
    return { passed: 0, failed: 1 };
  }
  const tally: Tally = { passed: 0, failed: 0 };
  const layouts = nodes.filter((k) =>
    readFileSync(join(generated, `nodes/${/(\d+)\.js$/.exec(k)?.[1]}.js`), 'utf8').includes('+layout'),
  );
  const measure = (name: keyof typeof BUDGETS, roots: readonly string[]): void => {
    const total = [...closure(manifest, roots)].reduce((sum, file) => sum + gz(file), 0);
    const good = total <= BUDGETS[name];
    console.log(
      `${good ? 'within' : 'OVER'} budget: ${name} ${(total / 1000).toFixed(1)} kB gz of ${BUDGETS[name] / 1000}`,
    );
    if (good) tally.passed += 1;
    else tally.failed += 1;
  };
  measure('shell', [...shellKeys, ...layout, home]);
  // What opens a campaign is loaded beside its route, not by it: it counts all the same.
  const core = keys.filter((k) => k.endsWith('src/lib/app/campaign-core.ts'));
  const deskOf = (name: string): string[] => keys.filter((k) => k.endsWith(`src/lib/stages/${name}.svelte`));
  // A desk is loaded by the session editor: no desk found would be a budget that always holds.
  if (deskOf('PrepDesk').length === 0 || deskOf('PlayDesk').length === 0) return { passed: 1, failed: 1 };
  measure('prep', [...shellKeys, ...layout, ...layouts, ...core, prep, ...deskOf('PrepDesk')]);
  measure('play', [...shellKeys, ...layout, ...layouts, ...core, prep, ...deskOf('PlayDesk')]);
  return tally;
};
