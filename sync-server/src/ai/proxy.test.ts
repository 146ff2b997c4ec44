// Tests that questions are passed on to the operator's model server only: off by default, and for GMs of campaigns on
// this relay.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { afterTest, CAMPAIGN, OWNER, start } from '../../testing/relay.ts';

interface Upstream {
  url: string;
  asked: { path: string; authorization: string; body: Record<string, unknown> | null }[];
  closed: number;
}

/** A model server. `slow` sends one piece and then nothing more. */
const upstream = async (say: 'pieces' | 'slow' | 'endless' | 'redirect' | 'refuses' = 'pieces'): Promise<Upstream> => {
  const seen: Upstream = { url: '', asked: [], closed: 0 };
  const server = createServer((request: IncomingMessage, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const text = Buffer.concat(pieces).toString();
      seen.asked.push({
        path: request.url ?? '',
        authorization: request.headers.authorization ?? '',
        body: text ? (JSON.parse(text) as Record<string, unknown>) : null,
      });
      response.on('close', () => (seen.closed += 1));
      if (request.url === '/v1/models')
        return void response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ data: [{ id: 'small', secret: 'x' }, { id: 'large' }] }));
      if (say === 'redirect') return void response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
      if (say === 'refuses') return void response.writeHead(401).end('bad key sk-of-the-operator');
      response.writeHead(200, { 'content-type': 'text/event-stream', 'set-cookie': 'a=b' });
      response.write('data: one\n\n');
      if (say === 'slow') return;
      if (say === 'endless') {
        const more = (): void => {
          if (!response.destroyed && !response.writableEnded)
            response.write('x'.repeat(200_000), () => setImmediate(more));
        };
        return more();
      }
      response.end('data: [DONE]\n\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(() => {
    server.closeAllConnections();
    server.close();
  });
  seen.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return seen;
};

