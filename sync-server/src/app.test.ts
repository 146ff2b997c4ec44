// Tests the relay's HTTP interface: security headers of the app's pages, who can read metrics, and a log without
// content.
import { createHash } from 'node:crypto';
import { utimesSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { client } from '../testing/client.ts';
import { CAMPAIGN, folder, OWNER, ROOM, start as startOn } from '../testing/relay.ts';
import { readConfig } from './config.ts';
import type { Relay } from './relay.ts';

const start = async (
  env: Record<string, string> = {},
  say: (line: string) => void = () => undefined,
): Promise<Relay & { get(path: string, headers?: Record<string, string>): Promise<Response> }> => {
  const relay = await startOn({ env, say });
  return { ...relay, get: (path, headers = {}) => fetch(`http://127.0.0.1:${relay.port}${path}`, { headers }) };
};
/** The status of a request with a Host header of its own, which `fetch` does not send. */
const statusFor = (relay: Relay, path: string, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: relay.port, path, setHost: false, headers: { host } });
    asked.once('response', (response) => (response.resume(), resolve(response.statusCode ?? 0)));
    asked.once('error', reject);
    asked.end();
  });
const write = async (relay: Relay, words: string): Promise<void> => {
  const { doc, provider } = client(relay);
  await provider.settled();
  doc.getText('t').insert(0, words);
  await provider.settled();
  provider.destroy();
};

describe('the relay’s requests', () => {
  it('refuses a body that is too large as such, not as a failure of its own', async () => {
    const relay = await start();
    const body = JSON.stringify({ memberHash: 'a'.repeat(64), label: 'x'.repeat(20_000) });
    const answer = await fetch(`http://127.0.0.1:${relay.port}/api/join`, {
      method: 'POST',
      headers: { authorization: `Bearer ${OWNER}`, 'content-type': 'application/json' },
      body,
    });
    expect([answer.status, await answer.json()]).toEqual([413, { error: 'TooLarge' }]);
  });
});

describe('the relay’s pages', () => {
  it('run only the app’s own code, inline scripts by their hashes, and cannot be framed', async () => {
    const app = folder();
    const inline = "\n  document.documentElement.dataset.theme = 'dusk'; // «»\n";
    writeFileSync(
      join(app, 'index.html'),
      `<!doctype html><script>${inline}</script><script type="module" src="/a.js"></script>`,
    );
    const relay = await start({ APP_DIR: app });
    for (const path of ['/', '/campaigns/x', '/index.html']) {
      const { headers } = await relay.get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain(
        `script-src 'self' 'wasm-unsafe-eval' 'sha256-${createHash('sha256').update(inline).digest('base64')}';`,
      );
      for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"])
        expect(policy).toContain(rule);
      expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
      expect([
        headers.get('x-frame-options'),
        headers.get('x-content-type-options'),
        headers.get('referrer-policy'),
      ]).toEqual(['DENY', 'nosniff', 'no-referrer']);
      expect(headers.get('strict-transport-security')).toBeNull();
    }
    // A new build under the running relay.
    writeFileSync(join(app, 'index.html'), '<!doctype html><script>let other;</script>');
    utimesSync(join(app, 'index.html'), 1, 2);
    expect((await relay.get('/')).headers.get('content-security-policy')).toContain(
      createHash('sha256').update('let other;').digest('base64'),
    );
  });

  it('send HSTS only if a trusted proxy says that the browser came by https', async () => {
    const app = folder();
    writeFileSync(join(app, 'index.html'), '<!doctype html>');
    const trusting = await start({ APP_DIR: app, TRUST_PROXY: '1' });
    expect((await trusting.get('/', { 'x-forwarded-proto': 'https' })).headers.get('strict-transport-security')).toBe(
      'max-age=31536000',
    );
    expect((await trusting.get('/')).headers.get('strict-transport-security')).toBeNull();
    const wary = await start({ APP_DIR: app });
    expect((await wary.get('/', { 'x-forwarded-proto': 'https' })).headers.get('strict-transport-security')).toBeNull();
  });
});

describe('a relay without the app', () => {
  it('says at its address what it is and how it serves the app', async () => {
    const relay = await start({ APP_DIR: '' });
    const front = await relay.get('/');
    expect([front.status, await front.text()]).toEqual([200, expect.stringContaining('set APP_DIR')]);
    expect((await relay.get('/campaigns/x')).status).toBe(404);
  });
});

