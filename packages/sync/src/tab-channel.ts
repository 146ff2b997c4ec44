// Sync between the tabs of one device. Each tab sends its updates to the others, except those that it received this
// way, and a tab that opens a document asks the others for what it lacks.
import type * as Y from 'yjs';
import { encodeStateAsUpdate, encodeStateVector } from 'yjs';

/** A named channel: BroadcastChannel in the browser, a queue in tests. It never delivers to its own sender. */
export interface Channel {
  post(message: TabMessage): void;
  onMessage(callback: (message: TabMessage) => void): void;
  close(): void;
}
export type OpenChannel = (name: string) => Channel;

export type TabMessage = { type: 'hello'; stateVector: Uint8Array } | { type: 'update'; update: Uint8Array };

/** The origin of updates from another tab (C3). */
export const TAB = { source: 'tab' } as const;

/** Syncs a document with the same document in other tabs. Returns a function that stops. */
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
