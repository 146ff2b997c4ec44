// The connection of one document to the relay: the stock y-websocket provider plus durability, heads and refusals.
// Nothing counts as durable before this connection has sent its SyncStep2 (C1).
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { Acknowledgements } from './acknowledgements.ts';
import { countingSocket } from './counting-socket.ts';
import { StepOneAnswers } from './step-one.ts';
import { AUTH_PREFIX, decodeRelayMessage, MESSAGE, SUBPROTOCOL, SYNC, type Head } from './wire/messages.ts';

/** `refused`: the relay closed with a final code (44xx); nothing retries until `connect` is called again. */
export type ConnectionState =
  | { type: 'connecting' }
  | { type: 'connected' }
  | { type: 'synced' }
  | { type: 'offline' }
  | { type: 'refused'; code: number; reason: string };

export interface ProviderDeps {
  /** `ws://host/sync` or `wss://host/sync`, without the room. */
  url: string;
  room: string;
  doc: Y.Doc;
  /** This device's secret for the campaign, sent as a subprotocol and never in the URL. Null for an open relay. */
  token: string | null;
  awareness?: Awareness;
  WebSocketClass: typeof WebSocket;
  /** Applies bytes from the relay. `origin.source` is "relay". Defaults to `Y.applyUpdate`. */
  apply?(doc: Y.Doc, update: Uint8Array, origin: object): void;
  /** How many writes this device has made to the document so far. */
  mark?(): number;
  /** Every write up to `mark` is on the relay's disk. */
  onDurable?(mark: number): void;
  onHead?(head: Head): void;
  /** Whether the relay leaves out a part that cannot be read; said with each of its answers. */
  onPart?(isPart: boolean): void;
  onState?(state: ConnectionState): void;
  /** Longest wait between two attempts to connect, ms. Defaults to 2,500, as in the stock provider. */
  maxBackoffMs?: number;
}

export interface Provider {
  readonly awareness: Awareness;
  state(): ConnectionState;
  /** When anything last came from the relay, Unix ms; 0 before. */
  heardAt(): number;
  /** True once the document is synced and all of its local writes are durable; false if the connection ends first. */
  settled(): Promise<boolean>;
  connect(): void;
  disconnect(): void;
  destroy(): void;
}

/**
 * Keeps presence under the document's client. Yjs gives the document another one when somebody else wrote under its own,
 * and the stock provider throws where it finds no presence under the new one. Returns the function that stops.
 */
const followClient = (doc: Y.Doc, awareness: Awareness): (() => void) => {
  const follow = (): void => {
    if (awareness.clientID === doc.clientID) return;
    const state = awareness.getLocalState();
    awareness.setLocalState(null);
    awareness.clientID = doc.clientID;
    awareness.setLocalState(state);
  };
  follow();
  doc.on('afterTransactionCleanup', follow);
  return () => doc.off('afterTransactionCleanup', follow);
};

/** Calls that wait for the document to settle. */
class Waiters {
  #resolves: ((settled: boolean) => void)[] = [];

