// One document's channel: the frames of its connections are answered, stored, passed on and acknowledged. It holds no
// document. Each step has its file: frame-receiver.ts, update-intake.ts, write-batches.ts, initial-sync.ts, stored-room.ts.
import { CLOSE, encodeSync, SYNC, type Head, type PresenceEntry } from '@emberkeep/sync/wire';
import { UNREADABLE, type LogHead, type RelayLog, type RemoteEntry } from '../update-log/relay-log.ts';
import type { Steps } from '../sockets/slices.ts';
import { NotWanted } from '../merge/merge-thread.ts';
import type { Merger } from '../merge/merger.ts';
import type { Metrics } from '../metrics.ts';
import type { Nodes } from '../storage/nodes.ts';
import type { Step1 } from './answer-queue.ts';
import type { CommitQueue } from './commit-queue.ts';
import { createCompaction } from './compaction.ts';
import type { Connection } from './connection.ts';
import type { GrantShares } from './grant-shares.ts';
import { createInitialSync } from './initial-sync.ts';
import { createFrameReceiver, sendPresence } from './frame-receiver.ts';
import { closeUnstored, createMember, releaseHeld, type Member } from './member.ts';
import { createPresence } from './presence.ts';
import { encodeVector, type RoomState } from './room-state.ts';
import { createStoredRoom, type StoredRoom } from './stored-room.ts';
import { createTicks, type Ticks } from './write-batches.ts';
import { createUpdateIntake, type IncomingUpdate } from './update-intake.ts';

export interface Room {
  readonly name: string;
  join(connection: Connection): void;
  /** Returns the steps of what would take long at once. */
  receive(connection: Connection, frame: Uint8Array): Steps | void;
  leave(connection: Connection): void;
  connectionCount(): number;
  connections(): Iterable<Connection>;
  /** Tells the connections that some room of the campaign has a new head. */
  announce(head: Head): void;
  /** Another node appended this, after everything that this room has heard of. */
  arrived(entry: RemoteEntry & { bytes: Uint8Array }): void;
  /** Presence at another node has changed. */
  presenceAt(node: string, entries: readonly PresenceEntry[]): void;
  /** The clients that are connected to this node. */
  presentHere(): PresenceEntry[];
}

export interface RoomDeps {
  name: string;
  log: RelayLog;
  merger: Merger;
  metrics: Pick<Metrics, 'updateStored' | 'tickDurable'>;
  commits: CommitQueue;
  nodes: Nodes;
  maxDocBytes: number;
  shares: GrantShares;
  /** The disk has room for more. */
  hasRoom(): boolean;
  /** The room's head has moved. */
  onHead(head: Head): void;
  /** No connection is left, and everything that arrived is in the log. */
  onEmpty(): void;
  onError(error: Error): void;
  /** A player tried to write. */
  onRefused(room: string, member: string): void;
  /** An entry cannot be merged: the rest is served, nothing is deleted, nothing is compacted. */
  onQuarantine(room: string): void;
}

type Members = Map<number, Member>;

const broadcastTo = (members: Members, frame: Uint8Array, except?: Connection): void => {
  for (const { connection } of members.values()) if (connection !== except) connection.send(frame);
};

const announceTo = (members: Members, head: Head): void => {
  for (const { connection } of members.values()) connection.say({ type: 'head', ...head });
};

/** Loads the room's state for a new member, asks it for what the room lacks, and releases what it wrote meanwhile. */
const welcome = (
  member: Member,
  stored: StoredRoom,
  isPresent: () => boolean,
  { shares, onError }: Pick<RoomDeps, 'shares' | 'onError'>,
): void => {
  const { connection } = member;
  const start = (state: RoomState): void => {
    connection.send(encodeSync(SYNC.step1, encodeVector(state)));
    releaseHeld(member);
  };
  const loaded = stored.state();
  if (loaded) return start(loaded);
  // Who opens large documents again and again waits for their share of the relay's time.
  const load = (): Promise<RoomState | null> => (isPresent() ? stored.load() : Promise.resolve(null));
  shares.run(connection.member, load, connection.shared).then(
    (state) => {
      if (state && isPresent()) start(state);
    },
    (error: Error) => {
      if (error instanceof NotWanted) return; // everybody had gone
      onError(error);
      connection.close(CLOSE.storageFailed, 'The relay could not open this document.');
    },
  );
};

