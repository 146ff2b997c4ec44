// One connection as its room tracks it: which of its sync messages are durable, and which writes wait for the
// room's state.
import { CLOSE } from '@emberkeep/sync/wire';
import type { Steps } from '../sockets/slices.ts';
import type { Work } from '../sockets/turns.ts';
import { STORAGE_FAILED_REASON } from './close-reasons.ts';
import type { Connection } from './connection.ts';
import { createGapRequests, type GapRequests } from './gap-requests.ts';

export interface Member {
  readonly connection: Connection;
  /** Numbers of the sync messages that are not durable yet, ascending. */
  readonly pending: Set<number>;
  /** Those among them that were refused for a gap and wait for a SyncStep2. */
  readonly gaps: Set<number>;
  readonly gapRequests: GapRequests;
  /** What it wrote before the room's state was loaded; null from then on. */
  held: HeldWrites | null;
  /** How many messages it has been told are durable. */
  durable: number;
  /** It has asked with a state vector that is not empty. */
  hasContent: boolean;
}

interface HeldWrites {
  readonly runs: Work[];
  bytes: number;
}

/**
 * Sync messages of one connection that may wait to be durable: five times the edits of a night offline. One whose
 * updates leave a gap that it never fills would have more of them without end.
 */
export const MAX_PENDING = 50_000;

/** Small frames that may wait beside a large one, bytes. */
const HELD_BYTES = 1024 * 1024;

export const createMember = (connection: Connection): Member => ({
  connection,
  pending: new Set(),
  gaps: new Set(),
  gapRequests: createGapRequests(),
  held: { runs: [], bytes: 0 },
  durable: 0,
  hasContent: false,
});

/** Counts one more sync message, and returns its number; null if the connection was closed, because too many wait. */
export const countMessage = (member: Member): number | null => {
  if (member.pending.size >= MAX_PENDING) {
    member.connection.close(CLOSE.tooSlow, 'Too much at once.');
    return null;
  }
  const number = ++member.connection.received;
  member.pending.add(number);
  return number;
};

/** Marks messages as durable and tells the connection how far it is durable without a hole. */
export const acknowledge = (member: Member, done: readonly number[]): void => {
  for (const number of done) member.pending.delete(number);
  // Numbers are added in ascending order, so the first is the smallest.
  const [firstPending = member.connection.received + 1] = member.pending;
  const durable = firstPending - 1;
  if (durable <= member.durable) return;
  member.durable = durable;
  member.connection.say({ type: 'durable', count: durable });
};

/** Runs a write now, or once the room's state is loaded. At most one frame of the largest size waits per connection. */
export const runOrHold = (member: Member, run: Work, bytes: number, maxDocBytes: number): Steps | void => {
  if (!member.held) return run();
  member.held.bytes += bytes;
  if (member.held.bytes > maxDocBytes + HELD_BYTES) return member.connection.close(CLOSE.tooSlow, 'Too much at once.');
  member.held.runs.push(run);
};

/** Runs the writes that waited, in the order in which they arrived. */
export const releaseHeld = (member: Member): void => {
  const runs = member.held?.runs ?? [];
  member.held = null;
  member.connection.turns.addFirst(runs);
};

/** Closes a connection whose write could not be stored; the client keeps it and sends it again. */
export const closeUnstored = (connection: Connection): void =>
  connection.close(CLOSE.storageFailed, STORAGE_FAILED_REASON);
