// Websockets at /sync/<room>. Who may open a room is settled here, before the room hears of the connection. A
// refusal is an accepted socket that is closed at once with a code and a reason: browsers show an HTTP refusal as
// 1006 and retry.
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { CLOSE, SUBPROTOCOL, type Role } from '@emberkeep/sync/wire';
import type { Access } from '../access/access.ts';
import { createRate, createSlots, type Slots } from '../limits.ts';
import { createConnection, type Connection } from '../rooms/connection.ts';
import { campaignIdOf } from '../rooms/room-names.ts';
import type { RoomRegistry } from '../rooms/room-registry.ts';
import type { Room } from '../rooms/room.ts';
import { AWAY, createAdmission, TOO_MANY, type SocketAdmission } from './admission.ts';
import { createFrameBudget, LOOK_MS, unfinishedBytes, type FrameBudget } from './frame-budget.ts';
import { createUnreadBudget, progressOf, type UnreadBudget } from './unread-budget.ts';
import { createSlices, type Steps } from './slices.ts';
import { createTurns, NO_WAITING, type Turns } from './turns.ts';
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
  /** Somebody was let in to a campaign. */
  onLetIn(campaignId: string, role: Role, address: string): void;
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
/** Largest frame of a player, who writes nothing: what their device has, by tens of thousands of clients. */
const PLAYER_FRAME_BYTES = 512 * 1024;
/** Largest frame of a refused socket, which is never read. */
const REFUSED_FRAME_BYTES = 1024;
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

interface HandshakeDeps extends SocketDeps {
  budget: FrameBudget;
  unread: UnreadBudget;
}

/** A socket whose caller is known, before it joins its room. */
interface Accepted {
  socket: WebSocket;
  /** Where its bytes arrive, and leave. */
  wire: Socket;
  room: string;
  caller: string | null;
  admission: SocketAdmission;
}

/** Largest frame of a caller, bytes. */
const maxFrameOf = (admission: SocketAdmission, maxFrameBytes: number): number => {
  if (!admission.ok) return REFUSED_FRAME_BYTES;
  return admission.role === 'player' ? Math.min(PLAYER_FRAME_BYTES, maxFrameBytes) : maxFrameBytes;
};

const createFrameServer = (maxFrameBytes: number): WebSocketServer =>
  new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    autoPong: false,
    // A frame of each socket, then what else is due: 64 kB of small frames of twenty sockets would be felt at once.
    allowSynchronousEvents: false,
    // Above our own limit, so that an oversized frame is answered with 4409 and a reason instead of a bare 1009.
    maxPayload: maxFrameBytes * 2,
    handleProtocols: chooseProtocol,
  });

/** Ends a socket that may not answer a goodbye. What it goes on sending is not read: it waits on the client's side. */
const endUnread = (socket: WebSocket): void => {
  if (socket.readyState === socket.OPEN || socket.readyState === socket.CLOSING) socket.pause();
  setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
};

/** Frees what a socket holds. It hears why only if it reads in time. */
const endAtOnce = (socket: WebSocket): void => {
  socket.pause();
  setImmediate(() => socket.terminate());
};

/** The steps, and something behind them. */
function* andThen(steps: Steps, then: () => void): Generator<void, void> {
  for (let step = steps.next(); !step.done; step = steps.next()) yield;
  then();
}

