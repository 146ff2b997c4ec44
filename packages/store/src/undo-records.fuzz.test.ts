// Shows that undo in records takes nobody else's words: two or three devices create, type, tag, write notes, undo and redo,
// and meet at random times. No undo or redo hides a word of another GM, and at the end every word that its author did not
// take back is in a record, a note or a revision, alike on all devices. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOCK, ENTITY, HOOK, RECORDS, SESSION } from '@emberkeep/domain';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import { bodyOf, createTestDevices, exchange, value, type TestDevices } from '../testing/index.ts';
import { ROOT_OF_KIND, type StoredKind } from './changes.ts';
import {
  addItem,
  createCampaign,
  createEntity,
  createRecord,
  createScene,
  createSession,
  editRecord,
  getRecord,
  listRecords,
  listRevisions,
  readNote,
  readStored,
  recoveredTexts,
  renameEntity,
  setAlias,
  setMember,
  type CampaignDocs,
  type OpenDocument,
  type Spec,
} from './index.ts';

interface Device {
  readonly name: string;
  readonly docs: CampaignDocs;
  readonly body: OpenDocument;
}

interface Word {
  readonly text: string;
  readonly by: Device;
  /** Its author took it back, at least once: then nobody has to keep it. */
  isTakenBack: boolean;
}

const FIELDS: readonly (readonly [Spec, string])[] = [
  [ENTITY, 'secrets'],
  [HOOK, 'text'],
  [CLOCK, 'name'],
  [SESSION, 'title'],
];

/** Everything that is shown of a document. */
const shownIn = (doc: OpenDocument): string => JSON.stringify([...readStored(doc)]);
const shownOn = ({ docs, body }: Device): string => shownIn(docs.ledger) + shownIn(body);

/** Everything that can be found of a document, in revisions and recovered texts too. */
const foundIn = (doc: OpenDocument): string => {
  const kinds = (Object.keys(ROOT_OF_KIND) as StoredKind[]).filter((kind) => doc.doc.share.has(ROOT_OF_KIND[kind]));
  const revisions = kinds.flatMap((kind) =>
    [...doc.table(kind).ids()].map((id) => listRevisions(doc, RECORDS[kind] as Spec, id)),
  );
  return shownIn(doc) + JSON.stringify([revisions, recoveredTexts(doc.doc)]);
};

class World {
  readonly random: Random;
  readonly time: TestDevices['time'];
  readonly devices: readonly Device[];
  readonly sessionId: string;
  readonly words: Word[] = [];
  readonly log: string[] = [];

  constructor(random: Random, time: TestDevices['time'], devices: readonly Device[], sessionId: string) {
    [this.random, this.time, this.devices, this.sessionId] = [random, time, devices, sessionId];
  }

  word(by: Device): string {
    const letters = Array.from({ length: 5 }, () => 'abcdefghijklmnopqrstuvwxyz'.charAt(this.random.int(26))).join('');
    const text = `${letters}${this.words.length}Q`;
    this.words.push({ text, by, isTakenBack: false });
    return text;
  }

  create(device: Device): void {
    const { docs, body } = device;
    const word = this.word(device);
    const made = this.random.pick([
      () => createEntity(docs, { name: word, entityType: 'npc' }),
      () => createRecord(docs, docs.ledger, HOOK, { text: word }),
      () => createRecord(docs, docs.ledger, CLOCK, { name: word }),
      () => createScene(docs, body, { title: word }),
    ])();
    value(made);
    this.log.push(`${device.name} creates ${word}`);
  }

  /** Adds a word to a field, key by key or at once. */
  write(device: Device): void {
    const { docs } = device;
    const [spec, field] = this.random.pick(FIELDS);
    const records = listRecords(docs.ledger, spec);
    if (records.length === 0) return;
    const { id } = this.random.pick(records);
    const before = String((getRecord(docs.ledger, spec, id) as Record<string, unknown> | null)?.[field] ?? '');
    const word = this.word(device);
    const isTyped = this.random.chance(0.7);
    for (let i = isTyped ? 1 : word.length; i <= word.length; i++) {
      const fields = { [field]: `${before} ${word.slice(0, i)}` };
      value(editRecord(docs, { doc: docs.ledger, spec, id, fields, typing: isTyped }));
    }
    this.log.push(`${device.name} ${isTyped ? 'types' : 'sets'} ${word} in ${spec.kind} ${id.slice(-4)}`);
  }

  decorate(device: Device): void {
    const { docs } = device;
    const entities = listRecords(docs.ledger, ENTITY);
    const word = this.word(device);
    this.log.push(`${device.name} adds ${word}`);
    const target = { doc: docs.ledger, spec: SESSION, id: this.sessionId };
    if (entities.length === 0) return void value(addItem(docs, { ...target, field: 'highlights', text: word }));
    const { id } = this.random.pick(entities);
    const tag = { doc: docs.ledger, spec: ENTITY, id, field: 'tags', member: word, present: true } as const;
    this.random.pick([
      () => value(setMember(docs, tag)),
      () => value(setAlias(docs, id, word, true)),
      () => value(renameEntity(docs, id, word)),
      () => value(addItem(docs, { ...target, field: 'highlights', text: word })),
    ])();
  }

