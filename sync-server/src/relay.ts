// Puts the relay together from its parts and takes it down again. `main` and tests call this.
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { CLOSE, RELAY_FEATURES } from '@emberkeep/sync/wire';
import { createAccess, type Access } from './access/access.ts';
import { createRevocations, type Revocations } from './access/revocations.ts';
import { createApp } from './app.ts';
import { createBlobs, type Blobs } from './blobs/blobs.ts';
import { sourceOf, type Config } from './config.ts';
import { createEventLog, type EventLog } from './operator-log.ts';
import { createHistory, type History } from './history/history.ts';
import { sweepRegularly } from './history/sweep-schedule.ts';
import { createCallers, type Callers } from './http/caller.ts';
import { listen, stopListening } from './http/listen.ts';
import type { LocalCertificate } from './https/local-certificate.ts';
import { serveTrustPage } from './https/trust-page.ts';
import {
  createMinuteCounter,
  HANDSHAKES_PER_MINUTE,
  NEW_CAMPAIGNS_PER_MINUTE,
  type DiskWatch,
  UNKNOWN_SECRETS_PER_MINUTE,
  watchDisk,
} from './limits.ts';
import { SyncFailed, type FilePort } from './update-log/disk-sync.ts';
import { createCampaignAddresses, type CampaignAddresses } from './merge/campaign-addresses.ts';
import { createMerger, type Merger } from './merge/merger.ts';
import { createMetrics, type Metrics, type StorageFacts } from './metrics.ts';
import { lastBackupMs } from './operate/last-backup.ts';
import { removeKept } from './operate/repair-room.ts';
import { createOperations } from './operate/operations.ts';
import { serveOperator } from './operate/operator-socket.ts';
import { STORAGE_FAILED_REASON } from './rooms/close-reasons.ts';
import { createGrantShares, OWNER_SHARE, STRANGER_SHARE, type GrantShares } from './rooms/grant-shares.ts';
import { pullRooms } from './rooms/pull.ts';
import { createRoomRegistry, type RoomRegistry } from './rooms/room-registry.ts';
import { attachSockets } from './sockets/sockets.ts';
import { freeBytes } from './storage/free-space.ts';
import { modelsFolder, openStorage, type Storage } from './storage/open-storage.ts';
import { databaseBytes } from './storage/sqlite.ts';
import { VERSION } from './version.ts';

export interface Relay {
  port: number;
  /** The port of the page where tablets learn to trust the relay's own certificate, over http; null without HTTPS. */
  trustPort: number | null;
  stop(): Promise<void>;
}

export interface RelayDeps {
  /** Tests make the disk fail here. */
  files?: FilePort;
  /** Writes a line to the log. */
  say?(line: string): void;
  /** Tests get the embedded database here. */
  onDatabase?(db: DatabaseSync): void;
}

const MB = 1024 * 1024;
/** How often free pages are given back to the disk, ms. */
const TIDY_MS = 10 * 60_000;

const nowMs = (): number => Date.now();

/** Everything that the HTTP interface, the websockets and the operator's commands share. */
interface Parts {
  events: EventLog;
  storage: Storage;
  access: Access;
  blobs: Blobs;
  history: History;
  merger: Merger;
  addresses: CampaignAddresses;
  metrics: Metrics;
  disk: DiskWatch;
  rooms: RoomRegistry;
  shares: GrantShares;
  ownerShares: GrantShares;
  strangerShares: GrantShares;
  revocations: Revocations;
  callers: Callers;
  /** The storage answers, and has lost nothing that it was given. */
  isHealthy(): boolean;
  /** The storage accepts writes. */
  hasRoom(): boolean;
  /** Removes what is left of a campaign outside of the tables, and in their free pages. */
  removeTraces(campaignId: string): void;
  onError(error: Error): void;
}

