// Owns the upgrade to a websocket at /sync/<room>: who may open it is settled here, before a room hears of it. A refusal is
// an accepted socket closed at once with a code and a reason, because browsers show an HTTP refusal as 1006 and retry.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { AUTH_PREFIX, CLOSE, SUBPROTOCOL } from '@emberkeep/sync/wire';
import type { Access } from './access/access.ts';
import { createPlaces, createRate } from './limits.ts';
import { createConnection, type Connection } from './rooms/connection.ts';
import { CAMPAIGN_ROOM, isTableRoom } from './rooms/room-names.ts';
import type { Room } from './rooms/room.ts';
import type { RoomRegistry } from './rooms/room-registry.ts';

export interface SocketDeps {
  server: Server;
  rooms: RoomRegistry;
  access: Access;
  isOpenRelay: boolean;
  allowedOrigins: readonly string[];
  maxFrameBytes: number;
  maxConnections: number;
  maxPerAddress: number;
  maxPerRoom: number;
  ratePerSecond: number;
  /** False where a caller knocks too often. */
  mayKnock(caller: string): boolean;
  callerOf(request: IncomingMessage): string;
  isHealthy(): boolean;
  /** How many times somebody's access was taken back so far, here or at another node. */
  shutOuts(): number;
  /** A connection is over. `ms`: how long it was; `received`: sync messages from it. */
  onClosed(facts: { room: string; member: string; code: number; ms: number; received: number }): void;
}

const OPEN_ROOM = /^[\w.~/-]{1,200}$/;
/** Stock clients close after 30 s of silence; an empty presence frame is accepted by all of them. */
const KEEPALIVE_MS = 25_000;
/** Time to answer a goodbye, ms. */
const GOODBYE_MS = 1000;
const KEEPALIVE = new Uint8Array([1, 1, 0]);

const REASONS = {
  NotLetIn: 'This device has no key to this campaign.',
  Revoked: 'The owner has taken back this device’s access.',
  Expired: 'This invitation has run out.',
  Deleted: 'The owner has deleted this campaign.',
  Pending: 'The operator of this server has not approved this campaign yet.',
  Closed: 'This server takes no new campaigns.',
} as const;

const AWAY = {
  ok: false,
  code: CLOSE.storageFailed,
  reason: 'The relay cannot store right now. Nothing is lost on this device.',
} as const;

// One for all: a closure here would keep every connection's request alive.
function destroy(this: Duplex): void {
  this.destroy();
}

const toBytes = (data: RawData): Uint8Array =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? new Uint8Array(data) : data;

