// Owns which rooms are open, who gets into them, and passing heads on to the campaign's ledger connections.
import type { Head, PresenceEntry } from '@emberkeep/sync/wire';
import type { RelayLog } from '../log/relay-log.ts';
import type { Merger } from '../merge/merger.ts';
import type { Metrics } from '../metrics.ts';
import { createCommitQueue } from './commit-queue.ts';
import type { Nodes } from '../storage/nodes.ts';
import type { Connection } from './connection.ts';
import { createRoom, type Room } from './room.ts';

export interface RoomRegistry {
  join(name: string, connection: Connection): Room;
  /** The store is out of reach: everybody is sent off, and what rooms knew is forgotten. */
  sendEverybodyOff(code: number, reason: string): void;
  /** Closes every connection in rooms under `prefix` that `which` picks. */
  closeConnections(prefix: string, which: (connection: Connection) => boolean, code: number, reason: string): void;
  /** Another node said who is present there; or asks who is here. */
  presence(room: string, node: string, entries: readonly PresenceEntry[]): void;
  whoIsHere(room: string): void;
  connectionCount(): number;
  /** Connections in one room. */
  inRoom(name: string): number;
  roomCount(): number;
  /** Rooms of which something cannot be merged, since the relay started. */
  quarantined(): readonly string[];
  /** Everything accepted so far is on disk. */
  idle(): Promise<void>;
}

/** A campaign's ledger, of any of its rooms. */
const LEDGER = /^campaign\/[^/]+/;

export const createRoomRegistry = (deps: {
  log: RelayLog;
  nodes: Nodes;
  merger: Merger;
  metrics: Pick<Metrics, 'kept' | 'durable'>;
  maxDocBytes: number;
  hasRoom(): boolean;
  onError(error: Error): void;
  onRefused(room: string, member: string): void;
}): RoomRegistry => {
  const rooms = new Map<string, Room>();
  const commits = createCommitQueue(deps.log);
  const quarantined = new Set<string>();
  const onQuarantine = (room: string): void => {
    quarantined.add(room);
    deps.onError(
      new Error(
        `quarantined ${room}: something in it cannot be merged; the rest is served, nothing is deleted (relay doctor)`,
      ),
    );
  };
  const onHead = (head: Head): void => {
    const ledger = LEDGER.exec(head.room)?.[0];
    if (ledger && ledger !== head.room) rooms.get(ledger)?.announce(head);
  };
  deps.log.watch({
    rooms: () => [...rooms.keys()],
    ledgers: () => [...rooms.keys()].filter((name) => LEDGER.exec(name)?.[0] === name),
    onEntries: (entries) => {
      for (const { bytes, ...head } of entries) {
        if (bytes) rooms.get(head.room)?.arrived({ ...head, bytes });
        onHead(head);
      }
    },
  });
  return {
    join: (name, connection) => {
      let room = rooms.get(name);
      if (!room) {
        const made: Room = createRoom({
          name,
          log: deps.log,
          nodes: deps.nodes,
          merger: deps.merger,
          metrics: deps.metrics,
          commits,
          maxDocBytes: deps.maxDocBytes,
          hasRoom: deps.hasRoom,
          onHead,
          onEmpty: () => void (rooms.get(name) === made && rooms.delete(name)),
          onError: deps.onError,
          onRefused: deps.onRefused,
          onQuarantine,
        });
        rooms.set(name, (room = made));
        deps.nodes.tell({ type: 'whoIsHere', room: name });
      }
      room.join(connection);
      return room;
    },
    sendEverybodyOff: (code, reason) => {
      const all = [...rooms.values()];
      rooms.clear();
      for (const room of all) for (const connection of [...room.connections()]) connection.close(code, reason);
    },
    presence: (name, node, entries) => rooms.get(name)?.presenceAt(node, entries),
    whoIsHere: (name) => {
      const here = rooms.get(name)?.presentHere() ?? [];
      if (here.length > 0) deps.nodes.tell({ type: 'presence', room: name, entries: here });
    },
    closeConnections: (prefix, which, code, reason) => {
      for (const room of rooms.values()) {
        if (room.name !== prefix && !room.name.startsWith(`${prefix}/`)) continue;
        for (const connection of [...room.connections()]) if (which(connection)) connection.close(code, reason);
      }
    },
    inRoom: (name) => rooms.get(name)?.connectionCount() ?? 0,
    connectionCount: () => [...rooms.values()].reduce((sum, room) => sum + room.connectionCount(), 0),
    roomCount: () => rooms.size,
    quarantined: () => [...quarantined],
    idle: commits.idle,
  };
};
