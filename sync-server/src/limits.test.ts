// Tests what one caller can use of the relay, and that a refused caller is told why.
import { connect as connectTcp } from 'node:net';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createProvider, type ConnectionState } from '@emberkeep/sync';
import { AUTH_PREFIX, SUBPROTOCOL } from '@emberkeep/sync/wire';
import { client } from '../testing/client.ts';
import { afterTest, api, CAMPAIGN, claim, OWNER, ROOM, start } from '../testing/relay.ts';
import { createMinuteCounter, createSlots, createRate, watchDisk } from './limits.ts';
import type { Relay } from './relay.ts';

/** How a connection ends, or `in` if it is admitted. */
const knock = (relay: Relay, room = ROOM): Promise<{ code: number; reason: string } | 'in'> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${relay.port}/sync/${room}`, [SUBPROTOCOL, AUTH_PREFIX + OWNER]);
    afterTest(() => socket.close());
    socket.onclose = ({ code, reason }) => resolve({ code, reason });
    // The SyncStep1 of a room with content; a refusal is closed next.
    socket.onmessage = ({ data }) => (data as Blob).size > 2 && resolve('in');
  });
const fill = async (relay: Relay): Promise<void> => {
  const { doc, provider } = client(relay);
  doc.getText('t').insert(0, 'words');
  await provider.settled();
  provider.destroy();
  await expect
    .poll(
      async () =>
        ((await (await fetch(`http://127.0.0.1:${relay.port}/healthz`)).json()) as { connections: number }).connections,
    )
    .toBe(0);
};