/** Reads a connection's frames into its room, at the connection's rate and in its grant's turns. */
const readFrames = (
  { socket, wire, caller, admission }: Accepted,
  connection: Connection,
  room: Room,
  deps: HandshakeDeps,
): void => {
  const rate = deps.isOpenRelay ? null : createRate(deps.ratePerSecond, () => Date.now());
  const maxBytes = maxFrameOf(admission, deps.maxFrameBytes);
  const { turns } = connection;
  const held = deps.budget.open({
    grant: connection.member,
    address: caller,
    unfinishedBytes: () => unfinishedBytes(socket),
    isPaused: () => socket.isPaused,
    giveUp: (reason) => {
      connection.close(CLOSE.tooSlow, reason);
      endAtOnce(socket);
    },
  });
  socket.on('close', held.end);
  wire.on('data', held.arrived);
  socket.on('message', (data, isBinary) => {
    if (!connection.isOpen()) return;
    if (!isBinary) return connection.close(CLOSE.badFrame, 'Text frames are not supported.');
    const frame = toBytes(data);
    if (frame.byteLength > maxBytes) return connection.close(CLOSE.tooLarge, 'This is larger than this relay accepts.');
    const hadItsTurn = held.waits(frame.byteLength);
    turns.add(() => {
      const steps = room.receive(connection, frame);
      if (steps) return andThen(steps, hadItsTurn);
      return hadItsTurn();
    });
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

type Attach = (accepted: Accepted, connection: Connection) => void;

/**
 * Returns the function that connects a socket with its room, or refuses it. It is separate from the handshake so
 * that no connection keeps the request that it came with in memory.
 */
const createAttach =
  (live: Map<WebSocket, Connection>, deps: HandshakeDeps): Attach =>
  (accepted, connection) => {
    const { socket, room, admission } = accepted;
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
    if (!admission.ok) {
      connection.close(admission.code, admission.reason);
      return endUnread(socket);
    }
    joined = deps.rooms.join(room, connection);
    deps.onOpened(whose);
    readFrames(accepted, connection, joined, deps);
  };

/** Those with whom a connection shares its turns: its address comes first, by which large frames are worked on. */
const sharedBy = ({ caller, room, admission }: Accepted): string[] => [
  ...(caller === null ? [] : [`address ${caller}`]),
  ...(admission.ok && admission.role === 'player' ? [`players of ${campaignIdOf(room)}`] : []),
];

/** Returns the function that makes a connection of a socket whose caller is known. */
const createWelcome = (live: Map<WebSocket, Connection>, deps: HandshakeDeps) => {
  const attach = createAttach(live, deps);
  const openTurns = createTurns({
    nowMs: () => performance.now(),
    workedMs: () => {
      const { user, system } = process.threadCpuUsage();
      return (user + system) / 1000;
    },
    later: (ms, run) => void setTimeout(run, ms).unref(),
    slices: createSlices({ nowMs: () => performance.now(), soon: (run) => void setImmediate(run) }),
  });
  /** What the client sends while its frames wait stays on its side. */
  const turnsOf = ({ socket, admission }: Accepted, shared: readonly string[]): Turns => {
    if (!admission.ok || deps.isOpenRelay) return NO_WAITING;
    return openTurns({ grant: admission.member, shared }, (isWaiting) => {
      if (isWaiting && socket.readyState === socket.OPEN) socket.pause();
      else socket.resume();
    });
  };
  let nextId = 1;

  return (accepted: Accepted): void => {
    const { socket, wire, caller, admission } = accepted;
    const shared = sharedBy(accepted);
    socket.on('error', () => socket.terminate());
    const unread = deps.unread.open({
      grant: admission.ok ? admission.member : '',
      address: caller,
      unreadBytes: () => socket.bufferedAmount,
      progress: () => progressOf(wire),
      giveUp: () => {
        connection.close(CLOSE.tooSlow, 'This device reads too slowly; it will reconnect.');
        endAtOnce(socket);
      },
    });
    socket.on('close', unread.end);
    const connection = createConnection({
      id: nextId++,
      socket,
      isOurs: socket.protocol === SUBPROTOCOL,
      member: admission.ok ? admission.member : '',
      role: admission.ok ? admission.role : 'open',
      shared,
      turns: turnsOf(accepted, shared),
      onSent: unread.sent,
    });
    attach(accepted, connection);
  };
};

/**
 * Returns the function that admits or refuses a caller. What a client sends before it is admitted waits in its socket.
 */
const createHandshake = (live: Map<WebSocket, Connection>, deps: HandshakeDeps) => {
  const slots = createSlots(deps.maxPerAddress);
  const refusedSlots = createSlots(REFUSED_PER_ADDRESS);
  const welcome = createWelcome(live, deps);
  // ws limits frames by server, and refuses a larger one at its head: nothing of it is kept.
  const servers = new Map<number, WebSocketServer>();
  const serverFor = (maxFrameBytes: number): WebSocketServer => {
    const known = servers.get(maxFrameBytes) ?? createFrameServer(maxFrameBytes);
    servers.set(maxFrameBytes, known);
    return known;
  };
  const admit = createAdmission({
    ...deps,
    connectionCount: () => live.size,
    connectionsInRoom: deps.rooms.inRoom,
  });

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
  const takeSlot = (wire: Duplex, from: Slots, caller: string | null): boolean => {
    if (caller === null) return true;
    if (!from.take(caller)) return false;
    wire.on('close', () => from.release(caller));
    return true;
  };

  /** Only admitted sockets count against an address: strangers who share it must not keep its members out. */
  const limit = (wire: Duplex, caller: string | null, asked: SocketAdmission): SocketAdmission => {
    if (!asked.ok) return asked;
    if (!deps.isHealthy()) return AWAY;
    const mayConnect = caller === null || (deps.mayConnect(asked.member) && takeSlot(wire, slots, caller));
    return mayConnect ? asked : TOO_MANY;
  };

  return async (request: IncomingMessage, wire: Socket, head: Buffer, room: string): Promise<void> => {
    // The limits per address are off on an open relay: a benchmark is one address.
    const caller = deps.isOpenRelay ? null : deps.callerOf(request) || null;
    const asked = await admitNow(request, room);
    if (wire.destroyed) return; // closed in the meantime
    const admission = limit(wire, caller, asked);
    if (!admission.ok && !takeSlot(wire, refusedSlots, caller)) return void wire.destroy();
    const campaignId = campaignIdOf(room);
    if (admission.ok && admission.role !== 'open' && caller && campaignId)
      deps.onLetIn(campaignId, admission.role, caller);
    const server = serverFor(maxFrameOf(admission, deps.maxFrameBytes));
    server.handleUpgrade(request, wire, head, (socket) => welcome({ socket, wire, room, caller, admission }));
  };
};

/**
 * Listens for upgrades. Returns the function that stops: it closes every socket so that clients find the next
 * process.
 */
export const attachSockets = (deps: SocketDeps): (() => void) => {
  const live = new Map<WebSocket, Connection>();
  const { maxFrameBytes } = deps;
  const nowMs = (): number => performance.now();
  // A grant has one frame of the largest size that ws lets in; those who share an address have two.
  const budget = createFrameBudget({ nowMs, perGrant: maxFrameBytes * 2, perAddress: maxFrameBytes * 4 });
  // The largest document, which has twice the size of a frame, is never too much for one reader.
  const unread = createUnreadBudget({ nowMs, perGrant: maxFrameBytes * 3, perAddress: maxFrameBytes * 6 });
  const handshake = createHandshake(live, { ...deps, budget, unread });
  const looking = setInterval(() => {
    budget.look();
    unread.look();
  }, LOOK_MS);
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
    // reason: a server of node:http and node:https upgrades sockets of node:net only
    void handshake(request, socket as Socket, head, room);
  };
  deps.server.on('upgrade', onUpgrade);

  return () => {
    deps.server.off('upgrade', onUpgrade);
    clearInterval(keepalive);
    clearInterval(looking);
    for (const socket of live.keys()) socket.close(CLOSE.restarting, 'The relay is restarting.');
    // A client whose network is gone never answers, and must not hold up the restart.
    setTimeout(() => live.forEach((_, socket) => socket.terminate()), GOODBYE_MS).unref();
  };
};
