// Owns the one exchange by which a device catches up with many documents: what it has of each, and what it lacks in answer.
// request  := varUint(n) • n × ( varString(room) • varByteArray(Yjs snapshot, empty where it has nothing) )
// response := varUint(n) • n × ( varString(room) • varUint(sequence) • varString(tag) • varUint(1 where the relay lacks something) • varByteArray(update) )
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { Head } from './messages.ts';

/** Rooms in one request. */
export const PULL_ROOMS = 100;

export interface PullRequest {
  room: string;
  /** State vector and deletions of the document, as Yjs encodes a snapshot; empty where it is not here. */
  snapshot: Uint8Array;
}

export interface Pulled extends Head {
  /** This device has what the relay has not: the document wants a visit. */
  relayLacks: boolean;
  update: Uint8Array;
}

export const encodePullRequest = (rooms: readonly PullRequest[]): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, rooms.length);
  for (const { room, snapshot } of rooms) {
    encoding.writeVarString(encoder, room);
    encoding.writeVarUint8Array(encoder, snapshot);
  }
  return encoding.toUint8Array(encoder);
};

/** Throws on bytes that are none. */
export const decodePullRequest = (bytes: Uint8Array): PullRequest[] => {
  const decoder = decoding.createDecoder(bytes);
  const count = decoding.readVarUint(decoder);
  if (count > PULL_ROOMS) throw new Error('too many rooms');
  return Array.from({ length: count }, () => ({
    room: decoding.readVarString(decoder),
    snapshot: decoding.readVarUint8Array(decoder),
  }));
};

export const encodePulled = (rooms: readonly Pulled[]): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, rooms.length);
  for (const { room, sequence, tag, relayLacks, update } of rooms) {
    encoding.writeVarString(encoder, room);
    encoding.writeVarUint(encoder, sequence);
    encoding.writeVarString(encoder, tag);
    encoding.writeVarUint(encoder, relayLacks ? 1 : 0);
    encoding.writeVarUint8Array(encoder, update);
  }
  return encoding.toUint8Array(encoder);
};

/** Throws on bytes that are none. */
export const decodePulled = (bytes: Uint8Array): Pulled[] => {
  const decoder = decoding.createDecoder(bytes);
  const count = decoding.readVarUint(decoder);
  if (count > PULL_ROOMS) throw new Error('too many rooms');
  return Array.from({ length: count }, () => ({
    room: decoding.readVarString(decoder),
    sequence: decoding.readVarUint(decoder),
    tag: decoding.readVarString(decoder),
    relayLacks: decoding.readVarUint(decoder) === 1,
    update: decoding.readVarUint8Array(decoder),
  }));
};
