// A pair of fake sockets: the client end has what y-websocket uses of the browser's WebSocket, the server end what
// the relay's connection uses of `ws`. Frames wait in queues until the test network delivers them.

/** The relay's end of a pair. */
export interface ServerSocket {
  readonly OPEN: 1;
  readyState: number;
  bufferedAmount: number;
  send(data: Uint8Array): void;
  close(code?: number, reason?: string): void;
  on(event: 'close' | 'message', callback: (data: Uint8Array) => void): void;
}

/** Both ends of a connection as the test network sees them. */
export interface Pair {
  device: string;
  isOpen: boolean;
  toServer: Uint8Array[];
  toClient: Uint8Array[];
  /** Completes the handshake; null once that is done or the pair has ended. */
  openClient: (() => void) | null;
  closeClient(code: number, reason: string): void;
  receiveAtClient(data: Uint8Array): void;
  messageServer: ((data: Uint8Array) => void)[];
  closeServer: (() => void)[];
}

/** How a pair reports to the network that owns it. */
export interface PairOwner {
  opened(socket: ServerSocket, path: string, protocols: readonly string[]): void;
  created(pair: Pair): void;
  end(pair: Pair, code: number, reason: string): void;
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;

const createServerSocket = (pair: Pair, owner: PairOwner): ServerSocket => {
  const server: ServerSocket = {
    OPEN,
    readyState: CONNECTING,
    bufferedAmount: 0,
    send: (data) => {
      if (pair.isOpen) pair.toClient.push(data.slice());
    },
    close: (code = 1000, reason = '') => {
      server.readyState = CLOSED;
      owner.end(pair, code, reason);
    },
    on: (event, callback) => {
      if (event === 'message') pair.messageServer.push(callback);
      else pair.closeServer.push(() => callback(new Uint8Array()));
    },
  };
  return server;
};

/** The WebSocket class of one device. Every socket that it opens belongs to `owner`. */
export const fakeSocketClass = (device: string, owner: PairOwner): typeof WebSocket => {
  class FakeSocket {
    static readonly OPEN = OPEN;
    readonly OPEN = OPEN;
    readyState: number = CONNECTING;
    binaryType = 'arraybuffer';
    protocol = '';
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
    onclose: ((event: { code: number; reason: string }) => void) | null = null;
    onerror: ((event: unknown) => void) | null = null;
    readonly #pair: Pair;

    constructor(url: string | URL, protocols: string | string[] = []) {
      const pair: Pair = {
        device,
        isOpen: false,
        toServer: [],
        toClient: [],
        messageServer: [],
        closeServer: [],
        openClient: () => {
          pair.isOpen = true;
          this.readyState = OPEN;
          server.readyState = OPEN;
          owner.opened(server, new URL(url).pathname, [protocols].flat());
          this.onopen?.();
        },
        closeClient: (code, reason) => {
          if (this.readyState === CLOSED) return;
          this.readyState = CLOSED;
          this.onclose?.({ code, reason });
        },
        receiveAtClient: (data) => {
          if (this.readyState === OPEN) this.onmessage?.({ data: data.slice().buffer });
        },
      };
      const server = createServerSocket(pair, owner);
      this.#pair = pair;
      owner.created(pair);
    }

    send(data: Uint8Array): void {
      if (this.readyState === OPEN) this.#pair.toServer.push(data.slice());
    }

    close(): void {
      this.readyState = CLOSED;
      owner.end(this.#pair, 1000, '');
    }
  }
  return FakeSocket as unknown as typeof WebSocket; // reason: y-websocket uses nothing beyond the members above
};
