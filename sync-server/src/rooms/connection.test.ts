// Tests that a connection ends once, whatever makes it end.
import { expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { CLOSE } from '@emberkeep/sync/wire';
import { NO_WAITING } from '../sockets/turns.ts';
import { createConnection, type Connection } from './connection.ts';

const MB = 1024 * 1024;

/** A client that reads nothing. `onSent` is called whenever something was sent to it. */
const createSilent = (onSent: (connection: Connection, bufferedBytes: number) => void = () => undefined) => {
  const closed: [number, string][] = [];
  const sizes: number[] = [];
  const socket = {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    send: (frame: Uint8Array) => {
      socket.bufferedAmount += frame.byteLength;
      sizes.push(frame.byteLength);
    },
    close: (code: number, reason: string) => closed.push([code, reason]),
    on: () => undefined,
    resume: () => undefined,
  };
  const connection: Connection = createConnection({
    id: 1,
    socket: socket as unknown as WebSocket, // reason: it has what a connection uses
    isOurs: true,
    member: 'phone',
    role: 'player',
    shared: [],
    turns: NO_WAITING,
    onSent: () => onSent(connection, socket.bufferedAmount),
  });
  return { connection, closed, sizes };
};

it('a reader that is given up because of its answer is closed once, and hears why', () => {
  const { connection, closed, sizes } = createSilent((reader, buffered) => {
    if (buffered > 15 * MB) reader.close(CLOSE.tooSlow, 'too much');
  });
  connection.answer([new Uint8Array(20 * MB), new Uint8Array(20 * MB)]);
  expect(closed).toEqual([[CLOSE.tooSlow, 'too much']]);
  expect(sizes[0]).toBe(20 * MB);
  // The refusal, and nothing of the second frame.
  expect(sizes).toHaveLength(2);
  expect(sizes[1]).toBeLessThan(100);
  connection.send(new Uint8Array(10));
  connection.close(CLOSE.restarting, 'again');
  expect([sizes.length, closed.length, connection.isOpen()]).toEqual([2, 1, false]);
});

it('a reader for whom too many small frames wait is closed once', () => {
  const { connection, closed, sizes } = createSilent();
  for (let i = 0; i < 20; i++) connection.send(new Uint8Array(MB));
  expect(closed.map(([code]) => code)).toEqual([CLOSE.tooSlow]);
  expect(sizes).toHaveLength(10);
});

it('an answer of any size is sent, and the next one only once it is read', () => {
  const { connection, closed } = createSilent();
  connection.answer([new Uint8Array(20 * MB), new Uint8Array(20 * MB)]);
  connection.send(new Uint8Array(1000));
  expect(closed).toEqual([]);
  connection.answer([new Uint8Array(10)]);
  expect(closed.map(([code]) => code)).toEqual([CLOSE.tooSlow]);
});
