// Tests the whole relay over real sockets: stock clients, ours, access, restarts, a broken disk, hostile frames.
import { describe, expect, it } from 'vitest';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { createProvider, type Head, type Provider } from '@emberkeep/sync';
import { AUTH_PREFIX, SUBPROTOCOL } from '@emberkeep/sync/wire';
import { afterTest, api, CAMPAIGN, claim, configOf as config, folder, OWNER, ROOM, start } from '../testing/relay.ts';
import { readConfig } from './config.ts';
import { hashSecret } from './access/access.ts';
import { DataFolderInUse } from './storage/sqlite.ts';
import { startRelay, type Relay } from './relay.ts';
import type { FilePort } from './log/disk-sync.ts';

interface Client {
  doc: Y.Doc;
  provider: Provider;
  durable: number[];
  heads: Head[];
  marks: { count: number };
}
const client = (relay: Relay, options: { room?: string; token?: string | null; doc?: Y.Doc } = {}): Client => {
  const doc = options.doc ?? new Y.Doc();
  const durable: number[] = [];
  const heads: Head[] = [];
  const marks = { count: 0 };
  doc.on('update', (_u: Uint8Array, origin: unknown) => {
    if ((origin as { source?: string } | null)?.source !== 'relay') marks.count += 1;
  });
  const provider = createProvider({
    url: `ws://127.0.0.1:${relay.port}/sync`,
    room: options.room ?? ROOM,
    doc,
    token: options.token === undefined ? OWNER : options.token,
    WebSocketClass: WebSocket,
    mark: () => marks.count,
    onDurable: (mark) => durable.push(mark),
    onHead: (head) => heads.push(head),
    maxBackoffMs: 50,
  });
  provider.connect();
  afterTest(() => provider.destroy());
  return { doc, provider, durable, heads, marks };
};
const eventually = async (condition: () => boolean, what: string): Promise<void> => {
  for (let i = 0; i < 400 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!condition()) throw new Error(`never happened: ${what}`);
};
const text = (doc: Y.Doc): string => doc.getText('t').toString();

