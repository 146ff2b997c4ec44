// The HTTP exchange by which a device catches up with many documents at once (C7). The device sends a snapshot of each
// document; the relay answers with the update that each lacks.
//
// request  := varUint(n) • n × ( varString(room) • varByteArray(snapshot) )
// response := varUint(n) • n × ( varString(room) • varUint(sequence) • varString(tag)
//                                • varUint(relayLacks: 0 or 1) • varByteArray(update) )
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { Head } from './messages.ts';

/** Most rooms in one request. */
export const PULL_ROOMS_MAX = 100;

export interface PullRequest {
  room: string;
  /** State vector and deletions as Yjs encodes a snapshot; empty if the device does not have the document. */
  snapshot: Uint8Array;
}

/** One room of the answer. */
export interface PulledRoom extends Head {
  /** The device has something that the relay does not, so the document needs a visit. */
  relayLacks: boolean;
  update: Uint8Array;
}

/** Lays out a request, see the top of this file. */
export const encodePullRequest = (rooms: readonly PullRequest[]): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, rooms.length);
  for (const { room, snapshot } of rooms) {
    encoding.writeVarString(encoder, room);
    encoding.writeVarUint8Array(encoder, snapshot);
  }
  return encoding.toUint8Array(encoder);
};

/** Reads a request. Throws if it is malformed or names too many rooms. */
export const decodePullRequest = (bytes: Uint8Array): PullRequest[] => {
  const decoder = decoding.createDecoder(bytes);
  const count = decoding.readVarUint(decoder);
  if (count > PULL_ROOMS_MAX) throw new Error('too many rooms');
  return Array.from({ length: count }, () => ({
    room: decoding.readVarString(decoder),
    snapshot: decoding.readVarUint8Array(decoder),
  }));
};

/** Lays out a response, see the top of this file. */
export const encodePullResponse = (rooms: readonly PulledRoom[]): Uint8Array => {
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

/** Reads a response. Throws if it is malformed or names too many rooms. */
export const decodePullResponse = (bytes: Uint8Array): PulledRoom[] => {
  const decoder = decoding.createDecoder(bytes);
  const count = decoding.readVarUint(decoder);
  if (count > PULL_ROOMS_MAX) throw new Error('too many rooms');
  return Array.from({ length: count }, () => ({
    room: decoding.readVarString(decoder),
    sequence: decoding.readVarUint(decoder),
    tag: decoding.readVarString(decoder),
    relayLacks: decoding.readVarUint(decoder) === 1,
    update: decoding.readVarUint8Array(decoder),
  }));
};
