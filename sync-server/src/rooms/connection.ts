// One socket in one room: its state, its outgoing queue, and how it ends. A connection is open or closed; whatever
// arrives after closing is dropped.
import type { WebSocket } from 'ws';
import { CLOSE, encodeRelayMessage, type RelayMessage, type Role } from '@emberkeep/sync/wire';
import { NO_WAITING, type Turns } from '../sockets/turns.ts';
import { REASON_MAX } from './close-reasons.ts';

/** Bytes that may wait for a slow reader before it is closed; it catches up by state vector when it reconnects. */
const MAX_QUEUE_BYTES = 8 * 1024 * 1024;

export interface Connection {
  readonly id: number;
  /** The client offered the emberkeep.1 protocol: it understands `durable`, `refusal` and `head`. */
  readonly isOurs: boolean;
  /** The id of the grant that admitted it; empty on an open relay. */
  readonly member: string;
  readonly role: Role | 'open';
  /** With whom it shares the relay's time: the others at its address, the other players of its campaign. */
  readonly shared: readonly string[];
  /** When what it sends is worked on. */
  readonly turns: Turns;
  /** Aborted once the socket is closed: nobody waits for an answer any more. */
  readonly gone: AbortSignal;
  /** How many sync messages have arrived so far; what `durable` counts. */
  received: number;
  send(frame: Uint8Array): void;
  /**
   * Sends what the client asked for. A large answer does not make it a slow reader, unless it has not read the previous
   * one yet.
   */
  answer(frames: readonly Uint8Array[]): void;
  say(message: RelayMessage): void;
  close(code: number, reason: string): void;
  /** The relay has not closed it, and what it has sent is not read to the end: its last words count, too. */
  isOpen(): boolean;
}

export const createConnection = (deps: {
  id: number;
  socket: WebSocket;
  isOurs: boolean;
  member: string;
  role: Connection['role'];
  shared: readonly string[];
  turns: Turns;
  /** A frame was handed to the socket. */
  onSent?(): void;
}): Connection => {
  const { socket, id, isOurs, member, role, shared, turns, onSent } = deps;
  let isOpen = true;
  const gone = new AbortController();
  /** Bytes of answers that may not have been read yet. */
  let unreadAnswerBytes = 0;

  const closeSlow = (): void => connection.close(CLOSE.tooSlow, 'This device reads too slowly; it will reconnect.');
  const measureAnswers = (): number => (unreadAnswerBytes = Math.min(unreadAnswerBytes, socket.bufferedAmount));

  const write = (frame: Uint8Array): void => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(frame);
    onSent?.();
  };

  const connection: Connection = {
    id,
    isOurs,
    member,
    role,
    shared,
    turns,
    gone: gone.signal,
    received: 0,
    send: (frame) => {
      if (!isOpen || socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount - measureAnswers() > MAX_QUEUE_BYTES) return closeSlow();
      write(frame);
    },
    answer: (frames) => {
      if (measureAnswers() > MAX_QUEUE_BYTES) return closeSlow();
      for (const frame of frames) {
        if (!isOpen) return;
        unreadAnswerBytes += frame.byteLength;
        write(frame);
      }
    },
    say: (message) => {
      if (isOurs) connection.send(encodeRelayMessage(message));
    },
    close: (code, reason) => {
      if (!isOpen) return;
      // First of all: the last words may be what is too much, which closes the connection.
      isOpen = false;
      if (isOurs) write(encodeRelayMessage({ type: 'refusal', code, reason }));
      socket.close(code, reason.slice(0, REASON_MAX));
      // The client's own goodbye may be behind frames that wait for their turn. A refused client is never read.
      if (turns !== NO_WAITING) socket.resume();
    },
    isOpen: () => isOpen,
  };
  socket.on('close', () => {
    isOpen = false;
    gone.abort();
    turns.end();
  });
  return connection;
};
