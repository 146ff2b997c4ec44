// Shows what stays on a player's device: the app's own reader of the player view on a real relay, with every byte of
// its IndexedDB. What the GM takes back leaves it, and a hostile value keeps nothing else from the page.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHash } from 'node:crypto';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { PlayerView } from '@emberkeep/domain';
import { readPlayerDoc, writePlayerDoc } from '@emberkeep/store';
import { CAMPAIGN_ID } from '@emberkeep/store/testing';
import { createProvider, type Provider } from '@emberkeep/sync';
import type { DatabaseSync } from 'node:sqlite';
import { mergeTasks, type MergeAnswer } from '../../../sync-server/src/merge/merge-tasks.ts';
import type { Relay } from '../../../sync-server/src/relay.ts';
import { api, claim, OWNER, sha256, start, type StartOptions } from '../../../sync-server/testing/relay.ts';
import { ViewStorage } from '../../../web/src/lib/services/players/view-storage.ts';
import { PlayerViewReader } from '../../../web/src/lib/services/players/view-reader.svelte.ts';

const PLAYER = 'player-secret-player-secret-player-sec-1';
const TABLE = `campaign/${CAMPAIGN_ID}/table`;
const DATABASE = `emberkeep-table-${CAMPAIGN_ID}`;

const entity = (id: string, name: string): PlayerView['entities'][number] => ({
  id,
  name,
  entityType: 'npc',
  aliases: [],
  description: [{ type: 'paragraph', content: [{ type: 'text', text: `About ${name}.` }] }],
});
const viewWith = (...names: string[]): PlayerView => ({
  name: 'Lantern',
  currency: '',
  sessions: [],
  entities: names.map((name) => entity(name.toLowerCase(), name)),
  clocks: [],
  handouts: [],
});

const startTable = async (options: StartOptions = {}): Promise<Relay> => {
  const relay = await start(options);
  await claim(relay, CAMPAIGN_ID);
  const invite = 'invite-invite-invite';
  await api(relay, 'POST', `/campaigns/${CAMPAIGN_ID}/invites`, OWNER, { secretHash: sha256(invite), role: 'player' });
  await api(relay, 'POST', '/join', invite, { memberHash: sha256(PLAYER), label: 'Jo' });
  return relay;
};

const connect = (relay: Relay, doc: Y.Doc): Provider => {
  const provider = createProvider({
    url: `ws://127.0.0.1:${relay.port}/sync`,
    room: TABLE,
    doc,
    token: OWNER,
    WebSocketClass: WebSocket,
  });
  provider.connect();
  return provider;
};

/** Writes to the players' document as a GM's device does. */
const write = async (relay: Relay, change: (doc: Y.Doc) => void): Promise<void> => {
  const doc = new Y.Doc();
  const provider = connect(relay, doc);
  expect(await provider.settled()).toBe(true);
  change(doc);
  expect(await provider.settled()).toBe(true);
  provider.destroy();
};
const publish = (relay: Relay, view: PlayerView | null): Promise<void> =>
  write(relay, (doc) => void writePlayerDoc(doc, view));

const openDatabase = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('updates', { autoIncrement: true });
      request.result.createObjectStore('custom');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error as Error);
  });
const storedUpdates = async (): Promise<Uint8Array[]> => {
  const db = await openDatabase();
  const updates = await new Promise<Uint8Array[]>((resolve) => {
    const request = db.transaction('updates').objectStore('updates').getAll();
    request.onsuccess = () => resolve(request.result as Uint8Array[]);
  });
  db.close();
  return updates;
};
const storedBytes = async (): Promise<string> =>
  (await storedUpdates()).map((update) => Buffer.from(update).toString('latin1')).join('\n');

const readAt = (relay: Relay): PlayerViewReader =>
  new PlayerViewReader(CAMPAIGN_ID, PLAYER, `http://127.0.0.1:${relay.port}`);
const names = ({ view }: PlayerViewReader): string[] => view?.entities.map((each) => each.name) ?? [];

