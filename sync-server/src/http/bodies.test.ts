// Tests what a request's body can cost: it is read only once its sender may send it, a few of one caller at a time, up
// to its first mistake, and not for ever.
import { Hono } from 'hono';
import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { BLOB_MAX, ROSTER_MAX, type RosterResponse } from '@emberkeep/sync/wire';
import { watchLookups } from '../../testing/lookups.ts';
import { afterTest, api, CAMPAIGN, claim, OWNER, sha256, start } from '../../testing/relay.ts';
import type { Relay } from '../relay.ts';
import { createLanes } from './lanes.ts';
import { listen, stopListening } from './listen.ts';
import { listOf } from './validation.ts';

const STRANGER = 'a-stranger-who-has-no-key-to-this-campaign';
const NOBODYS = '0197c0de-0000-7000-8000-0000000000aa';

const entry = (secret: string, role = 'co_gm', kind = 'member') => ({
  kind,
  role,
  label: 'x',
  secretHash: sha256(secret),
  createdAt: 1,
  expiresAt: null,
  usesLeft: null,
  revokedAt: null,
});

/** The status of a request whose body is announced, but never sent. */
const statusWithoutBody = (relay: Relay, method: string, path: string, secret: string, how: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = connect(relay.port, '127.0.0.1');
    afterTest(() => socket.destroy());
    socket.on('error', reject);
    socket.once('data', (data) => resolve(Number(/^HTTP\/1.1 (\d+)/.exec(data.toString())?.[1])));
    socket.write(
      `${method} /api${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secret}\r\n` +
        `Content-Type: application/json\r\nContent-Range: bytes 0-999/1000\r\n${how}\r\n\r\n`,
    );
  });

describe('a body of a sender who is refused', () => {
  it('is not read, whatever it announces', async () => {
    const relay = await start();
    await claim(relay);
    const requests = [
      ['POST', `/campaigns/${CAMPAIGN}/refill`],
      ['POST', `/campaigns/${CAMPAIGN}/roster`],
      ['POST', `/campaigns/${CAMPAIGN}/pull`],
      ['POST', `/campaigns/${CAMPAIGN}/rotate`],
      ['POST', `/campaigns/${CAMPAIGN}/invites`],
      ['PATCH', `/campaigns/${CAMPAIGN}/grants/some`],
      ['PUT', `/campaigns/${CAMPAIGN}/blobs/${sha256('picture')}`],
      ['POST', `/campaigns/${CAMPAIGN}/blobs/keep`],
    ] as const;
    for (const [method, path] of requests)
      for (const how of ['Content-Length: 1000', 'Content-Length: 99000000', 'Transfer-Encoding: chunked'])
        expect(await statusWithoutBody(relay, method, path, STRANGER, how), `${method} ${path} ${how}`).toBe(401);
  });

  it('is not read where a relay takes no new campaigns, or too many came from the address', async () => {
    const closed = await start({ env: { INVITE_MODE: 'closed' } });
    const refill = `/campaigns/${NOBODYS}/refill`;
    expect(await statusWithoutBody(closed, 'POST', refill, STRANGER, 'Content-Length: 1000')).toBe(403);
    // A busy machine may need more than the minute that is counted, so no time passes.
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
    afterTest(() => vi.useRealTimers());
    const relay = await start();
    const statuses = new Set<number>();
    for (let i = 0; i < 320; i++) {
      const id = NOBODYS.slice(0, -3) + String(i).padStart(3, '0');
      statuses.add((await claim(relay, id, `${OWNER}${i}`)).status);
    }
    expect([...statuses]).toEqual([200, 429]);
    expect(await statusWithoutBody(relay, 'POST', refill, STRANGER, 'Content-Length: 1000')).toBe(429);
    // Who is in already is no newcomer.
    expect((await claim(relay, NOBODYS.slice(0, -3) + '000', `${OWNER}0`)).status).toBe(200);
    vi.setSystemTime(1_000_000 + 61_000);
    expect((await claim(relay, NOBODYS, `${OWNER}-later`)).status).toBe(200);
  });
});

