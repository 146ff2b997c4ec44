// A relay's real rooms, over a log and a network that a test drives.
import type { ServerSocket } from '@emberkeep/sync/testing';
import type { RelayLog } from '../../../sync-server/src/update-log/relay-log.ts';
import type { Merger } from '../../../sync-server/src/merge/merger.ts';
import { createConnection } from '../../../sync-server/src/rooms/connection.ts';
import { createRoomRegistry } from '../../../sync-server/src/rooms/room-registry.ts';
import { NO_WAITING } from '../../../sync-server/src/sockets/turns.ts';
import { NO_OTHER_NODES } from '../../../sync-server/src/storage/nodes.ts';

export type RelayRooms = ReturnType<typeof createRelayRooms>;

/** Rooms without limits; an error in one fails the test. */
export const createRelayRooms = (log: RelayLog, merger: Merger) =>
  createRoomRegistry({
    log,
    nodes: NO_OTHER_NODES,
    merger,
    metrics: { updateStored: () => undefined, tickDurable: () => undefined },
    shares: { run: (_grant, answer) => answer() },
    maxDocBytes: 1e8,
    onRefused: () => undefined,
    hasRoom: () => true,
    onError: (error) => {
      throw error;
    },
  });

/** Joins a socket to the room that its path names, as an owner. */
export const serveSocket = (
  rooms: RelayRooms,
  socket: ServerSocket,
  path: string,
  { id, isOurs }: { id: number; isOurs: boolean },
): void => {
  const connection = createConnection({
    id,
    socket: socket as never, // reason: the fake has what the connection uses
    isOurs,
    member: 'm',
    role: 'owner',
    shared: [],
    turns: NO_WAITING,
  });
  const room = rooms.join(path.replace(/^\/sync\//, ''), connection);
  socket.on('message', (frame) => room.receive(connection, frame));
  socket.on('close', () => room.leave(connection));
};