/** Listens for upgrades. Returns the way to stop: closes every socket so that clients come back to the next process. */
export const attachSockets = (deps: SocketDeps): (() => void) => {
  // Above our own limit, so that an oversized frame is answered with 4409 and a reason instead of a bare 1009.
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: deps.maxFrameBytes * 2,
    handleProtocols: (offered) =>
      offered.has(SUBPROTOCOL) ? SUBPROTOCOL : ([...offered].find((p) => !p.startsWith(AUTH_PREFIX)) ?? false),
  });
  const places = createPlaces(deps.maxPerAddress);
  const live = new Map<WebSocket, Connection>();
  let nextId = 1;

  const isOurOrigin = (request: IncomingMessage): boolean => {
    const { origin, host } = request.headers;
    if (origin === undefined) return true; // not a browser
    if (deps.allowedOrigins.includes(origin) || deps.allowedOrigins.includes('*')) return true;
    try {
      return new URL(origin).host === host;
    } catch {
      return false;
    }
  };

  const admit = async (
    request: IncomingMessage,
    room: string,
  ): Promise<{ ok: true; member: string; role: Connection['role'] } | { ok: false; code: number; reason: string }> => {
    if (!deps.isHealthy()) return AWAY;
    if (live.size > deps.maxConnections)
      return { ok: false, code: CLOSE.tooSlow, reason: 'The relay is full right now.' };
    if (deps.rooms.inRoom(room) >= deps.maxPerRoom)
      return { ok: false, code: CLOSE.tooSlow, reason: 'This document is open in too many places.' };
    const match = CAMPAIGN_ROOM.exec(room);
    const token = (request.headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .map((p) => p.trim())
      .find((p) => p.startsWith(AUTH_PREFIX))
      ?.slice(AUTH_PREFIX.length);
    if (match && token) {
      const entry = await deps.access.enter(match[1] as string, token);
      if (entry.ok && entry.grant.role === 'player' && !isTableRoom(room))
        return { ok: false, code: CLOSE.notAllowed, reason: 'Players read what the GMs publish.' };
      if (entry.ok) return { ok: true, member: entry.grant.id, role: entry.grant.role };
      if (!deps.isOpenRelay)
        return {
          ok: false,
          code: entry.refusal.type === 'Deleted' ? CLOSE.deleted : CLOSE.notLetIn,
          reason: REASONS[entry.refusal.type],
        };
    }
    if (deps.isOpenRelay && OPEN_ROOM.test(room)) return { ok: true, member: '', role: 'open' };
    return match
      ? { ok: false, code: CLOSE.notLetIn, reason: REASONS.NotLetIn }
      : { ok: false, code: CLOSE.notAllowed, reason: 'There is no such room.' };
  };

  const serve = async (socket: WebSocket, request: IncomingMessage, room: string): Promise<void> => {
    const caller = deps.isOpenRelay ? '' : deps.callerOf(request);
    const tooMany = { ok: false, code: CLOSE.tooSlow, reason: 'Too many connections from this address.' } as const;
    const hasPlace = caller === '' || places.take(caller);
    // What it says before it is known to be let in waits in its socket.
    socket.on('error', () => socket.terminate());
    if (hasPlace && caller !== '') socket.on('close', () => places.giveBack(caller));
    socket.pause();
    let asked: Awaited<ReturnType<typeof admit>> = tooMany;
    if (hasPlace && (caller === '' || deps.mayKnock(caller))) {
      let before: number;
      // Somebody was shut out while this was looked up: it may be this one.
      do {
        before = deps.shutOuts();
        asked = await admit(request, room).catch(() => AWAY);
      } while (before !== deps.shutOuts());
    }
    if (socket.readyState !== socket.OPEN) return; // gone while it was looked up
    const admitted = asked.ok && !deps.isHealthy() ? AWAY : asked;
    const isOurs = socket.protocol === SUBPROTOCOL;
    const connection = createConnection({
      id: nextId++,
      socket,
      isOurs,
      member: admitted.ok ? admitted.member : '',
      role: admitted.ok ? admitted.role : 'open',
    });
    attach(socket, connection, room, admitted.ok ? null : admitted);
    socket.resume();
  };

  // Apart from `serve`, so that no connection holds on to the request that it came with.
  const attach = (
    socket: WebSocket,
    connection: Connection,
    room: string,
    refused: { code: number; reason: string } | null,
  ): void => {
    live.set(socket, connection);
    socket.binaryType = 'nodebuffer';
    const since = Date.now();
    let joined: Room | null = null;
    socket.on('close', (code) => {
      live.delete(socket);
      joined?.leave(connection);
      // A room's name on an open relay is whatever somebody typed.
      deps.onClosed({
        room: CAMPAIGN_ROOM.test(room) ? room : 'open',
        member: connection.member,
        code,
        ms: Date.now() - since,
        received: connection.received,
      });
    });
    if (refused) return connection.close(refused.code, refused.reason);
    joined = deps.rooms.join(room, connection);
    const rate = deps.isOpenRelay ? null : createRate(deps.ratePerSecond, () => Date.now());
    socket.on('message', (data, isBinary) => {
      if (!isBinary) return connection.close(CLOSE.badFrame, 'Text frames are not spoken here.');
      const frame = toBytes(data);
      if (frame.byteLength > deps.maxFrameBytes)
        return connection.close(CLOSE.tooLarge, 'This is larger than this relay keeps.');
      joined?.receive(connection, frame);
      const rest = rate?.() ?? 0;
      if (rest === 0) return;
      // Read on later: what the client sends meanwhile waits on its side.
      socket.pause();
      setTimeout(() => socket.resume(), rest);
    });
  };
  const keepalive = setInterval(() => live.forEach((connection) => connection.send(KEEPALIVE)), KEEPALIVE_MS);

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', destroy); // before anything else: a reset during the upgrade must not end the process
    const path = /^\/sync\/([^?#]+)/.exec(request.url ?? '')?.[1];
    if (!path || !isOurOrigin(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    let room: string;
    try {
      room = decodeURIComponent(path);
    } catch {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => void serve(accepted, request, room));
  };
  deps.server.on('upgrade', onUpgrade);
  return () => {
    deps.server.off('upgrade', onUpgrade);
    clearInterval(keepalive);
    for (const socket of live.keys()) socket.close(CLOSE.restarting, 'The relay is restarting.');
    // Who does not answer the goodbye, because its network is gone, does not hold up the restart.
    setTimeout(() => live.forEach((_, socket) => socket.terminate()), GOODBYE_MS).unref();
  };
};