/** Connects the steps of a write: into the log, to the other connections, onto the disk, acknowledged, compacted. */
const createWritePath = (
  deps: RoomDeps,
  room: {
    members: Members;
    stored: StoredRoom;
    moveHead(head: LogHead): void;
    releaseWhenEmpty(): void;
    answerUnfinished(): void;
  },
): { ticks: Ticks; accept(member: Member, update: IncomingUpdate): Steps | void } => {
  const { name, log, merger, commits, metrics, onError } = deps;
  const { members, stored } = room;
  const compactWhenDue = createCompaction({ name, log, merger, stored, onError });
  const ticks = createTicks({
    room: name,
    commits,
    metrics,
    onUpdate: (update, from) => {
      stored.grow(update);
      broadcastTo(members, encodeSync(SYNC.update, update), from);
    },
    onAppended: (head) => {
      room.moveHead(head);
      deps.onHead(head);
      room.answerUnfinished();
      room.releaseWhenEmpty();
    },
    onDurable: compactWhenDue,
    onFailed: (error) => {
      onError(error);
      stored.unload(); // the state has updates that were not stored: read the log again
      for (const { connection } of members.values()) closeUnstored(connection);
      room.releaseWhenEmpty();
    },
  });
  const { maxDocBytes, hasRoom, onRefused } = deps;
  const onAnsweredInFull = (): void => {
    stored.answeredInFull();
    room.answerUnfinished();
  };
  const accept = createUpdateIntake({
    name,
    stored,
    ticks,
    commits,
    maxDocBytes,
    hasRoom,
    onRefused,
    onAnsweredInFull,
  });
  return { ticks, accept };
};

export const createRoom = (deps: RoomDeps): Room => {
  const { name, log, merger, onError } = deps;
  const members: Members = new Map();
  const stored = createStoredRoom({ name, log, merger, onError, onQuarantine: deps.onQuarantine });
  const presence = createPresence(
    (frame) => broadcastTo(members, frame),
    (entries) => deps.nodes.tell({ type: 'presence', room: name, entries }),
    () => members.size,
  );
  const answerTo = createInitialSync({ name, log, merger, stored });

  const moveHead = (head: LogHead): void => {
    stored.advance(head);
    announceTo(members, head);
  };
  // An empty room leaves memory only once its last writes are in the log: the next visitor must find them there.
  const releaseWhenEmpty = (): void => {
    if (members.size > 0 || !ticks.isIdle()) return;
    presence.stop();
    stored.unload();
    deps.onEmpty();
  };
  const answerUnfinished = (): void => receiver.answerUnfinished();
  const { ticks, accept } = createWritePath(deps, { members, stored, moveHead, releaseWhenEmpty, answerUnfinished });

  const { maxDocBytes } = deps;
  const unfinished = new Map<Member, Step1>();
  const receiver = createFrameReceiver({
    name,
    maxDocBytes,
    stored,
    presence,
    accept,
    answerTo,
    unfinished,
    shares: deps.shares,
    onError,
  });

  return {
    name,
    connectionCount: () => members.size,
    connections: function* () {
      for (const { connection } of members.values()) yield connection;
    },
    announce: (head) => announceTo(members, head),
    arrived: ({ bytes, ...head }) => {
      if (bytes !== UNREADABLE) broadcastTo(members, encodeSync(SYNC.update, bytes));
      moveHead(head);
      stored.addRemote(bytes);
      answerUnfinished();
    },
    presenceAt: (node, entries) => presence.heard(node, entries),
    presentHere: presence.ours,
    join: (connection) => {
      const member = createMember(connection);
      members.set(connection.id, member);
      sendPresence(presence, connection);
      welcome(member, stored, () => members.get(connection.id) === member, deps);
    },
    receive: (connection, frame) => {
      const member = members.get(connection.id);
      if (member && connection.isOpen()) return receiver.receive(member, frame);
    },
    leave: (connection) => {
      const member = members.get(connection.id);
      if (!member) return;
      members.delete(connection.id);
      unfinished.delete(member);
      presence.left(connection.id);
      releaseWhenEmpty();
    },
  };
};
