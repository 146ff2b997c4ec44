// Owns a network for tests: pairs of fake sockets, delivery in random order between connections and in order within one,
// partition and reconnect at will. The client end speaks the browser's WebSocket as far as the stock provider uses it, the
// server end as much of `ws` as the relay's connection uses. Nothing happens until `deliver` is called.

/** What a random generator must offer; the seeded one of the domain fits. */
interface Choice {
  int(below: number): number;
}

/** The relay's end of a pair. */
export interface ServerSocket {
  readonly OPEN: 1;
  readyState: number;
  bufferedAmount: number;
  send(data: Uint8Array): void;
  close(code?: number, reason?: string): void;
  on(event: 'close' | 'message', callback: (data: Uint8Array) => void): void;
}

interface Pair {
  toServer: Uint8Array[];
  toClient: Uint8Array[];
  closeClient: (code: number, reason: string) => void;
  openClient: (() => void) | null;
  messageServer: ((data: Uint8Array) => void)[];
  closeServer: (() => void)[];
  isOpen: boolean;
  client: { receive(data: Uint8Array): void };
  device: string;
}

export interface TestNetwork {
  /** The WebSocket class of a device; every socket it opens goes to `serve`. */
  socketClass(device: string): typeof WebSocket;
  /** Delivers one waiting frame from a random connection; false when nothing waits. */
  deliver(): boolean;
  /** Cuts a device off: its sockets close without their last frames, as a lost Wi-Fi does. */
  partition(device: string): void;
  heal(device: string): void;
  /** Closes every socket, as a relay that dies does. */
  dropAll(): void;
  openCount(): number;
}

/** `serve` gets the relay's end of each new socket with the path and the offered subprotocols. */
export const createTestNetwork = (
  random: Choice,
  serve: (socket: ServerSocket, path: string, protocols: readonly string[]) => void,
): TestNetwork => {
  let pairs: Pair[] = [];
  const cut = new Set<string>();
  const end = (pair: Pair, code: number, reason: string): void => {
    if (!pair.isOpen && !pair.openClient) return;
    pair.isOpen = false;
    pair.openClient = null;
    pairs = pairs.filter((p) => p !== pair);
    pair.closeServer.forEach((callback) => callback());
    pair.closeClient(code, reason);
  };

  const socketClass = (device: string): typeof WebSocket => {
    class FakeSocket {
      static readonly OPEN = 1;
      readonly OPEN = 1;
      readyState = 0;
      binaryType = 'arraybuffer';
      protocol = '';
      onopen: (() => void) | null = null;
      onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
      onclose: ((event: { code: number; reason: string }) => void) | null = null;
      onerror: ((event: unknown) => void) | null = null;
      readonly #pair: Pair;

      constructor(url: string | URL, protocols: string | string[] = []) {
        const path = new URL(url).pathname;
        const pair: Pair = {
          toServer: [],
          toClient: [],
          messageServer: [],
          closeServer: [],
          isOpen: false,
          device,
          client: {
            receive: (data) => {
              if (this.readyState === 1) this.onmessage?.({ data: data.slice().buffer });
            },
          },
          closeClient: (code, reason) => {
            if (this.readyState === 3) return;
            this.readyState = 3;
            this.onclose?.({ code, reason });
          },
          openClient: () => {
            pair.isOpen = true;
            this.readyState = 1;
            server.readyState = 1;
            serve(server, path, [protocols].flat());
            this.onopen?.();
          },
        };
        const server: ServerSocket = {
          OPEN: 1,
          readyState: 0,
          bufferedAmount: 0,
          send: (data) => {
            if (pair.isOpen) pair.toClient.push(data.slice());
          },
          close: (code = 1000, reason = '') => {
            server.readyState = 3;
            end(pair, code, reason);
          },
          on: (event, callback) =>
            void (event === 'message'
              ? pair.messageServer.push(callback)
              : pair.closeServer.push(() => callback(new Uint8Array()))),
        };
        this.#pair = pair;
        pairs.push(pair);
      }
      send(data: Uint8Array): void {
        if (this.readyState === 1) this.#pair.toServer.push(data.slice());
      }
      close(): void {
        this.readyState = 3;
        end(this.#pair, 1000, '');
      }
    }
    return FakeSocket as unknown as typeof WebSocket; // reason: the stock provider uses exactly what is above
  };

  return {
    socketClass,
    deliver: () => {
      const ready = pairs.filter(
        (p) => !cut.has(p.device) && (p.openClient !== null || p.toServer.length > 0 || p.toClient.length > 0),
      );
      if (ready.length === 0) return false;
      const pair = ready[random.int(ready.length)] as Pair;
      if (pair.openClient) {
        const open = pair.openClient;
        pair.openClient = null;
        open();
        return true;
      }
      const up = pair.toServer.length > 0 && (pair.toClient.length === 0 || random.int(2) === 0);
      const frame = (up ? pair.toServer : pair.toClient).shift() as Uint8Array;
      if (up) pair.messageServer.forEach((callback) => callback(frame));
      else pair.client.receive(frame);
      return true;
    },
    partition: (device) => {
      cut.add(device);
      for (const pair of pairs.filter((p) => p.device === device)) end(pair, 1006, '');
    },
    heal: (device) => void cut.delete(device),
    dropAll: () => pairs.forEach((pair) => end(pair, 1006, '')),
    openCount: () => pairs.filter((p) => p.isOpen).length,
  };
};
