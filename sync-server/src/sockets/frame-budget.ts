// How many bytes of frames a sender may have the relay hold: of frames that have not arrived completely, and of complete
// ones that wait for their turn. What a grant and an address hold is counted over all of their connections. A frame that
// does not go on is given up.
import type { WebSocket } from 'ws';
import { createSharedBudget, type Holder } from './shared-budget.ts';

/** A connection that holds no more than this is never the one that is closed, bytes: its neighbours took the rest. */
const SMALL_BYTES = 64 * 1024;
/** What a piece of a frame takes besides its bytes, roughly: a sender may send one byte at a time. */
const PIECE_BYTES = 256;
/** For how long a frame may be on its way, ms; longer by its size at the slowest pace that is waited for. */
const FRAME_MS = 30_000;
const SLOWEST_BYTES_PER_MS = 4;
/** How often frames that do not go on are looked for, ms. */
export const LOOK_MS = 5000;

/** The fields in which ws keeps a message that has not arrived completely. */
interface WsReceiver {
  _bufferedBytes: number;
  _buffers: readonly unknown[];
  _messageLength: number;
  _fragments: readonly unknown[];
}

/**
 * The bytes of a socket's message that has not arrived completely. ws does not tell them: they are read from its
 * private fields, and a test fails when a new version names these differently.
 */
export const unfinishedBytes = (socket: WebSocket): number => {
  // reason: the fields are there, and no type of ws names them; the test holds them
  const receiver = (socket as unknown as { _receiver?: WsReceiver | null })._receiver;
  if (!receiver) return 0;
  const pieces = receiver._buffers.length + receiver._fragments.length;
  return receiver._bufferedBytes + receiver._messageLength + pieces * PIECE_BYTES;
};

/** A sender as the budget sees it. */
export interface Sender extends Holder {
  unfinishedBytes(): number;
  /** The relay reads nothing of it for now. */
  isPaused(): boolean;
  /** It holds too much, or its frame does not go on. Called once. */
  giveUp(reason: string): void;
}

/** What one connection has the relay hold. */
export interface Held {
  /** Bytes have arrived. */
  arrived(): void;
  /** A frame of this size is complete, and waits for its turn. Returns the function to call when it has had it. */
  waits(bytes: number): () => void;
  /** The connection is over. */
  end(): void;
}

export interface FrameBudget {
  open(sender: Sender): Held;
  /** Gives up the senders whose frames do not go on. */
  look(): void;
}

export interface FrameBudgetDeps {
  nowMs(): number;
  /** Most bytes of one grant, over all of its connections. */
  perGrant: number;
  /** Most bytes of one address, over all of its connections. */
  perAddress: number;
}

export const createFrameBudget = ({ nowMs, perGrant, perAddress }: FrameBudgetDeps): FrameBudget => {
  const openAccount = createSharedBudget({ perGrant, perAddress, small: SMALL_BYTES });
  const looks = new Set<() => void>();

  const open = (sender: Sender): Held => {
    const isTooMuch = openAccount(sender);
    let unfinished = 0;
    let waiting = 0;
    /** Since when the frame that has not arrived completely is read. */
    let since = 0;
    let isOver = false;

    /** What it held counts no more: the others would be closed for it as well. */
    const end = (): void => {
      count(0);
      isOver = true;
      looks.delete(look);
    };
    const giveUp = (reason: string): void => {
      end();
      sender.giveUp(reason);
    };
    /** Counts what is held now; gives the sender up if that is too much. */
    const count = (held: number): void => {
      if (isOver) return;
      if (isTooMuch(held)) giveUp('Too much at once.');
    };
    const measure = (): void => {
      const before = unfinished;
      unfinished = sender.unfinishedBytes();
      if (before === 0) since = nowMs();
      count(unfinished + waiting);
    };
    const look = (): void => {
      measure();
      if (unfinished === 0) return;
      if (sender.isPaused()) since += LOOK_MS;
      else if (nowMs() - since > FRAME_MS + unfinished / SLOWEST_BYTES_PER_MS)
        giveUp('A message of this device did not arrive completely.');
    };
    looks.add(look);

    return {
      arrived: measure,
      waits: (bytes) => {
        waiting += bytes;
        since = nowMs(); // what is left belongs to the next frame
        measure();
        return () => {
          waiting -= bytes;
          count(unfinished + waiting);
        };
      },
      end,
    };
  };

  return { open, look: () => looks.forEach((look) => look()) };
};
