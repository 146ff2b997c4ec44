// What the app asks of a page, for tests of the whole app in Node: sockets, channels and listeners that a test can see.
import { vi } from 'vitest';
import { stubWorker } from './in-process-worker.ts';

export interface FakeSocket {
  url: string;
  protocols: readonly string[];
  isClosed: boolean;
  /** The relay closes the socket with a code and a reason. */
  refuse(code: number, reason: string): void;
}

export interface FakePage {
  sockets: FakeSocket[];
  openChannels(): string[];
  /** Listeners on the window and the document. */
  listeners(): number;
  restore(): void;
}

/** An event target that counts its listeners. */
const createTarget = (counts: Set<unknown>): object => ({
  addEventListener: (type: string, callback: unknown) => void counts.add(`${type} ${idOf(callback)}`),
  removeEventListener: (type: string, callback: unknown) => void counts.delete(`${type} ${idOf(callback)}`),
});
const ids = new WeakMap<object, number>();
let lastId = 0;
const idOf = (callback: unknown): number => {
  const key = callback as object;
  if (!ids.has(key)) ids.set(key, (lastId += 1));
  return ids.get(key)!;
};

export const stubPage = (): FakePage => {
  const sockets: FakeSocket[] = [];
  const channels: string[] = [];
  const listeners = new Set<unknown>();

  class Socket {
    onopen: (() => void) | null = null;
    onclose: ((event: { code: number; reason: string }) => void) | null = null;
    readyState = 0;
    readonly #shown: FakeSocket;
    constructor(url: string | URL, protocols: string | string[] = []) {
      this.#shown = {
        url: String(url),
        protocols: [protocols].flat(),
        isClosed: false,
        refuse: (code, reason) => {
          this.readyState = 1;
          this.onopen?.();
          this.#shown.isClosed = true;
          this.readyState = 3;
          this.onclose?.({ code, reason });
        },
      };
      sockets.push(this.#shown);
    }
    send(): void {}
    close(): void {
      if (this.#shown.isClosed) return;
      this.#shown.isClosed = true;
      this.readyState = 3;
      this.onclose?.({ code: 1000, reason: '' });
    }
  }
  class Channel {
    constructor(readonly name: string) {
      channels.push(name);
    }
    addEventListener(): void {}
    postMessage(): void {}
    close(): void {
      channels.splice(channels.indexOf(this.name), 1);
    }
  }

  vi.stubGlobal('WebSocket', Socket);
  vi.stubGlobal('BroadcastChannel', Channel);
  vi.stubGlobal('window', createTarget(listeners));
  vi.stubGlobal('document', { ...createTarget(listeners), visibilityState: 'visible' });
  vi.stubGlobal('location', { origin: 'https://app.example', protocol: 'https:', pathname: '/', host: 'app.example' });
  stubWorker();
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  return {
    sockets,
    openChannels: () => [...channels],
    listeners: () => listeners.size,
    restore: () => void vi.unstubAllGlobals(),
  };
};
