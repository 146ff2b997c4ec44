// How many bytes may wait for clients that do not read: over all connections of a grant and of an address, and for how
// long. A slow reader of a large answer has as long as it goes on reading.
import type { Socket } from 'node:net';
import { createSharedBudget, type Holder } from './shared-budget.ts';

/** A connection for which no more than this waits is never the one that is closed for its neighbours, bytes. */
const SMALL_BYTES = 1024 * 1024;
/** For how long a client may read nothing of what waits for it, ms. */
const STALLED_MS = 60_000;

/**
 * A number that changes when the system takes more of what waits in this socket. The stream counts whole writes only,
 * and an answer is one write: what is left of it is read from its handle, which Node's own timeouts do, too.
 */
export const progressOf = (wire: Socket): number => {
  // reason: no type names the handle; the test holds it
  const handle = (wire as unknown as { _handle?: { writeQueueSize?: number } | null })._handle;
  return wire.bytesWritten - wire.writableLength - (handle?.writeQueueSize ?? 0);
};

/** A client as the budget sees it. */
export interface Reader extends Holder {
  /** What waits for it, bytes. */
  unreadBytes(): number;
  /** See {@link progressOf}. */
  progress(): number;
  /** Too much waits for it, or it reads nothing. Called once. */
  giveUp(): void;
}

/** What waits for one connection. */
export interface Unread {
  /** Something was sent. */
  sent(): void;
  /** The connection is over. */
  end(): void;
}

export interface UnreadBudget {
  open(reader: Reader): Unread;
  /** Gives up the readers that read nothing; to be called every few seconds. */
  look(): void;
}

/** `perGrant`, `perAddress`: most bytes, over all of their connections. */
export const createUnreadBudget = (deps: { nowMs(): number; perGrant: number; perAddress: number }): UnreadBudget => {
  const openAccount = createSharedBudget({ ...deps, small: SMALL_BYTES });
  const looks = new Set<() => void>();

  const open = (reader: Reader): Unread => {
    const count = openAccount(reader);
    let progress = reader.progress();
    let movedAt = deps.nowMs();
    let isOver = false;

    const end = (): void => {
      isOver = true;
      looks.delete(look);
      count(0);
    };
    const giveUp = (): void => {
      end();
      reader.giveUp();
    };
    const sent = (): void => {
      if (!isOver && count(reader.unreadBytes())) giveUp();
    };
    const look = (): void => {
      const unread = reader.unreadBytes();
      count(unread);
      const now = reader.progress();
      if (unread === 0 || now !== progress) movedAt = deps.nowMs();
      progress = now;
      if (deps.nowMs() - movedAt > STALLED_MS) giveUp();
    };
    looks.add(look);
    return { sent, end };
  };

  return { open, look: () => looks.forEach((look) => look()) };
};