describe('a long list', () => {
  it('is read up to its first mistake, and not at all if it is too long', () => {
    let read = 0;
    const counting = z.string().refine((text) => {
      read += 1;
      return text !== 'bad';
    });
    const list = listOf(counting, 1000);
    expect(list.safeParse(Array(1000).fill('good')).data).toHaveLength(1000);
    expect(read).toBe(1000);
    read = 0;
    expect(list.safeParse(['good', 'bad', ...Array<string>(900).fill('bad')]).success).toBe(false);
    expect(read).toBe(2);
    read = 0;
    expect(list.safeParse(Array(1001).fill('good')).success).toBe(false);
    expect(read).toBe(0);
  });

  it('of grants ends at what a roster holds: no owner makes the relay’s lists longer and longer', async () => {
    const relay = await start();
    await claim(relay);
    const post = (from: number, count: number): Promise<Response> =>
      api(relay, 'POST', `/campaigns/${CAMPAIGN}/roster`, OWNER, {
        grants: Array.from({ length: count }, (_, i) => entry(`device ${from + i}`)),
      });
    expect((await post(0, 4000)).status).toBe(200);
    const roster = (await (await post(4000, 4000)).json()) as RosterResponse;
    expect(roster.grants).toHaveLength(ROSTER_MAX);
    const invite = { secretHash: sha256('one more'), role: 'player' };
    expect((await api(relay, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, invite)).status).toBe(429);
    expect((await api(relay, 'POST', `/campaigns/${CAMPAIGN}/codes`, OWNER, { role: 'player' })).status).toBe(429);
  }, 60_000);

  it('of devices that an invite let in leaves the owner room to invite others, and ends with what can be used', async () => {
    const relay = await start();
    await claim(relay);
    const path = `/campaigns/${CAMPAIGN}`;
    const invite = 'an-invitation-without-a-limit';
    await api(relay, 'POST', `${path}/invites`, OWNER, { secretHash: sha256(invite), role: 'player' });
    // As many as make the next device the last one.
    const grants = Array.from({ length: ROSTER_MAX / 2 - 3 }, (_, i) => entry(`device ${i}`));
    expect((await api(relay, 'POST', `${path}/roster`, OWNER, { grants })).status).toBe(200);
    const join = (name: string): Promise<Response> => api(relay, 'POST', '/join', invite, { memberHash: sha256(name) });
    expect((await join('last')).status).toBe(200);
    expect((await join('one too many')).status).toBe(410);
    const other = { secretHash: sha256('for somebody else'), role: 'co_gm' };
    expect((await api(relay, 'POST', `${path}/invites`, OWNER, other)).status).toBe(200);
  }, 60_000);
});

describe('lanes', () => {
  it('work on a few requests of a caller at a time, in order, and on others at once', async () => {
    const lanes = createLanes(2, 2);
    const started: string[] = [];
    const ends: (() => void)[] = [];
    const run = (key: string, name: string): Promise<void> | null =>
      lanes.run(key, () => {
        started.push(name);
        return new Promise<void>((resolve) => ends.push(resolve));
      });
    const all = [run('a', 'a1'), run('a', 'a2'), run('a', 'a3'), run('a', 'a4'), run('b', 'b1')];
    expect(run('a', 'one too many')).toBeNull();
    await Promise.resolve();
    expect(started).toEqual(['a1', 'a2', 'b1']);
    ends[0]!();
    await all[0];
    await expect.poll(() => started).toEqual(['a1', 'a2', 'b1', 'a3']);
    for (let i = 1; i < 5; i++) {
      await expect.poll(() => ends.length).toBeGreaterThan(i);
      ends[i]!();
    }
    await Promise.all(all);
    expect(started).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
    await expect(lanes.run('a', () => Promise.reject(new Error('fails')))).rejects.toThrow('fails');
    expect(await lanes.run('a', () => Promise.resolve('goes on'))).toBe('goes on');
  });
});

it('more requests than may wait are refused with a sentence of their own, and those that wait are answered', async () => {
  const lookups = watchLookups(OWNER);
  const relay = await start({ onDatabase: lookups.watch });
  await claim(relay);
  const before = lookups.count();
  const slow = connect(relay.port, '127.0.0.1');
  const slower = connect(relay.port, '127.0.0.1');
  for (const socket of [slow, slower]) {
    afterTest(() => socket.destroy());
    socket.on('error', () => undefined);
    socket.write(
      `POST /api/campaigns/${CAMPAIGN}/pull HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${OWNER}\r\n` +
        'Content-Length: 2\r\n\r\n\0',
    );
  }
  // Both are being read now, and nobody else is before they are complete.
  await expect.poll(lookups.count, { timeout: 20_000 }).toBe(before + 2);
  const refused: { error: string }[] = [];
  let hasAllRefused: () => void = () => undefined;
  const allRefused = new Promise<void>((resolve) => (hasAllRefused = resolve));
  const asked = Array.from({ length: 520 }, async () => {
    const answer = await api(relay, 'POST', `/campaigns/${CAMPAIGN}/pull`, OWNER, {});
    if (answer.status !== 429) return answer.status;
    refused.push((await answer.json()) as { error: string });
    if (refused.length === 20) hasAllRefused();
    return null;
  });
  await allRefused;
  for (const socket of [slow, slower]) socket.write('\0');
  const waited = (await Promise.all(asked)).filter((status) => status !== null);
  expect(refused).toEqual(Array(20).fill({ error: 'TooMany' }));
  expect(new Set(waited)).toEqual(new Set([400]));
  expect(waited).toHaveLength(500);
}, 60_000);

