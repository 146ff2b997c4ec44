// The rooms that are open on this node. Opens a room for its first connection, drops it after its last, and passes the
// heads of a campaign's rooms on to the connections of its ledger.
import { CLOSE, type Head, type PresenceEntry } from '@emberkeep/sync/wire';
import type { RelayLog, RemoteEntry } from '../update-log/relay-log.ts';
import type { Merger } from '../merge/merger.ts';
import type { Metrics } from '../metrics.ts';
import type { Nodes } from '../storage/nodes.ts';
import { createCommitQueue } from './commit-queue.ts';
import type { Connection } from './connection.ts';
import type { GrantShares } from './grant-shares.ts';
import { ledgerOf } from './room-names.ts';
import { createRoom, type Room } from './room.ts';

export interface RoomRegistry {
  join(name: string, connection: Connection): Room;
  /** Closes every connection and forgets every room: the storage cannot be reached. */
  closeAll(code: number, reason: string): void;
  /** Closes the connections in rooms under `prefix` that `which` picks. */
  closeConnections(prefix: string, which: (connection: Connection) => boolean, code: number, reason: string): void;
  /** Closes a room's connections, which come back: its entries were changed under it. */
  reopen(name: string): void;
  /** Presence in a room has changed at another node. */
  presence(room: string, node: string, entries: readonly PresenceEntry[]): void;
  /** Another node asks who is present here. */
  whoIsHere(room: string): void;
  connectionCount(): number;
  /** Connections in one room. */
  inRoom(name: string): number;
  roomCount(): number;
  /** Rooms with an entry that cannot be merged, since the relay started. */
  quarantined(): readonly string[];
  /** Resolves when everything accepted so far is on the disk. */
  idle(): Promise<void>;
}

export interface RoomRegistryDeps {
  log: RelayLog;
  nodes: Nodes;
  merger: Merger;
  metrics: Pick<Metrics, 'updateStored' | 'tickDurable'>;
  maxDocBytes: number;
  shares: GrantShares;
  hasRoom(): boolean;
  onError(error: Error): void;
  onRefused(room: string, member: string): void;
}

const isUnder = (prefix: string, room: string): boolean => room === prefix || room.startsWith(`${prefix}/`);

export const createRoomRegistry = (deps: RoomRegistryDeps): RoomRegistry => {
  const rooms = new Map<string, Room>();
  const quarantined = new Set<string>();
  const commits = createCommitQueue(deps.log);

  const onQuarantine = (room: string): void => {
    quarantined.add(room);
    deps.onError(
      new Error(
        `quarantined ${room}: an entry cannot be merged. The rest is served, nothing is deleted; see relay doctor`,
      ),
    );
  };

  const onHead = (head: Head): void => {
    const ledger = ledgerOf(head.room);
    if (ledger && ledger !== head.room) rooms.get(ledger)?.announce(head);
  };

  const onEntries = (entries: readonly RemoteEntry[]): void => {
    for (const { bytes, ...head } of entries) {
      if (bytes) rooms.get(head.room)?.arrived({ ...head, bytes });
      onHead(head);
    }
  };

  const open = (name: string): Room => {
    const room: Room = createRoom({
      ...deps,
      name,
      commits,
      onHead,
      onQuarantine,
      onEmpty: () => void (rooms.get(name) === room && rooms.delete(name)),
    });
    rooms.set(name, room);
    deps.nodes.tell({ type: 'whoIsHere', room: name });
    return room;
  };

  deps.log.watch({
    rooms: () => [...rooms.keys()],
    ledgers: () => [...rooms.keys()].filter((name) => ledgerOf(name) === name),
    onEntries,
  });

  return {
    join: (name, connection) => {
      const room = rooms.get(name) ?? open(name);
      room.join(connection);
      return room;
    },
    closeAll: (code, reason) => {
      const all = [...rooms.values()];
      rooms.clear();
      for (const room of all) for (const connection of [...room.connections()]) connection.close(code, reason);
    },
    closeConnections: (prefix, which, code, reason) => {
      for (const room of rooms.values()) {
        if (!isUnder(prefix, room.name)) continue;
        for (const connection of [...room.connections()]) if (which(connection)) connection.close(code, reason);
      }
    },
    reopen: (name) => {
      for (const connection of [...(rooms.get(name)?.connections() ?? [])])
        connection.close(CLOSE.restarting, 'This document was repaired.');
    },
    presence: (name, node, entries) => rooms.get(name)?.presenceAt(node, entries),
    whoIsHere: (name) => {
      const here = rooms.get(name)?.presentHere() ?? [];
      if (here.length > 0) deps.nodes.tell({ type: 'presence', room: name, entries: here });
    },
    inRoom: (name) => rooms.get(name)?.connectionCount() ?? 0,
    connectionCount: () => [...rooms.values()].reduce((sum, room) => sum + room.connectionCount(), 0),
    roomCount: () => rooms.size,
    quarantined: () => [...quarantined],
    idle: commits.idle,
  };
};
