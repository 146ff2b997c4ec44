// What happens to an update that a connection sends: refused, asked for more, confirmed as already there, or stored
// with the current tick.
import { CLOSE, encodeSync, SYNC } from '@emberkeep/sync/wire';
import type { Steps } from '../sockets/slices.ts';
import type { CommitQueue } from './commit-queue.ts';
import type { Connection } from './connection.ts';
import { STORAGE_FULL_REASON } from './close-reasons.ts';
import { acknowledge, closeUnstored, type Member } from './member.ts';
import {
  encodeVector,
  MAX_CLIENTS,
  MAX_DELETED_RANGES,
  takeIn,
  takeInBySteps,
  type Judgement,
  type RoomState,
} from './room-state.ts';
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
/** The first byte of an update that has deletions only. */
const NO_STRUCTS = 0;
/** The largest answer of a player's document that is judged, bytes: it takes less than a millisecond. */
const PLAYER_ANSWER_BYTES = 4 * 1024;

/** Updates up to this size are judged at once: with the most structs that fit, it takes a few milliseconds. */
const SMALL_BYTES = 32 * 1024;
const LIMITS = { maxClients: MAX_CLIENTS, maxDeletedRanges: MAX_DELETED_RANGES };

/** Why an update with something new in it could not be stored. */
type Obstacle = 'player' | 'tooLarge' | 'noRoom';

/**
 * What a player's message is, unread: their bytes must cost nothing. Their document answers the room's state vector
 * with its deletions, of which there may be many, and with no struct.
 */
const kindOfPlayers = (bytes: Uint8Array, isStep2: boolean): 'toJudge' | 'nothingToStore' | 'refused' => {
  if (bytes.byteLength <= (isStep2 ? PLAYER_ANSWER_BYTES : EMPTY_UPDATE_BYTES)) return 'toJudge';
  return isStep2 && bytes[0] === NO_STRUCTS ? 'nothingToStore' : 'refused';
};

/**
 * An answer with deletions of what the room has, and nothing else. Two GMs who publish the same entry at once leave one
 * that every device takes for deleted, although neither said so: a player's document tells the room of it.
 */
const isDeletionsOnly = ({ bytes, isStep2 }: IncomingUpdate): boolean => isStep2 && bytes[0] === NO_STRUCTS;

const askForGap = (member: Member, { number, isStep2 }: IncomingUpdate, state: RoomState): void => {
  member.gaps.add(number);
  const nowMs = performance.now();
  // A SyncStep2 was the answer to all that can be asked: the next update may ask again.
  if (isStep2) member.gapRequests.failed(nowMs);
  else if (member.gapRequests.shouldAsk(nowMs)) member.connection.send(encodeSync(SYNC.step1, encodeVector(state)));
};

/** Returns the function that takes an update in. It returns the steps of a large one. */
export const createUpdateIntake = (deps: IntakeDeps): ((member: Member, update: IncomingUpdate) => Steps | void) => {
  const { name, stored, ticks, commits } = deps;

  const obstacleFor = (connection: Connection, bytes: Uint8Array): Obstacle | null => {
    if (connection.role === 'player') return 'player';
    if (stored.size().bytes + bytes.byteLength > deps.maxDocBytes * 2) return 'tooLarge';
    return deps.hasRoom() ? null : 'noRoom';
  };

  const refusePlayer = (connection: Connection): void => {
    deps.onRefused(name, connection.member);
    connection.close(CLOSE.notAllowed, 'Players have read-only access; nothing was saved.');
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

  /** What follows from the verdict on an update that may be stored, or not for a reason. */
  const settle = (member: Member, incoming: IncomingUpdate, judgement: Judgement, obstacle: Obstacle | null): void => {
    const { number, bytes, isStep2 } = incoming;
    const { connection } = member;
    const { verdict, update } = judgement;
    if (verdict === 'invalid') return connection.close(CLOSE.badFrame, 'This is not a valid update.');
    if (obstacle === 'player' && verdict === 'new' && isDeletionsOnly(incoming))
      return confirmKnown(member, [...member.gaps, number], bytes);
    if (obstacle === 'player' && verdict !== 'known') return refusePlayer(connection);
    if (verdict === 'crowded')
      return connection.close(CLOSE.tooLarge, 'This document has more devices and deletions than this relay accepts.');
    if (verdict === 'gap') return askForGap(member, incoming, stored.state()!);
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

  /** The state of the room for a connection that is still there: what is revoked meanwhile is not taken in. */
  const stateFor = (connection: Connection): RoomState | null => (connection.isOpen() ? stored.state() : null);

  function* takeInLarge(member: Member, incoming: IncomingUpdate): Generator<void, void> {
    const { connection } = member;
    const { bytes } = incoming;
    const isObstructed = (): boolean => obstacleFor(connection, bytes) !== null;
    const intake = { ...LIMITS, isTrial: isObstructed };
    const judgement = yield* takeInBySteps(() => stateFor(connection), bytes, intake);
    if (judgement) return settle(member, incoming, judgement, obstacleFor(connection, bytes));
    connection.close(CLOSE.tooSlow, 'Others write in this document; this device will reconnect.');
  }

  return (member, incoming) => {
    const { bytes, isStep2 } = incoming;
    const { connection } = member;
    const state = stored.state();
    if (!state) throw new Error('room used before it was loaded');
    if (connection.role === 'player') {
      const kind = kindOfPlayers(bytes, isStep2);
      if (kind === 'refused') return refusePlayer(connection);
      if (kind === 'nothingToStore') return confirmKnown(member, [...member.gaps, incoming.number], bytes);
    }
    if (bytes.byteLength > SMALL_BYTES) return takeInLarge(member, incoming);
    const obstacle = obstacleFor(connection, bytes);
    settle(member, incoming, takeIn(state, bytes, { ...LIMITS, isTrial: () => obstacle !== null }), obstacle);
  };
};
