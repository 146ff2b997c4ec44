// Owns one document's way to the relay: the stock y-websocket provider, plus what it lacks. In: updates that the document
// emits. Out: the same updates on the socket; bytes from the relay through `apply`; and `onDurable(mark)` once everything
// up to that mark is on the relay's disk. Invariant: nothing counts as durable before this connection sent its SyncStep2.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { Awareness } from 'y-protocols/awareness';
import * as syncProtocol from 'y-protocols/sync';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { AUTH_PREFIX, decodeRelayMessage, MESSAGE, SUBPROTOCOL, SYNC, type Head } from './wire/messages.ts';

/** `refused`: the relay closed for good (44xx); nothing retries until `connect` is called again. */
export type ConnectionState =
  | { type: 'connecting' }
  | { type: 'connected' }
  | { type: 'synced' }
  | { type: 'offline' }
  | { type: 'refused'; code: number; reason: string };

export interface ProviderDeps {
  /** `ws://host/sync` or `wss://…`, without the room. */
  url: string;
  room: string;
  doc: Y.Doc;
  /** This device's secret for the campaign; sent as a subprotocol, never in the URL. Null for an open relay. */
  token: string | null;
  awareness?: Awareness;
  WebSocketClass: typeof WebSocket;
  /** Applies bytes from the relay with the given origin (its `source` is "relay"). */
  apply?(doc: Y.Doc, update: Uint8Array, origin: object): void;
  /** Counts what this device wrote into the document so far. */
  mark?(): number;
  onDurable?(mark: number): void;
  onHead?(head: Head): void;
  onState?(state: ConnectionState): void;
  /** Longest wait between attempts, ms. 2,500 as in the stock provider: a table's Wi-Fi comes back any moment. */
  maxBackoffMs?: number;
}

export interface Provider {
  readonly awareness: Awareness;
  state(): ConnectionState;
  /** Resolves when the relay said SyncStep2 and everything of this device is durable there; false when it ended first. */
  settled(): Promise<boolean>;
  connect(): void;
  disconnect(): void;
  destroy(): void;
}

export const createProvider = (deps: ProviderDeps): Provider => {
  const apply = deps.apply ?? ((doc, update, origin) => Y.applyUpdate(doc, update, origin));
  let state: ConnectionState = { type: 'offline' };
  let sentCount = 0;
  let stepTwoAt = 0;
  let durableCount = 0;
  let marks = new Map<number, number>();
  let waiters: { resolve: (settled: boolean) => void }[] = [];

  const setState = (next: ConnectionState): void => {
    state = next;
    deps.onState?.(next);
  };
  const settle = (result: boolean): void => waiters.splice(0).forEach((w) => w.resolve(result));
  const isSettled = (): boolean => state.type === 'synced' && stepTwoAt > 0 && durableCount >= sentCount;

  // Counted where bytes leave, because a deletion moves no state vector and so no vector can say what arrived.
  class CountingSocket extends deps.WebSocketClass {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sentCount = 0;
      stepTwoAt = 0;
      durableCount = 0;
      marks = new Map();
    }
    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (data instanceof Uint8Array && data[0] === MESSAGE.sync) {
        sentCount += 1;
        if (data[1] === SYNC.step2) stepTwoAt = sentCount;
        if (stepTwoAt > 0) marks.set(sentCount, deps.mark?.() ?? 0);
      }
      super.send(data);
    }
  }

  const provider = new WebsocketProvider(deps.url, deps.room, deps.doc, {
    connect: false,
    disableBc: true, // tabs talk over a channel of ours, with an origin of its own
    awareness: deps.awareness ?? new Awareness(deps.doc),
    protocols: [SUBPROTOCOL, ...(deps.token === null ? [] : [AUTH_PREFIX + deps.token])],
    WebSocketPolyfill: CountingSocket as typeof WebSocket,
    maxBackoffTime: deps.maxBackoffMs ?? 2500,
  });
  Object.assign(provider, { source: 'relay' }); // the origin of everything it applies

  provider.messageHandlers[MESSAGE.sync] = (encoder, decoder, self, emitSynced) => {
    encoding.writeVarUint(encoder, MESSAGE.sync);
    const kind = decoding.readVarUint(decoder);
    if (kind === SYNC.step1) syncProtocol.writeSyncStep2(encoder, deps.doc, decoding.readVarUint8Array(decoder));
    else {
      apply(deps.doc, decoding.readVarUint8Array(decoder), self);
      if (kind === SYNC.step2 && emitSynced && !self.synced) self.synced = true;
    }
  };
  for (const type of [MESSAGE.durable, MESSAGE.refusal, MESSAGE.head]) {
    provider.messageHandlers[type] = (_encoder, decoder) => {
      const message = decodeRelayMessage(type, decoder);
      if (message?.type === 'durable') {
        durableCount = message.count;
        const mark = marks.get(message.count);
        for (const n of marks.keys()) if (n <= message.count) marks.delete(n);
        if (mark !== undefined) deps.onDurable?.(mark);
      } else if (message?.type === 'head')
        deps.onHead?.({ room: message.room, sequence: message.sequence, tag: message.tag });
      if (isSettled()) settle(true);
    };
  }

  provider.on('status', ({ status }: { status: string }) => {
    if (state.type === 'refused') return;
    setState(
      status === 'connected'
        ? { type: 'connected' }
        : status === 'connecting'
          ? { type: 'connecting' }
          : { type: 'offline' },
    );
  });
  provider.on('sync', (synced: boolean) => {
    if (synced) setState({ type: 'synced' });
    if (isSettled()) settle(true);
  });
  // The stock provider stops retrying on 44xx and says so here.
  provider.on('closed', ({ code, reason }: { code: number; reason: string }) => {
    setState({ type: 'refused', code, reason });
    settle(false);
  });

  return {
    awareness: provider.awareness,
    state: () => state,
    settled: () => (isSettled() ? Promise.resolve(true) : new Promise((resolve) => waiters.push({ resolve }))),
    connect: () => {
      if (state.type === 'refused') state = { type: 'offline' };
      provider.connect();
    },
    disconnect: () => {
      provider.disconnect();
      settle(false);
    },
    destroy: () => {
      settle(false);
      waiters = [];
      provider.destroy();
    },
  };
};
