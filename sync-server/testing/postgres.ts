// A real Postgres for tests: a cluster in a temporary folder, on a free port, deleted afterwards. Where no Postgres is
// installed the tests that need one are skipped, with a message that nobody overlooks.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres } from './postgres-binaries.ts';

const bin = findPostgres();
export const hasPostgres = bin !== null;
if (!hasPostgres)
  console.error(
    '\n*** NO POSTGRES FOUND: several relays over one database are NOT TESTED. ' +
      'Debian, Ubuntu: sudo apt-get install postgresql; or set POSTGRES_BIN. ***\n',
  );

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

interface ProcessOwner {
  uid?: number;
  gid?: number;
}
const NOBODY: ProcessOwner = { uid: 65534, gid: 65534 };

/** Postgres refuses to run as root: then it runs as `postgres`, or as nobody. */
const processOwner = (): ProcessOwner => {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    return NOBODY; // reason: there is no user `postgres`
  }
};

export interface TestPostgres {
  port: number;
  /** Makes an empty database and returns its URL. `port`: of a wire in front of it. */
  database(port?: number): Promise<string>;
  /** Ends the engine as a power cut would. */
  crash(): Promise<void>;
  /** Starts it again with the data it had. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

const LAST_OUTPUT = 4000;

/** Resolves when the engine accepts connections. Its messages are English because of `LC_ALL=C`. */
const untilReady = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let output = '';
    child.once('exit', (code) => reject(new Error(`Postgres ended with ${code}:\n${output}`)));
    child.stderr?.on('data', (data: Buffer) => {
      output = (output + data.toString()).slice(-LAST_OUTPUT);
      if (output.includes('database system is ready')) resolve();
    });
  });

const end = (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  return ended;
};

export const startPostgres = async (): Promise<TestPostgres> => {
  if (!bin) throw new Error('no Postgres');
  const owner = processOwner();
  const folder = mkdtempSync(join(tmpdir(), 'emberkeep-postgres-'));
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid as number);
  const data = join(folder, 'data');
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'emberkeep', '-A', 'trust', '-E', 'UTF8', '--no-locale'], {
    ...owner,
    env,
    cwd: folder,
    stdio: 'ignore',
  });
  const port = await freePort();
  const start = async (): Promise<ChildProcess> => {
    const started = spawn(
      join(bin, 'postgres'),
      ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'max_connections=200'],
      { ...owner, env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await untilReady(started);
    return started;
  };
  let child = await start();
  let databases = 0;
  return {
    port,
    database: async (through = port) => {
      const name = `relay_${++databases}`;
      const client = new pg.Client(`postgres://emberkeep@127.0.0.1:${port}/postgres`);
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return `postgres://emberkeep@127.0.0.1:${through}/${name}`;
    },
    crash: () => end(child, 'SIGQUIT'),
    resume: async () => void (child = await start()),
    stop: async () => {
      // At once: a clean shutdown writes everything to a disk that is deleted next.
      await end(child, 'SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
