// Owns the exchange between tabs of one device. In: updates of a document, from anywhere but this channel. Out: the same
// bytes in every other tab that has the document open, with an origin of their own, so that each tab's disk and socket
// carry what it hears. A tab that opens a document asks for what it lacks.
import type * as Y from 'yjs';
import { encodeStateAsUpdate, encodeStateVector } from 'yjs';

/** A named channel: BroadcastChannel in the browser, a queue in tests. Never delivers to its own sender. */
export interface Channel {
  post(message: TabMessage): void;
  onMessage(callback: (message: TabMessage) => void): void;
  close(): void;
}
export type OpenChannel = (name: string) => Channel;

export type TabMessage = { type: 'hello'; stateVector: Uint8Array } | { type: 'update'; update: Uint8Array };

/** Origin of what another tab brought. */
export const TAB = { source: 'tab' } as const;

/** Connects a document to its namesakes in other tabs; returns the way to stop. */
export const attachTabs = (deps: {
  room: string;
  doc: Y.Doc;
  openChannel: OpenChannel;
  apply(doc: Y.Doc, update: Uint8Array, origin: object): void;
}): (() => void) => {
  const { doc } = deps;
  const channel = deps.openChannel(`emberkeep:${deps.room}`);
  const onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin !== TAB) channel.post({ type: 'update', update });
  };
  doc.on('update', onUpdate);
  channel.onMessage((message) => {
    if (message.type === 'update') deps.apply(doc, message.update, TAB);
    else channel.post({ type: 'update', update: encodeStateAsUpdate(doc, message.stateVector) });
  });
  channel.post({ type: 'hello', stateVector: encodeStateVector(doc) });
  return () => {
    doc.off('update', onUpdate);
    channel.close();
  };
};
