// Tests that what waits for clients that do not read is bounded, over their connections and in time.
import { connect, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { AUTH_PREFIX, encodeSync, SUBPROTOCOL, SYNC } from '@emberkeep/sync/wire';
import { client } from '../../testing/client.ts';
import { afterTest, claim, OWNER, ROOM, start } from '../../testing/relay.ts';
import type { Relay } from '../relay.ts';
import { createUnreadBudget, progressOf } from './unread-budget.ts';

const MB = 1024 * 1024;

/** Readers in simulated time, with a budget of 30 MB a grant and 60 MB an address. */
const createWorld = () => {
  let now = 0;
  const budget = createUnreadBudget({ nowMs: () => now, perGrant: 30 * MB, perAddress: 60 * MB });
  const open = (grant: string, address: string | null = 'a') => {
    const state = { unread: 0, read: 0, ends: 0 };
    const account = budget.open({
      grant,
      address,
      unreadBytes: () => state.unread,
      progress: () => state.read,
      giveUp: () => (state.ends += 1),
    });
    const send = (bytes: number): void => {
      state.unread += bytes;
      account.sent();
    };
    return { state, account, send };
  };
  const passMs = (ms: number): void => {
    for (const end = now + ms; now < end;) {
      now += 5000;
      budget.look();
    }
  };
  return { open, passMs };
};

it('what a grant and an address do not read counts over their connections', () => {
  const { open } = createWorld();
  const ends = (readers: readonly { state: { ends: number } }[]): number[] => readers.map(({ state }) => state.ends);
  const players = Array.from({ length: 6 }, () => open('player'));
  for (const { send } of players) send(12 * MB);
  expect(ends(players)).toEqual([0, 0, 1, 1, 1, 1]);
  // Others at the address have what is left of it, and an update of a small document never closes them.
  const others = [open('gm'), open('co-gm'), open('gm')];
  for (const { send } of others) send(20 * MB);
  expect(ends(others)).toEqual([0, 1, 1]);
  const small = open('player');
  small.send(MB / 2);
  const elsewhere = open('gm 2', 'b');
  elsewhere.send(29 * MB);
  expect([small.state.ends, elsewhere.state.ends]).toEqual([0, 0]);
  for (const { account } of [...players, ...others]) account.end();
  const next = open('player');
  next.send(29 * MB);
  expect(next.state.ends).toBe(0);
});

it('a client that reads nothing for a minute is given up, one that reads slowly is not', () => {
  const { open, passMs } = createWorld();
  const [deaf, slow, idle] = [open('1', null), open('2', null), open('3', null)];
  deaf.send(10_000);
  slow.send(20 * MB);
  for (let s = 0; s < 600; s += 50) {
    passMs(50_000);
    expect(deaf.state.ends).toBe(s === 0 ? 0 : 1);
    // What is sent meanwhile is no sign that anybody reads.
    deaf.send(3);
    slow.state.read += 1000;
  }
  expect([slow.state.ends, idle.state.ends]).toEqual([0, 0]);
});

it('the progress of a large write shows while it is not complete', async () => {
  const server = createServer();
  afterTest(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const reader = connect((server.address() as { port: number }).port, '127.0.0.1');
  reader.pause();
  const wire = await accepted;
  afterTest(() => {
    reader.destroy();
    wire.destroy();
  });
  wire.write(Buffer.alloc(64 * MB));
  const before = progressOf(wire);
  let read = 0;
  reader.on('data', (chunk) => {
    read += chunk.length;
    if (read > 16 * MB) reader.pause();
  });
  reader.resume();
  await expect.poll(() => progressOf(wire) - before, { timeout: 10_000 }).toBeGreaterThan(8 * MB);
  expect(wire.writableLength).toBe(64 * MB);
});

/** A socket that asks for the document and never reads. */
const deafClient = (relay: Relay): Socket => {
  const socket = connect(relay.port, '127.0.0.1');
  afterTest(() => socket.destroy());
  socket.on('error', () => undefined);
  socket.write(
    `GET /sync/${ROOM} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n' +
      `Sec-WebSocket-Protocol: ${SUBPROTOCOL}, ${AUTH_PREFIX}${OWNER}\r\n\r\n`,
  );
  socket.once('data', () => {
    socket.pause();
    const question = encodeSync(SYNC.step1, new Uint8Array([0]));
    socket.write(Buffer.concat([Buffer.from([0x82, 0x80 | question.length, 0, 0, 0, 0]), question]));
  });
  return socket;
};

it('a relay closes sockets for which too much waits together, and serves one that reads', async () => {
  const relay = await start({ env: { MAX_DOC_MB: '8' } });
  await claim(relay);
  const { doc, provider } = client(relay);
  for (let i = 0; i < 14; i++) {
    doc.getMap('m').set(String(i), new Uint8Array(MB));
    // Together they are larger than a frame may be.
    expect(await provider.settled()).toBe(true);
  }
  // The system takes some of the 14 MB of each, and the rest of at most six fits into the 24 MB of a grant.
  const sockets = Array.from({ length: 12 }, () => deafClient(relay));
  const health = async (): Promise<number> =>
    ((await (await fetch(`http://127.0.0.1:${relay.port}/healthz`)).json()) as { connections: number }).connections;
  await Promise.all(sockets.map((socket) => new Promise((asked) => socket.once('data', asked))));
  await expect.poll(health, { timeout: 12_000 }).toBeLessThanOrEqual(7);
  for (const socket of sockets) socket.destroy();
  await expect.poll(health, { timeout: 20_000 }).toBe(1);
  const reader = client(relay);
  expect(await reader.provider.settled()).toBe(true);
  expect(reader.doc.getMap('m').size).toBe(14);
}, 60_000);