  wait(): Promise<boolean> {
    return new Promise((resolve) => this.#resolves.push(resolve));
  }

  resolveAll(settled: boolean): void {
    for (const resolve of this.#resolves.splice(0)) resolve(settled);
  }
}

const createStockProvider = (deps: ProviderDeps, acknowledgements: Acknowledgements): WebsocketProvider => {
  const provider = new WebsocketProvider(deps.url, deps.room, deps.doc, {
    connect: false,
    disableBc: true, // tabs use tab-channel.ts, which gives their updates an origin of their own
    awareness: deps.awareness ?? new Awareness(deps.doc),
    protocols: [SUBPROTOCOL, ...(deps.token === null ? [] : [AUTH_PREFIX + deps.token])],
    WebSocketPolyfill: countingSocket(deps.WebSocketClass, acknowledgements, () => deps.mark?.() ?? 0),
    maxBackoffTime: deps.maxBackoffMs ?? 2500,
  });
  // The provider is the origin of every update it applies (C3).
  return Object.assign(provider, { source: 'relay' });
};

/**
 * Replaces the stock handler of sync messages with one that applies updates through `deps.apply` and answers a
 * SyncStep1 from `answers`.
 */
const handleSyncMessages = (provider: WebsocketProvider, deps: ProviderDeps, answers: StepOneAnswers): void => {
  const apply = deps.apply ?? ((doc, update, origin) => Y.applyUpdate(doc, update, origin));
  provider.messageHandlers[MESSAGE.sync] = (encoder, decoder, self, emitSynced) => {
    encoding.writeVarUint(encoder, MESSAGE.sync);
    const kind = decoding.readVarUint(decoder);
    if (kind === SYNC.step1) {
      const answer = answers.answer(decoding.readVarUint8Array(decoder));
      if (!answer) return;
      encoding.writeVarUint(encoder, SYNC.step2);
      encoding.writeVarUint8Array(encoder, answer);
      return;
    }
    apply(deps.doc, decoding.readVarUint8Array(decoder), self);
    if (kind === SYNC.step2 && emitSynced && !self.synced) self.synced = true;
  };
};

/** Adds handlers for the message types that the stock protocol does not have; `onMessage` runs after each. */
const handleRelayMessages = (
  provider: WebsocketProvider,
  acknowledgements: Acknowledgements,
  deps: ProviderDeps,
  onMessage: () => void,
): void => {
  for (const type of [MESSAGE.durable, MESSAGE.refusal, MESSAGE.head, MESSAGE.part]) {
    provider.messageHandlers[type] = (_encoder, decoder) => {
      const message = decodeRelayMessage(type, decoder);
      if (message?.type === 'durable') {
        const mark = acknowledgements.confirm(message.count);
        if (mark !== undefined) deps.onDurable?.(mark);
      } else if (message?.type === 'head') {
        deps.onHead?.({ room: message.room, sequence: message.sequence, tag: message.tag });
      } else if (message?.type === 'part') deps.onPart?.(true);
      onMessage();
    };
  }
};

const stateOfStatus = (status: string): ConnectionState => {
  if (status === 'connected') return { type: 'connected' };
  return status === 'connecting' ? { type: 'connecting' } : { type: 'offline' };
};

/** Creates the provider of one document. It stays offline until `connect` is called. */
export const createProvider = (deps: ProviderDeps): Provider => {
  let state: ConnectionState = { type: 'offline' };
  const acknowledgements = new Acknowledgements();
  const waiters = new Waiters();
  const provider = createStockProvider(deps, acknowledgements);

  const setState = (next: ConnectionState): void => {
    state = next;
    deps.onState?.(next);
  };
  const isSettled = (): boolean => state.type === 'synced' && acknowledgements.areComplete;
  const settleIfComplete = (): void => {
    if (isSettled()) waiters.resolveAll(true);
  };

  const answers = new StepOneAnswers(deps.doc);
  const stopFollowing = followClient(deps.doc, provider.awareness);

  handleSyncMessages(provider, deps, answers);
  handleRelayMessages(provider, acknowledgements, deps, settleIfComplete);
  provider.on('status', ({ status }: { status: string }) => {
    answers.reset();
    // A new connection gets a new answer, and hears again if it is a part.
    if (status === 'connected') deps.onPart?.(false);
    if (state.type !== 'refused') setState(stateOfStatus(status));
  });
  provider.on('sync', (synced: boolean) => {
    if (synced) setState({ type: 'synced' });
    settleIfComplete();
  });
  // The stock provider stops retrying on 44xx and emits this event.
  provider.on('closed', ({ code, reason }: { code: number; reason: string }) => {
    setState({ type: 'refused', code, reason });
    waiters.resolveAll(false);
  });

  return {
    awareness: provider.awareness,
    state: () => state,
    heardAt: () => provider.wsLastMessageReceived,
    settled: () => (isSettled() ? Promise.resolve(true) : waiters.wait()),
    connect: () => {
      if (state.type === 'refused') state = { type: 'offline' };
      provider.connect();
    },
    disconnect: () => {
      provider.disconnect();
      waiters.resolveAll(false);
    },
    destroy: () => {
      waiters.resolveAll(false);
      answers.destroy();
      stopFollowing();
      provider.destroy();
    },
  };
};
