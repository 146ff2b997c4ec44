// Owns `pnpm bench soak`: a relay under 20,000 openings, edits and closings, and what of that stays in its memory and its
// descriptors. `EMBERKEEP_SOAK_CYCLES` and `EMBERKEEP_FUZZ_SEED` change how many, and which.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import { connectRaw } from './relay-bench/raw-client.ts';
import { ROOT } from './run.ts';

const CYCLES = Number(process.env['EMBERKEEP_SOAK_CYCLES'] ?? 20_000);
const AT_ONCE = 20;
const ROOMS = 300;
const SAMPLES = 20;

/** Least squares: how much `ys` rises for each step of `xs`. */
export const slope = (xs: readonly number[], ys: readonly number[]): number => {
  const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
  const [mx, my] = [mean(xs), mean(ys)];
  return (
    xs.reduce((sum, x, i) => sum + (x - mx) * ((ys[i] as number) - my), 0) /
    xs.reduce((sum, x) => sum + (x - mx) ** 2, 0)
  );
};

export const benchSoak = async (): Promise<void> => {
  const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 7);
  const random = createRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'emberkeep-soak-'));
  const relay = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4', join(ROOT, 'sync-server/src/main.ts')],
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
  const memoryMb = (): number =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${relay.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  const descriptors = (): number => readdirSync(`/proc/${relay.pid}/fd`).length;
  const target = { name: 'relay', isFramed: false, url: (room: string) => `ws://127.0.0.1:${port}/sync/${room}` };

  const cycle = async (n: number): Promise<void> => {
    const client = connectRaw(target, `soak-${random.int(ROOMS)}`);
    const echoed = new Promise<void>((resolve, reject) => {
      client.socket.once('close', () => reject(new Error(`cycle ${n} was closed`)));
      void client.synced.then(() => {
        const doc = new Y.Doc();
        doc.clientID = n + 1;
        doc.getMap('fields').set(`field ${n % 40}`, `said ${n}`);
        const update = Y.encodeStateAsUpdate(doc);
        client.onUpdate = (bytes) => void (Y.parseUpdateMeta(bytes).to.has(n + 1) && resolve());
        client.sendUpdate(update);
        client.sendPresence(n + 1, 1, '{"user":{"name":"Soak"}}');
      });
    });
    await echoed;
    client.socket.removeAllListeners('close');
    client.close();
  };

  console.log(`soak: ${CYCLES} openings, edits and closings in ${ROOMS} documents, ${AT_ONCE} at once (seed ${seed})`);
  const [xs, memory]: [number[], number[]] = [[], []];
  const before = descriptors();
  let next = 0;
  const started = performance.now();
  for (let sample = 1; sample <= SAMPLES; sample++) {
    const until = Math.round((CYCLES / SAMPLES) * sample);
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (next < until) await cycle(next++);
      }),
    );
    xs.push(next / 1000);
    memory.push(memoryMb());
    if (sample % 4 === 0)
      console.log(`${String(next).padStart(7)}  ${memory.at(-1)!.toFixed(0)} MB  ${descriptors()} descriptors`);
  }
  const seconds = (performance.now() - started) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 2000));
  // What a process takes to come up to speed is not what it loses.
  const half = SAMPLES / 2;
  console.log(
    `${(CYCLES / seconds).toFixed(0)} cycles a second; memory slope over the second half ${slope(xs.slice(half), memory.slice(half)).toFixed(2)} MB per 1,000 cycles; descriptors ${before} before, ${descriptors()} after`,
  );
  relay.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
};
