// A relay for tests: on a folder and a port of its own, stopped and deleted after each test.
import { mkdtempSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { hashSecret } from '../src/access/access.ts';
import { readConfig, type Config } from '../src/config.ts';
import type { FilePort } from '../src/update-log/disk-sync.ts';
import { startRelay, type Relay } from '../src/relay.ts';

export const CAMPAIGN = '0197c0de-0000-7000-8000-000000000001';
export const ROOM = `campaign/${CAMPAIGN}`;
export const OWNER = 'owner-secret-owner-secret-owner-secret-1';

const cleanups: (() => unknown)[] = [];
/** Runs after the test, the newest first. */
export const afterTest = (run: () => unknown): void => void cleanups.push(run);
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A temporary folder. */
export const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'emberkeep-relay-'));
  afterTest(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

export const configOf = (dataDir: string, env: Readonly<Record<string, string>> = {}): Config => {
  const read = readConfig({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, DISK_FLOOR_MB: '0', ...env });
  if (!read.ok) throw new Error(read.problems.join());
  return read.config;
};

export interface StartOptions {
  dataDir?: string;
  env?: Readonly<Record<string, string>>;
  files?: FilePort;
  say?(line: string): void;
  onDatabase?(db: DatabaseSync): void;
}

/** Starts a relay. It is stopped once, by the test or after it. */
export const start = async ({ dataDir = folder(), env, ...deps }: StartOptions = {}): Promise<
  Relay & { dataDir: string }
> => {
  const relay = { ...(await startRelay(configOf(dataDir, env), deps)), dataDir };
  let stopping: Promise<void> | null = null;
  const { stop } = relay;
  relay.stop = () => (stopping ??= stop());
  afterTest(() => relay.stop());
  return relay;
};

/** A request to the relay's API, with a JSON body if there is one. */
export const api = (relay: Relay, method: string, path: string, secret: string, body?: unknown): Promise<Response> =>
  fetch(`http://127.0.0.1:${relay.port}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

export const claim = (relay: Relay, campaignId = CAMPAIGN, secret = OWNER): Promise<Response> =>
  api(relay, 'PUT', `/campaigns/${campaignId}`, secret);

export const sha256 = hashSecret;
