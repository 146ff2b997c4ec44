// Tests the container image without a container tool: what it is built from, what it holds and how large that is, and
// that its command runs from these files alone.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { afterTest, folder } from '../../../sync-server/testing/relay.ts';
import { BUILDS } from '../../../sync-server/bin/built.mjs';
import { restingMemory, startRelayFile } from './bench-memory.ts';
import { APP_DIR } from './build-app.ts';
import { buildRelay } from './build-relay.ts';
import { CONTAINERFILE, filesBelow, ignoredBy, imageFiles, sizesByFolder, stagesOf, type ImageFile } from './image.ts';
import { ROOT } from './run.ts';

/**
 * What the image may hold beside its base, bytes. Of 54 MB, 16 are Postgres for the search, 14 the runtime of its
 * models, 9 the models, 5 the seed of its index, 8 the app and 2 the relay.
 */
const IMAGE_BYTES = 58_000_000;
/** What is sent to the builder, bytes: sources, pictures of the documents and test data. */
const CONTEXT_BYTES = 60_000_000;

const run = promisify(execFile);
const containerfile = readFileSync(CONTAINERFILE, 'utf8');
const ignoreFile = readFileSync(join(ROOT, '.dockerignore'), 'utf8');
const isBuilt = existsSync(join(APP_DIR, 'build-history.json'));
if (!isBuilt) console.error('\n*** THE APP IS NOT BUILT: what the image holds is NOT TESTED. Run npm run build. ***\n');

/** Files of the newest builds of app and relay: a checkout keeps earlier ones, and an image has none. */
const ofNewestBuild = (): ((file: ImageFile) => boolean) => {
  const { builds } = JSON.parse(readFileSync(join(APP_DIR, 'build-history.json'), 'utf8')) as {
    builds: { files: string[] }[];
  };
  const newest = new Set(builds[0]?.files);
  const immutable = join(APP_DIR, '_app', 'immutable');
  const current = join(BUILDS, readFileSync(join(BUILDS, 'current'), 'utf8'));
  return ({ source }) => {
    if (source.startsWith(join(BUILDS, 'relay-'))) return source.startsWith(join(current, '/'));
    const name = relative(immutable, source).replaceAll('\\', '/');
    return name.startsWith('..') || newest.has(name);
  };
};

const filesOfImage = async (): Promise<ImageFile[]> => {
  expect(await buildRelay()).toBe(true);
  return imageFiles(ROOT, containerfile).filter(ofNewestBuild());
};

