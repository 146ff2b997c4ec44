// The messages on a socket: the stock y-websocket types and Emberkeep's own. It imports no Yjs, so that the relay can
// use it without reading documents. Layouts use varUint, varString and varByteArray as lib0 encodes them.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/**
 * Message types: below 100 those of y-websocket, from 100 Emberkeep's own. Both ends ignore unknown types (M1, M3).
 */
export const MESSAGE = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  durable: 100,
  refusal: 101,
  head: 102,
  part: 103,
} as const;

/** Kinds of sync message, as in y-protocols/sync. */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const;

/** A connection that offers this subprotocol understands Emberkeep's own types (M2). */
export const SUBPROTOCOL = 'emberkeep.1';
/** The secret is offered as a second subprotocol, `auth.<secret>` (E1). */
export const AUTH_PREFIX = 'auth.';

/**
 * The newest entry of a room's log. `tag` is random per entry, so a pair that the relay does not know voids a cursor.
 */
export interface Head {
  room: string;
  sequence: number;
  tag: string;
}

/**
 * The relay's own messages. `durable`: the first `count` sync messages of the connection are on the relay's disk. `part`:
 * the SyncStep2 that follows leaves out what cannot be read.
 */
export type RelayMessage =
  | { type: 'durable'; count: number }
  | { type: 'refusal'; code: number; reason: string }
  | ({ type: 'head' } & Head)
  | { type: 'part' };

/**
 * durable := varUint(100) • varUint(count)
 * refusal := varUint(101) • varUint(code) • varString(reason)
 * head    := varUint(102) • varString(room) • varUint(sequence) • varString(tag)
 * part    := varUint(103)
 */
export const encodeRelayMessage = (message: RelayMessage): Uint8Array => {
  const encoder = encoding.createEncoder();
  switch (message.type) {
    case 'durable':
      encoding.writeVarUint(encoder, MESSAGE.durable);
      encoding.writeVarUint(encoder, message.count);
      break;
    case 'refusal':
      encoding.writeVarUint(encoder, MESSAGE.refusal);
      encoding.writeVarUint(encoder, message.code);
      encoding.writeVarString(encoder, message.reason);
      break;
    case 'head':
      encoding.writeVarUint(encoder, MESSAGE.head);
      encoding.writeVarString(encoder, message.room);
      encoding.writeVarUint(encoder, message.sequence);
      encoding.writeVarString(encoder, message.tag);
      break;
    case 'part':
      encoding.writeVarUint(encoder, MESSAGE.part);
  }
  return encoding.toUint8Array(encoder);
};

/** Reads one of the relay's own messages after its type; null for another type. Throws on a frame that is cut off. */
export const decodeRelayMessage = (type: number, decoder: decoding.Decoder): RelayMessage | null => {
  switch (type) {
    case MESSAGE.durable:
      return { type: 'durable', count: decoding.readVarUint(decoder) };
    case MESSAGE.refusal:
      return { type: 'refusal', code: decoding.readVarUint(decoder), reason: decoding.readVarString(decoder) };
    case MESSAGE.head:
      return {
        type: 'head',
        room: decoding.readVarString(decoder),
        sequence: decoding.readVarUint(decoder),
        tag: decoding.readVarString(decoder),
      };
    case MESSAGE.part:
      return { type: 'part' };
    default:
      return null;
  }
};

/** sync := varUint(0) • varUint(kind) • varByteArray(payload) */
export const encodeSync = (kind: number, payload: Uint8Array): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.sync);
  encoding.writeVarUint(encoder, kind);
  encoding.writeVarUint(encoder, payload.byteLength);
  // Written by hand instead of with the encoder, so that a document of megabytes is copied only once.
  const header = encoding.toUint8Array(encoder);
  const frame = new Uint8Array(header.byteLength + payload.byteLength);
  frame.set(header);
  frame.set(payload, header.byteLength);
  return frame;
};

/** The presence of one client. `state` is JSON text, or "null" when the client has left. */
export interface PresenceEntry {
  client: number;
  clock: number;
  state: string;
}

/** Longest presence state of one client, UTF-16 units. A name, a color and a caret need about 300. */
export const PRESENCE_MAX = 4096;
/** Most clients in one presence message. */
const PRESENCE_ENTRIES_MAX = 1000;

/**
 * awareness := varUint(1) • varByteArray( varUint(n) • n × entry )
 * entry     := varUint(client) • varUint(clock) • varString(state)
 */
export const encodePresence = (entries: readonly PresenceEntry[]): Uint8Array => {
  const inner = encoding.createEncoder();
  encoding.writeVarUint(inner, entries.length);
  for (const { client, clock, state } of entries) {
    encoding.writeVarUint(inner, client);
    encoding.writeVarUint(inner, clock);
    encoding.writeVarString(inner, state);
  }
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.awareness);
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner));
  return encoding.toUint8Array(encoder);
};

/** Reads a presence payload after its type. Throws on a payload that is malformed or too large (M4). */
export const decodePresence = (decoder: decoding.Decoder): PresenceEntry[] => {
  const inner = decoding.createDecoder(decoding.readVarUint8Array(decoder));
  const count = decoding.readVarUint(inner);
  if (count > PRESENCE_ENTRIES_MAX) throw new Error('too many presence entries');
  const entries: PresenceEntry[] = [];
  for (let i = 0; i < count; i++) {
    const entry = {
      client: decoding.readVarUint(inner),
      clock: decoding.readVarUint(inner),
      state: decoding.readVarString(inner),
    };
    if (entry.state.length > PRESENCE_MAX) throw new Error('presence state too large');
    JSON.parse(entry.state); // throws on anything that is not JSON
    entries.push(entry);
  }
  return entries;
};
