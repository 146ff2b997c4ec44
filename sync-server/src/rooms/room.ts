// Owns one document's channel: what arrives on its connections, in which order it is kept, passed on and acknowledged.
// Holds no document. Invariants (numbers are rules of packages/sync/SPEC.md): nothing is passed on before it is in the
// log (R2), nothing acknowledged before it is on the disk (R3), `synced` only with everything there (R5).
import * as decoding from 'lib0/decoding';
import { CLOSE, decodePresence, encodeSync, MESSAGE, SYNC, type Head } from '@emberkeep/sync/wire';
import type { RelayLog } from '../log/relay-log.ts';
import type { Merger } from '../merge/merger.ts';
import type { Metrics } from '../metrics.ts';
import type { CommitQueue } from './commit-queue.ts';
import type { Connection } from './connection.ts';
import { createPresence } from './presence.ts';
import { isTableRoom } from './room-names.ts';
import { encodeVector, judge, type RoomState } from './room-state.ts';

export interface Room {
  readonly name: string;
  join(connection: Connection): Promise<void>;
  receive(connection: Connection, frame: Uint8Array): void;
  leave(connection: Connection): void;
  connectionCount(): number;
  connections(): Iterable<Connection>;
  /** Our connections hear that some room of the campaign has moved. */
  announce(head: Head): void;
}

export interface RoomDeps {
  name: string;
  log: RelayLog;
  merger: Merger;
  metrics: Pick<Metrics, 'kept' | 'durable'>;
  commits: CommitQueue;
  maxDocBytes: number;
  onHead(head: Head): void;
  onError(error: Error): void;
  /** A player tried to write. */
  onRefused(room: string, member: string): void;
  /** Something among the room's entries cannot be merged: the rest is served, nothing is deleted, nothing is compacted. */
  onQuarantine(room: string): void;
}

/** Rows in a tail, or its size against what was compacted, at which the merge thread makes one row of it. */
const COMPACT_ROWS = 500;
const COMPACT_BYTES = 256 * 1024;

interface Member {
  connection: Connection;
  /** Sync messages not yet durable. */
  open: Set<number>;
  /** Among them, those refused for a gap until a SyncStep2 fills it. */
  gaps: Set<number>;
  durable: number;
}

