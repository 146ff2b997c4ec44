// What monitors, Prometheus and apps without a secret may know of a relay.
import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { RelayFacts } from '@emberkeep/sync/wire';

export interface HealthDeps {
  isHealthy(): boolean;
  /** Healthy, the disk has room, and the database is not damaged. */
  isReady(): boolean;
  /** What is wrong with the database file and what to do; null as long as no damaged page was read. */
  damage(): string | null;
  counts(): { connections: number; rooms: number; quarantined: number };
  /** The metrics as Prometheus reads them. */
  metrics(): string;
  /** Empty: only this machine may read the metrics. */
  metricsToken: string;
  facts: RelayFacts;
  callerOf(c: Context): string;
  /** A proxy passed the request on, and is not trusted to say for whom. */
  isForwarded(c: Context): boolean;
  /** The request's Host is a name of this machine's loopback. */
  namesLoopback(c: Context): boolean;
}

const LOCAL_ADDRESSES = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/** Compares in constant time: how long it takes does not tell how much was right. */
const isSame = (a: string, b: string): boolean => {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
};

export const healthRoutes = (deps: HealthDeps): Hono => {
  const routes = new Hono();
  const mayReadMetrics = (c: Context): boolean =>
    deps.metricsToken === ''
      ? LOCAL_ADDRESSES.includes(deps.callerOf(c)) && !deps.isForwarded(c) && deps.namesLoopback(c)
      : isSame(c.req.header('authorization') ?? '', `Bearer ${deps.metricsToken}`);

  routes.get('/healthz', (c) => {
    if (!deps.isHealthy()) return c.json({ status: 'storage failed' }, 503);
    const damage = deps.damage();
    if (damage !== null) return c.json({ status: 'database damaged', message: damage, ...deps.counts() }, 503);
    return c.json({ status: 'ok', ...deps.counts() });
  });
  routes.get('/readyz', (c) => (deps.isReady() ? c.text('ready') : c.text(deps.damage() ?? 'not ready', 503)));
  routes.get('/metrics', (c) =>
    mayReadMetrics(c) ? c.text(deps.metrics(), 200, { 'cache-control': 'no-store' }) : c.text('Not found', 404),
  );
  routes.get('/config.json', (c) =>
    c.json(deps.facts, 200, { 'cache-control': 'no-cache', 'access-control-allow-origin': '*' }),
  );
  return routes;
};