it('the builder gets every source that git knows, and nothing that was built or installed here', async () => {
  const isIgnored = ignoredBy(ignoreFile);
  const context = filesBelow(ROOT, isIgnored);
  const { stdout } = await run('git', ['ls-files', '-z'], { cwd: ROOT, maxBuffer: 50e6 });
  const tracked = stdout.split('\0').filter((path) => path !== '' && !path.startsWith('.ci/'));
  expect(tracked.length).toBeGreaterThan(1000);
  expect(tracked.filter(isIgnored)).toEqual([]);
  const parts = context.flatMap((path) => path.split('/'));
  for (const part of ['node_modules', '.git', '.svelte-kit', 'build', 'data', '.env'])
    expect(parts).not.toContain(part);
  const bytes = context.reduce((sum, path) => sum + readFileSync(join(ROOT, path)).byteLength, 0);
  console.log(`the builder gets ${context.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
  expect(bytes).toBeLessThan(CONTEXT_BYTES);
});

it.skipIf(!isBuilt)(`the image holds at most ${IMAGE_BYTES / 1e6} MB beside its base`, async () => {
  const files = await filesOfImage();
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const largest = [...sizesByFolder(files, 4)].sort(([, a], [, b]) => b - a).slice(0, 6);
  console.log(`the image holds ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB:`, largest);
  expect(bytes).toBeGreaterThan(20_000_000);
  expect(bytes).toBeLessThanOrEqual(IMAGE_BYTES);
});

it.skipIf(!isBuilt)('the image holds no dependency, source, map, test or tool', async () => {
  const paths = (await filesOfImage()).map(({ path }) => path);
  const isTool = /(?:^|\/)node_modules\/|\.(?:ts|svelte|map|snap)$|\.(?:test|spec)\./;
  expect(paths.filter((path) => isTool.test(path) && !path.endsWith('.d.mts'))).toEqual([]);
  for (const path of ['web/build/index.html', 'web/build/service-worker.js', 'sync-server/bin/relay', 'LICENSE'])
    expect(paths).toContain(`/app/${path}`);
  expect(paths.some((path) => /^\/app\/sync-server\/build\/relay-\w+\/main\.mjs$/.test(path))).toBe(true);
});

it.skipIf(!isBuilt || process.platform === 'win32')(
  'the image’s relay runs from its files alone, and its health check follows PORT and HTTPS',
  async () => {
    const image = folder();
    for (const { path, source } of await filesOfImage()) {
      mkdirSync(dirname(join(image, path)), { recursive: true });
      cpSync(source, join(image, path));
    }
    const bin = join(image, 'usr', 'local', 'bin');
    mkdirSync(bin, { recursive: true });
    symlinkSync(join(image, 'app', 'sync-server', 'bin', 'relay'), join(bin, 'relay'));
    // Node of the checkout stands for that of the base image.
    symlinkSync(process.execPath, join(bin, 'node'));
    const PATH = `${bin}:/usr/bin:/bin`;
    for (const HTTPS of ['', '1']) {
      const dataDir = folder();
      const relay = await startRelayFile(join(image, 'app', 'sync-server', 'bin', 'relay.mjs'), dataDir, {
        APP_DIR: join(image, 'app', 'web', 'build'),
        HOST: '0.0.0.0',
        HTTPS,
      });
      // One that is left running keeps the test run from its end.
      afterTest(() => void relay.process.kill('SIGKILL'));
      const env = { PATH, DATA_DIR: dataDir, HTTPS };
      const health = await run('relay', ['health'], { env: { ...env, PORT: String(relay.port) } });
      expect(health.stdout).toContain('"status":"ok"');
      if (!HTTPS) {
        const page = await fetch(`http://127.0.0.1:${relay.port}/`);
        expect(await page.text()).toContain('<!doctype html>');
      }
      if (process.platform === 'linux') expect((await restingMemory(relay.process.pid)).all).toBeLessThan(110);
      const gone = new Promise((resolve) => relay.process.once('exit', resolve));
      relay.process.kill('SIGTERM');
      await gone;
      const dead = run('relay', ['health'], { env: { ...env, PORT: String(relay.port) } });
      await expect(dead).rejects.toMatchObject({
        code: 1,
        stdout: expect.stringContaining('does not answer') as string,
      });
    }
  },
  90_000,
);

it('the check of the image understands stages, copies and patterns, and refuses what it does not', () => {
  const stages = stagesOf(
    'FROM a AS build\nWORKDIR /b\nCOPY . .\nFROM c\nWORKDIR /app\nCOPY --from=build /b/x /b/y to/\n',
  );
  expect(stages).toEqual([
    { name: 'build', workdir: '/b', copies: [{ from: null, sources: ['.'], to: '.' }] },
    { name: null, workdir: '/app', copies: [{ from: 'build', sources: ['/b/x', '/b/y'], to: 'to/' }] },
  ]);
  expect(() => stagesOf('FROM a\nADD https://example.org/x /x')).toThrow('ADD');
  expect(() => imageFiles(ROOT, 'FROM a\nWORKDIR /app\nCOPY . .\n')).toThrow('outside');
  expect(() => ignoredBy('!kept')).toThrow('Exceptions');
  const isIgnored = ignoredBy('# comment\ndata\n**/build\nweb/src/paraglide*\n**/.env*\n');
  const ignored = ['data', 'data/x.db', 'build', 'web/build/a/b.js', 'web/src/paraglide-pseudo/m.js', 'web/.env.local'];
  for (const path of ignored) expect(isIgnored(path), path).toBe(true);
  for (const path of ['database.ts', 'web/src/data/x.ts', 'web/src/rebuild.ts', 'web/src/build.ts', 'x.env'])
    expect(isIgnored(path), path).toBe(false);
});
