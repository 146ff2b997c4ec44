// One sender who does their worst, as a process of its own: arguments are the relay's port, the act, and the campaign and
// its owner's secret. It says `ready` and goes on until it is ended.
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { encodePresence, encodePullRequest, encodeSync, SYNC } from '@emberkeep/sync/wire';
import { hashSecret } from '../src/access/secrets.ts';

const [port, act, campaign, owner] = process.argv.slice(2) as [string, string, string, string];
const room = `campaign/${campaign}`;
const AT_ONCE = 20;
/** After a refusal, ms. */
const RETRY_MS = 250;

/** Repeats the work for ever, many at a time. */
const forEver = (work: () => Promise<unknown>): void => {
  for (let i = 0; i < AT_ONCE; i++)
    void (async () => {
      for (;;) await work().catch(() => delay(5));
    })();
};

const post = async (path: string, secret: string, body: string | Uint8Array<ArrayBuffer>): Promise<void> => {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const answer = await fetch(`http://127.0.0.1:${port}/api${path}`, { method: 'POST', headers, body });
  await answer.arrayBuffer();
};

const request = async (method: string, path: string, body?: string): Promise<number> => {
  const headers = { authorization: `Bearer ${owner}`, 'content-type': 'application/json' };
  const url = `http://127.0.0.1:${port}/api/campaigns/${campaign}${path}`;
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  await answer.arrayBuffer();
  return answer.status;
};

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/** A tiny picture that nobody has sent before. */
const newPicture = (): Buffer<ArrayBuffer> => Buffer.concat([PNG, Buffer.from(`picture ${next++}`)]);

/** Sends the first bytes of a picture; all of it, unless `total` is more. */
const putPicture = async (picture: Buffer<ArrayBuffer>, total = picture.byteLength): Promise<number> => {
  const hash = createHash('sha256').update(picture).digest('hex');
  const answer = await fetch(`http://127.0.0.1:${port}/api/campaigns/${campaign}/blobs/${hash}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${owner}`,
      'content-range': `bytes 0-${picture.byteLength - 1}/${total}`,
    },
    body: picture,
  });
  await answer.arrayBuffer();
  return answer.status;
};

/** Repeats the work until it succeeds: earlier acts may have used up the handshakes of this minute. */
const untilDone = async (work: () => Promise<unknown>): Promise<void> => {
  const isDone = (): Promise<boolean> =>
    work().then(
      () => true,
      () => false, // reason: it is tried again
    );
  while (!(await isDone())) await delay(RETRY_MS);
};

/** Does the work that many times, many at a time. */
const times = async (count: number, work: () => Promise<unknown>): Promise<void> => {
  let left = count;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) await untilDone(work);
    }),
  );
};

/** Resolves with the socket's next message; rejects if it closes first. */
const nextMessage = (socket: WebSocket): Promise<void> =>
  new Promise((resolve, reject) => {
    const refuse = (code: number): void => reject(new Error(`The relay closed the socket with ${code}.`));
    socket.once('close', refuse);
    socket.once('message', () => {
      socket.off('close', refuse);
      resolve();
    });
  });

