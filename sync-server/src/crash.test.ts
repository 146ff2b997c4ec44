// Tests that kill -9 during a stream of updates loses nothing that the relay acknowledged, round after round on one
// folder.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import { createProvider } from '@emberkeep/sync';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const ROUNDS = Number(process.env['EMBERKEEP_KILL_ROUNDS'] ?? 6);
const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 3);

const start = async (folder: string): Promise<{ child: ChildProcess; port: number }> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder, RELAY_OPEN: '1', APP_DIR: '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const port = await new Promise<number>((resolve) =>
    child.stdout?.on('data', (data: Buffer) => {
      const found = /localhost:(\d+)/.exec(data.toString())?.[1];
      if (found) resolve(Number(found));
    }),
  );
  return { child, port };
};

it(
  `[R3] ${ROUNDS} kills during a stream: every acknowledged update is there after the restart (seed ${seed})`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'emberkeep-crash-'));
    const random = createRandom(seed);
    let acknowledged = 0;
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const { child, port } = await start(folder);
        const doc = new Y.Doc();
        const list = doc.getArray<string>('list');
        let written = 0;
        let durable = 0;
        const target = 20 + random.int(200);
        const gone = new Promise((resolve) => child.once('exit', resolve));
        const provider = createProvider({
          url: `ws://127.0.0.1:${port}/sync`,
          room: 'crash',
          doc,
          token: null,
          WebSocketClass: WebSocket,
          mark: () => written,
          onDurable: (mark) => {
            durable = mark;
            if (mark >= target) child.kill('SIGKILL');
          },
        });
        provider.connect();
        await provider.settled();
        const writing = (async () => {
          while (child.exitCode === null && child.signalCode === null && written < 4000) {
            written += 1;
            list.push([`${round}-${written}`]);
            await new Promise((resolve) => setImmediate(resolve));
          }
        })();
        await gone;
        await writing;
        provider.destroy();
        const again = await start(folder);
        const fresh = new Y.Doc();
        const reader = createProvider({
          url: `ws://127.0.0.1:${again.port}/sync`,
          room: 'crash',
          doc: fresh,
          token: null,
          WebSocketClass: WebSocket,
        });
        reader.connect();
        await reader.settled();
        const there = new Set(fresh.getArray<string>('list').toArray());
        for (let n = 1; n <= durable; n++)
          expect(there.has(`${round}-${n}`), `round ${round}, update ${n} of ${durable} acknowledged`).toBe(true);
        acknowledged += durable;
        reader.destroy();
        const ended = new Promise((resolve) => again.child.once('exit', resolve));
        again.child.kill('SIGKILL');
        await ended;
      }
      expect(acknowledged).toBeGreaterThan(ROUNDS * 20);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  Math.max(120_000, ROUNDS * 6000),
);
