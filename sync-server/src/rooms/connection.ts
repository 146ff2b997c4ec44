// Owns one socket in one room: its state, its outgoing queue, and how it ends. A connection is `open` or `closed`;
// whatever arrives after closing is dropped.
import type { WebSocket } from 'ws';
import { CLOSE, encodeRelayMessage, type RelayMessage } from '@emberkeep/sync/wire';

/** Bytes that may wait for a slow reader before it is let go; it comes back by state vector. */
const MAX_QUEUE_BYTES = 8 * 1024 * 1024;

export interface Connection {
  readonly id: number;
  /** Offered emberkeep.1: understands durable, refusal and head. */
  readonly isOurs: boolean;
  /** The grant that let it in; empty on an open relay. */
  readonly member: string;
  readonly role: 'owner' | 'co_gm' | 'player' | 'open';
  /** How many sync messages arrived so far; the n of durable(n). */
  received: number;
  send(frame: Uint8Array): void;
  /** Sends what the client asked for: however large, it is no slow reader for that, unless it has not read what it asked for before. */
  answer(frames: readonly Uint8Array[]): void;
  say(message: RelayMessage): void;
  close(code: number, reason: string): void;
  isOpen(): boolean;
}

export const createConnection = (deps: {
  id: number;
  socket: WebSocket;
  isOurs: boolean;
  member: string;
  role: Connection['role'];
}): Connection => {
  const { socket } = deps;
  let open = true;
  // Bytes of answers that may still be waiting to be read.
  let owed = 0;
  const connection: Connection = {
    id: deps.id,
    isOurs: deps.isOurs,
    member: deps.member,
    role: deps.role,
    received: 0,
    send: (frame) => {
      if (!open || socket.readyState !== socket.OPEN) return;
      owed = Math.min(owed, socket.bufferedAmount);
      if (socket.bufferedAmount - owed > MAX_QUEUE_BYTES) {
        connection.close(CLOSE.tooSlow, 'This device reads too slowly; it will reconnect.');
        return;
      }
      socket.send(frame);
    },
    answer: (frames) => {
      owed = Math.min(owed, socket.bufferedAmount);
      if (owed > MAX_QUEUE_BYTES) {
        connection.close(CLOSE.tooSlow, 'This device reads too slowly; it will reconnect.');
        return;
      }
      for (const frame of frames) {
        connection.send(frame);
        owed += frame.byteLength;
      }
    },
    say: (message) => {
      if (deps.isOurs) connection.send(encodeRelayMessage(message));
    },
    close: (code, reason) => {
      if (!open) return;
      connection.say({ type: 'refusal', code, reason });
      open = false;
      socket.close(code, reason.slice(0, 120)); // a close reason holds 123 bytes
    },
    isOpen: () => open && socket.readyState === socket.OPEN,
  };
  socket.on('close', () => (open = false));
  return connection;
};
