// Tests that a power loss loses nothing acknowledged. Every write and sync of a relay under load is traced, disks are
// made as they can be after a cut at any moment, and a relay on each has every update that was acknowledged before.
// Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import { createProvider } from '@emberkeep/sync';
import { crashState, readTrace } from '../testing/crash-states.ts';
import { configOf, folder } from '../testing/relay.ts';
import { runCommand } from './operate/commands.ts';
import { startRelay } from './relay.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 53);
const STATES = Number(process.env['EMBERKEEP_POWER_CUTS'] ?? 12);
const canTrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
if (!canTrace)
  console.error(
    '\n*** NO STRACE FOUND (or it is not allowed to trace): power cuts are NOT TESTED. ' +
      'Debian, Ubuntu: sudo apt-get install strace ***\n',
  );

/** Traces a relay under load until it is killed; returns the lines of the trace. */
const traced = async (dataDir: string): Promise<string[]> => {
  const out = join(folder(), 'trace');
  const args = [
    '-f',
    '-y',
    '-xx',
    '-s',
    '70000',
    '-e',
    'trace=pwrite64,ftruncate,fdatasync,fsync,unlink,unlinkat,read',
    '-o',
    out,
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    MAIN,
  ];
  const child = spawn('strace', args, {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, RELAY_OPEN: '1', APP_DIR: '' },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const port = await new Promise<number>((resolve) =>
    child.stdout?.on('data', (data: Buffer) => {
      const found = /localhost:(\d+)/.exec(data.toString())?.[1];
      if (found) resolve(Number(found));
    }),
  );
  const doc = new Y.Doc();
  let written = 0;
  let durable = 0;
  const provider = createProvider({
    url: `ws://127.0.0.1:${port}/sync`,
    room: 'cut',
    doc,
    token: null,
    WebSocketClass: WebSocket,
    mark: () => written,
    onDurable: (mark) => (durable = mark),
  });
  provider.connect();
  await provider.settled();
  // Enough for several checkpoints of the -wal during the writes.
  while (written < 420) {
    written += 1;
    doc.getArray<string>('list').push([`${written} ${'x'.repeat(9000)}`]);
    if (written % 7 === 0) await provider.settled();
    // The request tells the process what was acknowledged so far, which puts it into the trace.
    if (written % 14 === 0) await fetch(`http://127.0.0.1:${port}/mark/${durable}`).then((r) => r.text());
  }
  provider.destroy();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid!, 'SIGKILL');
  await gone;
  return readFileSync(out, 'latin1').split('\n');
};

it.runIf(canTrace)(
  `[R3] ${STATES} power cuts: everything acknowledged is on the disk, and the relay starts (seed ${seed})`,
  async () => {
    const random = createRandom(seed);
    const dataDir = folder();
    const trace = readTrace(await traced(dataDir), dataDir);
    expect([...trace.files.keys()].sort()).toEqual(expect.arrayContaining(['relay.db', 'relay.db-wal']));
    expect(trace.marks.length).toBeGreaterThan(20);
    // The database file itself was written, so some of the cuts are during a checkpoint.
    expect(trace.files.get('relay.db')!.writes.filter((w) => w.at > trace.marks[0]!.at).length).toBeGreaterThan(100);
    let most = 0;
    for (let cut = 0; cut < STATES; cut++) {
      const at = trace.marks[0]!.at + 1 + random.int(trace.length - trace.marks[0]!.at);
      const acknowledged = Math.max(...trace.marks.filter((m) => m.at < at).map((m) => m.n));
      const disk = folder();
      for (const [name, bytes] of crashState(trace, at, random))
        if (!name.includes('/')) writeFileSync(join(disk, name), bytes);
      const relay = await startRelay(configOf(disk, { RELAY_OPEN: '1' }));
      try {
        const doc = new Y.Doc();
        const reader = createProvider({
          url: `ws://127.0.0.1:${relay.port}/sync`,
          room: 'cut',
          doc,
          token: null,
          WebSocketClass: WebSocket,
        });
        reader.connect();
        await reader.settled();
        const there = doc
          .getArray<string>('list')
          .toArray()
          .map((word) => Number(word.split(' ')[0]));
        reader.destroy();
        expect(there, `cut at line ${at} of ${trace.length}`).toEqual(
          Array.from({ length: there.length }, (_, i) => i + 1),
        );
        expect(
          there.length,
          `cut at line ${at} of ${trace.length}, ${acknowledged} acknowledged`,
        ).toBeGreaterThanOrEqual(acknowledged);
      } finally {
        await relay.stop();
      }
      expect(await runCommand(configOf(disk), ['doctor'], () => undefined)).toBe(0);
      most = Math.max(most, acknowledged);
    }
    expect(most).toBeGreaterThan(100);
  },
  Math.max(300_000, STATES * 3000),
);
