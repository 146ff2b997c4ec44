// What the provider does when somebody else writes under the document's own Yjs client.
import { describe, expect, it } from 'vitest';
import * as decoding from 'lib0/decoding';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { createTestNetwork, type ServerSocket } from '../testing/index.ts';
import { createProvider } from './provider.ts';
import { decodePresence, encodeSync, MESSAGE, SYNC, type PresenceEntry } from './wire/index.ts';

const ME = { user: { name: 'Ada' } };
/** One connection: nothing is left to chance. */
const IN_ORDER = { int: () => 0 };

/** A device that is connected to a relay that stores nothing and notes the presence that it hears of. */
const createDevice = () => {
  let relay: ServerSocket | null = null;
  const heard = new Map<number, PresenceEntry>();
  const listen = (data: Uint8Array): void => {
    const decoder = decoding.createDecoder(data);
    if (decoding.readVarUint(decoder) !== MESSAGE.awareness) return;
    for (const entry of decodePresence(decoder)) heard.set(entry.client, entry);
  };
  const network = createTestNetwork(IN_ORDER, (socket) => {
    relay = socket;
    socket.on('message', listen);
  });
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const provider = createProvider({
    url: 'ws://relay/sync',
    room: 'room',
    doc,
    token: null,
    awareness,
    WebSocketClass: network.socketClass('tablet'),
  });
  const settle = (): void => {
    while (network.deliver());
  };
  awareness.setLocalState(ME);
  return { doc, awareness, provider, heard, settle, relaySends: (frame: Uint8Array) => relay!.send(frame) };
};

/** An update of somebody else under the client of `doc`. */
const forgedFor = (doc: Y.Doc): Uint8Array => {
  const forger = new Y.Doc();
  forger.clientID = doc.clientID;
  forger.getText('t').insert(0, 'forged');
  return Y.encodeStateAsUpdate(forger);
};

const present = (heard: ReadonlyMap<number, PresenceEntry>): PresenceEntry[] =>
  [...heard.values()].filter(({ state }) => state !== 'null');

describe('a forged Yjs client', () => {
  it('moves presence to the new client, and the device can disconnect and come back', () => {
    const { doc, awareness, provider, heard, settle, relaySends } = createDevice();
    const before = doc.clientID;
    provider.connect();
    settle();
    relaySends(encodeSync(SYNC.update, forgedFor(doc)));
    settle();
    expect(doc.clientID).not.toBe(before);
    expect(present(heard)).toEqual([{ client: doc.clientID, clock: 0, state: JSON.stringify(ME) }]);

    expect(() => provider.disconnect()).not.toThrow();
    expect(awareness.getLocalState()).toEqual(ME);
    heard.clear();
    provider.connect();
    settle();
    expect(present(heard).map(({ client }) => client)).toEqual([doc.clientID]);
    provider.destroy();
  });

  it('that came before the provider was made, and while it was offline, does not stop a connection', () => {
    const { doc, awareness, provider, heard, settle } = createDevice();
    Y.applyUpdate(doc, forgedFor(doc));
    provider.connect();
    settle();
    expect(present(heard).map(({ client }) => client)).toEqual([doc.clientID]);
    provider.destroy();

    awareness.setLocalState(ME);
    Y.applyUpdate(doc, forgedFor(doc));
    expect(awareness.clientID).not.toBe(doc.clientID);
    const network = createTestNetwork(IN_ORDER, () => undefined);
    const WebSocketClass = network.socketClass('tablet');
    const later = createProvider({ url: 'ws://relay/sync', room: 'room', doc, token: null, awareness, WebSocketClass });
    expect(awareness.clientID).toBe(doc.clientID);
    expect(awareness.getLocalState()).toEqual(ME);
    expect(() => later.disconnect()).not.toThrow();
    later.destroy();
  });
});
