// Websockets at /sync/<room>. Who may open a room is settled here, before the room hears of the connection. A
// refusal is an accepted socket that is closed at once with a code and a reason: browsers show an HTTP refusal as
// 1006 and retry.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { CLOSE, SUBPROTOCOL } from '@emberkeep/sync/wire';
import type { Access } from '../access/access.ts';
import { createRate, createSlots, type Slots } from '../limits.ts';
import { createConnection, type Connection } from '../rooms/connection.ts';
import { campaignIdOf } from '../rooms/room-names.ts';
import type { RoomRegistry } from '../rooms/room-registry.ts';
import type { Room } from '../rooms/room.ts';
import { createTurns, NO_WAITING, type Turns } from './turns.ts';
import { AWAY, createAdmission, TOO_MANY, type SocketAdmission, type SocketRefusal } from './admission.ts';
import { chooseProtocol, decodeRoom, encodedRoomOf, isAllowedOrigin } from './upgrade.ts';

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
  /** Counts a handshake of a grant; false if it makes too many. */
  mayConnect(member: string): boolean;
  callerOf(request: IncomingMessage): string;
  isHealthy(): boolean;
  /** How often access has been revoked so far, at this node or another. */
  revocationCount(): number;
  onOpened(facts: Pick<ClosedFacts, 'room' | 'member'>): void;
  onClosed(facts: ClosedFacts): void;
  /** A page of another origin was refused. `host`: the address that it asked, as it arrived here. */
  onOtherOrigin(facts: { origin: string; host: string }): void;
}

/** A connection that is over. */
export interface ClosedFacts {
  /** `open` for a room outside of any campaign. */
  room: string;
  member: string;
  code: number;
  /** How long it lasted, ms. */
  ms: number;
  /** Sync messages that it sent. */
  received: number;
}

/** Stock clients close after 30 s of silence; all of them accept an empty presence frame. */
const KEEPALIVE_MS = 25_000;
const KEEPALIVE = new Uint8Array([1, 1, 0]);
/** While more than this waits for the client, its pings are not answered, bytes. */
const UNREAD_PONG_BYTES = 64 * 1024;
/** How long a client has to answer the closing of its socket, ms. */
const GOODBYE_MS = 1000;
/** Refused sockets of one address that are told why at the same time; more of them end without a word. */
const REFUSED_PER_ADDRESS = 50;

// One function for all sockets: a closure would keep the request of every connection alive.
function destroy(this: Duplex): void {
  this.destroy();
}

const toBytes = (data: RawData): Uint8Array =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? new Uint8Array(data) : data;

const refuseUpgrade = (socket: Duplex, status: '400 Bad Request' | '403 Forbidden'): void =>
  void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);

/** Reads a connection's frames into its room, at the connection's rate and in its grant's turns. */
const readFrames = (socket: WebSocket, connection: Connection, room: Room, deps: SocketDeps): void => {
  const rate = deps.isOpenRelay ? null : createRate(deps.ratePerSecond, () => Date.now());
  const { turns } = connection;
  socket.on('message', (data, isBinary) => {
    if (!connection.isOpen()) return;
    if (!isBinary) return connection.close(CLOSE.badFrame, 'Text frames are not supported.');
    const frame = toBytes(data);
    if (frame.byteLength > deps.maxFrameBytes)
      return connection.close(CLOSE.tooLarge, 'This is larger than this relay accepts.');
    turns.add(() => room.receive(connection, frame));
    const pauseMs = rate?.() ?? 0;
    if (pauseMs > 0) turns.rest(pauseMs);
  });
  // A pong is work like any other, and need not be sent while others are unread. No app of ours sends pings.
  socket.on('ping', (data) =>
    turns.add(() => {
      if (socket.bufferedAmount < UNREAD_PONG_BYTES) socket.pong(data);
    }),
  );
};

type Attach = (socket: WebSocket, connection: Connection, room: string, refusal: SocketRefusal | null) => void;

/**
 * Returns the function that connects a socket with its room, or refuses it. It is separate from the handshake so
 * that no connection keeps the request that it came with in memory.
 */
const createAttach =
  (live: Map<WebSocket, Connection>, deps: SocketDeps): Attach =>
  (socket, connection, room, refusal) => {
    const openedAt = Date.now();
    let joined: Room | null = null;
    // On an open relay a room's name is whatever someone typed, and must not get into the log.
    const whose = { room: campaignIdOf(room) ? room : 'open', member: connection.member };
    live.set(socket, connection);
    socket.binaryType = 'nodebuffer';
    socket.on('close', (code) => {
      live.delete(socket);
      joined?.leave(connection);
      deps.onClosed({
        ...whose,
        code,
        ms: Date.now() - openedAt,
        received: connection.received,
      });
    });
    if (refusal) return connection.close(refusal.code, refusal.reason);
    joined = deps.rooms.join(room, connection);
    deps.onOpened(whose);
    readFrames(socket, connection, joined, deps);
  };