const createParts = async (config: Config, { files, say, onDatabase }: RelayDeps): Promise<Parts> => {
  const events = createEventLog(config.LOG_LEVEL, say ?? (() => undefined));
  let hasSyncFailed = false;
  const onError = (error: Error): void => {
    // A full disk can recover; one that failed to sync cannot be trusted again.
    if (error instanceof SyncFailed) hasSyncFailed = true;
    events.error('storage', { message: error.message });
  };
  const storage = await openStorage({
    dataDir: config.DATA_DIR,
    databaseUrl: config.DATABASE_URL,
    onError,
    ...(files ? { files } : {}),
  });
  const { log, db, nodes } = storage;
  if (storage.file) onDatabase?.(storage.file);
  // The disk of a shared engine is not this node's to watch.
  const disk = watchDisk(config.DATA_DIR, storage.file ? config.DISK_FLOOR_MB : 0);
  await disk.look();
  const hasRoom = (): boolean => disk.hasRoom() && storage.damage() === null;
  const addresses = createCampaignAddresses();
  const merger = createMerger({ addressOf: addresses.of });
  const metrics = createMetrics();
  const wait = (ms: number): Promise<void> => (ms > 0 ? delay(ms, undefined, { ref: false }) : nextTurn());
  const clock = { nowMs: () => performance.now(), wait };
  const shares = createGrantShares(clock);
  const rooms = createRoomRegistry({
    log,
    nodes,
    merger,
    metrics,
    shares,
    onError,
    maxDocBytes: config.MAX_DOC_MB * MB,
    hasRoom,
    onRefused: (room, member) => {
      metrics.updateRefused();
      events.error('refused a player’s update', { room, member });
    },
  });
  return {
    events,
    storage,
    merger,
    addresses,
    metrics,
    disk,
    rooms,
    shares,
    ownerShares: createGrantShares(clock, OWNER_SHARE),
    strangerShares: createGrantShares(clock, STRANGER_SHARE),
    onError,
    access: createAccess({ db, nowMs, mode: config.INVITE_MODE }),
    blobs: createBlobs({ db, quotaBytes: config.BLOB_QUOTA_MB * MB, nowMs }),
    history: createHistory({ db, log, merger, days: config.HISTORY_DAYS, nowMs }),
    revocations: createRevocations(rooms, nodes),
    callers: createCallers(config.TRUST_PROXY),
    isHealthy: () => !hasSyncFailed && storage.isUp(),
    hasRoom,
    removeTraces: (campaignId) => {
      removeKept(config.DATA_DIR, campaignId);
      storage.tidy('everything').catch(onError);
    },
  };
};

/** What other nodes say, and what happens when the engine that is shared with them is away. */
const followNodes = ({ storage, rooms, revocations, events }: Parts): void => {
  storage.nodes.listen((message, node) => {
    if (message.type === 'revoked' && message.movedTo) revocations.closeMovedHere(message.campaignId, message.movedTo);
    else if (message.type === 'revoked') revocations.closeHere(message.campaignId, message.grantId);
    else if (message.type === 'presence') rooms.presence(message.room, node, message.entries);
    else rooms.whoIsHere(message.room);
  });
  storage.onAway((error) => {
    events.error('the database cannot be reached', { message: error.message });
    rooms.closeAll(CLOSE.storageFailed, STORAGE_FAILED_REASON);
  });
};

/** Runs the first of the calls in a minute: a client tries again and again. */
const onceAMinute = <T>(run: (value: T) => void): ((value: T) => void) => {
  let next = 0;
  return (value) => {
    if (nowMs() < next) return;
    next = nowMs() + 60_000;
    run(value);
  };
};

const allowedOrigins = (config: Config): string[] => [...config.ALLOWED_ORIGINS, config.PUBLIC_URL].filter(Boolean);

const MS_PER_SECOND = 1000;

/** What metrics say of the disk. A shared engine has metrics of its own. */
const storageFacts = ({ DATA_DIR }: Config, { file, damage }: Storage): StorageFacts => {
  if (!file) return { isDamaged: false };
  const backup = lastBackupMs(DATA_DIR);
  const free = freeBytes(DATA_DIR);
  return {
    isDamaged: damage() !== null,
    databaseBytes: databaseBytes(DATA_DIR),
    ...(free === null ? {} : { diskFreeBytes: free }),
    ...(backup === null ? {} : { lastBackupSeconds: Math.floor(backup / MS_PER_SECOND) }),
  };
};

const createHttp = (config: Config, parts: Parts) => {
  const { storage, access, blobs, history, merger, metrics, rooms, shares, revocations, callers } = parts;
  const { isHealthy, hasRoom } = parts;
  const unknownSecrets = createMinuteCounter(UNKNOWN_SECRETS_PER_MINUTE, nowMs);
  const counts = () => ({
    connections: rooms.connectionCount(),
    rooms: rooms.roomCount(),
    quarantined: rooms.quarantined().length,
  });
  return createApp({
    access,
    log: storage.log,
    blobs,
    history,
    pull: (requests, { grant, shared, signal }) =>
      shares.run(grant, () => pullRooms({ log: storage.log, merger }, requests, signal), shared),
    onLetIn: parts.addresses.seen,
    onRevoked: revocations.closeEverywhere,
    onMoved: revocations.closeMoved,
    whenStored: rooms.idle,
    removeTraces: parts.removeTraces,
    allowedOrigins: allowedOrigins(config),
    callerOf: callers.ofRequest,
    isForwarded: callers.isForwarded,
    namesLoopback: callers.namesLoopback,
    isSecure: callers.isSecure,
    onUnknownSecret: (caller) => {
      metrics.secretRefused();
      return unknownSecrets.count(caller);
    },
    onNewCampaign: createMinuteCounter(NEW_CAMPAIGNS_PER_MINUTE, nowMs).count,
    shares,
    ownerShares: parts.ownerShares,
    strangerShares: parts.strangerShares,
    isHealthy,
    isReady: () => isHealthy() && hasRoom(),
    damage: storage.damage,
    counts,
    metrics: () => metrics.text({ ...counts(), ...storageFacts(config, storage) }),
    metricsToken: config.METRICS_TOKEN,
    facts: {
      name: 'Emberkeep',
      inviteMode: config.INVITE_MODE,
      maxDocMb: config.MAX_DOC_MB,
      isOpen: config.RELAY_OPEN,
      publicUrl: config.PUBLIC_URL,
      version: VERSION,
      features: RELAY_FEATURES,
    },
    appDir: config.APP_DIR,
    modelsDir: modelsFolder(config.DATA_DIR),
    ai: {
      url: config.AI_PROXY_URL,
      key: config.AI_PROXY_KEY,
      models: config.AI_PROXY_MODELS,
      perMinute: config.AI_PER_MINUTE,
    },
  });
};

