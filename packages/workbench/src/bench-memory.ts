// The memory of a relay at rest, without a connection: from source, and as it is built.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRelay } from './build-relay.ts';
import { ROOT } from './run.ts';

const FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4', '--single-threaded-gc'];
/** For how long the relay rests before it is measured, ms. */
const REST_MS = 8000;
const SAMPLE_MS = 500;

export interface RelayProcess {
  process: ChildProcess;
  port: number;
}

/** Starts a relay by its file, in a process of its own, on a free port. Rejects if it ends before it listens. */
export const startRelayFile = (
  file: string,
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<RelayProcess> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...FLAGS, file], {
      env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, APP_DIR: '', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', (data: Buffer) => {
      const port = /localhost:(\d+)/.exec(data.toString())?.[1];
      if (port) resolve({ process: child, port: Number(port) });
    });
    child.once('exit', () => reject(new Error(`${file} did not start`)));
  });

const KB_PER_MB = 1024;

/** Resident memory of a process, MB: all of it, and what is its own rather than a file's. Linux only. */
export const memoryOf = (pid: number | undefined): { all: number; own: number } => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mb = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / KB_PER_MB;
  return { all: mb('VmRSS'), own: mb('RssAnon') };
};

/** The memory of a process once it has not fallen for a while, MB: on a busy machine what it started with goes late. */
export const restingMemory = async (pid: number | undefined): Promise<{ all: number; own: number }> => {
  let lowest = memoryOf(pid);
  for (let lowestAt = performance.now(); performance.now() - lowestAt < REST_MS;) {
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    const memory = memoryOf(pid);
    if (memory.all > lowest.all - 1) continue;
    [lowest, lowestAt] = [memory, performance.now()];
  }
  return lowest;
};

/** The memory of a relay that has rested on an empty folder, MB. */
export const memoryAtRest = async (file: string): Promise<{ all: number; own: number }> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'emberkeep-memory-'));
  const relay = await startRelayFile(file, dataDir);
  const memory = await restingMemory(relay.process.pid);
  relay.process.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
  return memory;
};

export const benchMemory = async (): Promise<void> => {
  if (!(await buildRelay())) throw new Error('The relay could not be built.');
  for (const [name, file] of [
    ['from source', 'sync-server/src/main.ts'],
    ['built', 'sync-server/bin/relay.mjs'],
  ] as const) {
    const { all, own } = await memoryAtRest(join(ROOT, file));
    console.log(`relay at rest, ${name}: ${all.toFixed(1)} MB resident, ${own.toFixed(1)} MB of them its own`);
  }
};