const published = (rows: readonly Uint8Array[]): MergeAnswer<'published'> =>
  mergeTasks({ type: 'published', rows, vector: new Uint8Array([0]) }) as MergeAnswer<'published'>; // reason: by its type

/** Reads what the relay has now, and closes the page. */
const visit = async (relay: Relay, expected: readonly string[]): Promise<PlayerViewReader> => {
  const reader = readAt(relay);
  await vi.waitFor(() => expect([reader.connection.type, names(reader)]).toEqual(['synced', expected]), 10_000);
  await reader.stop();
  return reader;
};

/** An item that is its own origin: it throws on every document. */
const itemThatThrows = (client: number): Uint8Array => {
  const encoder = encoding.createEncoder();
  for (const part of [1, 1, client, 0]) encoding.writeVarUint(encoder, part);
  encoding.writeUint8(encoder, 0x84);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarString(encoder, 'a');
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
};

/** The addresses that are connected to from now on. A player whom the relay refuses starts over with another one. */
const countConnections = (): string[] => {
  const addresses: string[] = [];
  vi.stubGlobal(
    'WebSocket',
    class extends WebSocket {
      constructor(url: string, protocols?: string[]) {
        super(url, protocols);
        addresses.push(url);
      }
    },
  );
  return addresses;
};

beforeEach(() => {
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
});
afterEach(async () => {
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = request.onblocked = resolve;
  });
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('a player’s device', () => {
  it('keeps no byte of what was taken back: while the page is open, and when it syncs again', async () => {
    const relay = await startTable();
    await publish(relay, viewWith('Wen', 'Vane', 'Pell'));
    await visit(relay, ['Pell', 'Vane', 'Wen']);
    expect(await storedBytes()).toContain('About Vane.');

    const open = readAt(relay);
    await vi.waitFor(() => expect([open.connection.type, names(open)]).toEqual(['synced', ['Pell', 'Vane', 'Wen']]));
    await publish(relay, viewWith('Wen', 'Pell'));
    await vi.waitFor(() => expect(names(open)).toEqual(['Pell', 'Wen']));
    await open.stop();
    expect(await storedBytes()).not.toContain('Vane');
    expect(await storedBytes()).toContain('About Pell.');

    await publish(relay, viewWith('Wen'));
    await visit(relay, ['Wen']);
    expect(await storedBytes()).not.toContain('Pell');
    await publish(relay, null);
    const last = readAt(relay);
    await vi.waitFor(() => expect(last.view).toBeNull());
    await last.stop();
    expect(await storedBytes()).not.toContain('Wen');
  });

  it('reads the copy of an earlier version offline, and clears its old updates with the next sync', async () => {
    const earlier = new Y.Doc();
    const db = await openDatabase();
    const store = db.transaction('updates', 'readwrite').objectStore('updates');
    earlier.on('update', (update: Uint8Array) => void store.add(update));
    writePlayerDoc(earlier, viewWith('Wen', 'Vane'));
    writePlayerDoc(earlier, viewWith('Wen'));
    db.close();
    const offline = new PlayerViewReader(CAMPAIGN_ID, PLAYER, 'http://127.0.0.1:9');
    await vi.waitFor(() => expect(names(offline)).toEqual(['Wen']));
    await offline.stop();

    const relay = await startTable();
    await write(relay, (doc) => Y.applyUpdate(doc, Y.encodeStateAsUpdate(earlier)));
    await visit(relay, ['Wen']);
    expect(await storedBytes()).not.toContain('Vane');
  });

  it('keeps its connection where two GMs published the same entry at once: nobody sent what that deleted', async () => {
    const relay = await startTable();
    const gms = [new Y.Doc(), new Y.Doc()].map((doc) => ({ doc, provider: connect(relay, doc) }));
    for (const { provider } of gms) expect(await provider.settled()).toBe(true);
    for (const { doc } of gms) writePlayerDoc(doc, viewWith('Wen'));
    for (const { provider } of gms) expect(await provider.settled()).toBe(true);
    await visit(relay, ['Wen']);
    const connections = countConnections();
    await visit(relay, ['Wen']);
    expect(connections.length).toBe(1);
    for (const { provider } of gms) provider.destroy();
  });

  it('reads its copy before it connects: what is read later would be sent as its own, and refused', async () => {
    const relay = await startTable();
    await publish(relay, viewWith('Wen', 'Pell'));
    await visit(relay, ['Pell', 'Wen']);
    const connections = countConnections();
    const load = ViewStorage.prototype.load;
    let allow = (): void => undefined;
    const isAllowed = new Promise<void>((resolve) => (allow = resolve));
    vi.spyOn(ViewStorage.prototype, 'load').mockImplementation(async function (this: ViewStorage) {
      await isAllowed;
      return load.call(this);
    });
    const reader = readAt(relay);
    expect(connections.length).toBe(0);
    allow();
    await vi.waitFor(() => expect([reader.connection.type, names(reader)]).toEqual(['synced', ['Pell', 'Wen']]));
    await reader.stop();
    expect(connections.length).toBe(1);
  });

  it('shows the rest of a copy with an item that throws, and says so', async () => {
    const good = new Y.Doc();
    writePlayerDoc(good, viewWith('Wen'));
    const db = await openDatabase();
    const store = db.transaction('updates', 'readwrite').objectStore('updates');
    for (const update of [itemThatThrows(5), new Uint8Array([255, 255, 255]), Y.encodeStateAsUpdate(good)])
      store.add(update);
    db.close();
    const reader = new PlayerViewReader(CAMPAIGN_ID, PLAYER, 'http://127.0.0.1:9');
    await vi.waitFor(() => expect([names(reader), reader.isDamaged]).toEqual([['Wen'], true]));
    await reader.stop();
  });

  it('shows the rest beside values that no app writes, and the next publication replaces them', async () => {
    const relay = await startTable();
    await publish(relay, viewWith('Wen'));
    await write(relay, (doc) => {
      const map = doc.getMap<unknown>('table');
      map.set('entity/wen2', { ...entity('wen', 'Twin'), description: [{ type: 'heading', attrs: { level: -1e21 } }] });
      map.set('entity/big', 10n ** 18n);
      map.set('entity/type', new Y.Map([['name', 'Typed']]));
      map.set('session/x', 'no session');
    });
    const reader = await visit(relay, ['Twin', 'Wen']);
    expect(reader.isDamaged).toBe(true);
    expect(new Set(reader.view?.entities.map(({ id }) => id)).size).toBe(2);
    await publish(relay, viewWith('Wen', 'Pell'));
    expect((await visit(relay, ['Pell', 'Wen'])).isDamaged).toBe(false);
  });
});