  writeNote(device: Device): void {
    const { docs, body } = device;
    const entities = listRecords(docs.ledger, ENTITY);
    const isInEntity = entities.length > 0 && this.random.chance(0.6);
    const doc = isInEntity ? docs.ledger : body;
    const name = isInEntity ? `${this.random.pick(entities).id}/description` : `${this.sessionId}/prep_notes`;
    const word = this.word(device);
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(word)]);
    doc.doc.getXmlFragment(name).insert(this.random.int(readNote(doc, name).length + 1), [paragraph]);
    this.log.push(`${device.name} writes ${word} in ${name.slice(-20)}`);
  }

  async undo(device: Device): Promise<void> {
    const before = shownOn(device);
    const isRedo = this.random.chance(0.3);
    const label = await (isRedo ? device.docs.redo() : device.docs.undo());
    const after = shownOn(device);
    this.log.push(`${device.name} ${isRedo ? 'redo' : 'undo'} ${label}`);
    const hidden = this.words.filter(({ text }) => before.includes(text) && !after.includes(text));
    for (const word of hidden.filter(({ by }) => by === device)) word.isTakenBack = true;
    const others = hidden.filter(({ by, isTakenBack }) => by !== device && !isTakenBack).map(({ text }) => text);
    expect(others, this.log.join('\n')).toEqual([]);
  }

  meet(a: Device, b: Device): void {
    this.log.push(`${a.name} meets ${b.name}`);
    exchange(a.docs.ledger, b.docs.ledger);
    exchange(a.body, b.body);
  }

  async step(): Promise<void> {
    const { random } = this;
    const device = random.pick(this.devices);
    this.time.advance(random.chance(0.2) ? 70_000 : random.int(2500));
    const roll = random.next();
    if (roll < 0.15) this.create(device);
    else if (roll < 0.45) this.write(device);
    else if (roll < 0.55) this.decorate(device);
    else if (roll < 0.6) this.writeNote(device);
    else if (roll < 0.83) await this.undo(device);
    else {
      const other = random.pick(this.devices);
      if (other !== device) this.meet(device, other);
    }
  }
}

const createWorld = async (seed: number): Promise<World> => {
  const tablets = createTestDevices(seed);
  // Its own device, so that no undo takes the campaign back.
  const maker = await tablets.device('maker');
  value(createCampaign(maker, { name: 'Fuzz' }));
  const sessionId = value(createSession(maker));
  const made = await bodyOf(maker, sessionId);
  const devices: Device[] = [];
  for (const name of ['a', 'b', 'c'].slice(0, 2 + (seed % 2))) {
    const docs = await tablets.device(name);
    exchange(maker.ledger, docs.ledger);
    const body = await bodyOf(docs, sessionId);
    exchange(made, body);
    devices.push({ name, docs, body });
  }
  return new World(createRandom(seed), tablets.time, devices, sessionId);
};

const run = async (seed: number): Promise<number> => {
  const world = await createWorld(seed);
  for (let i = 0; i < 45; i++) await world.step();
  const { devices, words } = world;
  for (let i = 0; i < 2; i++) for (const a of devices) for (const b of devices) if (a !== b) world.meet(a, b);
  const repeat = `repeat with EMBERKEEP_FUZZ_SEED=${seed}\n${world.log.join('\n')}`;
  const [first, ...rest] = devices as [Device, ...Device[]];
  for (const device of rest) expect(shownOn(device), repeat).toBe(shownOn(first));
  const found = foundIn(first.docs.ledger) + foundIn(first.body);
  const lost = words.filter(({ text, isTakenBack }) => !isTakenBack && !found.includes(text));
  expect(
    lost.map(({ text, by }) => `${text} by ${by.name}`),
    repeat,
  ).toEqual([]);
  return words.length;
};

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const total = Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 60);

describe('fuzz of undo in records', () => {
  const seeds = only ? [Number(only)] : Array.from({ length: total }, (_, i) => i + 1);
  const groups = Array.from({ length: Math.ceil(seeds.length / 100) }, (_, i) => seeds.slice(i * 100, i * 100 + 100));
  it.each(groups.map((group) => [group[0], group.at(-1), group] as const))(
    'seeds %i to %i: no undo or redo hides what its author did not write',
    async (_from, _to, group) => {
      let words = 0;
      for (const seed of group) words += await run(seed);
      expect(words).toBeGreaterThan(0);
    },
    600_000,
  );
});
