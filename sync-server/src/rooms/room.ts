// Owns one document's channel: what arrives on its connections, in which order it is kept, passed on and acknowledged.
// Holds no document. Invariants (numbers are rules of packages/sync/SPEC.md): nothing is passed on before it is in the
// log (R2), nothing acknowledged before it is on the disk (R3), `synced` only with everything there (R5).
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { CLOSE, decodePresence, encodeSync, MESSAGE, SYNC, type Head, type PresenceEntry } from '@emberkeep/sync/wire';
import {
  UNREADABLE,
  type LogEntry,
  type LogHead,
  type RelayLog,
  type RemoteEntry,
  type RoomSize,
} from '../log/relay-log.ts';
import { mergeSmall } from '../merge/merge-tasks.ts';
import type { Merger } from '../merge/merger.ts';
import type { Metrics } from '../metrics.ts';
import type { CommitQueue } from './commit-queue.ts';
import type { Nodes } from '../storage/nodes.ts';
import type { Connection } from './connection.ts';
import { createPresence } from './presence.ts';
import { isTableRoom } from './room-names.ts';
import { copyState, encodeDeletions, encodeVector, hasAllOf, judge, type RoomState } from './room-state.ts';

export interface Room {
  readonly name: string;
  join(connection: Connection): void;
  receive(connection: Connection, frame: Uint8Array): void;
  leave(connection: Connection): void;
  connectionCount(): number;
  connections(): Iterable<Connection>;
  /** Our connections hear that some room of the campaign has moved. */
  announce(head: Head): void;
  /** Another node wrote this, after everything that this room has heard of. */
  arrived(entry: RemoteEntry & { bytes: Uint8Array }): void;
  /** Who is present at another node; and who is at this one. */
  presenceAt(node: string, entries: readonly PresenceEntry[]): void;
  presentHere(): PresenceEntry[];
}

export interface RoomDeps {
  name: string;
  log: RelayLog;
  merger: Merger;
  metrics: Pick<Metrics, 'kept' | 'durable'>;
  commits: CommitQueue;
  nodes: Nodes;
  maxDocBytes: number;
  /** The disk has room for more. */
  hasRoom(): boolean;
  onHead(head: Head): void;
  /** Nobody is in it, and everything that came is in the log. */
  onEmpty(): void;
  onError(error: Error): void;
  /** A player tried to write. */
  onRefused(room: string, member: string): void;
  /** Something among the room's entries cannot be merged: the rest is served, nothing is deleted, nothing is compacted. */
  onQuarantine(room: string): void;
}

/** Entries behind the first, or their bytes, at which the merge thread makes one entry of all; never below this share of the first. */
const COMPACT_ROWS = 500;
const COMPACT_BYTES = 256 * 1024;
const COMPACT_SHARE = 0.5;
/** So many entries are compacted although the room is not quiet. */
const COMPACT_ANYWAY = 5000;
/** A room is quiet this long after its last update, ms: a stream is not merged again and again while it runs. */
const QUIET_MS = 2000;

/** Small frames that may wait beside a large one. */
const HELD_BYTES = 1024 * 1024;
/** An update that says nothing, and the state vector of who has nothing. */
const NOTHING = new Uint8Array([0, 0]);
const NO_VECTOR = new Uint8Array([0]);

interface Member {
  connection: Connection;
  /** Sync messages not yet durable. */
  open: Set<number>;
  /** Among them, those refused for a gap until a SyncStep2 fills it. */
  gaps: Set<number>;
  /** What it wrote before the room's state was known; null from then on. */
  held: { runs: (() => void)[]; bytes: number } | null;
  durable: number;
}

/** Of one connection: runs of updates that follow on from each other and may be merged, and the messages that they were. */
type Tick = Map<Member, { runs: Uint8Array[][]; covered: number[] }>;