const attach = (config: Config, server: Server, parts: Parts): (() => void) => {
  const { rooms, access, revocations, callers, isHealthy, metrics, events } = parts;
  return attachSockets({
    server,
    rooms,
    access,
    isOpenRelay: config.RELAY_OPEN,
    allowedOrigins: allowedOrigins(config),
    maxFrameBytes: config.MAX_DOC_MB * MB,
    maxConnections: config.MAX_CONNECTIONS,
    maxPerAddress: config.MAX_PER_ADDRESS,
    maxPerRoom: config.MAX_PER_ROOM,
    ratePerSecond: config.RATE_PER_SECOND,
    revocationCount: revocations.count,
    mayConnect: createMinuteCounter(HANDSHAKES_PER_MINUTE, nowMs).count,
    callerOf: callers.ofUpgrade,
    onLetIn: parts.addresses.seen,
    isHealthy,
    onOtherOrigin: onceAMinute(({ origin, host }) =>
      events.error('refused a page of another origin', {
        origin,
        host,
        hint: 'Behind a proxy that changes the Host header, set PUBLIC_URL to the address that people open.',
      }),
    ),
    onOpened: ({ room, member }) => events.info('connected', { room, member }),
    onClosed: ({ room, member, code, ms, received }) => {
      metrics.connectionClosed(code);
      if (code === CLOSE.notLetIn) metrics.secretRefused();
      events.info('closed', { room, member, code, ms, received });
    },
  });
};

/** The operator's socket; null if it cannot be opened, for example because its path is too long. */
const serveCommands = (config: Config, parts: Parts) => {
  const { storage, access, blobs, history, merger, rooms, revocations, events } = parts;
  const run = createOperations({
    storage,
    access,
    history,
    blobs,
    merger,
    dataDir: config.DATA_DIR,
    source: sourceOf(config),
    nowMs,
    connectionCount: rooms.connectionCount,
    onRevoked: revocations.closeEverywhere,
    onRepaired: rooms.reopen,
    removeTraces: parts.removeTraces,
  });
  return serveOperator(config.DATA_DIR, run).catch((error: unknown) => {
    // The relay runs without it; commands then work on the folder when the relay is stopped.
    events.error('operator socket', { message: error instanceof Error ? error.message : String(error) });
    return null;
  });
};

const loadCertificate = async (config: Config): Promise<LocalCertificate | null> => {
  if (!config.HTTPS) return null;
  // The code that makes certificates is large, and loaded only where one is wanted.
  const { localCertificate } = await import('./https/local-certificate.ts');
  return localCertificate(join(config.DATA_DIR, 'https'));
};

const serveTrust = async (config: Config, certificate: LocalCertificate | null, httpsPort: number) =>
  certificate &&
  serveTrustPage({
    authority: certificate.authority,
    names: certificate.names,
    port: config.PORT === 0 ? 0 : config.PORT + 1,
    host: config.HOST,
    httpsPort,
  });

/** Resolves once the relay listens. */
export const startRelay = async (config: Config, deps: RelayDeps = {}): Promise<Relay> => {
  const parts = await createParts(config, deps);
  followNodes(parts);
  const stopSweeping = config.HISTORY_DAYS > 0 ? sweepRegularly(parts.history, parts.onError) : () => undefined;
  const tidying = setInterval(() => void parts.storage.tidy().catch(parts.onError), TIDY_MS).unref();
  const app = createHttp(config, parts);
  const certificate = await loadCertificate(config);
  const { server, port } = await listen(app, { host: config.HOST, port: config.PORT }, certificate);
  const trustPage = await serveTrust(config, certificate, port);
  const detachSockets = attach(config, server, parts);
  const operator = await serveCommands(config, parts);
  parts.events.info('started', { port, version: VERSION, node: process.versions.node });
  return {
    port,
    trustPort: trustPage ? (trustPage.address() as AddressInfo).port : null,
    stop: async () => {
      detachSockets();
      trustPage?.close();
      operator?.close();
      parts.metrics.stop();
      stopSweeping();
      clearInterval(tidying);
      parts.disk.stop();
      await parts.rooms.idle();
      await stopListening(server);
      await parts.merger.close();
      await parts.storage.close();
      parts.events.info('stopped');
    },
  };
};
