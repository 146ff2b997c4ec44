// Counts what the relay does, in the format of Prometheus. Metrics are numbers only: no campaign, device or content.
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Metrics {
  /** An update was stored. */
  updateStored(bytes: number): void;
  /** A player tried to write. */
  updateRefused(): void;
  /** A connection ended with this code. */
  connectionClosed(code: number): void;
  /** How long a tick took from its first update to the disk, ms. */
  tickDurable(ms: number): void;
  /** All metrics as text; `now`: what is counted elsewhere. */
  text(now: { connections: number; rooms: number; quarantined: number }): string;
  stop(): void;
}

/** Upper edges of the histogram, ms. */
const EDGES = [1, 2, 5, 10, 25, 50, 100, 250, 1000] as const;

export const createMetrics = (): Metrics => {
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  let [updates, bytes, acknowledged, waited, refusals] = [0, 0, 0, 0, 0];
  const closes = new Map<number, number>();
  const buckets = EDGES.map(() => 0);
  return {
    updateStored: (size) => {
      updates += 1;
      bytes += size;
    },
    updateRefused: () => void (refusals += 1),
    connectionClosed: (code) => void closes.set(code, (closes.get(code) ?? 0) + 1),
    tickDurable: (ms) => {
      acknowledged += 1;
      waited += ms;
      EDGES.forEach((edge, i) => {
        if (ms <= edge) buckets[i]! += 1;
      });
    },
    text: ({ connections, rooms, quarantined }) =>
      [
        '# TYPE relay_connections gauge',
        `relay_connections ${connections}`,
        '# TYPE relay_rooms gauge',
        `relay_rooms ${rooms}`,
        '# TYPE relay_quarantined_rooms gauge',
        `relay_quarantined_rooms ${quarantined}`,
        '# TYPE relay_updates_total counter',
        `relay_updates_total ${updates}`,
        '# TYPE relay_update_bytes_total counter',
        `relay_update_bytes_total ${bytes}`,
        '# TYPE relay_refused_updates_total counter',
        `relay_refused_updates_total ${refusals}`,
        '# TYPE relay_closes_total counter',
        ...[...closes].sort(([a], [b]) => a - b).map(([code, count]) => `relay_closes_total{code="${code}"} ${count}`),
        '# TYPE relay_durable_ms histogram',
        ...EDGES.map((edge, i) => `relay_durable_ms_bucket{le="${edge}"} ${buckets[i]}`),
        `relay_durable_ms_bucket{le="+Inf"} ${acknowledged}`,
        `relay_durable_ms_sum ${waited.toFixed(3)}`,
        `relay_durable_ms_count ${acknowledged}`,
        '# TYPE relay_event_loop_p99_ms gauge',
        `relay_event_loop_p99_ms ${(loop.percentile(99) / 1e6).toFixed(3)}`,
        '# TYPE relay_memory_bytes gauge',
        `relay_memory_bytes ${process.memoryUsage.rss()}`,
        '',
      ].join('\n'),
    stop: () => loop.disable(),
  };
};
