// A client without a document, for loads that a real one could not produce: speaks the y-websocket protocol, or
// Hocuspocus' framing of it, and reports what arrives and when.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';

export interface Target {
  name: string;
  /** Hocuspocus puts the document's name before each message and expects a token first. */
  isFramed: boolean;
  url(room: string): string;
}

export interface RawClient {
  readonly socket: WebSocket;
  /** Resolves with SyncStep2; `bytes` counts all bytes of content until then. */
  readonly synced: Promise<{ bytes: number; ms: number }>;
  sendUpdate(update: Uint8Array): void;
  sendPresence(client: number, clock: number, state: string): void;
  onUpdate: (update: Uint8Array) => void;
  /** The server acknowledged an update with a message of its own; other servers echo it, see `onUpdate`. */
  onReceipt: () => void;
  presenceFrames: number;
  close(): void;
}

export interface RawClientOptions {
  /** The state vector that the client asks with; empty where left out. */
  vector?: Uint8Array;
  /** The update with which it answers the server's SyncStep1. */
  answer?: Uint8Array;
}

const EMPTY_UPDATE = new Uint8Array([0, 0]);
const EMPTY_VECTOR = new Uint8Array([0]);

const MESSAGE = { sync: 0, awareness: 1 } as const;
const SYNC = { step1: 0, step2: 1, update: 2 } as const;
/** Hocuspocus' own messages. */
const HOCUSPOCUS = { auth: 2, syncReply: 4, syncStatus: 8 } as const;
const HOCUSPOCUS_VERSION = '4.7.0';

/** Closed without a close frame, as `terminate` does. */
const ABNORMAL_CLOSURE = 1006;

type Frame = (write: (encoder: encoding.Encoder) => void) => Uint8Array;

const createFrame =
  (target: Target, room: string): Frame =>
  (write) => {
    const encoder = encoding.createEncoder();
    if (target.isFramed) encoding.writeVarString(encoder, room);
    write(encoder);
    return encoding.toUint8Array(encoder);
  };

const syncFrame = (frame: Frame, kind: number, bytes: Uint8Array): Uint8Array =>
  frame((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync);
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, bytes);
  });

const presenceFrame = (frame: Frame, client: number, clock: number, state: string): Uint8Array =>
  frame((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.awareness);
    const update = encoding.createEncoder();
    encoding.writeVarUint(update, 1);
    encoding.writeVarUint(update, client);
    encoding.writeVarUint(update, clock);
    encoding.writeVarString(update, state);
    encoding.writeVarUint8Array(encoder, encoding.toUint8Array(update));
  });

const authFrame = (frame: Frame): Uint8Array =>
  frame((encoder) => {
    encoding.writeVarUint(encoder, HOCUSPOCUS.auth);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarString(encoder, '');
    encoding.writeVarString(encoder, HOCUSPOCUS_VERSION);
  });

export const connectRaw = (target: Target, room: string, options: RawClientOptions = {}): RawClient => {
  const started = performance.now();
  const socket = new WebSocket(target.url(room), { perMessageDeflate: false, maxPayload: 256 * 1024 * 1024 });
  socket.binaryType = 'nodebuffer';
  const frame = createFrame(target, room);
  let resolveSynced: (value: { bytes: number; ms: number }) => void;
  let contentBytes = 0;
  const client: RawClient = {
    socket,
    synced: new Promise((resolve) => (resolveSynced = resolve)),
    sendUpdate: (update) => socket.send(syncFrame(frame, SYNC.update, update)),
    sendPresence: (id, clock, state) => socket.send(presenceFrame(frame, id, clock, state)),
    onUpdate: () => undefined,
    onReceipt: () => undefined,
    presenceFrames: 0,
    close: () => socket.terminate(),
  };

  const receiveSync = (decoder: decoding.Decoder): void => {
    const kind = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    if (kind === SYNC.step1) return socket.send(syncFrame(frame, SYNC.step2, options.answer ?? EMPTY_UPDATE));
    contentBytes += bytes.byteLength;
    if (kind === SYNC.step2) resolveSynced({ bytes: contentBytes, ms: performance.now() - started });
    else client.onUpdate(bytes);
  };

  socket.on('error', () => undefined); // reported by the close that follows
  socket.on('close', (code, reason) => {
    if (code !== ABNORMAL_CLOSURE) console.error(`closed with ${code}: ${reason.toString()}`);
  });
  socket.on('open', () => {
    if (target.isFramed) socket.send(authFrame(frame));
    socket.send(syncFrame(frame, SYNC.step1, options.vector ?? EMPTY_VECTOR));
  });
  socket.on('message', (data: Buffer) => {
    const decoder = decoding.createDecoder(data);
    if (target.isFramed) decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE.awareness) client.presenceFrames += 1;
    if (target.isFramed && type === HOCUSPOCUS.syncStatus) return client.onReceipt();
    if (type === MESSAGE.sync || (target.isFramed && type === HOCUSPOCUS.syncReply)) receiveSync(decoder);
  });
  return client;
};
