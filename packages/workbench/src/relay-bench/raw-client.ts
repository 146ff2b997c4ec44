// Owns a client without a document, for loads that a real one could not make: speaks the y-websocket protocol, or
// Hocuspocus' frame around it. Counts what comes and when.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';

export interface Target {
  name: string;
  /** Hocuspocus puts the document's name before each message and wants a token first. */
  isFramed: boolean;
  url(room: string): string;
}

export interface RawClient {
  readonly socket: WebSocket;
  /** Resolves with SyncStep2; `bytes` counts every byte of content until then. */
  readonly synced: Promise<{ bytes: number; ms: number }>;
  sendUpdate(update: Uint8Array): void;
  sendPresence(client: number, clock: number, state: string): void;
  onUpdate: (update: Uint8Array) => void;
  /** The server said, by a message of its own, that an update of ours arrived; others echo it, see `onUpdate`. */
  onReceipt: () => void;
  presenceFrames: number;
  close(): void;
}

const EMPTY = new Uint8Array([0, 0]);
const NO_VECTOR = new Uint8Array([0]);

export const connectRaw = (
  target: Target,
  room: string,
  options: { vector?: Uint8Array; answer?: Uint8Array; hasPresence?: boolean } = {},
): RawClient => {
  const started = performance.now();
  const socket = new WebSocket(target.url(room), { perMessageDeflate: false, maxPayload: 256 * 1024 * 1024 });
  socket.binaryType = 'nodebuffer';
  const frame = (write: (encoder: encoding.Encoder) => void): Uint8Array => {
    const encoder = encoding.createEncoder();
    if (target.isFramed) encoding.writeVarString(encoder, room);
    write(encoder);
    return encoding.toUint8Array(encoder);
  };
  const sync = (kind: number, bytes: Uint8Array): Uint8Array =>
    frame((e) => {
      encoding.writeVarUint(e, 0);
      encoding.writeVarUint(e, kind);
      encoding.writeVarUint8Array(e, bytes);
    });
  let content = 0;
  let resolveSynced: (value: { bytes: number; ms: number }) => void;
  const client: RawClient = {
    socket,
    synced: new Promise((resolve) => (resolveSynced = resolve)),
    sendUpdate: (update) => socket.send(sync(2, update)),
    sendPresence: (id, clock, state) =>
      socket.send(
        frame((e) => {
          encoding.writeVarUint(e, 1);
          const inner = encoding.createEncoder();
          encoding.writeVarUint(inner, 1);
          encoding.writeVarUint(inner, id);
          encoding.writeVarUint(inner, clock);
          encoding.writeVarString(inner, state);
          encoding.writeVarUint8Array(e, encoding.toUint8Array(inner));
        }),
      ),
    onUpdate: () => undefined,
    onReceipt: () => undefined,
    presenceFrames: 0,
    close: () => socket.terminate(),
  };
  socket.on('error', () => undefined);
  socket.on('close', (code, reason) => {
    if (code !== 1006) console.error(`closed with ${code}: ${reason.toString()}`);
  });
  socket.on('open', () => {
    if (target.isFramed)
      socket.send(
        frame((e) => {
          encoding.writeVarUint(e, 2);
          encoding.writeVarUint(e, 0);
          encoding.writeVarString(e, '');
          encoding.writeVarString(e, '4.7.0');
        }),
      );
    socket.send(sync(0, options.vector ?? NO_VECTOR));
  });
  socket.on('message', (data: Buffer) => {
    const decoder = decoding.createDecoder(data);
    if (target.isFramed) decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    if (type === 1) client.presenceFrames += 1;
    if (target.isFramed && type === 8) return client.onReceipt();
    if (type !== 0 && !(target.isFramed && type === 4)) return;
    const kind = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    if (kind === 0) return socket.send(sync(1, options.answer ?? EMPTY));
    content += bytes.byteLength;
    if (kind === 1) return resolveSynced({ bytes: content, ms: performance.now() - started });
    client.onUpdate(bytes);
  });
  return client;
};
