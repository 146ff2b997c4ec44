// Owns a real Postgres for tests: a cluster of its own in a temporary folder, on a free port, gone afterwards. Where none is
// installed the tests that need one are skipped, and say so where nobody overlooks it.
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
    '\n*** NO POSTGRES HERE: everything about several relays over one database is NOT TESTED. Debian, Ubuntu: sudo apt-get install postgresql; or set POSTGRES_BIN. ***\n',
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

/** Postgres refuses to run as root: then it runs as whoever may do least. */
const unprivileged = (): { uid?: number; gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return { uid: 65534, gid: 65534 };
  }
};

export interface TestPostgres {
  port: number;
  /** A new, empty database. `port`: of a wire in front of it. */
  database(port?: number): Promise<string>;
  /** Ended as by a power cut, and on again with what it had. */
  crash(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

export const startPostgres = async (): Promise<TestPostgres> => {
  if (!bin) throw new Error('no Postgres');
  const who = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'emberkeep-postgres-'));
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid as number);
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', join(folder, 'data'), '-U', 'emberkeep', '-A', 'trust', '-E', 'UTF8', '--no-locale'],
    { ...who, env, cwd: folder, stdio: 'ignore' },
  );
  const port = await freePort();
  let child: ChildProcess;
  const run = async (): Promise<void> => {
    child = spawn(
      join(bin, 'postgres'),
      ['-D', join(folder, 'data'), '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'max_connections=200'],
      { ...who, env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await new Promise<void>((resolve, reject) => {
      let said = '';
      child.once('exit', (code) => reject(new Error(`Postgres ended with ${code}:\n${said}`)));
      child.stderr?.on('data', (data: Buffer) => {
        said = (said + data.toString()).slice(-4000);
        if (said.includes('database system is ready')) resolve();
      });
    });
  };
  const end = (signal: NodeJS.Signals): Promise<unknown> => {
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return gone;
  };
  await run();
  let made = 0;
  return {
    port,
    database: async (through = port) => {
      const name = `relay_${++made}`;
      const client = new pg.Client(`postgres://emberkeep@127.0.0.1:${port}/postgres`);
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return `postgres://emberkeep@127.0.0.1:${through}/${name}`;
    },
    crash: () => end('SIGQUIT').then(() => undefined),
    resume: run,
    stop: async () => {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
