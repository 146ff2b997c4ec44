// `pnpm bench soak`: a relay through 20,000 connections that open, edit and close, and how much memory and how many
// descriptors remain. `EMBERKEEP_SOAK_CYCLES` sets the number of cycles, `EMBERKEEP_FUZZ_SEED` the seed.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import { connectRaw, type Target } from './relay-bench/raw-client.ts';
import { ROOT } from './run.ts';

const CYCLES = Number(process.env['EMBERKEEP_SOAK_CYCLES'] ?? 20_000);
const AT_ONCE = 20;
const ROOMS = 300;
const SAMPLES = 20;

/** The slope of the least-squares line: how much `ys` rises for each step of `xs`. */
export const slope = (xs: readonly number[], ys: readonly number[]): number => {
  const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
  const [mx, my] = [mean(xs), mean(ys)];
  return (
    xs.reduce((sum, x, i) => sum + (x - mx) * ((ys[i] as number) - my), 0) /
    xs.reduce((sum, x) => sum + (x - mx) ** 2, 0)
  );
};

interface RelayProcess {
  target: Target;
  memoryMb(): number;
  descriptors(): number;
  stop(): void;
}

const startRelayProcess = async (): Promise<RelayProcess> => {
  const folder = mkdtempSync(join(tmpdir(), 'emberkeep-soak-'));
  const relay = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--max-semi-space-size=4',
      '--single-threaded-gc',
      join(ROOT, 'sync-server/bin/relay.mjs'),
    ],
    {
      env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder, RELAY_OPEN: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const port = await new Promise<number>((resolve) =>
    relay.stdout.on('data', (data: Buffer) => {
      const found = /localhost:(\d+)/.exec(data.toString())?.[1];
      if (found) resolve(Number(found));
    }),
  );
  const status = (): string => readFileSync(`/proc/${relay.pid}/status`, 'utf8');
  return {
    target: { name: 'relay', isFramed: false, url: (room) => `ws://127.0.0.1:${port}/sync/${room}` },
    memoryMb: () => Number(/VmRSS:\s+(\d+)/.exec(status())?.[1] ?? 0) / 1024,
    descriptors: () => readdirSync(`/proc/${relay.pid}/fd`).length,
    stop: () => {
      relay.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Opens a connection, edits, waits for the relay's echo and closes. */
const runCycle = async (target: Target, room: string, n: number): Promise<void> => {
  const clientId = n + 1;
  const client = connectRaw(target, room);
  const echoed = new Promise<void>((resolve, reject) => {
    client.socket.once('close', () => reject(new Error(`the relay closed the connection of cycle ${n}`)));
    void client.synced.then(() => {
      const doc = new Y.Doc();
      doc.clientID = clientId;
      doc.getMap('fields').set(`field ${n % 40}`, `said ${n}`);
      client.onUpdate = (bytes) => void (Y.parseUpdateMeta(bytes).to.has(clientId) && resolve());
      client.sendUpdate(Y.encodeStateAsUpdate(doc));
      client.sendPresence(clientId, 1, '{"user":{"name":"Soak"}}');
    });
  });
  await echoed;
  client.socket.removeAllListeners('close');
  client.close();
};

interface Samples {
  /** Thousands of cycles so far, and memory in MB, at each sample. */
  cycles: number[];
  memory: number[];
}

const runCycles = async (relay: RelayProcess, seed: number): Promise<Samples> => {
  const random = createRandom(seed);
  const samples: Samples = { cycles: [], memory: [] };
  let next = 0;
  for (let sample = 1; sample <= SAMPLES; sample++) {
    const until = Math.round((CYCLES / SAMPLES) * sample);
    const worker = async (): Promise<void> => {
      while (next < until) {
        const n = next++;
        await runCycle(relay.target, `soak-${random.int(ROOMS)}`, n);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    samples.cycles.push(next / 1000);
    samples.memory.push(relay.memoryMb());
    if (sample % 4 === 0)
      console.log(
        `${String(next).padStart(7)}  ${samples.memory.at(-1)!.toFixed(0)} MB  ${relay.descriptors()} descriptors`,
      );
  }
  return samples;
};

export const benchSoak = async (): Promise<void> => {
  const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 7);
  const relay = await startRelayProcess();
  console.log(
    `soak: ${CYCLES} cycles of open, edit and close in ${ROOMS} documents, ${AT_ONCE} at once (seed ${seed})`,
  );
  const before = relay.descriptors();
  const started = performance.now();
  const { cycles, memory } = await runCycles(relay, seed);
  const seconds = (performance.now() - started) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 2000));
  // Only the second half: memory that a process takes to warm up is not a leak.
  const half = SAMPLES / 2;
  const growth = slope(cycles.slice(half), memory.slice(half)).toFixed(2);
  console.log(
    `${(CYCLES / seconds).toFixed(0)} cycles a second; ` +
      `memory slope over the second half ${growth} MB per 1,000 cycles; ` +
      `descriptors ${before} before, ${relay.descriptors()} after`,
  );
  relay.stop();
};
