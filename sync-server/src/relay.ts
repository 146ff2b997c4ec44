// Owns putting the relay together from its parts and taking it down again. `main` and tests call this.
import type { DatabaseSync } from 'node:sqlite';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { join } from 'node:path';
import { CLOSE } from '@emberkeep/sync/wire';
import { createAccess } from './access/access.ts';
import { createApp } from './app.ts';
import { createBlobs } from './blobs/blobs.ts';
import type { Config } from './config.ts';
import { createHistory, sweepRegularly } from './history/history.ts';
import { serveTrustPage } from './https/trust-page.ts';
import { createMinuteCounter, watchDisk } from './limits.ts';
import type { FilePort } from './log/sqlite-log.ts';
import { createMerger } from './merge/merger.ts';
import { createMetrics } from './metrics.ts';
import { createOperations } from './operate/operations.ts';
import { serveOperator } from './operate/operator-socket.ts';
import { pullRooms } from './rooms/pull.ts';
import { createRoomRegistry } from './rooms/room-registry.ts';
import { attachSockets } from './socket.ts';
import { modelsIn, openStorage } from './storage/open-storage.ts';

export interface Relay {
  port: number;
  /** With a certificate of its own: where a tablet learns to trust it, over http. */
  trustPort: number | null;
  stop(): Promise<void>;
}

/** Secrets that are none, per caller and minute; and handshakes, of which a new tablet makes one for each evening. */
const FAILURES_PER_MINUTE = 120;
const KNOCKS_PER_MINUTE = 3000;
/** A request that trickles in is dropped, ms: headers, and all of it. */
const HEADERS_MS = 5000;
const REQUEST_MS = 30_000;

