// Shows that merging loses nothing: 2 to 5 devices with the real commands, disk adapter, provider and relay rooms;
// two of them type in headless editors with the app's schema. Random delivery, partitions, device restarts, a relay
// that is emptied or restored from an old copy, an older version beside newer ones. At the end every document is
// equal on all devices, and every typed token is in its note or under `recovered`. Repeat a run with
// EMBERKEEP_FUZZ_SEED=<seed>.
import 'fake-indexeddb/auto';
import './headless-document.ts';
import { Editor } from '@tiptap/core';
import Collaboration from '@tiptap/extension-collaboration';
import { simpleDiffString } from 'lib0/diff';
import { describe, expect, it } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { ALL_RECORDS, noteLines, pictureNode, roomOf, type NewId } from '@emberkeep/domain';
import { createRandom, createTestIds, type Random } from '@emberkeep/domain/testing';
import {
  applyIncoming,
  applySessionRule,
  createCampaign,
  createBrowserPersistence,
  createEntity,
  createSession,
  DeviceDatabase,
  fragmentToNote,
  getEntity,
  runKeepingDeletedText,
  listEntities,
  listRecords,
  listSessions,
  listSuggestions,
  liveSessionOf,
  noteName,
  openCampaignDocs,
  recoveredTexts,
  writableNote,
  type CampaignDocs,
  type OpenDocument,
  type Persistence,
  type Spec,
} from '@emberkeep/store';
import { createMemoryPersistence, addSampleRecords, COMMAND_CASES } from '@emberkeep/store/testing';
import { createProvider, type Provider } from '@emberkeep/sync';
import { createTestNetwork, type ServerSocket, type TestNetwork } from '@emberkeep/sync/testing';
import { createMemoryLog } from '../../../sync-server/src/update-log/memory-log.ts';
import { createMerger } from '../../../sync-server/src/merge/merger.ts';
import { guardBinding } from '../../../web/src/lib/editor/binding-guard.ts';
import { noteExtensions } from '../../../web/src/lib/editor/schema.ts';
import { createRelayRooms, serveSocket, type RelayRooms } from '../testing/relay-rooms.ts';

const CAMPAIGN = '0197c0de-0000-7000-8000-00000000f00d';
process.setMaxListeners(1000); // every provider listens for the end of the process
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Device {
  name: string;
  persistence: Persistence;
  docs: CampaignDocs;
  body: OpenDocument | null;
  editor: Editor | null;
  types: boolean;
  isOlder: boolean;
  offline: boolean;
  providers: Map<string, Provider>;
  ids: NewId;
}

class World {
  readonly random: Random;
  readonly log = createMemoryLog(() => String(this.random.next()));
  readonly merger = createMerger();
  network!: TestNetwork;
  rooms!: RelayRooms;
  devices: Device[] = [];
  tokens: string[] = [];
  sessionId = '';
  nowMs = 1_767_225_600_000;
  #connections = 0;
  #tokens = 0;
  copy: ReturnType<ReturnType<typeof createMemoryLog>['copy']> = [];