export const createRoom = (deps: RoomDeps): Room => {
  const { name, log, merger, commits } = deps;
  // What players read: nobody's presence is in it, and nothing that was taken back.
  const isTable = isTableRoom(name);
  const members = new Map<number, Member>();
  let state: RoomState | null = null;
  let loading: Promise<RoomState> | null = null;
  let size = { entries: 0, bytes: 0 };
  let compacting = false;
  let isQuarantined = false;

  /** The room's entries, or what can be read of them. */
  const rowsOf = async (): Promise<Uint8Array[]> => (isQuarantined ? [await merger.run({ type: 'sound', rows: log.read(name) })] : log.read(name));

  const broadcast = (frame: Uint8Array, except?: Connection): void => {
    for (const { connection } of members.values()) if (connection !== except) connection.send(frame);
  };
  const presence = createPresence((frame) => broadcast(frame));

  const load = async (): Promise<RoomState> => {
    if (state) return state;
    loading ??= (async () => {
      try {
        const loaded = await merger.run({ type: 'state', rows: await rowsOf() }).catch(async () => {
          isQuarantined = true;
          deps.onQuarantine(name);
          return merger.run({ type: 'state', rows: await rowsOf() });
        });
        size = log.size(name);
        return (state = loaded);
      } finally {
        loading = null;
      }
    })();
    return loading;
  };

  const acknowledge = (member: Member, n: number): void => {
    member.open.delete(n);
    const durable = (member.open.size > 0 ? Math.min(...member.open) : member.connection.received + 1) - 1;
    if (durable > member.durable) {
      member.durable = durable;
      member.connection.say({ type: 'durable', count: durable });
    }
  };

  const compactWhenDue = async (): Promise<void> => {
    if (isQuarantined || compacting || (size.entries < COMPACT_ROWS && size.bytes < COMPACT_BYTES * 4) || size.entries < 8) return;
    compacting = true;
    try {
      const head = log.head(name);
      if (!head) return;
      const bytes = await merger.run({ type: 'compact', rows: log.read(name) });
      log.compact(name, head.sequence, bytes);
      size = log.size(name);
    } catch (error) {
      deps.onError(error as Error); // the tail stays as it is: still served, tried again later
    } finally {
      compacting = false;
    }
  };

  const accept = (member: Member, n: number, update: Uint8Array, isStepTwo: boolean): void => {
    const { connection } = member;
    if (!state) throw new Error('room used before it was loaded');
    const verdict = judge(state, update);
    if (verdict.type === 'invalid') {
      connection.close(CLOSE.badFrame, 'This is not a valid update.');
      return;
    }
    if (connection.role === 'player' && verdict.type !== 'nothing') {
      deps.onRefused(name, connection.member);
      connection.close(CLOSE.notAllowed, 'Players read here; nothing of yours was kept.');
      return;
    }
    if (verdict.type === 'gap') {
      member.gaps.add(n);
      connection.send(encodeSync(SYNC.step1, encodeVector(state)));
      return;
    }
    // A SyncStep2 answers our vector in full, so whatever was held for a gap is in it.
    const covered = isStepTwo ? [...member.gaps, n] : [n];
    if (isStepTwo) member.gaps.clear();
    const done = (): void => covered.forEach((each) => acknowledge(member, each));
    if (verdict.type === 'nothing') {
      // Already in the room, perhaps not yet on the disk: wait for what is in flight. Stock clients get their echo too.
      commits.afterAll(() => {
        done();
        if (!connection.isOurs) connection.send(encodeSync(SYNC.update, update));
      });
      return;
    }
    if (size.bytes + update.byteLength > deps.maxDocBytes * 2) {
      connection.close(CLOSE.tooLarge, 'This document has grown past what this relay keeps.');
      return;
    }
    state = verdict.next;
    const arrived = performance.now();
    commits.push({
      entry: { room: name, bytes: update, member: connection.member },
      onAppended: (entry) => {
        size = { entries: size.entries + 1, bytes: size.bytes + update.byteLength };
        deps.metrics.kept(update.byteLength);
        broadcast(encodeSync(SYNC.update, update), connection);
        const head = { room: name, sequence: entry.sequence, tag: entry.tag };
        for (const each of members.values()) each.connection.say({ type: 'head', ...head });
        deps.onHead(head);
      },
      onDurable: () => {
        deps.metrics.durable(performance.now() - arrived);
        if (!connection.isOurs) connection.send(encodeSync(SYNC.update, update)); // the echo is a stock client's receipt
        done();
        void compactWhenDue();
      },
      onFailed: (error) => {
        deps.onError(error);
        state = null; // what we thought was kept is not: read the log again
        for (const each of members.values()) each.connection.close(CLOSE.storageFailed, 'The relay cannot store right now. Nothing is lost on this device.');
      },
    });
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
    join: async (connection) => {
      const loaded = await load();
      if (!connection.isOpen()) return;
      members.set(connection.id, { connection, open: new Set(), gaps: new Set(), durable: 0 });
      connection.send(encodeSync(SYNC.step1, encodeVector(loaded)));
      const here = presence.all();
      if (here) connection.send(here);
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
        }
        else if (type === MESSAGE.queryAwareness) {
          const here = presence.all();
          if (here) connection.send(here);
        } else if (type === MESSAGE.sync) {
          const n = ++connection.received;
          member.open.add(n);
          const kind = decoding.readVarUint(decoder);
          const payload = decoding.readVarUint8Array(decoder);
          if (kind === SYNC.step1) {
            const head = log.head(name);
            void rowsOf().then((rows) => merger.run({ type: isTable ? 'published' : 'diff', rows, vector: payload })).then(
              (diff) => {
                connection.send(encodeSync(SYNC.step2, diff));
                connection.say({ type: 'head', room: name, sequence: head?.sequence ?? 0, tag: head?.tag ?? '' });
                acknowledge(member, n);
              },
              (error: Error) => {
                deps.onError(error);
                connection.close(CLOSE.badFrame, 'This is not a valid state vector.');
              },
            );
          } else if (kind === SYNC.step2 || kind === SYNC.update) accept(member, n, payload, kind === SYNC.step2);
          else connection.close(CLOSE.badFrame, 'Unknown sync message.');
        }
        // Unknown message types are ignored: a newer client may speak more than we do.
      } catch {
        connection.close(CLOSE.badFrame, 'This frame cannot be read.');
      }
    },
    leave: (connection) => {
      if (!members.delete(connection.id)) return;
      presence.left(connection.id);
      if (members.size === 0) {
        presence.stop();
        state = null; // nothing stays in memory for a room that nobody is in
      }
    },
  };
};
