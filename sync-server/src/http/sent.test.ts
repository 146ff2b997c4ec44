// Tests that the relay notices when whoever asked has gone before the answer.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { afterTest } from '../../testing/relay.ts';
import { whenGone } from './sent.ts';

it('work for a request is told when its connection ends, and not before', async () => {
  const signals: AbortSignal[] = [];
  const app = new Hono().get('/', async (c) => {
    const signal = whenGone(c);
    signals.push(signal);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return c.text('late');
  });
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  afterTest(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const asked = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  asked.on('error', () => undefined); // reason: it is ended below
  asked.end();
  await expect.poll(() => signals.length).toBe(1);
  expect(signals[0]!.aborted).toBe(false);
  asked.destroy();
  await expect.poll(() => signals[0]!.aborted).toBe(true);
});
