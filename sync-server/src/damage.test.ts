// Tests a broken disk. Files that are cut or flipped at random are refused with a message or served as far as they are
// intact, never as an empty document that looks complete, and never overwritten. A full disk acknowledges nothing and
// recovers.
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  truncateSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import { createProvider, type ConnectionState, type Provider } from '@emberkeep/sync';
import { afterTest, configOf as configOn, folder } from '../testing/relay.ts';
import { runCommand } from './operate/commands.ts';
import { startRelay, type Relay } from './relay.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const ROUNDS = Number(process.env['EMBERKEEP_DAMAGE_ROUNDS'] ?? 12);
const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 23);
const configOf = (dataDir: string) => configOn(dataDir, { RELAY_OPEN: '1' });
const connect = (port: number, doc: Y.Doc, onState: (state: ConnectionState) => void = () => undefined): Provider => {
  const provider = createProvider({
    url: `ws://127.0.0.1:${port}/sync`,
    room: 'room',
    doc,
    token: null,
    WebSocketClass: WebSocket,
    maxBackoffMs: 50,
    onState,
  });
  provider.connect();
  afterTest(() => provider.destroy());
  return provider;
};
/** True if everything was exchanged in both directions, false if the relay closed the connection. */
const exchange = async (port: number, doc: Y.Doc): Promise<boolean> => {
  let closed: () => void = () => undefined;
  const over = new Promise<boolean>((resolve) => (closed = () => resolve(false)));
  let wasConnected = false;
  const provider = connect(port, doc, ({ type }) => {
    if (type === 'refused' || (wasConnected && type === 'offline')) closed();
    wasConnected ||= type === 'connected';
  });
  const settled = await Promise.race([provider.settled(), over]);
  provider.destroy();
  return settled;
};

/** Fills a folder as a killed relay leaves it: some of it in the database, the rest in the -wal. */
const writeAndKill = async (dataDir: string, count: number): Promise<{ words: string[]; bytes: Uint8Array }> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, RELAY_OPEN: '1', APP_DIR: '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const port = await new Promise<number>((resolve) =>
    child.stdout?.on('data', (data: Buffer) => {
      const found = /localhost:(\d+)/.exec(data.toString())?.[1];
      if (found) resolve(Number(found));
    }),
  );
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
  return { words: doc.getArray<string>('list').toArray(), bytes: Y.encodeStateAsUpdate(doc) };
};

describe('a broken disk', () => {
  it(`${ROUNDS} damaged folders: refused with a message, or served as far as intact (seed ${seed})`, async () => {
    const random = createRandom(seed);
    const original = folder();
    const { words, bytes } = await writeAndKill(original, 400);
    const outcomes = { refused: 0, whole: 0, part: 0, filled: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const copy = folder();
      cpSync(original, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') });
      const files = readdirSync(copy).filter(
        (name) => /^relay\.db(?:-wal)?$/.test(name) && statSync(join(copy, name)).size > 0,
      );
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
        const isServed = await exchange(relay.port, doc);
        const there = doc.getArray<string>('list').toArray();
        // What is served is a beginning of what was written: no word is changed, and none is missing in between.
        expect(there).toEqual(words.slice(0, there.length));
        if (isServed && there.length === words.length) outcomes.whole += 1;
        else outcomes.part += 1;
        // A device that has everything fills the gap, if the file can be written at all.
        const full = new Y.Doc();
        Y.applyUpdate(full, bytes);
        if (await exchange(relay.port, full)) {
          const fresh = new Y.Doc();
          expect(await exchange(relay.port, fresh)).toBe(true);
          expect(fresh.getArray('list').toArray()).toEqual(words);
          outcomes.filled += 1;
        }
      } finally {
        // A relay whose disk is damaged may fail to stop; what it served until then is what counts here.
        await relay.stop().catch(() => undefined);
      }
      // The doctor reports the damage, or everything is there.
      const lines: string[] = [];
      const status = await runCommand(configOf(copy), ['doctor'], (line) => lines.push(line)).catch(
        (error: unknown) => (lines.push(String(error)), 1),
      );
      expect(lines.join('\n').length).toBeGreaterThan(0);
      if (status === 0) expect(lines.join('\n')).toContain('file: ok');
    }
    expect(outcomes.refused + outcomes.whole + outcomes.part).toBe(ROUNDS);
    console.log(`damage: ${JSON.stringify(outcomes)}`);
  }, 120_000);

  it('[R5] of which one entry is damaged serves the sound ones, and says “synced” once a device filled it', async () => {
    for (const damaged of ['middle', 'last'] as const) {
      const dataDir = folder();
      const { words, bytes } = await writeAndKill(dataDir, 100);
      const db = new DatabaseSync(join(dataDir, 'relay.db'));
      const ids = db.prepare('SELECT sequence FROM update_log ORDER BY sequence').all();
      expect(ids.length).toBeGreaterThan(2);
      const id = ids[damaged === 'last' ? ids.length - 1 : ids.length >> 1]!['sequence']!;
      db.prepare('UPDATE update_log SET bytes = zeroblob(length(bytes)) WHERE sequence = ?').run(id);
      db.close();
      const relay = await startRelay(configOf(dataDir));
      afterTest(() => relay.stop());
      const newcomer = new Y.Doc();
      let isSettled = false;
      const states: string[] = [];
      const waiting = connect(relay.port, newcomer, ({ type }) => states.push(type));
      const settled = waiting.settled().then((value) => (isSettled = value));
      await expect.poll(() => newcomer.getArray('list').length).toBeGreaterThan(10);
      // What it writes is kept meanwhile, and makes nothing whole.
      newcomer.getArray('mine').push(['by the newcomer']);
      const reader = new Y.Doc();
      connect(relay.port, reader, ({ type }) => states.push(type));
      await expect.poll(() => reader.getArray('mine').length).toBe(1);
      expect([isSettled, states.includes('synced')], damaged).toEqual([false, false]);
      const full = new Y.Doc();
      Y.applyUpdate(full, bytes);
      expect(await exchange(relay.port, full), damaged).toBe(true);
      expect(await settled, damaged).toBe(true);
      expect(newcomer.getArray('list').toArray(), damaged).toEqual(words);
      const fresh = new Y.Doc();
      expect(await exchange(relay.port, fresh)).toBe(true);
      expect(fresh.getArray('list').toArray()).toEqual(words);
    }
  }, 60_000);

  it('[R3] that is full stores and acknowledges nothing; once it has room again, everything arrives', async () => {
    let pages: (count: number) => void = () => undefined;
    const relay = await startRelay(configOf(folder()), {
      onDatabase: (db) => (pages = (count) => db.exec(`PRAGMA max_page_count = ${count}`)),
    });
    afterTest(() => relay.stop());
    const doc = new Y.Doc();
    let written = 0;
    let durable = 0;
    const provider = createProvider({
      url: `ws://127.0.0.1:${relay.port}/sync`,
      room: 'room',
      doc,
      token: null,
      WebSocketClass: WebSocket,
      maxBackoffMs: 50,
      mark: () => written,
      onDurable: (mark) => (durable = mark),
    });
    afterTest(() => provider.destroy());
    provider.connect();
    await provider.settled();
    pages(1); // SQLite keeps what it has and accepts no further page
    const before = durable;
    for (let i = 0; i < 40; i++) {
      doc.getArray<string>('list').push(['y'.repeat(4000)]);
      written += 1;
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
