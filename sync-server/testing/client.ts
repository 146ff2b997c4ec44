// A client of ours for tests, over a real socket.
import * as Y from 'yjs';
import { createProvider, type Head, type Provider } from '@emberkeep/sync';
import type { Relay } from '../src/relay.ts';
import { afterTest, OWNER, ROOM } from './relay.ts';

/** A document that syncs with a relay, and what the relay said about it. */
export interface Client {
  doc: Y.Doc;
  provider: Provider;
  /** Marks that were acknowledged. */
  durable: number[];
  heads: Head[];
  /** How many updates the document has made itself. */
  marks: { count: number };
}

/** Connects a new document, as the owner unless a token is given. */
export const client = (relay: Relay, options: { room?: string; token?: string | null; doc?: Y.Doc } = {}): Client => {
  const doc = options.doc ?? new Y.Doc();
  const durable: number[] = [];
  const heads: Head[] = [];
  const marks = { count: 0 };
  doc.on('update', (_u: Uint8Array, origin: unknown) => {
    if ((origin as { source?: string } | null)?.source !== 'relay') marks.count += 1;
  });
  const provider = createProvider({
    url: `ws://127.0.0.1:${relay.port}/sync`,
    room: options.room ?? ROOM,
    doc,
    token: options.token === undefined ? OWNER : options.token,
    WebSocketClass: WebSocket,
    mark: () => marks.count,
    onDurable: (mark) => durable.push(mark),
    onHead: (head) => heads.push(head),
    maxBackoffMs: 50,
  });
  provider.connect();
  afterTest(() => provider.destroy());
  return { doc, provider, durable, heads, marks };
};

/** Waits up to 4 s for a condition; fails with `what` never happened. */
export const eventually = async (condition: () => boolean, what: string): Promise<void> => {
  for (let i = 0; i < 400 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!condition()) throw new Error(`never happened: ${what}`);
};

export const text = (doc: Y.Doc): string => doc.getText('t').toString();
