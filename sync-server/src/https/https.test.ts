// Tests https at home. A client that trusts the authority gets page and socket, one that does not gets nothing; the
// authority can vouch for homes only; new addresses get a new certificate, and tablets keep trusting it.
import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { createServer, connect, type TLSSocket } from 'node:tls';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { afterTest, folder, ROOM, start } from '../../testing/relay.ts';
import { localCertificate } from './local-certificate.ts';
import { makeLeaf } from './x509.ts';

const fetched = (url: string, ca?: string): Promise<number | string> =>
  new Promise((resolve) => {
    get(
      url,
      { ...(ca ? { ca } : {}), agent: false },
      (response) => (response.resume(), resolve(response.statusCode ?? 0)),
    ).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
/** What a client that trusts the authority says about its certificate for a name. */
const verdict = async (made: { key: string; cert: string; authority: string }, name: string): Promise<string> => {
  const server = createServer({ key: made.key, cert: made.cert }, (socket) => socket.end());
  afterTest(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new Promise((resolve) => {
    const socket: TLSSocket = connect(
      {
        port: (server.address() as { port: number }).port,
        host: '127.0.0.1',
        ca: made.authority,
        servername: /^[\d.]+$/.test(name) ? '' : name,
        checkServerIdentity: () => undefined,
      },
      () => (socket.end(), resolve('trusted')),
    );
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
};

it('serves app and sockets over https, and over http only the page about trusting it', async () => {
  const relay = await start({ env: { HTTPS: '1', RELAY_OPEN: '1' } });
  const { authority } = await localCertificate(join(relay.dataDir, 'https'));
  expect(await fetched(`https://localhost:${relay.port}/readyz`, authority)).toBe(200);
  expect(await fetched(`https://127.0.0.1:${relay.port}/readyz`, authority)).toBe(200);
  expect(await fetched(`https://localhost:${relay.port}/readyz`)).toMatch(/SELF_SIGNED|UNABLE_TO/);
  const socket = new WebSocket(`wss://localhost:${relay.port}/sync/${ROOM}`, { ca: authority });
  afterTest(() => socket.terminate());
  expect(await new Promise((resolve) => socket.once('message', (data: Buffer) => resolve(data[0])))).toBe(0);
  const page = await fetch(`http://127.0.0.1:${relay.trustPort}/`, { headers: { host: 'x' } });
  expect(await page.text()).toContain('Certificate Trust Settings');
  const der = Buffer.from(await (await fetch(`http://127.0.0.1:${relay.trustPort}/emberkeep-home.crt`)).arrayBuffer());
  expect(new X509Certificate(der).fingerprint256).toBe(new X509Certificate(authority).fingerprint256);
  expect((await fetch(`http://127.0.0.1:${relay.trustPort}/sync/x`, { redirect: 'manual' })).status).toBe(302);
  if (process.platform !== 'win32')
    for (const file of ['authority.key', 'server.key'])
      expect(statSync(join(relay.dataDir, 'https', file)).mode & 0o077).toBe(0);
});

it('is valid for homes only, stays while it fits, and is renewed for a new address or before it expires', async () => {
  const at = folder();
  const day = 86_400_000;
  const first = await localCertificate(at, ['localhost', '127.0.0.1', '192.168.1.20', 'den.local']);
  expect(await verdict(first, 'den.local')).toBe('trusted');
  expect((await localCertificate(at, ['localhost', '192.168.1.20'])).cert).toBe(first.cert);
  const moved = await localCertificate(at, ['localhost', '192.168.7.9']);
  expect(moved.cert).not.toBe(first.cert);
  expect(moved.authority).toBe(first.authority);
  expect(new X509Certificate(moved.cert).checkIP('192.168.7.9')).toBe('192.168.7.9');
  const later = await localCertificate(at, ['localhost', '192.168.7.9'], Date.now() + 350 * day);
  expect(later.cert).not.toBe(moved.cert);
  const leaf = new X509Certificate(moved.cert);
  expect((Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)) / day).toBeLessThan(825);
  // Whoever has the key cannot pretend to be a bank or a public address. Node has no error code for a name constraint.
  const authority = { key: readFileSync(join(at, 'authority.key'), 'utf8'), cert: first.authority };
  for (const name of ['bank.example.com', '203.0.113.7']) {
    const forged = await makeLeaf(authority, [name], Date.now());
    expect(await verdict({ ...forged, authority: first.authority }, name)).toBe('UNSPECIFIED');
  }
});

it('a computer that is renamed, or whose folder moves to another, keeps a certificate that tablets accept', async () => {
  const at = folder();
  const before = await localCertificate(at, ['localhost', 'den', 'den.local', '192.168.1.20']);
  expect(await verdict(before, 'den')).toBe('trusted');
  const renamed = await localCertificate(at, ['localhost', 'attic', 'attic.local', '192.168.1.20']);
  expect(renamed.authority).toBe(before.authority);
  expect(renamed.names).toEqual(['localhost', 'attic.local', '192.168.1.20']);
  for (const name of renamed.names) expect(await verdict(renamed, name), name).toBe('trusted');
  // Started again, nothing is made anew.
  expect((await localCertificate(at, ['localhost', 'attic', 'attic.local', '192.168.1.20'])).cert).toBe(renamed.cert);
});
