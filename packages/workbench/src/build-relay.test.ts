// Tests the relay as it is built: it does in one folder of JavaScript what it does from source, in less memory.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { client, text } from '../../../sync-server/testing/client.ts';
import { hasPostgres, startPostgres } from '../../../sync-server/testing/postgres.ts';
import { afterTest, claim, folder } from '../../../sync-server/testing/relay.ts';
import type { Relay } from '../../../sync-server/src/relay.ts';
import { memoryAtRest, startRelayFile } from './bench-memory.ts';
import { bundleRelay } from './build-relay.ts';
import { ROOT } from './run.ts';

/** What the built relay may take at rest, MB. */
const MEMORY_MB = 80;

// Outside of the checkout: nothing of it can be found from there.
let bundle = '';
const main = (): string => join(bundle, 'main.mjs');
beforeAll(async () => {
  bundle = mkdtempSync(join(tmpdir(), 'emberkeep-bundle-'));
  await bundleRelay(bundle);
}, 60_000);
afterAll(() => rmSync(bundle, { recursive: true, force: true }));

const start = async (dataDir: string, env: Readonly<Record<string, string>> = {}): Promise<Relay> => {
  const started = await startRelayFile(main(), dataDir, env);
  const ended = new Promise<void>((resolve) => started.process.once('exit', () => resolve()));
  afterTest(() => started.process.kill('SIGKILL'));
  return {
    port: started.port,
    trustPort: null,
    stop: () => {
      started.process.kill('SIGTERM');
      return ended;
    },
  };
};

it('the built relay syncs, merges in its thread, is backed up and says its version', async () => {
  const [dataDir, copies] = [folder(), folder()];
  const relay = await start(dataDir);
  await claim(relay);
  const writer = client(relay);
  // More than is merged on the event loop, in several updates.
  const words = 'The tide turns. '.repeat(2000);
  for (let part = 0; part < 4; part++) writer.doc.getText('t').insert(0, words);
  await writer.provider.settled();
  // A device with a state of its own is sent a difference, which the thread makes.
  const reader = client(relay);
  reader.doc.getText('t').insert(0, '!');
  await reader.provider.settled();
  expect(text(reader.doc)).toHaveLength(4 * words.length + 1);
  const run = promisify(execFile);
  const env = { ...process.env, DATA_DIR: dataDir };
  const { stdout } = await run(process.execPath, [main(), 'backup', copies], { env });
  expect(stdout).toContain('read back and checked');
  expect(readdirSync(copies)).toHaveLength(1);
  const version = await run(process.execPath, [main(), '--version'], { env });
  const { version: expected } = JSON.parse(readFileSync(join(ROOT, 'sync-server/package.json'), 'utf8')) as {
    version: string;
  };
  expect(version.stdout.trim()).toBe(expected);
}, 60_000);

it('the built relay makes its own certificate', async () => {
  const dataDir = folder();
  const relay = await start(dataDir, { HTTPS: '1' });
  expect(relay.port).toBeGreaterThan(0);
  expect(readFileSync(join(dataDir, 'https', 'authority.crt'), 'utf8')).toContain('BEGIN CERTIFICATE');
}, 60_000);

it.skipIf(!hasPostgres)(
  'the built relay stores in Postgres',
  async () => {
    const postgres = await startPostgres();
    afterTest(() => postgres.stop());
    const relay = await start(folder(), { DATABASE_URL: await postgres.database() });
    afterTest(() => relay.stop());
    await claim(relay);
    const writer = client(relay);
    writer.doc.getText('t').insert(0, 'words');
    await writer.provider.settled();
    expect(writer.durable.length).toBeGreaterThan(0);
  },
  120_000,
);

it.skipIf(process.platform !== 'linux')(
  `the built relay takes at most ${MEMORY_MB} MB at rest`,
  async () => {
    const { all } = await memoryAtRest(main());
    expect(all).toBeGreaterThan(20);
    expect(all).toBeLessThanOrEqual(MEMORY_MB);
  },
  60_000,
);

it('a build counts until a source is newer, and where there are no sources', async () => {
  const checkout = folder();
  const relay = join(checkout, 'sync-server');
  cpSync(join(ROOT, 'sync-server', 'bin'), join(relay, 'bin'), { recursive: true });
  const { builtRelay } = (await import(pathToFileURL(join(relay, 'bin', 'built.mjs')).href)) as {
    builtRelay: () => string | null;
  };
  expect(builtRelay()).toBeNull();
  const file = join(relay, 'build', 'relay-1', 'main.mjs');
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '');
  writeFileSync(join(relay, 'build', 'current'), 'relay-1');
  expect(builtRelay()).toBe(file);
  const wire = join(checkout, 'packages', 'sync', 'src', 'wire');
  for (const path of [join(relay, 'src', 'rooms'), wire]) mkdirSync(path, { recursive: true });
  const sources = [join(relay, 'src', 'rooms', 'room.ts'), join(wire, 'index.ts'), join(checkout, 'pnpm-lock.yaml')];
  const at = (path: string, seconds: number): void => utimesSync(path, seconds, seconds);
  for (const source of sources) {
    writeFileSync(source, '');
    at(source, 1000);
  }
  for (const path of [wire, join(relay, 'src'), join(relay, 'src', 'rooms')]) at(path, 1000);
  at(join(relay, 'build', 'current'), 2000);
  expect(builtRelay()).toBe(file);
  for (const source of sources) {
    at(source, 3000);
    expect(builtRelay(), source).toBeNull();
    at(source, 1000);
  }
  writeFileSync(join(relay, 'build', 'current'), 'relay-2');
  at(join(relay, 'build', 'current'), 2000);
  expect(builtRelay()).toBeNull();
});
