// A network for tests: frames arrive in random order between connections and in order within one, and devices can be
// partitioned and reconnected. Nothing happens until `deliver` is called.
import { fakeSocketClass, type Pair, type PairOwner, type ServerSocket } from './fake-socket.ts';
export type { ServerSocket } from './fake-socket.ts';

/** What the network needs of a random generator; `createRandom` of the domain fits. */
interface RandomInt {
  /** A whole number in [0, below). */
  int(below: number): number;
}

export interface TestNetwork {
  /** The WebSocket class of a device; every socket that it opens goes to `serve`. */
  socketClass(device: string): typeof WebSocket;
  /** Delivers one waiting frame of a random connection; false if none is waiting. */
  deliver(): boolean;
  /** Disconnects a device: its sockets close without their last frames, as when Wi-Fi is lost. */
  partition(device: string): void;
  /** Nothing arrives in either direction any more, and no socket closes by itself, as when a network changes. */
  silence(device: string): void;
  /** A new socket of the device works again; those that were silenced never do. */
  heal(device: string): void;
  /** Closes every socket, as when the relay crashes. */
  dropAll(): void;
  openCount(): number;
}

/** Completes the handshake of a pair, or delivers its next frame in one of the two directions. */
const deliverNext = (pair: Pair, random: RandomInt): void => {
  if (pair.openClient) {
    const open = pair.openClient;
    pair.openClient = null;
    open();
    return;
  }
  const isUpwards = pair.toServer.length > 0 && (pair.toClient.length === 0 || random.int(2) === 0);
  const frame = (isUpwards ? pair.toServer : pair.toClient).shift() as Uint8Array;
  if (isUpwards) pair.messageServer.forEach((callback) => callback(frame));
  else pair.receiveAtClient(frame);
};

/** `serve` receives the relay's end of each new socket, with the path and the subprotocols that were offered. */
export const createTestNetwork = (
  random: RandomInt,
  serve: (socket: ServerSocket, path: string, protocols: readonly string[]) => void,
): TestNetwork => {
  let pairs: Pair[] = [];
  const partitioned = new Set<string>();
  const silenced = new Set<Pair>();

  const end = (pair: Pair, code: number, reason: string): void => {
    if (!pair.isOpen && !pair.openClient) return;
    pair.isOpen = false;
    pair.openClient = null;
    pairs = pairs.filter((p) => p !== pair);
    pair.closeServer.forEach((callback) => callback());
    pair.closeClient(code, reason);
  };
  const owner: PairOwner = { opened: serve, created: (pair) => pairs.push(pair), end };
  const hasSomething = (pair: Pair): boolean =>
    pair.openClient !== null || pair.toServer.length > 0 || pair.toClient.length > 0;

  return {
    socketClass: (device) => fakeSocketClass(device, owner),
    deliver: () => {
      const ready = pairs.filter((pair) => !partitioned.has(pair.device) && !silenced.has(pair) && hasSomething(pair));
      if (ready.length === 0) return false;
      deliverNext(ready[random.int(ready.length)] as Pair, random);
      return true;
    },
    partition: (device) => {
      partitioned.add(device);
      for (const pair of pairs.filter((p) => p.device === device)) end(pair, 1006, '');
    },
    silence: (device) => {
      partitioned.add(device);
      for (const pair of pairs) if (pair.device === device) silenced.add(pair);
    },
    heal: (device) => void partitioned.delete(device),
    dropAll: () => pairs.forEach((pair) => end(pair, 1006, '')),
    openCount: () => pairs.filter((pair) => pair.isOpen).length,
  };
};