  constructor(seed: number) {
    this.random = createRandom(seed);
    this.startRelay();
    this.network = createTestNetwork(this.random, (socket, path, protocols) => this.serve(socket, path, protocols));
  }
  startRelay(): void {
    this.rooms = createRelayRooms(this.log, this.merger);
  }
  serve(socket: ServerSocket, path: string, protocols: readonly string[]): void {
    serveSocket(this.rooms, socket, path, { id: ++this.#connections, isOurs: protocols.includes('emberkeep.1') });
  }

  attach(device: Device, document: OpenDocument): void {
    if (device.providers.has(document.room)) return;
    // No presence: the relay forwards it on a timer, and real time must not decide what happens.
    const awareness = new Awareness(document.doc);
    awareness.setLocalState(null);
    const provider = createProvider({
      awareness,
      url: 'ws://relay/sync',
      room: document.room,
      doc: document.doc,
      token: 'x',
      WebSocketClass: this.network.socketClass(device.name),
      apply: applyIncoming,
      mark: () => device.docs.queue.markOf(document.room),
      onDurable: (mark) => device.docs.queue.markSent(document.room, mark),
    });
    device.providers.set(document.room, provider);
    document.doc.on('destroy', () => {
      device.providers.delete(document.room);
      provider.destroy();
    });
    if (!device.offline) provider.connect();
  }

  /** Opens a device. An older version (shape 0) reads, stores and syncs, and every command refuses to write. */
  async open(name: string, persistence: Persistence, types: boolean, isOlder = false): Promise<Device> {
    const ids = createTestIds(this.random, () => this.nowMs);
    const opened = await openCampaignDocs({
      campaignId: CAMPAIGN,
      deviceId: name,
      persistence,
      newId: ids,
      nowMs: () => this.nowMs,
      later: () => undefined,
      newClientId: () => this.random.int(2 ** 31),
      ...(isOlder ? { shape: 0 } : {}),
    });
    if (!opened.ok) throw new Error(opened.error.type);
    const device: Device = {
      name,
      persistence,
      docs: opened.value,
      body: null,
      editor: null,
      types,
      isOlder,
      offline: false,
      providers: new Map(),
      ids,
    };
    this.attach(device, opened.value.ledger);
    opened.value.onOpened((document) => this.attach(device, document));
    return device;
  }
  async openBody(device: Device): Promise<void> {
    if (device.body) return;
    const body = await device.docs.open({ kind: 'session', campaignId: CAMPAIGN, sessionId: this.sessionId });
    if (!body.ok) throw new Error(body.error.type);
    device.body = body.value;
  }
  bindEditor(device: Device): void {
    if (!device.types || device.editor || !device.body) return;
    const fragment = writableNote(device.body, noteName(this.sessionId, 'prep_notes'));
    if (!fragment.ok) return;
    device.editor = runKeepingDeletedText(
      device.body.doc,
      () =>
        new Editor({
          element: document.createElement('div'),
          extensions: [...noteExtensions(), Collaboration.configure({ fragment: fragment.value })],
        }),
    );
    guardBinding(device.editor, () => {
      device.editor = null;
      queueMicrotask(() => this.bindEditor(device));
    });
  }
  async closeBody(device: Device): Promise<void> {
    device.editor?.destroy();
    device.editor = null;
    await device.body?.release();
    device.body = null;
  }

  /** Delivers frames and lets disks write until nothing is left to do. */
  async settle(rounds = 4000): Promise<void> {
    let quiet = 0;
    for (let i = 0; i < rounds && quiet < 6; i++) {
      quiet = this.network.deliver() ? 0 : quiet + 1;
      if (quiet > 0 || i % 8 === 0) await tick();
    }
    await this.rooms.idle();
  }
  async someTraffic(): Promise<void> {
    for (let i = this.random.int(12); i > 0; i--) this.network.deliver();
    await tick();
  }

  token(): string {
    const letters = Array.from({ length: 5 }, () => 'abcdefghijklmnopqrstuvwxyz'.charAt(this.random.int(26))).join('');
    return `${letters}${this.#tokens++}${letters.charAt(2)}`;
  }

  typeSomething(device: Device): void {
    const { editor } = device;
    if (!editor) return;
    const { doc } = editor.state;
    const places: number[] = [];
    doc.descendants((node, position) => {
      if (!node.isTextblock) return true;
      const text = node.textContent;
      for (let i = 0; i <= text.length; i++)
        if (i === 0 || i === text.length || text.charAt(i) === ' ') places.push(position + 1 + i);
      return false;
    });
    if (places.length === 0) return;
    const at = this.random.pick(places);
    const inside = doc.resolve(at);
    const before = inside.parent.textBetween(0, inside.parentOffset);
    const after = inside.parent.textBetween(inside.parentOffset, inside.parent.content.size);
    // The binding finds an insertion by comparing texts. Where a token shares letters with its neighbours, the
    // difference is shifted and part of the token would belong to a neighbour, so another token is drawn. Real keys
    // arrive one at a time.
    let token: string;
    let spaced: string;
    do {
      token = this.token();
      spaced = `${before && !before.endsWith(' ') ? ' ' : ''}${token}${after && !after.startsWith(' ') ? ' ' : ''}`;
    } while (!simpleDiffString(before + after, before + spaced + after).insert.includes(token));
    editor.commands.insertContentAt(at, { type: 'text', text: spaced });
    this.tokens.push(token);
  }
  restructure(device: Device): void {
    const { editor } = device;
    if (!editor) return;
    const places: number[] = [];
    editor.state.doc.descendants((node, position) => {
      if (!node.isTextblock) return true;
      const text = node.textContent;
      for (let i = 0; i <= text.length; i++)
        if (i === 0 || i === text.length || text.charAt(i) === ' ') places.push(position + 1 + i);
      return false;
    });
    if (places.length === 0) return;
    editor.commands.setTextSelection(this.random.pick(places));
    const c = editor.commands;
    this.random.pick([
      () => c.toggleBulletList(),
      () => c.toggleOrderedList(),
      () => c.toggleTaskList(),
      () => c.toggleBlockquote(),
      () => c.toggleHeading({ level: 2 }),
      () => c.insertContent(pictureNode('a'.repeat(64), '')),
      () => c.splitBlock(),
      () => c.splitBlock(),
      () => c.joinBackward(),
      () => c.joinForward(),
      () => c.sinkListItem('listItem'),
      () => c.liftListItem('listItem'),
      () => c.splitListItem('listItem'),
    ])();
  }
  async command(device: Device): Promise<void> {
    const { docs, body } = device;
    if (!docs.ledger.writable().ok) return;
    const { random } = this;
    if (!body || random.chance(0.15)) return void (await docs.undo());
    // A command in a body that another GM completed, or that has not arrived yet, is refused, as on screen.
    if (random.chance(0.02)) applySessionRule(docs, this.sessionId, 'reopen');
    await random.pick(Object.values(COMMAND_CASES))({ docs, body, random, word: () => this.token() });
  }
}

/**
 * The disk of the nth device. The real adapter for two devices of every fifth run: IndexedDB in JavaScript is slow,
 * and a contract suite holds both adapters to the same behaviour.
 */
const createDisk = (seed: number, index: number, databases: DeviceDatabase[]): Persistence => {
  if (seed % 5 !== 0 || index > 1) return createMemoryPersistence();
  const db = new DeviceDatabase(`fuzz-${seed}-${index}`);
  databases.push(db);
  return createBrowserPersistence(db);
};

/** The first device creates the campaign, the others join it. The first two type; the fourth is an older version. */
const startDevices = async (world: World, disk: (index: number) => Persistence): Promise<void> => {
  const count = 2 + world.random.int(4);
  const first = await world.open('d0', disk(0), true);
  world.devices.push(first);
  createCampaign(first.docs, { name: 'Fuzz' });
  const session = createSession(first.docs, { title: 'one' });
  if (!session.ok) throw new Error('no session');
  world.sessionId = session.value;
  createEntity(first.docs, { name: 'Vey', entityType: 'npc' });
  await world.openBody(first);
  addSampleRecords(first.docs, first.body!);
  world.bindEditor(first);
  first.editor?.commands.setContent({
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text: 'start' }] }, { type: 'paragraph' }],
  });
  await world.settle();
  for (let i = 1; i < count; i++) {
    const device = await world.open(`d${i}`, disk(i), i < 2, i === 3);
    world.devices.push(device);
    await world.openBody(device);
    await world.settle();
    world.bindEditor(device);
  }
};