describe('relay: storing and passing on', () => {
  it('[R4] [R5] two clients exchange updates; durable counts what was written; a later client has everything once synced', async () => {
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
  it('[R4] RELAY_OPEN admits y-websocket clients, echoes their updates once durable, and merges them with ours', async () => {
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

describe('relay: access', () => {
  it('[E1] [E3] a campaign is claimed once; wrong secrets and strangers are refused with a reason and do not retry', async () => {
    const relay = await start();
    expect((await claim(relay)).status).toBe(200);
    expect((await claim(relay)).status).toBe(200); // the same owner again
    expect((await api(relay, 'PUT', `/campaigns/${CAMPAIGN}`, 'somebody-else-somebody-else-somebody')).status).toBe(
      401,
    );
    const stranger = client(relay, { token: 'no-such-secret-no-such-secret-no-such' });
    expect(await stranger.provider.settled()).toBe(false);
    expect(stranger.provider.state()).toMatchObject({ type: 'refused', code: 4401 });
    const nobody = client(relay, { token: null });
    expect(await nobody.provider.settled()).toBe(false);
  });

  it('[E3] [E4] an invite admits a device but opens no room itself, and revoking closes the device’s connection', async () => {
    const relay = await start();
    await claim(relay);
    const invite = 'invite-secret-invite-secret-invite-12';
    await api(relay, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, {
      secretHash: hashSecret(invite),
      role: 'co_gm',
      label: 'link',
    });
    const direct = client(relay, { token: invite });
    expect(await direct.provider.settled()).toBe(false);
    const member = 'member-secret-member-secret-member-12';
    const joined = (await (
      await api(relay, 'POST', '/join', invite, { memberHash: hashSecret(member), label: 'Ben' })
    ).json()) as { campaignId: string; role: string; grantId: string };
    expect(joined).toMatchObject({ campaignId: CAMPAIGN, role: 'co_gm' });
    const ben = client(relay, { token: member });
    expect(await ben.provider.settled()).toBe(true);
    expect((await api(relay, 'GET', `/campaigns/${CAMPAIGN}/grants`, member)).status).toBe(403);
    await api(relay, 'DELETE', `/campaigns/${CAMPAIGN}/grants/${joined.grantId}`, OWNER);
    await eventually(() => ben.provider.state().type === 'refused', 'ben is disconnected');
    expect(ben.provider.state()).toMatchObject({ code: 4401 });
    const again = client(relay, { token: member });
    expect(await again.provider.settled()).toBe(false);
  });

  it('a typed code works once, whatever its case and dashes', async () => {
    const relay = await start();
    await claim(relay);
    const { code } = (await (
      await api(relay, 'POST', `/campaigns/${CAMPAIGN}/codes`, OWNER, { role: 'co_gm' })
    ).json()) as { code: string };
    const typed = `${code.slice(0, 5).toLowerCase()}-${code.slice(5).toLowerCase()}`;
    expect((await api(relay, 'POST', '/join', typed, { memberHash: hashSecret('m1'), label: '' })).status).toBe(200);
    expect((await api(relay, 'POST', '/join', typed, { memberHash: hashSecret('m2'), label: '' })).status).toBe(403);
  });

  it('[E4] deleting for everyone closes every connection with 4404 and removes the bytes', async () => {
    const relay = await start();
    await claim(relay);
    const a = client(relay);
    a.doc.getText('t').insert(0, 'x');
    await a.provider.settled();
    expect((await api(relay, 'DELETE', `/campaigns/${CAMPAIGN}`, OWNER)).status).toBe(200);
    await eventually(() => a.provider.state().type === 'refused', 'closed');
    expect(a.provider.state()).toMatchObject({ code: 4404 });
    expect((await claim(relay)).status).toBe(410);
  });

  it('[E5] a page of another origin gets no socket, and the response names the protocol, never the secret', async () => {
    const relay = await start();
    await claim(relay);
    const { WebSocket: NodeSocket } = await import('ws');
    const open = (origin: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = new NodeSocket(`ws://127.0.0.1:${relay.port}/sync/${ROOM}`, [SUBPROTOCOL, AUTH_PREFIX + OWNER], {
          headers: { origin },
        });
        socket.on('open', () => {
          resolve(socket.protocol);
          socket.close();
        });
        socket.on('error', (error) => resolve(error.message));
      });
    expect(await open('https://evil.example')).toContain('403');
    expect(await open(`http://127.0.0.1:${relay.port}`)).toBe(SUBPROTOCOL);
  });
});

describe('relay: limited invites and names of devices', () => {
  it('[E3] an invite works for its time and its number of devices, and then admits no one', async () => {
    const relay = await start();
    await claim(relay);
    const invite = async (secret: string, limits: { hours?: number; uses?: number }): Promise<void> =>
      expect(
        (
          await api(relay, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, {
            secretHash: hashSecret(secret),
            role: 'co_gm',
            ...limits,
          })
        ).status,
      ).toBe(200);
    const join = async (secret: string, device: string): Promise<number> =>
      (
        await api(relay, 'POST', '/join', secret, {
          memberHash: hashSecret(`member-secret-of-${device}-long-enough-000`),
          label: device,
        })
      ).status;
    await invite('invite-for-two-devices-0000000000001', { uses: 2 });
    expect(await join('invite-for-two-devices-0000000000001', 'a')).toBe(200);
    // The response was lost and the device asks again: that uses up nothing.
    expect(await join('invite-for-two-devices-0000000000001', 'a')).toBe(200);
    expect(await join('invite-for-two-devices-0000000000001', 'b')).toBe(200);
    expect(await join('invite-for-two-devices-0000000000001', 'c')).toBe(410);
    expect(await join('invite-for-two-devices-0000000000001', 'b')).toBe(200);
    // Two devices race for the last use: one is admitted.
    await invite('invite-for-one-device-00000000000001', { uses: 1, hours: 1 });
    expect(
      (
        await Promise.all([
          join('invite-for-one-device-00000000000001', 'd'),
          join('invite-for-one-device-00000000000001', 'e'),
        ])
      ).sort(),
    ).toEqual([200, 410]);
    for (const limits of [{ uses: 0 }, { hours: 0 }, { hours: 100_000 }, { uses: 1.5 }])
      expect(
        (
          await api(relay, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, {
            secretHash: hashSecret('x'.repeat(32)),
            role: 'co_gm',
            ...limits,
          })
        ).status,
      ).toBe(400);
  });

  it('an owner can rename any device, everyone else only their own', async () => {
    const relay = await start();
    await claim(relay);
    const member = 'member-secret-of-ben-long-enough-00000001';
    const { code } = (await (
      await api(relay, 'POST', `/campaigns/${CAMPAIGN}/codes`, OWNER, { role: 'co_gm' })
    ).json()) as { code: string };
    const { grantId } = (await (
      await api(relay, 'POST', '/join', code, { memberHash: hashSecret(member), label: 'tablet' })
    ).json()) as { grantId: string };
    const rename = (secret: string, id: string, label: string): Promise<Response> =>
      api(relay, 'PATCH', `/campaigns/${CAMPAIGN}/grants/${id}`, secret, { label });
    expect(await (await rename(member, grantId, 'Ben’s iPad')).json()).toMatchObject({
      grant: { label: 'Ben’s iPad' },
    });
    const { grants } = (await (await api(relay, 'GET', `/campaigns/${CAMPAIGN}/grants`, OWNER)).json()) as {
      grants: { id: string; kind: string }[];
    };
    expect((await rename(member, grants.find((g) => g.kind === 'owner')!.id, 'mine now')).status).toBe(403);
    expect((await rename(OWNER, grantId, 'Ben')).status).toBe(200);
    for (const label of ['', 'x'.repeat(61), '   ']) expect((await rename(OWNER, grantId, label)).status).toBe(400);
    expect((await rename(OWNER, 'nobody', 'x')).status).toBe(404);
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