describe('the relay’s metrics and log', () => {
  it('can be read on this machine, or with the token if there is one', async () => {
    const relay = await start();
    await fetch(`http://127.0.0.1:${relay.port}/api/campaigns/${CAMPAIGN}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${OWNER}` },
    });
    await write(relay, 'words');
    await expect
      .poll(async () => (await relay.get('/metrics')).text())
      .toMatch(/relay_updates_total 1\n[\s\S]*relay_closes_total\{code="\d+"\} 1\n[\s\S]*relay_durable_ms_count 1\n/);
    // A caller on another machine, as a trusted proxy says.
    const behind = await start({ TRUST_PROXY: '1' });
    expect((await behind.get('/metrics', { 'x-forwarded-for': '203.0.113.5' })).status).toBe(404);
    // 24.9 A proxy on this machine that the relay was not told to trust: anyone can be behind it.
    for (const header of ['x-forwarded-for', 'via'])
      expect((await relay.get('/metrics', { [header]: '203.0.113.5' })).status, header).toBe(404);
    const locked = await start({ METRICS_TOKEN: 'a-token-of-some-length' });
    expect((await locked.get('/metrics')).status).toBe(404);
    expect((await locked.get('/metrics', { authorization: 'Bearer a-token-of-some-lengtH' })).status).toBe(404);
    expect((await locked.get('/metrics', { authorization: 'Bearer a-token-of-some-length' })).status).toBe(200);
    expect(readConfig({ METRICS_TOKEN: 'short' })).toMatchObject({ ok: false });
  });

  it('can be read under names of this machine only, not by a page whose name was made to lead here', async () => {
    const relay = await start();
    const own = ['localhost', `LOCALHOST:${relay.port}`, '127.0.0.1', `127.0.0.1:${relay.port}`, '[::1]', '[::1]:3000'];
    for (const host of own) expect(await statusFor(relay, '/metrics', host), host).toBe(200);
    const others = [
      ...['evil.example', `evil.example:${relay.port}`, 'localhost.evil.example', '127.0.0.1.evil.example'],
      ...['evil.example:127.0.0.1', '[::1]evil', '::1', '127.0.0.1:x', '127.0.0.1@evil.example', '192.168.1.20', ''],
    ];
    for (const host of others) expect(await statusFor(relay, '/metrics', host), host).toBeGreaterThanOrEqual(400);
    // A proxy on this machine that is trusted, and names itself as the caller.
    const behind = await start({ TRUST_PROXY: '1' });
    expect(await statusFor(behind, '/metrics', 'table.example.org')).toBe(404);
    // With a token the name does not matter.
    const locked = await start({ METRICS_TOKEN: 'a-token-of-some-length' });
    const headers = { authorization: 'Bearer a-token-of-some-length', host: 'metrics.example.org' };
    expect((await locked.get('/metrics', headers)).status).toBe(200);
  });

  it('tell with help of the version, the disk, the database, backups and refused secrets', async () => {
    const relay = await start();
    await fetch(`http://127.0.0.1:${relay.port}/api/campaigns/${CAMPAIGN}/me`, {
      headers: { authorization: 'Bearer a-secret-that-nobody-was-given' },
    });
    const text = await (await relay.get('/metrics')).text();
    expect(text).toMatch(/^relay_info\{version="\d+\.\d+\.\d+",node="[\d.]+"\} 1$/m);
    expect(text).toMatch(/^relay_refused_secrets_total 1$/m);
    expect(text).toMatch(/^relay_database_damaged 0$/m);
    for (const name of ['relay_database_bytes', 'relay_disk_free_bytes'])
      expect(Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]), name).toBeGreaterThan(1000);
    expect(text).not.toContain('relay_last_backup_seconds');
    const helped = [...text.matchAll(/^# HELP (\w+) \S/gm)].map(([, name]) => name);
    expect(helped).toEqual([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
    expect(((await (await relay.get('/config.json')).json()) as { version: string }).version).toMatch(/^\d+\./);
  });

  it('tell once a minute of pages that are refused because a proxy changed the Host header', async () => {
    const lines: string[] = [];
    const relay = await start({}, (line) => lines.push(line));
    const connect = async (): Promise<number> => {
      const socket = new WebSocket(`ws://127.0.0.1:${relay.port}/sync/${ROOM}`, {
        headers: { origin: 'https://table.example.org' },
      });
      return new Promise((resolve) => {
        socket.once('unexpected-response', (_request, { statusCode = 0 }) => (socket.terminate(), resolve(statusCode)));
        socket.once('error', () => undefined);
      });
    };
    for (let i = 0; i < 3; i++) expect(await connect()).toBe(403);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      event: 'refused a page of another origin',
      origin: 'https://table.example.org',
      host: `127.0.0.1:${relay.port}`,
      hint: expect.stringContaining('PUBLIC_URL'),
    });
  });

  it('contain no content and no secret', async () => {
    const lines: string[] = [];
    const relay = await start({ LOG_LEVEL: 'info' }, (line) => lines.push(line));
    await fetch(`http://127.0.0.1:${relay.port}/api/campaigns/${CAMPAIGN}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${OWNER}` },
    });
    await write(relay, 'THE-DUKE-DID-IT');
    await expect.poll(() => lines.length).toBeGreaterThanOrEqual(3);
    const read = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(read.map((l) => l['event'])).toEqual(expect.arrayContaining(['started', 'connected', 'closed']));
    expect(read[0]).toMatchObject({ event: 'started', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    expect(read.find((l) => l['event'] === 'closed')).toMatchObject({
      level: 'info',
      room: `campaign/${CAMPAIGN}`,
      code: expect.any(Number),
      received: expect.any(Number),
    });
    expect(lines.join()).not.toMatch(/THE-DUKE|owner-secret/);
    expect(await (await relay.get('/metrics')).text()).not.toMatch(/THE-DUKE|owner-secret|0197c0de/);
  });
});