const toggleOffline = (world: World, device: Device): void => {
  device.offline = !device.offline;
  if (device.offline) {
    for (const provider of device.providers.values()) provider.disconnect();
    world.network.partition(device.name);
  } else {
    world.network.heal(device.name);
    for (const provider of device.providers.values()) provider.connect();
  }
};

/** The tab is killed after its last write reached the disk, or the GM opens another page and returns. */
const restartDevice = async (world: World, device: Device): Promise<void> => {
  if (world.random.chance(0.5)) await world.closeBody(device);
  else {
    await device.docs.queue.whenSaved();
    device.editor?.destroy();
    await device.docs.close();
    const reopened = await world.open(device.name, device.persistence, device.types, device.isOlder);
    reopened.offline = device.offline;
    if (device.offline) for (const provider of reopened.providers.values()) provider.disconnect();
    world.devices[world.devices.indexOf(device)] = reopened;
  }
  const current = world.devices.find((each) => each.name === device.name)!;
  await world.openBody(current);
  world.bindEditor(current);
};

/** The relay restarts with an empty log, or with an old copy of it. */
const restartRelay = async (world: World): Promise<void> => {
  world.network.dropAll();
  await world.rooms.idle();
  if (world.random.chance(0.5)) world.log.forget();
  else world.log.restore(world.copy);
  world.startRelay();
  for (const device of world.devices)
    if (!device.offline) for (const provider of device.providers.values()) provider.connect();
};

const takeStep = async (world: World): Promise<void> => {
  const { random } = world;
  world.nowMs += random.int(5000);
  const device = random.pick(world.devices);
  const roll = random.next();
  if (roll < 0.38) world.typeSomething(random.pick(world.devices.slice(0, 2)));
  else if (roll < 0.56) world.restructure(random.pick(world.devices.slice(0, 2)));
  else if (roll < 0.78) await world.command(device);
  else if (roll < 0.85) toggleOffline(world, device);
  else if (roll < 0.9) await restartDevice(world, device);
  else if (roll < 0.93) world.copy = world.log.copy();
  else if (roll < 0.96) await restartRelay(world);
  await world.someTraffic();
};

/** The rooms of the campaign that any device has on its disk. */
const knownRooms = async (world: World): Promise<Set<string>> => {
  const ledger = roomOf({ kind: 'ledger', campaignId: CAMPAIGN });
  const rooms = new Set<string>();
  for (const device of world.devices) {
    const listed = await device.persistence.rooms(ledger);
    if (listed.ok) for (const { room } of listed.value) rooms.add(room);
  }
  return rooms;
};

