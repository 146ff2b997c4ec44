// Counts what the relay does, in the format of Prometheus. Metrics are numbers only: no campaign, device or content.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { CLOSE } from '@emberkeep/sync/wire';
import { VERSION } from './version.ts';

/** What is not known is left out. */
export interface StorageFacts {
  isDamaged: boolean;
  databaseBytes?: number;
  diskFreeBytes?: number;
  /** Unix time, s. */
  lastBackupSeconds?: number;
}

export interface Metrics {
  /** An update was stored. */
  updateStored(bytes: number): void;
  /** A player tried to write. */
  updateRefused(): void;
  /** A connection ended with this code. */
  connectionClosed(code: number): void;
  /** How long a tick took from its first update to the disk, ms. */
  tickDurable(ms: number): void;
  /** A request or a websocket had no access. */
  secretRefused(): void;
  /** All metrics as text; `now`: what is counted elsewhere. */
  text(now: StorageFacts & { connections: number; rooms: number; quarantined: number }): string;
  stop(): void;
}

/** Upper edges of the histogram, ms. */
const EDGES = [1, 2, 5, 10, 25, 50, 100, 250, 1000] as const;

type Value = number | string;

/** `values`: what follows the name, and the value. */
const family = (
  name: string,
  type: 'gauge' | 'counter' | 'histogram',
  help: string,
  values: readonly (readonly [suffix: string, value: Value])[],
): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  ...values.map(([suffix, value]) => `${name}${suffix} ${value}`),
];
const gauge = (name: string, help: string, value: Value | undefined): string[] =>
  value === undefined ? [] : family(name, 'gauge', help, [['', value]]);
const counter = (name: string, help: string, value: number): string[] => family(name, 'counter', help, [['', value]]);

/** The relay's own codes and those of a browser; a client may make up 2,000 others. */
const CLOSE_CODES: ReadonlySet<number> = new Set([...Object.values(CLOSE), 1000, 1001, 1002, 1003, 1005, 1006, 1009]);

const p99Of = (loop: ReturnType<typeof monitorEventLoopDelay>): string => (loop.percentile(99) / 1e6).toFixed(3);

export const createMetrics = (): Metrics => {
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  let [updates, bytes, acknowledged, waited, refusals, secretRefusals] = [0, 0, 0, 0, 0, 0];
  const closes = new Map<number | 'other', number>();
  const buckets = EDGES.map(() => 0);
  return {
    updateStored: (size) => {
      updates += 1;
      bytes += size;
    },
    updateRefused: () => void (refusals += 1),
    connectionClosed: (code) => {
      const label = CLOSE_CODES.has(code) ? code : 'other';
      closes.set(label, (closes.get(label) ?? 0) + 1);
    },
    tickDurable: (ms) => {
      acknowledged += 1;
      waited += ms;
      EDGES.forEach((edge, i) => {
        if (ms <= edge) buckets[i]! += 1;
      });
    },
    secretRefused: () => void (secretRefusals += 1),
    text: (now) =>
      [
        family('relay_info', 'gauge', 'The version of the relay, as a label; always 1.', [
          [`{version="${VERSION}",node="${process.versions.node}"}`, 1],
        ]),
        gauge('relay_connections', 'Websockets that are open.', now.connections),
        gauge('relay_rooms', 'Documents that are open.', now.rooms),
        gauge('relay_quarantined_rooms', 'Documents with a damaged entry, since the start.', now.quarantined),
        gauge('relay_database_damaged', '1 once a damaged part of the database was read.', Number(now.isDamaged)),
        gauge('relay_database_bytes', 'Size of the database file with its -wal.', now.databaseBytes),
        gauge('relay_disk_free_bytes', 'Free space on the disk of the data folder.', now.diskFreeBytes),
        gauge('relay_last_backup_seconds', 'When the last backup was made, Unix time.', now.lastBackupSeconds),
        counter('relay_updates_total', 'Updates that were stored.', updates),
        counter('relay_update_bytes_total', 'Bytes of the updates that were stored.', bytes),
        counter('relay_refused_updates_total', 'Updates of players, who may not write.', refusals),
        counter('relay_refused_secrets_total', 'Requests and websockets without access.', secretRefusals),
        family(
          'relay_closes_total',
          'counter',
          'Websockets that ended, by close code.',
          [...closes].map(([code, count]) => [`{code="${code}"}`, count] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
        family('relay_durable_ms', 'histogram', 'Time from the first update of a tick to the disk, ms.', [
          ...EDGES.map((edge, i) => [`_bucket{le="${edge}"}`, buckets[i]!] as const),
          ['_bucket{le="+Inf"}', acknowledged],
          ['_sum', waited.toFixed(3)],
          ['_count', acknowledged],
        ]),
        gauge('relay_event_loop_p99_ms', 'Delay of the event loop, 99th percentile, ms.', p99Of(loop)),
        gauge('relay_memory_bytes', 'Memory of the process.', process.memoryUsage.rss()),
      ]
        .flat()
        .map((line) => `${line}\n`)
        .join(''),
    stop: () => loop.disable(),
  };
};
