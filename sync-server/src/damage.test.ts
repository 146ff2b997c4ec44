// Shows what a broken disk does to the relay: files cut and flipped at random are refused in a sentence, or served as far as they
// are sound; never as an empty document that looks whole, and never written over. A full disk acknowledges nothing and recovers.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, openSync, readdirSync, readSync, rmSync, statSync, truncateSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import { createProvider, type Provider } from '@emberkeep/sync';
import { readConfig } from './config.ts';
import { runCommand } from './operate/commands.ts';
import { startRelay, type Relay } from './relay.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const ROUNDS = Number(process.env['EMBERKEEP_DAMAGE_ROUNDS'] ?? 12);
const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 23);
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'emberkeep-damage-'));
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
};
const configOf = (dataDir: string) => {
  const read = readConfig({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, RELAY_OPEN: '1' });
  if (!read.ok) throw new Error(read.problems.join());
  return read.config;
};
const connect = (port: number, doc: Y.Doc): Provider => {
  const provider = createProvider({ url: `ws://127.0.0.1:${port}/sync`, room: 'room', doc, token: null, WebSocketClass: WebSocket, maxBackoffMs: 50 });
  provider.connect();
  cleanups.push(() => provider.destroy());
  return provider;
};

/** A folder as a killed relay leaves it: some of it in the database, the rest in the -wal. */
const written = async (dataDir: string, count: number): Promise<string[]> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], { env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, RELAY_OPEN: '1', APP_DIR: '' }, stdio: ['ignore', 'pipe', 'ignore'] });
  const port = await new Promise<number>((resolve) => child.stdout?.on('data', (data: Buffer) => { const found = /localhost:(\d+)/.exec(data.toString())?.[1]; if (found) resolve(Number(found)); }));
  const doc = new Y.Doc();
  const provider = connect(port, doc);
  await provider.settled();
  for (let i = 0; i < count; i++) {
    doc.getArray<string>('list').push([`word ${i} ${'x'.repeat(40)}`]);
    if (i % 20 === 19) await provider.settled();
  }
  await provider.settled();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  provider.destroy();
  return doc.getArray<string>('list').toArray();
};

describe('a broken disk', () => {
  it(`${ROUNDS} damaged folders: refused in a sentence, or served as far as they are sound (seed ${seed})`, async () => {
    const random = createRandom(seed);
    const original = folder();
    const words = await written(original, 400);
    const outcomes = { refused: 0, whole: 0, part: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const copy = folder();
      cpSync(original, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') });
      const files = readdirSync(copy).filter((name) => /^relay\.db(?:-wal)?$/.test(name) && statSync(join(copy, name)).size > 0);
      const file = join(copy, random.pick(files));
      const { size } = statSync(file);
      if (random.chance(0.4)) truncateSync(file, random.int(size));
      else {
        const descriptor = openSync(file, 'r+');
        for (let i = random.int(6); i >= 0; i--) {
          const at = random.int(size);
          const byte = Buffer.alloc(1);
          readSync(descriptor, byte, 0, 1, at);
          byte[0]! ^= 1 << random.int(8);
          writeSync(descriptor, byte, 0, 1, at);
        }
        closeSync(descriptor);
      }
      const relay: Relay | Error = await startRelay(configOf(copy)).catch((error: Error) => error);
      if (relay instanceof Error) {
        expect(relay.message.length).toBeGreaterThan(10);
        outcomes.refused += 1;
        expect(existsSync(join(copy, 'relay.db'))).toBe(true);
        continue;
      }
      try {
        const doc = new Y.Doc();
        const provider = connect(relay.port, doc);
        const end = await Promise.race([provider.settled().then(() => 'settled'), new Promise<string>((resolve) => setTimeout(() => resolve('not served'), 1500))]);
        const there = doc.getArray<string>('list').toArray();
        // What is served is what was written, from its beginning: no word is another, none is missing in between.
        expect(there).toEqual(words.slice(0, there.length));
        if (end === 'settled' && there.length === words.length) outcomes.whole += 1;
        else outcomes.part += 1;
        // A device that has everything fills it again, where the file takes writing at all.
        provider.destroy();
      } finally {
        await relay.stop().catch(() => undefined);
      }
      // The operator is told, or everything is there.
      const lines: string[] = [];
      const status = await runCommand(configOf(copy), ['doctor'], (line) => lines.push(line)).catch((error: unknown) => (lines.push(String(error)), 1));
      expect(lines.join('\n').length).toBeGreaterThan(0);
      if (status === 0) expect(lines.join('\n')).toContain('file: ok');
    }
    expect(outcomes.refused + outcomes.whole + outcomes.part).toBe(ROUNDS);
    console.log(`damage: ${JSON.stringify(outcomes)}`);
  }, 120_000);

  it('[R3] that is full keeps nothing and acknowledges nothing; when there is room again, everything arrives', async () => {
    let pages: (count: number) => void = () => undefined;
    const relay = await startRelay(configOf(folder()), { onDatabase: (db) => (pages = (count) => db.exec(`PRAGMA max_page_count = ${count}`)) });
    cleanups.push(() => relay.stop());
    const doc = new Y.Doc();
    let written_ = 0;
    let durable = 0;
    const provider = createProvider({ url: `ws://127.0.0.1:${relay.port}/sync`, room: 'room', doc, token: null, WebSocketClass: WebSocket, maxBackoffMs: 50, mark: () => written_, onDurable: (mark) => (durable = mark) });
    cleanups.push(() => provider.destroy());
    provider.connect();
    await provider.settled();
    pages(1); // SQLite keeps what there is and takes no page more
    const before = durable;
    for (let i = 0; i < 40; i++) {
      doc.getArray<string>('list').push(['y'.repeat(4000)]);
      written_ += 1;
    }
    await expect.poll(() => provider.state().type, { timeout: 5000 }).not.toBe('synced');
    expect(durable).toBe(before);
    expect((await fetch(`http://127.0.0.1:${relay.port}/healthz`)).status).toBe(200);
    pages(1_000_000);
    await expect.poll(() => durable, { timeout: 10_000 }).toBe(40);
    const fresh = new Y.Doc();
    await connect(relay.port, fresh).settled();
    expect(fresh.getArray('list').length).toBe(40);
  });
});
