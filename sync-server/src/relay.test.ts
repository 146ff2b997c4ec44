// Tests the whole relay over real sockets: clients of ours, stock clients, restarts, a broken disk, hostile frames.
import { describe, expect, it } from 'vitest';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Head } from '@emberkeep/sync';
import { AUTH_PREFIX, SUBPROTOCOL } from '@emberkeep/sync/wire';
import { client, eventually, text } from '../testing/client.ts';
import { afterTest, api, CAMPAIGN, claim, folder, OWNER, ROOM, start, configOf as config } from '../testing/relay.ts';
import { readConfig } from './config.ts';
import type { FilePort } from './update-log/disk-sync.ts';
import { startRelay } from './relay.ts';
import { DataFolderInUse } from './storage/sqlite.ts';

describe('relay: storing and passing on', () => {
  it('[R4] [R5] clients exchange updates, hear what is durable, and have everything once synced', async () => {
    const relay = await start();
    await claim(relay);
    const a = client(relay);
    await a.provider.settled();
    a.doc.getText('t').insert(0, 'hello');
    expect(await a.provider.settled()).toBe(true);
    await eventually(() => a.durable.at(-1) === 1, 'durable(1)');
    const b = client(relay);
    await b.provider.settled();
    expect(text(b.doc)).toBe('hello');
    b.doc.getText('t').insert(5, ' there');
    await eventually(() => text(a.doc) === 'hello there', 'a hears b');
  });

  it('[C1] offline writes count as durable only after the whole exchange', async () => {
    const relay = await start();
    await claim(relay);
    const doc = new Y.Doc();
    const a = client(relay, { doc });
    doc.getText('t').insert(0, 'offline'); // before the socket is open
    await a.provider.settled();
    await eventually(() => a.durable.at(-1) === 1, 'durable');
    expect(a.durable.every((mark) => mark <= 1)).toBe(true);
  });

  it('survives a restart on its folder, and refuses a second process on it', async () => {
    const dataDir = folder();
    const relay = await start({ dataDir });
    await claim(relay);
    const a = client(relay);
    a.doc.getText('t').insert(0, 'kept');
    await a.provider.settled();
    await expect(startRelay(config(dataDir))).rejects.toBeInstanceOf(DataFolderInUse);
    a.provider.destroy();
    await relay.stop();
    const again = await start({ dataDir });
    const b = client(again);
    await b.provider.settled();
    expect(text(b.doc)).toBe('kept');
  });

  it('[R6] [C4] a reconnect with deletions moves no head, and one edit moves one room', async () => {
    const relay = await start();
    await claim(relay);
    const session = `${ROOM}/session/0197c0de-0000-7000-8000-0000000000aa`;
    const ledger = client(relay);
    const body = client(relay, { room: session });
    body.doc.getText('t').insert(0, 'words words');
    body.doc.getText('t').delete(0, 3);
    await Promise.all([ledger.provider.settled(), body.provider.settled()]);
    const heads = async (): Promise<Head[]> =>
      ((await (await api(relay, 'GET', `/campaigns/${CAMPAIGN}/heads`, OWNER)).json()) as { heads: Head[] }).heads;
    const before = await heads();
    body.provider.disconnect();
    body.provider.connect();
    await body.provider.settled();
    expect(await heads()).toEqual(before);
    ledger.heads.length = 0;
    body.doc.getText('t').insert(0, 'x');
    await eventually(() => ledger.heads.some((h) => h.room === session), 'the ledger hears of the body');
    expect(new Set(ledger.heads.map((h) => h.room))).toEqual(new Set([session]));
  });

  it('[R7] after the relay lost its newest entries, the gap is filled before anything is acknowledged', async () => {
    const dataDir = folder();
    const relay = await start({ dataDir });
    await claim(relay);
    const a = client(relay);
    a.doc.getText('t').insert(0, 'one ');
    await a.provider.settled();
    // A relay that has never heard of these entries, like a restored backup.
    const other = await start();
    await claim(other);
    const b = client(other, { doc: a.doc });
    a.provider.destroy();
    b.doc.getText('t').insert(4, 'two');
    await b.provider.settled();
    const fresh = client(other);
    await fresh.provider.settled();
    expect(text(fresh.doc)).toBe('one two');
  });

  it('compacts a long tail and still serves all of it', async () => {
    const relay = await start();
    await claim(relay);
    const a = client(relay);
    await a.provider.settled();
    for (let i = 0; i < 1200; i++) a.doc.getText('t').insert(a.doc.getText('t').length, `w${i} `);
    await a.provider.settled();
    const b = client(relay);
    await b.provider.settled();
    expect(text(b.doc)).toBe(text(a.doc));
  });
});