/** All devices connect, and closed bodies are visited as catch-up does, until nothing is left to do. */
const connectAll = async (world: World): Promise<void> => {
  for (const device of world.devices) {
    device.offline = false;
    world.network.heal(device.name);
    for (const provider of device.providers.values()) {
      provider.disconnect();
      provider.connect();
    }
  }
  await world.settle();
  for (let pass = 0; pass < 2; pass++) {
    const rooms = await knownRooms(world);
    for (const device of world.devices) {
      const visits = [...rooms].flatMap((room) => {
        const sessionId = /session\/(.+)$/.exec(room)?.[1];
        return sessionId ? [device.docs.open({ kind: 'session', campaignId: CAMPAIGN, sessionId })] : [];
      });
      const opened = await Promise.all(visits);
      await world.settle();
      for (const each of opened) if (each.ok) await each.value.release();
    }
  }
  for (const device of world.devices) {
    await world.openBody(device);
    await device.docs.queue.whenSaved();
  }
  await world.settle();
};

const expectEqualDocs = (a: Y.Doc, b: Y.Doc, where: string): void => {
  expect(Y.decodeStateVector(Y.encodeStateVector(b)), `state of ${where}`).toEqual(
    Y.decodeStateVector(Y.encodeStateVector(a)),
  );
  expect(Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b)), `deletions of ${where}`).toBe(true);
};

/** Every document, and everything read from it, is equal on a device and on the first one. */
const expectEqualDevices = (base: Device, device: Device, repeat: string): void => {
  expectEqualDocs(base.docs.ledger.doc, device.docs.ledger.doc, `${device.name}, ledger; ${repeat}`);
  expectEqualDocs(base.body!.doc, device.body!.doc, `${device.name}, body; ${repeat}`);
  const sessions = listSessions(device.docs);
  expect(sessions, repeat).toEqual(listSessions(base.docs));
  expect(new Set(sessions.map((session) => session.shownNumber)).size, repeat).toBe(sessions.length);
  expect(listEntities(device.docs), repeat).toEqual(listEntities(base.docs));
  for (const spec of ALL_RECORDS as readonly Spec[]) {
    const records = ({ docs, body }: Device) => listRecords(spec.home === 'ledger' ? docs.ledger : body!, spec);
    expect(records(device), `${spec.kind}, ${repeat}`).toEqual(records(base));
  }
  expect(listSuggestions(device.docs, device.body!), repeat).toEqual(listSuggestions(base.docs, base.body!));
  expect(liveSessionOf(device.docs), repeat).toEqual(liveSessionOf(base.docs));
  expect(getEntity(device.docs, 'none')).toBeNull();
  expect(device.docs.queue.unsentCount(device.body!.room), repeat).toBe(0);
};

const expectNothingLost = (world: World, { doc }: OpenDocument, repeat: string): void => {
  const note = noteLines(fragmentToNote(doc.getXmlFragment(noteName(world.sessionId, 'prep_notes')))).join('\n');
  const recovered = recoveredTexts(doc)
    .map((each) => each.text)
    .join('\n');
  const lost = world.tokens.filter((token) => !note.includes(token) && !recovered.includes(token));
  expect(lost, `${repeat}\nnote: ${note}\nrecovered: ${recovered}`).toEqual([]);
};

const run = async (seed: number): Promise<void> => {
  const world = new World(seed);
  const databases: DeviceDatabase[] = [];
  await startDevices(world, (index) => createDisk(seed, index, databases));
  const steps = 24 + world.random.int(24);
  for (let step = 0; step < steps; step++) await takeStep(world);
  await connectAll(world);

  const repeat = `repeat with EMBERKEEP_FUZZ_SEED=${seed} pnpm test:long`;
  const [base] = world.devices as [Device, ...Device[]];
  for (const device of world.devices) expectEqualDevices(base, device, repeat);
  expectNothingLost(world, base.body!, repeat);

  for (const device of world.devices) {
    device.editor?.destroy();
    for (const provider of device.providers.values()) provider.destroy();
    await device.docs.close();
  }
  await world.merger.close();
  for (const db of databases) await db.delete();
};

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const total = Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 100);
/** Seeds that failed once; they run in every test. */
const REGRESSIONS: readonly number[] = [2625];

describe('merge fuzz (T-4, M-017, M-036, M-113)', () => {
  const seeds = only ? [Number(only)] : [...REGRESSIONS, ...Array.from({ length: total }, (_, i) => i + 1)];
  const groups = Array.from({ length: Math.ceil(seeds.length / 25) }, (_, i) => seeds.slice(i * 25, i * 25 + 25));
  it.each(groups.map((g) => [g[0], g.at(-1), g] as const))(
    'seeds %i to %i: all documents are equal and nothing typed is missing',
    async (_from, _to, group) => {
      for (const seed of group) {
        try {
          await run(seed);
        } catch (error) {
          console.error(`failed at seed ${seed}: EMBERKEEP_FUZZ_SEED=${seed} pnpm test:long`);
          throw error;
        }
      }
    },
    600_000,
  );
});
