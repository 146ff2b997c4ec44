// Whether the relay is built, and from the sources that are here. Plain JavaScript, because Node spends 18 MB on
// removing types at run time.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RELAY = fileURLToPath(new URL('..', import.meta.url));
const ROOT = join(RELAY, '..');

/** The folder of builds: each has a folder of its own, and the file `current` names the newest one. */
export const BUILDS = join(RELAY, 'build');
const CURRENT = join(BUILDS, 'current');

/** What a build is made of. The relay's own tests are not. */
const SOURCES = [
  join(RELAY, 'src'),
  join(RELAY, 'package.json'),
  join(ROOT, 'packages', 'sync', 'src', 'wire'),
  join(ROOT, 'pnpm-lock.yaml'),
];

const isOlder = (path, ms) => {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs <= ms;
  return readdirSync(path).every((name) => name.endsWith('.test.ts') || isOlder(join(path, name), ms));
};

/** The file of the built relay; null if there is none, or if a source is newer. An image has no sources. */
export const builtRelay = () => {
  if (!existsSync(CURRENT)) return null;
  const { mtimeMs } = statSync(CURRENT);
  if (!SOURCES.filter((path) => existsSync(path)).every((path) => isOlder(path, mtimeMs))) return null;
  const file = join(BUILDS, readFileSync(CURRENT, 'utf8'), 'main.mjs');
  return existsSync(file) ? file : null;
};