it('a hundred slow bodies at once are closed in time, whoever reads them or not', async () => {
  const app = new Hono().post('/read', async (c) => c.text(await c.req.text()));
  app.onError((_error, c) => c.text('cut off', 400));
  const { server, port } = await listen(app, { host: '127.0.0.1', port: 0 }, null, { headersMs: 500, requestMs: 1000 });
  afterTest(() => stopListening(server));
  const ended = Array.from({ length: 100 }, (_, i) => {
    const socket = connect(port, '127.0.0.1');
    afterTest(() => socket.destroy());
    socket.on('error', () => undefined);
    socket.resume();
    const length = i % 2 === 0 ? 'Content-Length: 100000' : 'Transfer-Encoding: chunked';
    socket.write(`POST /${i % 4 < 2 ? 'read' : 'nowhere'} HTTP/1.1\r\nHost: x\r\n${length}\r\n\r\n`);
    const drip = setInterval(() => socket.write(i % 2 === 0 ? 'x' : '1\r\nx\r\n'), 100);
    afterTest(() => clearInterval(drip));
    return new Promise((resolve) => socket.once('close', resolve));
  });
  await Promise.all(ended);
}, 15_000);

it('answers that nobody reads are few for a grant and for an address, and leave their place when the connection ends', async () => {
  const relay = await start();
  const picture = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(BLOB_MAX - 8, 7)]);
  const hash = createHash('sha256').update(picture).digest('hex');
  const secretOf = (id: string): string => `${OWNER}-${id.slice(-2)}`;
  /** Campaign number `n`, with one picture of the largest size. */
  const campaignWithPicture = async (n: number): Promise<string> => {
    const id = `${CAMPAIGN.slice(0, -2)}${String(n).padStart(2, '0')}`;
    expect((await claim(relay, id, secretOf(id))).status).toBe(200);
    const piece = BLOB_MAX / 8;
    for (let from = 0; from < BLOB_MAX; from += piece) {
      const stored = await fetch(`http://127.0.0.1:${relay.port}/api/campaigns/${id}/blobs/${hash}`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${secretOf(id)}`,
          'content-range': `bytes ${from}-${from + piece - 1}/${BLOB_MAX}`,
        },
        body: picture.subarray(from, from + piece),
      });
      expect(stored.status).toBe(200);
    }
    return id;
  };
  let answered = 0;
  /** Asks for the picture, and reads nothing after the first bytes of the answer. */
  const askAndStopReading = (id: string): Socket => {
    const socket = connect(relay.port, '127.0.0.1');
    afterTest(() => socket.destroy());
    socket.on('error', () => undefined);
    socket.once('data', () => {
      answered += 1;
      socket.pause();
    });
    socket.write(
      `GET /api/campaigns/${id}/blobs/${hash} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secretOf(id)}\r\n\r\n`,
    );
    return socket;
  };
  const [first = '', ...others] = await Promise.all(Array.from({ length: 11 }, (_, n) => campaignWithPicture(10 + n)));
  const sockets = Array.from({ length: 10 }, () => askAndStopReading(first));
  /** Requests that need no place are answered meanwhile: whoever has one was answered by then, too. */
  const othersAreAnswered = async (): Promise<void> => {
    for (let n = 0; n < 20; n++) expect((await claim(relay, first, secretOf(first))).status).toBe(200);
  };
  // Ten pictures of the largest size are sent at once: a busy machine takes its time.
  const patiently = { timeout: 40_000 };
  await expect.poll(() => answered, patiently).toBeGreaterThanOrEqual(2);
  await othersAreAnswered();
  expect(answered).toBe(2);
  // Another grant of the address is answered beside them, up to sixteen in all.
  for (const id of others) sockets.push(askAndStopReading(id), askAndStopReading(id));
  await expect.poll(() => answered, patiently).toBeGreaterThanOrEqual(16);
  await othersAreAnswered();
  expect(answered).toBe(16);
  // What is small does not wait behind them.
  expect((await api(relay, 'GET', `/campaigns/${first}/heads`, secretOf(first))).status).toBe(200);
  const late = api(relay, 'GET', `/campaigns/${first}/blobs/${hash}`, secretOf(first));
  for (const socket of sockets) socket.destroy();
  expect((await late).status).toBe(200);
}, 60_000);