/** Starts listening; resolves with the port. `files` lets tests break the disk, `onDatabase` fill it. */
export const startRelay = async (
  config: Config,
  deps: { files?: FilePort; say?(line: string): void; onDatabase?(db: DatabaseSync): void } = {},
): Promise<Relay> => {
  const say = deps.say ?? (() => undefined);
  let healthy = true;
  // One line of JSON each: ids of grants and rooms, codes and counts; never content, never a secret.
  const note = (
    level: 'info' | 'error',
    event: string,
    facts: Readonly<Record<string, string | number>> = {},
  ): void => {
    if (level === 'error' || config.LOG_LEVEL === 'info')
      say(JSON.stringify({ at: new Date().toISOString(), level, event, ...facts }));
  };
  const onError = (error: Error): void => {
    // A disk that is full may recover; one that failed to sync may not be trusted again.
    if (storage.file && !/SQLITE_FULL|disk is full/i.test(error.message)) healthy = healthy && !('syscall' in error);
    note('error', 'storage', { message: error.message });
  };
  const storage = await openStorage({
    dataDir: config.DATA_DIR,
    databaseUrl: config.DATABASE_URL,
    onError,
    ...(deps.files ? { files: deps.files } : {}),
  });
  const { log, db } = storage;
  if (storage.file) deps.onDatabase?.(storage.file);
  const isHealthy = (): boolean => healthy && storage.isUp();
  const access = createAccess({ db, nowMs: () => Date.now(), mode: config.INVITE_MODE });
  // The disk of an engine elsewhere is not ours to watch.
  const disk = watchDisk(config.DATA_DIR, storage.file ? config.DISK_FLOOR_MB : 0);
  await disk.look();
  const blobs = createBlobs({ db, quotaBytes: config.BLOB_QUOTA_MB * 1024 * 1024, nowMs: () => Date.now() });
  const merger = createMerger();
  const history = createHistory({ db, log, merger, days: config.HISTORY_DAYS, nowMs: () => Date.now() });
  const stopSweeping = config.HISTORY_DAYS > 0 ? sweepRegularly(history, onError) : () => undefined;
  const failures = createMinuteCounter(FAILURES_PER_MINUTE, () => Date.now());
  const metrics = createMetrics();
  const rooms = createRoomRegistry({
    log,
    nodes: storage.nodes,
    merger,
    metrics,
    onError,
    maxDocBytes: config.MAX_DOC_MB * 1024 * 1024,
    hasRoom: disk.hasRoom,
    onRefused: (room, member) => {
      metrics.refused();
      note('error', 'refused a player’s update', { room, member });
    },
  });
  let shutOuts = 0;
  const shutOut = (campaignId: string, grantId: string | null): void => {
    shutOuts += 1;
    rooms.closeConnections(
      `campaign/${campaignId}`,
      (c) => grantId === null || c.member === grantId,
      grantId === null ? CLOSE.deleted : CLOSE.notLetIn,
      grantId === null ? 'The owner has deleted this campaign.' : 'The owner has taken back this device’s access.',
    );
  };
  const onRevoked = (campaignId: string, grantId: string | null): void => {
    shutOut(campaignId, grantId);
    storage.nodes.tell({ type: 'revoked', campaignId, grantId });
  };
  storage.nodes.listen((message, node) => {
    if (message.type === 'revoked') shutOut(message.campaignId, message.grantId);
    else if (message.type === 'presence') rooms.presence(message.room, node, message.entries);
    else rooms.whoIsHere(message.room);
  });
  storage.onAway((error) => {
    note('error', 'the database cannot be reached', { message: error.message });
    rooms.sendEverybodyOff(CLOSE.storageFailed, 'The relay cannot store right now. Nothing is lost on this device.');
  });
  // Of a proxy's list the last is the one that it saw itself; what stands before it, the caller wrote.
  const forwarded = (header: string | string[] | undefined): string | undefined =>
    config.TRUST_PROXY
      ? String(header ?? '')
          .split(',')
          .at(-1)
          ?.trim() || undefined
      : undefined;
  const counts = (): { connections: number; rooms: number; quarantined: number } => ({
    connections: rooms.connectionCount(),
    rooms: rooms.roomCount(),
    quarantined: rooms.quarantined().length,
  });
  const allowedOrigins = [...config.ALLOWED_ORIGINS, config.PUBLIC_URL].filter(Boolean);
  const app = createApp({
    allowedOrigins,
    access,
    log,
    blobs,
    history,
    pull: (asked) => pullRooms({ log, merger }, asked),
    appDir: config.APP_DIR,
    modelsDir: modelsIn(config.DATA_DIR),
    isHealthy,
    onRevoked,
    isBlocked: failures.isOver,
    failed: (caller) => void failures.count(caller),
    callerOf: (c) => forwarded(c.req.header('x-forwarded-for')) ?? getConnInfo(c).remote.address ?? '',
    facts: {
      name: 'Emberkeep',
      inviteMode: config.INVITE_MODE,
      maxDocMb: config.MAX_DOC_MB,
      isOpen: config.RELAY_OPEN,
      publicUrl: config.PUBLIC_URL,
    },
    isReady: () => isHealthy() && disk.hasRoom(),
    ai: {
      url: config.AI_PROXY_URL,
      key: config.AI_PROXY_KEY,
      models: config.AI_PROXY_MODELS,
      perMinute: config.AI_PER_MINUTE,
    },
    counts,
    metrics: () => metrics.text(counts()),
    metricsToken: config.METRICS_TOKEN,
    isSecure: (c) => config.TRUST_PROXY && c.req.header('x-forwarded-proto') === 'https',
  });
  // The code that makes certificates is read only where one is wanted.
  const certificate = config.HTTPS
    ? await import('./https/local-certificate.ts').then(({ localCertificate }) =>
        localCertificate(join(config.DATA_DIR, 'https')),
      )
    : null;
  const { server, port } = await new Promise<{ server: Server; port: number }>((resolve, reject) => {
    const secure = certificate ? { createServer: createSecureServer } : {};
    const started = serve(
      {
        fetch: app.fetch,
        port: config.PORT,
        hostname: config.HOST,
        ...secure,
        serverOptions: {
          ...(certificate ? { key: certificate.key, cert: certificate.cert } : {}),
          headersTimeout: HEADERS_MS,
          requestTimeout: REQUEST_MS,
          connectionsCheckingInterval: 1000,
        },
      },
      (info) => resolve({ server: started as Server, port: info.port }),
    );
    started.on('error', reject);
  });
  const trustPage = certificate
    ? await serveTrustPage({
        authority: certificate.authority,
        port: config.PORT === 0 ? 0 : config.PORT + 1,
        host: config.HOST,
        httpsPort: port,
      })
    : null;
  const detach = attachSockets({
    server,
    rooms,
    access,
    isOpenRelay: config.RELAY_OPEN,
    allowedOrigins,
    maxFrameBytes: config.MAX_DOC_MB * 1024 * 1024,
    maxConnections: config.MAX_CONNECTIONS,
    maxPerAddress: config.MAX_PER_ADDRESS,
    maxPerRoom: config.MAX_PER_ROOM,
    ratePerSecond: config.RATE_PER_SECOND,
    shutOuts: () => shutOuts,
    mayKnock: createMinuteCounter(KNOCKS_PER_MINUTE, () => Date.now()).count,
    callerOf: (request) => forwarded(request.headers['x-forwarded-for']) ?? request.socket.remoteAddress ?? '',
    isHealthy,
    onClosed: ({ room, member, code, ms, received }) => {
      metrics.closed(code);
      note('info', 'closed', { room, member, code, ms, received });
    },
  });
  const operator = await serveOperator(
    config.DATA_DIR,
    createOperations({
      storage,
      access,
      history,
      merger,
      dataDir: config.DATA_DIR,
      nowMs: () => Date.now(),
      connectionCount: rooms.connectionCount,
      onRevoked,
    }),
  ).catch((error: unknown) => {
    note('error', 'operator socket', { message: error instanceof Error ? error.message : String(error) }); // a path too long for a socket: commands work when the relay is stopped
    return null;
  });
  note('info', 'started', { port });
  return {
    port,
    trustPort: trustPage ? (trustPage.address() as { port: number }).port : null,
    stop: async () => {
      detach();
      trustPage?.close();
      operator?.close();
      metrics.stop();
      stopSweeping();
      disk.stop();
      await rooms.idle();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await merger.close();
      await storage.close();
    },
  };
};