const openSocket = async (name = room): Promise<WebSocket> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/sync/${name}`, ['emberkeep.1', `auth.${owner}`]);
  socket.on('error', () => undefined);
  await nextMessage(socket);
  return socket;
};

/** Opens a document, writes this into it, and waits for the relay's answer. */
const write = async (doc: Y.Doc, name = room): Promise<void> => {
  const socket = await openSocket(name);
  socket.send(encodeSync(SYNC.update, Y.encodeStateAsUpdate(doc)));
  await nextMessage(socket);
  socket.terminate();
};

/** Sends for ever on many sockets, as fast as it is read. */
const floodWith = (send: (socket: WebSocket) => void): void =>
  forEver(async () => {
    const socket = await openSocket();
    while (socket.readyState === socket.OPEN) {
      for (let i = 0; i < 50; i++) send(socket);
      while (socket.bufferedAmount > 1e6 && socket.readyState === socket.OPEN) await delay(2);
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

const flood = (frame: () => Uint8Array): void => floodWith((socket) => socket.send(frame()));

const fill = async (kilobytes: number): Promise<void> => {
  const doc = new Y.Doc();
  for (let i = 0; i < kilobytes; i++) doc.getMap('m').set(`k${i}`, 'z'.repeat(1000));
  await untilDone(() => write(doc));
};

const numbers = (...values: number[]): Uint8Array => {
  const encoder = encoding.createEncoder();
  for (const value of values) encoding.writeVarUint(encoder, value);
  return encoding.toUint8Array(encoder);
};

const entry = (secret: string) => ({
  ...{ kind: 'member', role: 'co_gm', label: 'x', secretHash: hashSecret(secret) },
  ...{ createdAt: 1, expiresAt: null, usesLeft: null, revokedAt: null },
});
const stranger = 'a-stranger-without-a-key-to-anything-here';
const refill = `/campaigns/${campaign}/refill`;
let next = 1;

const ACTS: Record<string, () => void | Promise<void>> = {
  'rosters of a stranger': () => {
    const body = JSON.stringify({ gmsMayRefill: true, grants: Array.from({ length: 5000 }, (_, i) => entry(`${i}`)) });
    forEver(() => post(refill, stranger, body));
  },
  'mistakes without end': () => {
    const body = JSON.stringify({ gmsMayRefill: true, grants: Array.from({ length: 400_000 }, () => ({})) });
    forEver(() => post(`/campaigns/${campaign.slice(0, -2)}ff/refill`, stranger, body));
  },
  // What a stranger may ask without a key: to join, to bring a campaign, and whether a key is good.
  'joins of a stranger': () =>
    forEver(() =>
      post('/join', `nobody-invited-this-device-${next++}`, JSON.stringify({ memberHash: hashSecret('x') })),
    ),
  'claims of a stranger': () =>
    forEver(async () => {
      const url = `http://127.0.0.1:${port}/api/campaigns/${randomUUID()}`;
      const headers = { authorization: `Bearer ${stranger}-${next++}` };
      await (await fetch(url, { method: 'PUT', headers })).arrayBuffer();
    }),
  'wrong keys': () =>
    forEver(async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/sync/${room}`, ['emberkeep.1', `auth.wrong-key-${next++}`]);
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.once('close', resolve));
    }),
  'rosters of an owner': () =>
    forEver(() => {
      const grants = Array.from({ length: 1000 }, () => entry(`new ${next++}`));
      return post(`/campaigns/${campaign}/roster`, owner, JSON.stringify({ grants }));
    }),
  'small pictures': () => forEver(() => putPicture(newPicture())),
  'unfinished pictures': () => forEver(() => putPicture(newPicture(), 1000)),
  'lists of pictures': async () => {
    await times(2000, () => putPicture(newPicture()));
    forEver(() => request('GET', '/blobs'));
  },
  heads: async () => {
    const doc = new Y.Doc();
    doc.getMap('m').set('k', 1);
    await times(2000, () => write(doc, `${room}/session/${randomUUID()}`));
    forEver(() => request('GET', '/heads'));
  },
  names: () => forEver(() => request('PUT', '/label', JSON.stringify({ label: `Name ${next++}` }))),
  'earlier versions': () => forEver(() => request('GET', '/history')),
  pulls: async () => {
    await fill(2000);
    const body = encodePullRequest([{ room, snapshot: new Uint8Array() }]) as Uint8Array<ArrayBuffer>;
    forEver(() => post(`/campaigns/${campaign}/pull`, owner, body));
  },
  SyncStep1: async () => {
    await fill(2000);
    flood(() => encodeSync(SYNC.step1, new Uint8Array([0])));
  },
  'a known update': () => {
    const doc = new Y.Doc();
    for (let i = 0; i < 20_000; i++) doc.getMap('q').set(`k${i % 50}`, i);
    const frame = encodeSync(SYNC.update, Y.encodeStateAsUpdate(doc));
    flood(() => frame);
  },
  'new clients': () =>
    flood(() => {
      const groups = Array.from({ length: 2000 }, (_, i) => numbers(1, next + 1999 - i, 0, 0, 1));
      next += 2000;
      return encodeSync(SYNC.update, Buffer.concat([numbers(2000), ...groups, numbers(0)]));
    }),
  'tiny structs': () => {
    const structs = Buffer.alloc(5_000_000, numbers(0, 1));
    const frame = encodeSync(SYNC.update, Buffer.concat([numbers(1, 2_500_000, 7, 0), structs, numbers(0)]));
    flood(() => frame);
  },
  gaps: () => flood(() => encodeSync(SYNC.update, numbers(1, 1, 99, 1000, 0, 1, 0))),
  presence: () =>
    flood(() =>
      encodePresence(
        Array.from({ length: 16 }, () => ({ client: next++, clock: 1, state: JSON.stringify('x'.repeat(1000)) })),
      ),
    ),
  pings: () => floodWith((socket) => socket.ping('x'.repeat(100))),
  // Messages that never end.
  fragments: () => floodWith((socket) => socket.send('', { binary: true, fin: false })),
  reconnects: async () => {
    await fill(2000);
    forEver(async () => (await openSocket()).terminate());
  },
};

await ACTS[act]!();
console.log('ready');