describe('[R9] [R12] limits of the relay', () => {
  it('what a refused client goes on sending is not read, and its socket ends within seconds', async () => {
    const relay = await start();
    await claim(relay);
    const read = new Promise<{ bytes: number; ended: boolean }>((resolve) => {
      const socket = connectTcp(relay.port, '127.0.0.1');
      afterTest(() => socket.destroy());
      const lump = Buffer.alloc(1024 * 1024);
      let isGone = false;
      const push = (): void => {
        while (!isGone && socket.write(lump));
      };
      socket.on('connect', () =>
        socket.write(
          `GET /sync/${ROOM} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
            'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n' +
            `Sec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`,
        ),
      );
      socket.once('data', () => {
        // The head of one masked frame of 60 MB, then bytes without end.
        const head = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0x03, 0x93, 0x87, 0, 1, 2, 3, 4]);
        socket.write(head);
        socket.on('drain', push);
        push();
      });
      const gone = (): void => {
        isGone = true;
        resolve({ bytes: socket.bytesWritten, ended: true });
      };
      socket.on('error', gone);
      socket.on('close', gone);
    });
    const { bytes, ended } = await read;
    expect(ended).toBe(true);
    // What the system's own buffers of both ends take, and not the frame of 60 MB.
    expect(bytes).toBeLessThan(30 * 1024 * 1024);
  });

  it('limits the connections of an address and of a room; a closed connection makes room for another', async () => {
    const byAddress = await start({ env: { MAX_PER_ADDRESS: '2' } });
    await claim(byAddress);
    await fill(byAddress);
    const open = new WebSocket(`ws://127.0.0.1:${byAddress.port}/sync/${ROOM}`, [SUBPROTOCOL, AUTH_PREFIX + OWNER]);
    await new Promise((resolve) => (open.onopen = resolve));
    expect(await knock(byAddress)).toBe('in');
    const refused = new Promise<{ code: number; reason: string }>((resolve) => {
      const third = new WebSocket(`ws://127.0.0.1:${byAddress.port}/sync/${ROOM}`, [SUBPROTOCOL, AUTH_PREFIX + OWNER]);
      third.onclose = ({ code, reason }) => resolve({ code, reason });
    });
    expect(await refused).toEqual({ code: 1013, reason: 'Too many connections from this address.' });
    const gone = new Promise((resolve) => (open.onclose = resolve));
    open.close();
    await gone;
    await expect.poll(() => knock(byAddress)).toBe('in');

    const byRoom = await start({ env: { MAX_PER_ROOM: '1' } });
    await claim(byRoom);
    await fill(byRoom);
    expect(await knock(byRoom)).toBe('in');
    const second = new Promise<number>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${byRoom.port}/sync/${ROOM}`, [SUBPROTOCOL, AUTH_PREFIX + OWNER]);
      socket.onclose = ({ code }) => resolve(code);
    });
    expect(await second).toBe(1013);
  });

  it('a good key gets in from an address that sends wrong ones: over HTTP, with a code, and by socket', async () => {
    const relay = await start({ env: { MAX_PER_ADDRESS: '3' } });
    await claim(relay);
    await fill(relay);
    const { code } = (await (
      await api(relay, 'POST', `/campaigns/${CAMPAIGN}/codes`, OWNER, { role: 'co_gm' })
    ).json()) as { code: string };
    const statuses: number[] = [];
    for (let i = 0; i < 130; i++) {
      const { status } = await api(relay, 'GET', `/campaigns/${CAMPAIGN}/heads`, `wrong-key-wrong-key-wrong-key-${i}`);
      statuses.push(status);
    }
    expect([statuses[0], statuses.at(-1)]).toEqual([401, 429]);
    expect((await api(relay, 'GET', `/campaigns/${CAMPAIGN}/heads`, OWNER)).status).toBe(200);
    const joined = await api(relay, 'POST', '/join', code, { memberHash: 'a'.repeat(64), label: 'Tablet' });
    expect(joined.status).toBe(200);
    expect((await claim(relay, CAMPAIGN.replace(/1$/, '2'), `${OWNER}-of-another`)).status).toBe(200);
    // Refused sockets that do not close count against nobody who has a key.
    for (let i = 0; i < 20; i++) {
      const stranger = new WebSocket(`ws://127.0.0.1:${relay.port}/sync/${ROOM}`, [
        SUBPROTOCOL,
        `${AUTH_PREFIX}no-${i}`,
      ]);
      afterTest(() => stranger.close());
    }
    expect(await knock(relay)).toBe('in');
  });

  it('reads a connection that sends too fast later, and loses nothing', async () => {
    const relay = await start({ env: { RATE_PER_SECOND: '20000' } });
    await claim(relay);
    const { doc, provider } = client(relay);
    await provider.settled();
    for (let i = 0; i < 25_000; i++) doc.getText('t').insert(i, 'x'); // more than the burst that is allowed
    expect(await provider.settled()).toBe(true);
    const { doc: fresh, provider: reader } = client(relay);
    await reader.settled();
    expect(fresh.getText('t').length).toBe(25_000);
  });

  it('serves but stores nothing while the disk is almost full: not ready, but healthy', async () => {
    const relay = await start();
    await claim(relay);
    await fill(relay);
    const dataDir = relay.dataDir;
    await relay.stop();
    const full = await start({ dataDir, env: { DISK_FLOOR_MB: '999999999' } });
    expect((await fetch(`http://127.0.0.1:${full.port}/readyz`)).status).toBe(503);
    expect((await fetch(`http://127.0.0.1:${full.port}/healthz`)).status).toBe(200);
    const doc = new Y.Doc();
    const states: ConnectionState[] = [];
    const provider = createProvider({
      url: `ws://127.0.0.1:${full.port}/sync`,
      room: ROOM,
      doc,
      token: OWNER,
      WebSocketClass: WebSocket,
      maxBackoffMs: 20,
      onState: (state) => states.push(state),
    });
    afterTest(() => provider.destroy());
    provider.connect();
    expect(await provider.settled()).toBe(true);
    expect(doc.getText('t').toString()).toBe('words');
    const before = states.length;
    doc.getText('t').insert(0, 'more ');
    await expect
      .poll(() => states.slice(before).some((s) => s.type === 'offline' || s.type === 'connecting'))
      .toBe(true);
    provider.destroy();
    await full.stop();
    const roomy = await start({ dataDir });
    const { provider: other } = client(roomy, { doc });
    expect(await other.settled()).toBe(true);
  });

  it('drops a request that trickles in', async () => {
    const relay = await start();
    const socket = connectTcp(relay.port, '127.0.0.1');
    afterTest(() => socket.destroy());
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.write(`GET /api/campaigns/${CAMPAIGN}/heads HTTP/1.1\r\nHost: x\r\n`);
    const drip = setInterval(() => socket.write('X-A: b\r\n'), 500);
    afterTest(() => clearInterval(drip));
    socket.resume();
    await closed;
  }, 30_000);
});

describe('limits', () => {
  it('counts per minute, per slot, per second, and watches the disk', async () => {
    let now = 0;
    const counter = createMinuteCounter(2, () => now);
    expect([counter.count('a'), counter.count('a'), counter.count('a'), counter.count('b')]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    now = 61_000;
    expect(counter.count('a')).toBe(true);
    const slots = createSlots(1);
    expect([slots.take('a'), slots.take('a'), slots.take('b')]).toEqual([true, false, true]);
    slots.release('a');
    expect(slots.take('a')).toBe(true);
    const rate = createRate(10, () => now);
    for (let i = 0; i < 20_000; i++) expect(rate()).toBe(0);
    expect(rate()).toBe(100);
    now += 1000;
    expect(rate()).toBe(0);
    const free = { bavail: 10, bsize: 1024 * 1024 };
    const disk = watchDisk('.', 20, (() => Promise.resolve(free)) as never);
    await disk.look();
    expect(disk.hasRoom()).toBe(false);
    free.bavail = 30;
    await disk.look();
    expect(disk.hasRoom()).toBe(true);
    disk.stop();
  });
});
