// Tests that what a sender has the relay hold of its frames is bounded, over its connections and in time.
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { AUTH_PREFIX, SUBPROTOCOL } from '@emberkeep/sync/wire';
import { afterTest, api, CAMPAIGN, claim, OWNER, ROOM, sha256, start } from '../../testing/relay.ts';
import type { Relay } from '../relay.ts';
import { createFrameBudget, LOOK_MS, type Held } from './frame-budget.ts';

const KB = 1024;

/** Senders in simulated time, with a budget of 1000 kB a grant and 2000 kB an address. */
const createWorld = () => {
  let now = 0;
  const budget = createFrameBudget({ nowMs: () => now, perGrant: 1000 * KB, perAddress: 2000 * KB });
  const open = (grant: string, address: string | null = 'a') => {
    const state = { unfinished: 0, isPaused: false, ends: [] as string[] };
    const held: Held = budget.open({
      grant,
      address,
      unfinishedBytes: () => state.unfinished,
      isPaused: () => state.isPaused,
      giveUp: (reason) => state.ends.push(reason),
    });
    const arrive = (bytes: number): void => {
      state.unfinished += bytes;
      held.arrived();
    };
    return { state, held, arrive };
  };
  const passMs = (ms: number): void => {
    for (const end = now + ms; now < end;) {
      now += LOOK_MS;
      budget.look();
    }
  };
  return { open, passMs };
};

it('unfinished frames of a grant count together, and the one that takes too much is closed', () => {
  const { open } = createWorld();
  const senders = Array.from({ length: 20 }, () => open('player'));
  for (const { arrive } of senders) arrive(90 * KB);
  expect(senders.map(({ state }) => state.ends.length)).toEqual([...Array(11).fill(0), ...Array(9).fill(1)]);
  // What one took that is closed counts no more: nobody else is closed for it.
  senders[0]!.arrive(9 * KB);
  expect(senders[0]!.state.ends).toEqual([]);
  // Neither another grant nor a small frame of this one is closed for it.
  const other = open('other', 'b');
  other.arrive(900 * KB);
  const small = open('player');
  small.arrive(10 * KB);
  expect([other.state.ends, small.state.ends]).toEqual([[], []]);
  // What has ended makes room again.
  for (const { held } of senders) held.end();
  const next = open('player');
  next.arrive(900 * KB);
  expect(next.state.ends).toEqual([]);
});

it('an address has a budget over all of its grants', () => {
  const { open } = createWorld();
  const senders = Array.from({ length: 4 }, (_, n) => open(`campaign ${n}`));
  for (const { arrive } of senders) arrive(600 * KB);
  expect(senders.map(({ state }) => state.ends.length)).toEqual([0, 0, 0, 1]);
});

it('complete frames that wait for their turn count until they have had it', () => {
  const { open } = createWorld();
  const { state, held } = open('gm');
  const first = held.waits(600 * KB);
  first();
  const second = held.waits(600 * KB);
  expect(state.ends).toEqual([]);
  held.waits(600 * KB);
  second();
  expect(state.ends).toEqual(['Too much at once.']);
});

it('a frame that does not go on is given up; a slow one and one that the relay does not read are not', () => {
  const { open, passMs } = createWorld();
  const [dripping, slow, unread, quick] = [open('1', null), open('2', null), open('3', null), open('4', null)];
  unread.state.isPaused = true;
  unread.arrive(100);
  dripping.arrive(100);
  for (let s = 0; s < 60; s += 5) {
    slow.arrive(50 * KB);
    dripping.arrive(5);
    // Always in the middle of a frame, but each time of another one.
    quick.arrive(100);
    quick.held.waits(100)();
    passMs(5000);
  }
  expect(dripping.state.ends).toEqual(['A message of this device did not arrive completely.']);
  expect([slow.state.ends, unread.state.ends, quick.state.ends]).toEqual([[], [], []]);
  unread.state.isPaused = false;
  passMs(40_000);
  expect(unread.state.ends).toHaveLength(1);
});

/** Opens a socket, begins a frame of this many bytes, and sends some of it. */
const beginFrame = (relay: Relay, { room = ROOM, secret = OWNER }, size: number, sent: number) => {
  const socket: Socket = connect(relay.port, '127.0.0.1');
  afterTest(() => socket.destroy());
  const state = { closed: false };
  const head = Buffer.alloc(14);
  head[0] = 0x82;
  head[1] = 0xff;
  head.writeBigUInt64BE(BigInt(size), 2);
  socket.on('error', () => undefined);
  socket.on('close', () => (state.closed = true));
  socket.write(
    `GET /sync/${room} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n' +
      `Sec-WebSocket-Protocol: ${SUBPROTOCOL}, ${AUTH_PREFIX}${secret}\r\n\r\n`,
  );
  socket.once('data', () => socket.write(Buffer.concat([head, Buffer.alloc(sent)])));
  return state;
};

it('a relay closes sockets whose unfinished frames are too much together, and keeps the others', async () => {
  const relay = await start({ env: { MAX_DOC_MB: '1' } });
  await claim(relay);
  // Each of them alone is allowed: two fit into the budget of 2 MB, and six do not.
  const sockets = Array.from({ length: 6 }, () => beginFrame(relay, {}, 1900 * KB, 900 * KB));
  const closed = (): number => sockets.filter((socket) => socket.closed).length;
  await expect.poll(closed, { timeout: 10_000 }).toBe(4);
});

it('a frame of a player that is larger than what players send ends at its head', async () => {
  const relay = await start();
  await claim(relay);
  const made = await api(relay, 'POST', `/campaigns/${CAMPAIGN}/codes`, OWNER, { role: 'player' });
  const { code } = (await made.json()) as { code: string };
  const secret = 'player-secret-player-secret-player-secret';
  await api(relay, 'POST', '/join', code, { memberHash: sha256(secret), label: 'Phone' });
  const player = { room: `${ROOM}/table`, secret };
  const [large, small] = [beginFrame(relay, player, 2 * KB * KB, 0), beginFrame(relay, player, 100 * KB, 10 * KB)];
  await expect.poll(() => large.closed, { timeout: 10_000 }).toBe(true);
  expect(small.closed).toBe(false);
});