const QUESTION = { model: 'small', messages: [{ role: 'user', content: 'Who is Ilse?' }], stream: true };
const at = async (env: Record<string, string>) => {
  const relay = await start({ env });
  await fetch(`http://127.0.0.1:${relay.port}/api/campaigns/${CAMPAIGN}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${OWNER}` },
  });
  const key = `${CAMPAIGN}.${OWNER}`;
  const ask = (
    body: unknown = QUESTION,
    options: { path?: string; key?: string; signal?: AbortSignal; method?: string } = {},
  ): Promise<Response> =>
    fetch(`http://127.0.0.1:${relay.port}/ai${options.path ?? '/v1/chat/completions'}`, {
      method: options.method ?? 'POST',
      headers: { authorization: `Bearer ${options.key ?? key}`, 'content-type': 'application/json' },
      ...((options.method ?? 'POST') === 'GET' ? {} : { body: JSON.stringify(body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  return { relay, ask, models: () => ask(null, { path: '/v1/models', method: 'GET' }) };
};

describe('the proxy to a model server', () => {
  it('is off unless the operator set an address', async () => {
    const { ask } = await at({});
    expect((await ask()).status).toBe(404);
  });

  it('asks with the operator’s key, and streams the answer without the upstream’s headers', async () => {
    const model = await upstream();
    const { ask, models } = await at({ AI_PROXY_URL: model.url, AI_PROXY_KEY: 'sk-of-the-operator' });
    expect(await (await models()).json()).toEqual({
      object: 'list',
      data: [
        { id: 'small', object: 'model' },
        { id: 'large', object: 'model' },
      ],
    });
    const answer = await ask({ ...QUESTION, max_tokens: 999_999, user: 'me', metadata: { a: 1 } });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await answer.text()).toBe('data: one\n\ndata: [DONE]\n\n');
    expect(model.asked[1]).toEqual({
      path: '/v1/chat/completions',
      authorization: 'Bearer sk-of-the-operator',
      body: { ...QUESTION, max_tokens: 2000 },
    });
  });

  it('accepts only GMs of campaigns on this relay; other paths do not exist', async () => {
    const model = await upstream();
    const { relay, ask } = await at({ AI_PROXY_URL: model.url });
    for (const key of [
      `${CAMPAIGN}.wrong-secret-wrong-secret-wrong-secret`,
      OWNER,
      `${CAMPAIGN}.`,
      '../../x',
      `0197c0de-0000-7000-8000-00000000000f.${OWNER}`,
    ])
      expect((await ask(QUESTION, { key })).status, key).toBe(401);
    const api = (path: string, body: unknown, secret = OWNER): Promise<Response> =>
      fetch(`http://127.0.0.1:${relay.port}/api${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const { createHash } = await import('node:crypto');
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    await api(`/campaigns/${CAMPAIGN}/invites`, {
      secretHash: hash('invite-invite-invite-invite-invite'),
      role: 'player',
      label: 'p',
    });
    expect(
      (
        await api(
          '/join',
          { memberHash: hash('player-player-player-player-player1'), label: 'p' },
          'invite-invite-invite-invite-invite',
        )
      ).status,
    ).toBe(200);
    expect((await ask(QUESTION, { key: `${CAMPAIGN}.player-player-player-player-player1` })).status).toBe(403);
    for (const path of ['/v1/embeddings', '/v1/files', '/v1/chat/completions/../../../api', '/v1/models/small', '/'])
      expect((await ask(QUESTION, { path })).status, path).toBe(404);
    expect(model.asked).toHaveLength(0);
  });

  it('refuses pictures by address, other models, requests that are too long, and junk', async () => {
    const model = await upstream();
    const { ask, models } = await at({ AI_PROXY_URL: model.url, AI_PROXY_MODELS: 'small' });
    expect(((await (await models()).json()) as { data: unknown[] }).data).toHaveLength(1);
    expect((await ask({ ...QUESTION, model: 'large' })).status).toBe(404);
    for (const body of [
      null,
      7,
      {},
      { model: 'small' },
      { ...QUESTION, messages: [] },
      {
        ...QUESTION,
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'http://169.254.169.254/' } }] }],
      },
      { ...QUESTION, messages: [{ role: 'developer', content: 'x' }] },
    ])
      expect((await ask(body)).status, JSON.stringify(body)).toBe(400);
    expect((await ask({ ...QUESTION, messages: [{ role: 'user', content: 'x'.repeat(300_000) }] })).status).toBe(413);
    expect(model.asked.filter((a) => a.body)).toHaveLength(0);
  });

  it('limits questions per minute and at once, and aborts the upstream when the caller is gone', async () => {
    const model = await upstream('slow');
    const { ask } = await at({ AI_PROXY_URL: model.url, AI_PER_MINUTE: '4' });
    const stops = [new AbortController(), new AbortController()];
    const open = await Promise.all(stops.map((stop) => ask(QUESTION, { signal: stop.signal })));
    expect(open.map((o) => o.status)).toEqual([200, 200]);
    expect((await ask()).status).toBe(429); // two are running
    for (const stop of stops) stop.abort();
    await expect.poll(() => model.closed).toBe(2);
    const last = new AbortController();
    await expect.poll(async () => (await ask(QUESTION, { signal: last.signal })).status).toBe(200);
    expect((await ask()).status).toBe(429); // four in this minute
    last.abort();
  });

  it('follows no redirect, reveals nothing about the operator’s key, and cuts an endless answer', async () => {
    const [elsewhere, refuses, endless] = [
      await upstream('redirect'),
      await upstream('refuses'),
      await upstream('endless'),
    ];
    expect((await (await at({ AI_PROXY_URL: elsewhere.url })).ask()).status).toBe(502);
    const refused = await (await at({ AI_PROXY_URL: refuses.url, AI_PROXY_KEY: 'sk-of-the-operator' })).ask();
    expect([refused.status, await refused.text()]).toEqual([
      502,
      '{"error":{"message":"the model server cannot be reached"}}',
    ]);
    const cut = await (await at({ AI_PROXY_URL: endless.url })).ask();
    expect((await cut.arrayBuffer().catch(() => new ArrayBuffer(0))).byteLength).toBeLessThanOrEqual(2 * 1024 * 1024);
    await expect.poll(() => endless.closed).toBe(1);
    const nobody = await at({ AI_PROXY_URL: 'http://127.0.0.1:1/v1' });
    expect((await nobody.ask()).status).toBe(502);
  });
});
