// The size budget of what a GM downloads (gzip): the shell, and the Prep and Play screens with everything they load.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { APP_DIR } from './build-app.ts';
import { sumOf, tallyOf, type Tally } from './tally.ts';

/** Bytes after gzip. Raising one is a decision: give the reason in docs/performance.md. */
const BUDGETS = { shell: 83_500, prep: 383_000, play: 403_000 } as const;

const MANIFEST = join(APP_DIR, '../.svelte-kit/output/client/.vite/manifest.json');
const GENERATED = join(APP_DIR, '../.svelte-kit/generated/build/client-optimized');
const SESSION_ROUTE = '/campaigns/[campaignId]/sessions/[sessionId]/prep';

interface Chunk {
  file: string;
  imports?: string[];
  isEntry?: boolean;
}
type Manifest = Record<string, Chunk>;

const gzippedSize = (file: string): number =>
  file.endsWith('.js') ? gzipSync(readFileSync(join(APP_DIR, file))).byteLength : 0;

/** The files of chunks and of everything they import statically. */
const filesOf = (manifest: Manifest, keys: readonly string[]): Set<string> => {
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

/** Keys of the manifest by what they are for. */
interface Roots {
  shell: string[];
  /** Layouts, and what opens a campaign: loaded beside a session's route, not by it. */
  campaign: string[];
  session: string;
  prepDesk: string[];
  playDesk: string[];
}

const opensCampaign = (key: string): boolean => key.endsWith('src/lib/app/campaign-code.ts');

/**
 * SvelteKit's nodes are layouts and pages. Which is which is in its generated files. Null where the build has none of
 * them.
 */
const findRoots = (manifest: Manifest): Roots | null => {
  const keys = Object.keys(manifest);
  const nodes = keys.filter((key) => /generated\/build\/client-optimized\/nodes\/\d+\.js$/.test(key));
  const app = readFileSync(join(GENERATED, 'app.js'), 'utf8');
  const nodeOf = (route: string): string | undefined => {
    const number = new RegExp(`"${route.replace(/[[\]/]/g, '\\$&')}": \\[~?(\\d+)`).exec(app)?.[1];
    return nodes.find((key) => key.endsWith(`/nodes/${number}.js`));
  };
  const isLayout = (node: string): boolean => {
    const number = /(\d+)\.js$/.exec(node)?.[1];
    return readFileSync(join(GENERATED, `nodes/${number}.js`), 'utf8').includes('+layout');
  };
  const [home, session] = [nodeOf('/'), nodeOf(SESSION_ROUTE)];
  if (!home || !session) return null;
  const isShell = (key: string): boolean =>
    manifest[key]?.isEntry === true && !nodes.includes(key) && !key.includes('service-worker');
  const rootLayout = nodes.filter((key) => key.endsWith('/nodes/0.js'));
  return {
    shell: [...keys.filter(isShell), ...rootLayout, home],
    campaign: [...keys.filter(isShell), ...rootLayout, ...nodes.filter(isLayout), ...keys.filter(opensCampaign)],
    session,
    prepDesk: keys.filter((key) => key.endsWith('src/lib/session-stages/PrepDesk.svelte')),
    playDesk: keys.filter((key) => key.endsWith('src/lib/session-stages/PlayDesk.svelte')),
  };
};

/** Prints a size beside its budget. */
const measure = (manifest: Manifest, name: keyof typeof BUDGETS, keys: readonly string[]): Tally => {
  const total = [...filesOf(manifest, keys)].reduce((sum, file) => sum + gzippedSize(file), 0);
  const isWithin = total <= BUDGETS[name];
  const sizes = `${(total / 1000).toFixed(1)} kB gz of ${BUDGETS[name] / 1000}`;
  console.log(`${isWithin ? 'within' : 'OVER'} budget: ${name} ${sizes}`);
  return tallyOf(isWithin);
};

/** Compares the build with the budgets; one check per budget. */
export const checkSizes = (): Tally => {
  if (!existsSync(MANIFEST)) {
    console.error('No build manifest; run the build first.');
    return tallyOf(false);
  }
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Manifest;
  const roots = findRoots(manifest);
  if (!roots) {
    console.error('The build has no home or Prep route where the size budget looks for them.');
    return tallyOf(false);
  }
  const shell = measure(manifest, 'shell', roots.shell);
  // Loaded on demand, so that a budget which does not find them would always hold.
  if (roots.prepDesk.length === 0 || roots.playDesk.length === 0 || !roots.campaign.some(opensCampaign)) {
    console.error('The build has no Prep or Play desk, or no code that opens a campaign, where the size budget looks.');
    return { passed: 1, failed: 1 };
  }
  const screen = [...roots.campaign, roots.session];
  return sumOf([
    shell,
    measure(manifest, 'prep', [...screen, ...roots.prepDesk]),
    measure(manifest, 'play', [...screen, ...roots.playDesk]),
  ]);
};