describe('relay: stock clients', () => {
  it('[R4] RELAY_OPEN admits y-websocket clients, and echoes their updates once durable', async () => {
    const relay = await start({ env: { RELAY_OPEN: '1' } });
    const stock = (doc: Y.Doc): WebsocketProvider => {
      const provider = new WebsocketProvider(`ws://127.0.0.1:${relay.port}/sync`, 'any-room', doc, {
        disableBc: true,
        WebSocketPolyfill: WebSocket,
      });
      afterTest(() => provider.destroy());
      return provider;
    };
    const [a, b] = [new Y.Doc(), new Y.Doc()];
    const pa = stock(a);
    stock(b);
    a.getText('t').insert(0, 'stock');
    await eventually(() => text(b) === 'stock', 'b hears a');
    const ours = client(relay, { room: 'any-room', token: null });
    await ours.provider.settled();
    expect(text(ours.doc)).toBe('stock');
    expect(pa.synced).toBe(true);
  });
});

describe('relay: a broken disk and hostile frames', () => {
  it('[R3] nothing is acknowledged before the disk confirms it, or after the disk has failed', async () => {
    let release: (() => void) | null = null;
    let failing = false;
    const files: FilePort = {
      fdatasync: () =>
        failing
          ? Promise.reject(Object.assign(new Error('EIO'), { syscall: 'fdatasync' }))
          : new Promise((resolve) => (release = resolve)),
    };
    const relay = await start({ files });
    await claim(relay);
    const a = client(relay);
    await eventually(() => a.provider.state().type === 'synced', 'synced');
    const b = client(relay);
    await eventually(() => b.provider.state().type === 'synced', 'synced');
    a.doc.getText('t').insert(0, 'x');
    await eventually(() => text(b.doc) === 'x', 'passed on');
    await eventually(() => release !== null, 'the relay asked the disk');
    expect(a.durable.filter((mark) => mark >= 1)).toEqual([]);
    release!();
    await eventually(() => a.durable.includes(1), 'acknowledged after the disk');
    failing = true;
    a.doc.getText('t').insert(1, 'y');
    await eventually(() => a.provider.state().type !== 'synced', 'closed');
    expect(a.durable.filter((mark) => mark >= 2)).toEqual([]);
    expect((await fetch(`http://127.0.0.1:${relay.port}/healthz`)).status).toBe(503);
  });

  it('[M4] [R9] hostile frames close their own connection and damage nothing', async () => {
    const relay = await start({ env: { MAX_DOC_MB: '0.01' } });
    await claim(relay);
    const good = client(relay);
    good.doc.getText('t').insert(0, 'safe');
    await good.provider.settled();
    const { WebSocket: NodeSocket } = await import('ws');
    const closeCode = (frame: Uint8Array): Promise<number> =>
      new Promise((resolve) => {
        const socket = new NodeSocket(`ws://127.0.0.1:${relay.port}/sync/${ROOM}`, [SUBPROTOCOL, AUTH_PREFIX + OWNER]);
        socket.on('open', () => socket.send(frame));
        socket.on('close', (code) => resolve(code));
        socket.on('error', () => undefined);
      });
    expect(await closeCode(new Uint8Array([0, 2, 200, 1, 1, 1]))).toBe(4400);
    expect(await closeCode(new Uint8Array([0, 2, 3, 9, 9, 9]))).toBe(4400);
    expect(await closeCode(new Uint8Array([0, 9, 0]))).toBe(4400);
    expect(await closeCode(new Uint8Array(15_000))).toBe(4409);
    const late = client(relay);
    await late.provider.settled();
    expect(text(late.doc)).toBe('safe');
  });

  it('answers health checks, unknown rooms and unknown routes', async () => {
    const relay = await start();
    expect(await (await fetch(`http://127.0.0.1:${relay.port}/healthz`)).json()).toMatchObject({ status: 'ok' });
    expect((await fetch(`http://127.0.0.1:${relay.port}/api/nothing`)).status).toBe(404);
    const lost = client(relay, { room: 'somewhere/else' });
    expect(await lost.provider.settled()).toBe(false);
    expect(lost.provider.state()).toMatchObject({ type: 'refused', code: 4403 });
  });
});

describe('configuration', () => {
  it('reports one line per mistake', () => {
    expect(readConfig({ PORT: 'eighty', RELAY_OPEN: 'yes' })).toMatchObject({
      ok: false,
      problems: [expect.stringContaining('PORT'), expect.stringContaining('RELAY_OPEN')],
    });
  });
});
