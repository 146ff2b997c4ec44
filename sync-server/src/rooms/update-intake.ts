// What happens to an update that a connection sends: refused, asked for more, confirmed as already there, or stored
// with the current tick.
import { CLOSE, encodeSync, SYNC } from '@emberkeep/sync/wire';
import type { CommitQueue } from './commit-queue.ts';
import type { Connection } from './connection.ts';
import { STORAGE_FULL_REASON } from './close-reasons.ts';
import { acknowledge, closeUnstored, type Member } from './member.ts';
import { encodeVector, MAX_CLIENTS, takeIn, type RoomState } from './room-state.ts';
import type { StoredRoom } from './stored-room.ts';
import type { Ticks } from './write-batches.ts';

export interface IncomingUpdate {
  /** The how-manieth sync message of its connection this is. */
  number: number;
  bytes: Uint8Array;
  /** It is a SyncStep2, which answers the room's state vector in full. */
  isStep2: boolean;
}

export interface IntakeDeps {
  name: string;
  stored: StoredRoom;
  ticks: Ticks;
  commits: CommitQueue;
  maxDocBytes: number;
  /** The disk has room for more, and the database is sound. */
  hasRoom(): boolean;
  onRefused(room: string, member: string): void;
  /** A device that has content has answered the room's state vector; what was new of it is in the next tick. */
  onAnsweredInFull(): void;
}

/** An update without content. */
const EMPTY_UPDATE_BYTES = 2;

/** Why an update with something new in it could not be stored. */
type Obstacle = 'player' | 'tooLarge' | 'noRoom';

export const createUpdateIntake = (deps: IntakeDeps): ((member: Member, update: IncomingUpdate) => void) => {
  const { name, stored, ticks, commits } = deps;

  const obstacleFor = (connection: Connection, bytes: Uint8Array): Obstacle | null => {
    if (connection.role === 'player') return 'player';
    if (stored.size().bytes + bytes.byteLength > deps.maxDocBytes * 2) return 'tooLarge';
    return deps.hasRoom() ? null : 'noRoom';
  };

  /**
   * Whether a player's message may hold nothing new, as the answer of its document to the room's state vector does. The
   * rest is refused unread: a player's bytes must cost nothing.
   */
  const mayBeKnown = (bytes: Uint8Array, isStep2: boolean): boolean =>
    bytes.byteLength <= (isStep2 ? stored.size().bytes + EMPTY_UPDATE_BYTES : EMPTY_UPDATE_BYTES);

  const refusePlayer = (connection: Connection): void => {
    deps.onRefused(name, connection.member);
    connection.close(CLOSE.notAllowed, 'Players have read-only access; nothing was saved.');
  };

  const askForGap = (member: Member, { number, isStep2 }: IncomingUpdate, state: RoomState): void => {
    member.gaps.add(number);
    const nowMs = performance.now();
    // A SyncStep2 was the answer to all that can be asked: the next update may ask again.
    if (isStep2) member.gapRequests.failed(nowMs);
    else if (member.gapRequests.shouldAsk(nowMs)) member.connection.send(encodeSync(SYNC.step1, encodeVector(state)));
  };

  /** The update is in the room, but perhaps not on the disk yet: it is acknowledged after what is in flight. */
  const confirmKnown = (member: Member, covered: readonly number[], bytes: Uint8Array): void => {
    const { connection } = member;
    const confirm = (): void => {
      acknowledge(member, covered);
      // Stock clients take the echo as their receipt.
      if (!connection.isOurs) connection.send(encodeSync(SYNC.update, bytes));
    };
    commits.afterAll(confirm, () => closeUnstored(connection));
  };

  return (member, incoming) => {
    const { number, bytes, isStep2 } = incoming;
    const { connection } = member;
    const state = stored.state();
    if (!state) throw new Error('room used before it was loaded');
    if (connection.role === 'player' && !mayBeKnown(bytes, isStep2)) return refusePlayer(connection);
    const obstacle = obstacleFor(connection, bytes);
    const { verdict, update } = takeIn(state, bytes, { maxClients: MAX_CLIENTS, isTrial: obstacle !== null });
    if (verdict === 'invalid') return connection.close(CLOSE.badFrame, 'This is not a valid update.');
    if (obstacle === 'player' && verdict !== 'known') return refusePlayer(connection);
    if (verdict === 'crowded')
      return connection.close(CLOSE.tooLarge, 'More devices wrote in this document than this relay accepts.');
    if (verdict === 'gap') return askForGap(member, incoming, state);
    // A SyncStep2 answers the room's vector in full, so it contains whatever was held back for a gap.
    const covered = isStep2 ? [...member.gaps, number] : [number];
    if (isStep2) {
      member.gaps.clear();
      member.gapRequests.filled();
      if (member.hasContent && connection.role !== 'player') deps.onAnsweredInFull();
    }
    if (verdict === 'known') return confirmKnown(member, covered, bytes);
    if (obstacle === 'tooLarge')
      return connection.close(CLOSE.tooLarge, 'This document is larger than this relay accepts.');
    if (obstacle === 'noRoom') return connection.close(CLOSE.storageFailed, STORAGE_FULL_REASON);
    ticks.add(member, { update, covered });
  };
};