export const createRoom = (deps: RoomDeps): Room => {
  const { name, log, merger, commits } = deps;
  // What players read: nobody's presence is in it, and nothing that was taken back.
  const isTable = isTableRoom(name);
  const members = new Map<number, Member>();
  let state: RoomState | null = null;
  let loading: Promise<RoomState> | null = null;
  /** What other nodes wrote while the state was being read. */
  let meanwhile: Uint8Array[] = [];
  let size: RoomSize = { entries: 0, bytes: 0, firstBytes: 0 };
  let head: LogHead | null = null;
  /** Ticks handed to the log that it has not answered yet. */
  let uncommitted = 0;
  let compacting = false;
  let compactTimer: NodeJS.Timeout | null = null;
  let isQuarantined = false;

  /** The room's entries, or what can be read of them. */
  const rowsOf = async (): Promise<Uint8Array[]> => {
    const read = await log.read(name);
    if (read.head && read.head.sequence > (head?.sequence ?? 0)) head = read.head;
    return isQuarantined ? [await merger.run({ type: 'sound', rows: read.rows })] : read.rows;
  };

  const broadcast = (frame: Uint8Array, except?: Connection): void => {
    for (const { connection } of members.values()) if (connection !== except) connection.send(frame);
  };
  const presence = createPresence(broadcast, (entries) => deps.nodes.tell({ type: 'presence', room: name, entries }));

  const load = async (): Promise<RoomState> => {
    if (state) return state;
    loading ??= (async () => {
      try {
        const rows = await rowsOf();
        const loaded = await merger.run({ type: 'state', rows }).catch(async () => {
          isQuarantined = true;
          deps.onQuarantine(name);
          return merger.run({ type: 'state', rows: await rowsOf() });
        });
        size = await log.size(name);
        for (const bytes of meanwhile) judge(loaded, bytes);
        return (state = loaded);
      } finally {
        loading = null;
        meanwhile = [];
      }
    })();
    return loading;
  };

  const acknowledge = (member: Member, done: readonly number[]): void => {
    for (const n of done) member.open.delete(n);
    // They were added in order, so the first is the smallest.
    const [next = member.connection.received + 1] = member.open;
    const durable = next - 1;
    if (durable > member.durable) {
      member.durable = durable;
      member.connection.say({ type: 'durable', count: durable });
    }
  };

  const isDue = ({ entries, bytes, firstBytes }: RoomSize): boolean => {
    const tail = bytes - firstBytes;
    const isLong = entries > COMPACT_ROWS && tail > firstBytes / 50;
    return entries >= 8 && (isLong || tail > Math.max(COMPACT_BYTES, firstBytes * COMPACT_SHARE));
  };
  const compactWhenDue = (): void => {
    if (isQuarantined || compacting || !isDue(size)) return;
    if (compactTimer) clearTimeout(compactTimer);
    compactTimer = size.entries > COMPACT_ANYWAY ? null : setTimeout(() => void compact(), QUIET_MS);
    if (compactTimer) compactTimer.unref();
    else void compact();
  };
  const compact = async (): Promise<void> => {
    compactTimer = null;
    if (compacting) return;
    compacting = true;
    try {
      size = await log.size(name);
      if (!isDue(size)) return; // another node was faster
      const { rows, head: upTo } = await log.read(name);
      if (!upTo) return;
      await log.compact(name, upTo.sequence, await merger.run({ type: 'compact', rows }));
      size = await log.size(name);
    } catch (error) {
      deps.onError(error as Error); // the tail stays as it is: still served, tried again later
    } finally {
      compacting = false;
    }
  };

  // Nothing stays in memory for a room that nobody is in; but whoever comes next must find in the log what came last.
  const letGoWhenEmpty = (): void => {
    if (members.size > 0 || tick || uncommitted > 0) return;
    presence.stop();
    state = null;
    deps.onEmpty();
  };

  // What arrived in this tick, by the connection that brought it: one entry each in the log, one frame to the others.
  let tick: Tick | null = null;
  const commitTick = (): Tick => {
    if (tick) return tick;
    const mine: Tick = new Map();
    tick = mine;
    const arrived = performance.now();
    let isIn = false;
    let merged: { member: Member; bytes: Uint8Array[] }[] = [];
    commits.push({
      entries: () => {
        tick = null;
        uncommitted += 1;
        merged = [...mine].map(([member, { runs }]) => ({ member, bytes: runs.flatMap(mergeSmall) }));
        return merged.flatMap(({ member, bytes }) =>
          bytes.map((each) => ({ room: name, bytes: each, member: member.connection.member })),
        );
      },
      onAppended: (entries) => {
        uncommitted -= 1;
        isIn = true;
        for (const { member, bytes } of merged)
          for (const each of bytes) {
            grow(each);
            deps.metrics.kept(each.byteLength);
            broadcast(encodeSync(SYNC.update, each), member.connection);
          }
        const last = entries.at(-1) as LogEntry;
        moved({ room: name, sequence: last.sequence, tag: last.tag });
        deps.onHead({ room: name, sequence: last.sequence, tag: last.tag });
        letGoWhenEmpty();
      },
      onDurable: () => {
        deps.metrics.durable(performance.now() - arrived);
        for (const { member, bytes } of merged) {
          if (!member.connection.isOurs)
            for (const each of bytes) member.connection.send(encodeSync(SYNC.update, each)); // the echo is a stock client's receipt
          acknowledge(member, mine.get(member)!.covered);
        }
        compactWhenDue();
      },
      onFailed: (error) => {
        if (!isIn) uncommitted -= 1;
        deps.onError(error);
        state = null; // what we thought was kept is not: read the log again
        for (const each of members.values()) sendOff(each.connection);
        letGoWhenEmpty();
      },
    });
    return mine;
  };
  const sendOff = (connection: Connection): void =>
    connection.close(CLOSE.storageFailed, 'The relay cannot store right now. Nothing is lost on this device.');
  const grow = (bytes: Uint8Array): void =>
    void (size = { ...size, entries: size.entries + 1, bytes: size.bytes + bytes.byteLength });
  const moved = (to: LogHead): void => {
    if (head === null || to.sequence > head.sequence) head = to;
    for (const each of members.values()) each.connection.say({ type: 'head', ...to });
  };

  const accept = (member: Member, n: number, update: Uint8Array, isStepTwo: boolean): void => {
    const { connection } = member;
    if (!state) throw new Error('room used before it was loaded');
    const isPlayer = connection.role === 'player';
    const isTooLarge = size.bytes + update.byteLength > deps.maxDocBytes * 2;
    const isFull = !deps.hasRoom();
    // What cannot be kept is looked at without being taken in.
    const verdict = judge(isPlayer || isTooLarge || isFull ? copyState(state) : state, update);
    if (verdict === 'invalid') {
      connection.close(CLOSE.badFrame, 'This is not a valid update.');
      return;
    }
    if (isPlayer && verdict !== 'nothing') {
      deps.onRefused(name, connection.member);
      connection.close(CLOSE.notAllowed, 'Players read here; nothing of yours was kept.');
      return;
    }
    if (verdict === 'gap') {
      member.gaps.add(n);
      connection.send(encodeSync(SYNC.step1, encodeVector(state)));
      return;
    }
    // A SyncStep2 answers our vector in full, so whatever was held for a gap is in it.
    const covered = isStepTwo ? [...member.gaps, n] : [n];
    if (isStepTwo) member.gaps.clear();
    if (verdict === 'nothing') {
      // Already in the room, perhaps not yet on the disk: wait for what is in flight. Stock clients get their echo too.
      commits.afterAll(
        () => {
          acknowledge(member, covered);
          if (!connection.isOurs) connection.send(encodeSync(SYNC.update, update));
        },
        () => sendOff(connection),
      );
      return;
    }
    if (isTooLarge) {
      connection.close(CLOSE.tooLarge, 'This document has grown past what this relay keeps.');
      return;
    }
    if (isFull) {
      connection.close(CLOSE.storageFailed, 'The relay’s disk is almost full. Nothing is lost on this device.');
      return;
    }
    const parts = commitTick();
    const part = parts.get(member) ?? { runs: [[]], covered: [] };
    parts.set(member, part);
    part.covered.push(...covered);
    // One that overlaps with what is there stands alone: two versions of the same struct, merged, could swallow a third.
    if (verdict === 'partly') part.runs.push([update], []);
    else part.runs.at(-1)!.push(update);
  };

  // Before the room knows what it has: kept in order, as much as one frame may be large.
  const hold = (connection: Connection, held: NonNullable<Member['held']>, run: () => void, bytes: number): void => {
    held.bytes += bytes;
    if (held.bytes > deps.maxDocBytes + HELD_BYTES) return connection.close(CLOSE.tooSlow, 'Too much at once.');
    held.runs.push(run);
  };

  /** Everything that a client with this state vector lacks, and then SyncStep2 (R5). */
  const answer = async ({ connection }: Member, vector: Uint8Array): Promise<void> => {
    await log.fresh();
    if (isTable)
      return connection.answer([
        encodeSync(SYNC.step2, await merger.run({ type: 'published', rows: await rowsOf(), vector })),
      ]);
    if (vector.byteLength === 1 && vector[0] === 0 && !isQuarantined) {
      const rows = await rowsOf();
      if (!rows.includes(UNREADABLE)) {
        // It has nothing: the stored bytes are what it lacks, merged by nobody.
        const [first, ...tail] = rows;
        return connection.answer([
          ...[...(first ? [first] : []), ...mergeSmall(tail)].map((bytes) => encodeSync(SYNC.update, bytes)),
          encodeSync(SYNC.step2, NOTHING),
        ]);
      }
    }
    const loaded = await load();
    if (hasAllOf(loaded, vector)) return connection.answer([encodeSync(SYNC.step2, encodeDeletions(loaded))]);
    connection.answer([encodeSync(SYNC.step2, await merger.run({ type: 'diff', rows: await rowsOf(), vector }))]);
  };

  return {
    name,
    connectionCount: () => members.size,
    connections: function* () {
      for (const { connection } of members.values()) yield connection;
    },
    announce: (head) => {
      for (const { connection } of members.values()) connection.say({ type: 'head', ...head });
    },
    arrived: ({ bytes, ...to }) => {
      if (bytes !== UNREADABLE) broadcast(encodeSync(SYNC.update, bytes));
      grow(bytes);
      moved(to);
      if (!state) return void (loading && meanwhile.push(bytes));
      // It builds on something that this room never heard of: the whole of it has everything.
      if (judge(state, bytes) === 'gap')
        void rowsOf()
          .then((rows) => merger.run({ type: 'diff', rows, vector: NO_VECTOR }))
          .then((all) => void (state && judge(state, all)), deps.onError);
    },
    presenceAt: presence.heard,
    presentHere: presence.ours,
    join: (connection) => {
      const member: Member = { connection, open: new Set(), gaps: new Set(), durable: 0, held: { runs: [], bytes: 0 } };
      members.set(connection.id, member);
      const here = presence.all();
      if (here) connection.send(here);
      // Whoever comes to read need not wait until the room knows what it has; what is written waits.
      const ready = (loaded: RoomState): void => {
        connection.send(encodeSync(SYNC.step1, encodeVector(loaded)));
        const runs = member.held?.runs ?? [];
        member.held = null;
        for (const run of runs) run();
      };
      if (state) ready(state);
      else
        load().then(
          (loaded) => {
            if (members.get(connection.id) === member) ready(loaded);
          },
          (error: Error) => {
            deps.onError(error);
            connection.close(CLOSE.storageFailed, 'The relay could not open this document.');
          },
        );
    },
    receive: (connection, frame) => {
      const member = members.get(connection.id);
      if (!member || !connection.isOpen()) return;
      try {
        const decoder = decoding.createDecoder(frame);
        const type = decoding.readVarUint(decoder);
        if (type === MESSAGE.awareness) {
          const heard = decodePresence(decoder);
          if (!isTable) presence.heard(connection.id, heard);
        } else if (type === MESSAGE.queryAwareness) {
          const here = presence.all();
          if (here) connection.send(here);
        } else if (type === MESSAGE.sync) {
          const n = ++connection.received;
          member.open.add(n);
          const kind = decoding.readVarUint(decoder);
          const payload = decoding.readVarUint8Array(decoder);
          if (kind === SYNC.step1) {
            Y.decodeStateVector(payload); // what is none is refused below; whatever fails later is our own
            void answer(member, payload).then(
              () => {
                connection.say({ type: 'head', room: name, sequence: head?.sequence ?? 0, tag: head?.tag ?? '' });
                acknowledge(member, [n]);
              },
              (error: Error) => {
                deps.onError(error);
                sendOff(connection);
              },
            );
          } else if (kind === SYNC.step2 || kind === SYNC.update) {
            const run = (): void => accept(member, n, payload, kind === SYNC.step2);
            if (member.held) hold(member.connection, member.held, run, payload.byteLength);
            else run();
          } else connection.close(CLOSE.badFrame, 'Unknown sync message.');
        }
        // Unknown message types are ignored: a newer client may speak more than we do.
      } catch {
        connection.close(CLOSE.badFrame, 'This frame cannot be read.');
      }
    },
    leave: (connection) => {
      if (!members.delete(connection.id)) return;
      presence.left(connection.id);
      letGoWhenEmpty();
    },
  };
};