/** Returns the function that admits or refuses an accepted socket. */
const createHandshake = (live: Map<WebSocket, Connection>, deps: SocketDeps) => {
  const slots = createSlots(deps.maxPerAddress);
  const refusedSlots = createSlots(REFUSED_PER_ADDRESS);
  const attach = createAttach(live, deps);
  const openTurns = createTurns({
    nowMs: () => performance.now(),
    workedMs: () => {
      const { user, system } = process.threadCpuUsage();
      return (user + system) / 1000;
    },
    later: (run, ms) => void setTimeout(run, ms).unref(),
  });
  /** What the client sends while its frames wait stays on its side. */
  const turnsOf = (socket: WebSocket, admission: SocketAdmission): Turns => {
    if (!admission.ok || deps.isOpenRelay) return NO_WAITING;
    return openTurns(admission.member, (isWaiting) => {
      if (isWaiting && socket.readyState === socket.OPEN) socket.pause();
      else socket.resume();
    });
  };
  const admit = createAdmission({
    ...deps,
    connectionCount: () => live.size,
    connectionsInRoom: deps.rooms.inRoom,
  });
  let nextId = 1;

  /** Asks again if access was revoked in the meantime: it may have been this caller's. */
  const admitNow = async (request: IncomingMessage, room: string): Promise<SocketAdmission> => {
    for (;;) {
      const before = deps.revocationCount();
      // reason: a storage that cannot be asked is the client's reason to retry, not an error
      const admission = await admit(request, room).catch(() => AWAY);
      if (before === deps.revocationCount()) return admission;
    }
  };

  /** Takes a slot of the address until the socket closes. */
  const takeSlot = (socket: WebSocket, from: Slots, caller: string | null): boolean => {
    if (caller === null) return true;
    if (!from.take(caller)) return false;
    socket.on('close', () => from.release(caller));
    return true;
  };

  /** Only admitted sockets count against an address: strangers who share it must not keep its members out. */
  const limit = (socket: WebSocket, caller: string | null, asked: SocketAdmission): SocketAdmission => {
    if (!asked.ok) return asked;
    if (!deps.isHealthy()) return AWAY;
    const mayConnect = caller === null || (deps.mayConnect(asked.member) && takeSlot(socket, slots, caller));
    return mayConnect ? asked : TOO_MANY;
  };

  return async (socket: WebSocket, request: IncomingMessage, room: string): Promise<void> => {
    socket.on('error', () => socket.terminate());
    // The limits per address are off on an open relay: a benchmark is one address.
    const caller = deps.isOpenRelay ? null : deps.callerOf(request) || null;
    // What the client sends before it is admitted waits in its socket.
    socket.pause();
    const asked = await admitNow(request, room);
    if (socket.readyState !== socket.OPEN) return; // closed in the meantime
    const admission = limit(socket, caller, asked);
    if (!admission.ok && !takeSlot(socket, refusedSlots, caller)) return socket.terminate();
    const connection = createConnection({
      id: nextId++,
      socket,
      isOurs: socket.protocol === SUBPROTOCOL,
      member: admission.ok ? admission.member : '',
      role: admission.ok ? admission.role : 'open',
      turns: turnsOf(socket, admission),
    });
    attach(socket, connection, room, admission.ok ? null : admission);
    if (admission.ok) return socket.resume();
    // What a refused client goes on sending is never read: it waits on the client's side until the socket ends.
    setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
  };
};

/**
 * Listens for upgrades. Returns the function that stops: it closes every socket so that clients find the next
 * process.
 */
export const attachSockets = (deps: SocketDeps): (() => void) => {
  const live = new Map<WebSocket, Connection>();
  const handshake = createHandshake(live, deps);
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    autoPong: false,
    // A frame of each socket, then what else is due: 64 kB of small frames of twenty sockets would be felt at once.
    allowSynchronousEvents: false,
    // Above our own limit, so that an oversized frame is answered with 4409 and a reason instead of a bare 1009.
    maxPayload: deps.maxFrameBytes * 2,
    handleProtocols: chooseProtocol,
  });
  const keepalive = setInterval(() => live.forEach((connection) => connection.send(KEEPALIVE)), KEEPALIVE_MS);

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', destroy); // before anything else: a reset during the upgrade must not end the process
    const encoded = encodedRoomOf(request);
    if (!encoded) return refuseUpgrade(socket, '403 Forbidden');
    if (!isAllowedOrigin(request, deps.allowedOrigins)) {
      const { origin = '', host = '' } = request.headers;
      deps.onOtherOrigin({ origin, host });
      return refuseUpgrade(socket, '403 Forbidden');
    }
    const room = decodeRoom(encoded);
    if (room === null) return refuseUpgrade(socket, '400 Bad Request');
    sockets.handleUpgrade(request, socket, head, (accepted) => void handshake(accepted, request, room));
  };
  deps.server.on('upgrade', onUpgrade);

  return () => {
    deps.server.off('upgrade', onUpgrade);
    clearInterval(keepalive);
    for (const socket of live.keys()) socket.close(CLOSE.restarting, 'The relay is restarting.');
    // A client whose network is gone never answers, and must not hold up the restart.
    setTimeout(() => live.forEach((_, socket) => socket.terminate()), GOODBYE_MS).unref();
  };
};
