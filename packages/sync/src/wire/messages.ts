// Owns the messages on the socket: the stock y-websocket types and ours beside them. Knows no Yjs, so that the relay's
// connection code can use it without reading documents. Layouts: varUint and varString as in lib0.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** Stock types (y-websocket) below 100, ours from 100. Unknown types are ignored by both ends. */
export const MESSAGE = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  durable: 100,
  refusal: 101,
  head: 102,
} as const;

/** Kinds of sync message (y-protocols/sync). */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const;

/** Connections that offer this subprotocol understand our types. The token travels beside it as `auth.<token>`. */
export const SUBPROTOCOL = 'emberkeep.1';
export const AUTH_PREFIX = 'auth.';

/** How far a room's log has come. `tag` is random per log entry: a pair that the relay does not know voids a cursor. */
export interface Head {
  room: string;
  sequence: number;
  tag: string;
}

/** What ours says beyond the stock protocol. `durable(n)`: the connection's first n sync messages are on the relay's disk. */
export type RelayMessage =
  { type: 'durable'; count: number } | { type: 'refusal'; code: number; reason: string } | ({ type: 'head' } & Head);

/** durable := varUint(100) • varUint(n)   refusal := varUint(101) • varUint(code) • varString(reason)   head := varUint(102) • varString(room) • varUint(sequence) • varString(tag) */
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
  }
  return encoding.toUint8Array(encoder);
};

/** Reads the rest of one of our messages after its type. */
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
  // A document of megabytes is copied once.
  const header = encoding.toUint8Array(encoder);
  const frame = new Uint8Array(header.byteLength + payload.byteLength);
  frame.set(header);
  frame.set(payload, header.byteLength);
  return frame;
};

/** One client's presence; `state` is JSON text, "null" when it left. */
export interface PresenceEntry {
  client: number;
  clock: number;
  state: string;
}

/** Longest presence state of one client, in characters: a name, a colour and a caret are about 300. */
export const PRESENCE_MAX = 4096;

/** awareness := varUint(1) • varByteArray( varUint(n) • n × (varUint(client) • varUint(clock) • varString(state)) ) */
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

/** Reads a presence payload after its type. Throws on anything malformed or oversized. */
export const decodePresence = (decoder: decoding.Decoder): PresenceEntry[] => {
  const inner = decoding.createDecoder(decoding.readVarUint8Array(decoder));
  const count = decoding.readVarUint(inner);
  if (count > 1000) throw new Error('too many presence entries');
  const entries: PresenceEntry[] = [];
  for (let i = 0; i < count; i++) {
    const entry = {
      client: decoding.readVarUint(inner),
      clock: decoding.readVarUint(inner),
      state: decoding.readVarString(inner),
    };
    if (entry.state.length > PRESENCE_MAX) throw new Error('presence state too large');
    JSON.parse(entry.state);
    entries.push(entry);
  }
  return entries;
};