describe('the picture of a handout', () => {
  // The head of a PNG of 3 by 2 pixels, and bytes.
  const picture = Buffer.alloc(400, 7);
  picture.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  picture.writeUInt32BE(3, 16);
  picture.writeUInt32BE(2, 20);
  const hash = createHash('sha256').update(picture).digest('hex');
  const letter: PlayerView['handouts'][number] = {
    id: 'letter',
    at: 1,
    title: 'A letter',
    caption: '',
    words: [],
    picture: { full: hash, small: hash, width: 3, height: 2 },
  };
  const storedPictures = async (): Promise<IDBValidKey[]> => {
    const db = await openDatabase();
    const keys = await new Promise<IDBValidKey[]>((resolve) => {
      const request = db.transaction('custom').objectStore('custom').getAllKeys();
      request.onsuccess = () => resolve(request.result);
    });
    db.close();
    return keys;
  };
  const show = async (relay: Relay, hashes: string[]): Promise<void> => {
    const answer = await api(relay, 'PUT', `/campaigns/${CAMPAIGN_ID}/blobs/shown`, OWNER, { hashes });
    expect(answer.status).toBe(200);
  };
  const upload = async (relay: Relay): Promise<void> => {
    const response = await fetch(`http://127.0.0.1:${relay.port}/api/campaigns/${CAMPAIGN_ID}/blobs/${hash}`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${OWNER}`,
        'content-range': `bytes 0-${picture.length - 1}/${picture.length}`,
      },
      body: picture as Uint8Array<ArrayBuffer>,
    });
    expect(response.status).toBe(200);
  };
  const urls = ({ pictures }: PlayerViewReader): string[] => [...pictures.urls.keys()];

  it('is on the device while it is shown, offline too, and no byte of it once it is taken back', async () => {
    const relay = await startTable();
    await upload(relay);
    await show(relay, [hash]);
    await publish(relay, { ...viewWith('Wen'), handouts: [letter] });
    const open = readAt(relay);
    await vi.waitFor(() => expect(urls(open)).toEqual([hash]), 10_000);
    await open.stop();
    expect(await storedPictures()).toEqual([hash]);

    const offline = new PlayerViewReader(CAMPAIGN_ID, PLAYER, 'http://127.0.0.1:9');
    await vi.waitFor(() => expect(urls(offline)).toEqual([hash]));
    await offline.stop();

    await show(relay, []);
    await publish(relay, viewWith('Wen'));
    const after = await visit(relay, ['Wen']);
    expect(urls(after)).toEqual([]);
    expect(await storedPictures()).toEqual([]);
  });

  it('that the GM’s tablet is still sending comes once it is there, and one that is not shown never', async () => {
    const relay = await startTable();
    await publish(relay, { ...viewWith('Wen'), handouts: [letter] });
    const open = readAt(relay);
    await vi.waitFor(() => expect(open.view?.handouts).toHaveLength(1), 10_000);
    await upload(relay);
    // The document names it, and the relay gives only what a GM's device said is shown.
    const asPlayer = await api(relay, 'GET', `/campaigns/${CAMPAIGN_ID}/blobs/${hash}`, PLAYER);
    expect(asPlayer.status).toBe(404);
    expect(urls(open)).toEqual([]);
    await show(relay, [hash]);
    await vi.waitFor(() => expect(urls(open)).toEqual([hash]), 20_000);
    await open.stop();
  });
});

describe('the relay’s answer to players', () => {
  it('says that a part is missing where the relay left out an item that throws, until it is taken out', async () => {
    let database: DatabaseSync | null = null;
    const relay = await startTable({ onDatabase: (db) => (database = db) });
    await publish(relay, viewWith('Wen'));
    // As an earlier relay stored it: today's refuses this one.
    const insert = 'INSERT INTO update_log (room, tag, bytes, at) VALUES (?, ?, ?, 1)';
    database!.prepare(insert).run(TABLE, 'forged', itemThatThrows(4_000_000_000));
    const open = readAt(relay);
    await vi.waitFor(() => expect([open.connection.type, names(open)]).toEqual(['synced', ['Wen']]), 10_000);
    expect(open.isDamaged).toBe(true);
    database!.prepare("DELETE FROM update_log WHERE tag = 'forged'").run();
    await open.stop();
    expect((await visit(relay, ['Wen'])).isDamaged).toBe(false);
  });

  it('leaves out an item that throws, serves everything else, and no byte of what was deleted', async () => {
    const doc = new Y.Doc();
    const rows: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => rows.push(update));
    writePlayerDoc(doc, viewWith('Wen', 'Vane'));
    writePlayerDoc(doc, viewWith('Wen'));
    for (const poison of [itemThatThrows(4_000_000_000), itemThatThrows(1)]) {
      const { update, isWhole } = published([...rows, poison]);
      expect(isWhole).toBe(false);
      const fresh = new Y.Doc();
      Y.applyUpdate(fresh, update);
      expect(readPlayerDoc(fresh)?.entities.map(({ name }) => name)).toEqual(['Wen']);
      expect(Buffer.from(update).includes('Vane')).toBe(false);
    }
    expect(published(rows).isWhole).toBe(true);
    expect(published([]).isWhole).toBe(true);
  });

  it('has nothing that waits for a lost entry: it may have been taken back', async () => {
    const doc = new Y.Doc();
    const rows: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => rows.push(update));
    for (const names of [['Wen'], ['Wen', 'Vane'], ['Wen']]) writePlayerDoc(doc, viewWith(...names));
    const { update, isWhole } = published(rows.slice(1));
    expect(Buffer.from(update).includes('Vane')).toBe(false);
    expect(isWhole).toBe(false);
  });
});
