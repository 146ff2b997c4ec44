// Typing in a field: every key is kept, the cost is linear, merges and revisions are as for a value written at once.
import { describe, expect, it } from 'vitest';
import { ENTITY, SESSION } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import {
  createEntity,
  createCampaign,
  createSession,
  editEntity,
  editRecord,
  getEntity,
  getSession,
  listRevisions,
  SHAPE,
  writerOf,
  type CampaignDocs,
} from './index.ts';
import { createMemoryPersistence, createSingle, createTestDevices, exchange, meet, value } from '../testing/index.ts';

const devices = createTestDevices(1700);
const WORDS = 'The vault under Crow Street holds what Pell hid there before the flood and the guard who sleeps ';

const type = (docs: CampaignDocs, id: string, fields: Record<string, string>): void =>
  void value(editRecord(docs, { doc: docs.ledger, spec: ENTITY, id, fields, typing: true }));

/** Types into a new session's objective; gives the bytes on the wire and on disk. */
const costOf = async (length: number, keyMs: number): Promise<{ wire: number; disk: number }> => {
  const disk = createMemoryPersistence();
  const docs = await devices.device('solo', disk);
  value(createCampaign(docs, { name: 'Ash' }));
  const id = value(createSession(docs));
  await docs.queue.whenSaved();
  let wire = 0;
  let onDisk = 0;
  docs.ledger.doc.on('update', (update: Uint8Array) => (wire += update.byteLength));
  const { append } = disk;
  disk.append = (rows) => {
    for (const { bytes } of rows) onDisk += bytes.byteLength;
    return append(rows);
  };
  let text = '';
  for (let i = 0; i < length; i++) {
    text += WORDS[i % WORDS.length];
    devices.time.advance(keyMs);
    value(editRecord(docs, { doc: docs.ledger, spec: SESSION, id, fields: { objective: text }, typing: true }));
    await docs.queue.whenSaved();
  }
  expect(getSession(docs, id)!.objective).toBe(text);
  expect(getSession(await devices.device('solo', disk.clone()), id)!.objective).toBe(text);
  return { wire, disk: onDisk };
};

describe('the cost of typing a field', () => {
  it.each([0, 200])('is linear in its length, %i ms a key', async (keyMs) => {
    const once = await costOf(2500, keyMs);
    const twice = await costOf(5000, keyMs);
    console.log(`5000 keys, ${keyMs} ms each: ${twice.wire} bytes on the wire, ${twice.disk} on disk`);
    for (const medium of ['wire', 'disk'] as const) {
      expect(twice[medium]).toBeLessThanOrEqual(once[medium] * 2.3);
      expect(twice[medium]).toBeLessThanOrEqual(5000 * 20 * 2);
    }
  });
});

describe('typed text', () => {
  it('is on disk at every key, also when the tab is killed, with any edit and any character', async () => {
    const random = createRandom(8);
    const disk = createMemoryPersistence();
    const docs = await devices.device('solo', disk);
    value(createCampaign(docs, { name: 'Ash' }));
    const id = value(createEntity(docs, { name: 'Voss', entityType: 'npc' }));
    let text = '';
    for (let i = 0; i < 300; i++) {
      const [from, to] = [random.int(text.length + 1), random.int(text.length + 1)].sort((a, b) => a - b) as [
        number,
        number,
      ];
      const added = random.pick(['a', 'bc', ' ', '🗝️', '😀', '😁', 'é', '\n', '']);
      text = random.chance(0.1) ? text.slice(0, from) + text.slice(to) : text.slice(0, from) + added + text.slice(from);
      if (/\p{Surrogate}/u.test(text)) text = text.replace(/\p{Surrogate}/gu, '');
      type(docs, id, { secrets: text });
      expect(getEntity(docs, id)!.secrets).toBe(text);
      devices.time.advance(random.pick([100, 3000, 70_000]));
      if (i % 20 !== 0) continue;
      await docs.queue.whenSaved();
      expect(getEntity(await devices.device('solo', disk.clone()), id)!.secrets).toBe(text);
    }
    type(docs, id, { secrets: 'x' });
    type(docs, id, { secrets: 'xy' });
    type(docs, id, { secrets: '' });
    await docs.queue.whenSaved();
    expect(getEntity(await devices.device('solo', disk.clone()), id)!.secrets).toBe('');
  });

  it('of two devices that were apart ends as one value on both, and the other is in the revisions', async () => {
    for (let round = 0; round < 6; round++) {
      const [a, b] = await devices.pair();
      const id = value(createEntity(a, { name: 'Voss', entityType: 'npc' }));
      type(a, id, { secrets: 'S' });
      type(a, id, { secrets: 'So' });
      await meet(a, b);
      expect(getEntity(b, id)!.secrets).toBe('So');
      const [mine, theirs] = ['So said a', 'So b wrote this'];
      for (let i = 3; i <= mine.length; i++) type(round % 2 ? a : b, id, { secrets: mine.slice(0, i) });
      for (let i = 3; i <= theirs.length; i++) type(round % 2 ? b : a, id, { secrets: theirs.slice(0, i) });
      await meet(a, b);
      const shown = getEntity(a, id)!.secrets;
      expect(getEntity(b, id)!.secrets).toBe(shown);
      expect([mine, theirs]).toContain(shown);
      const afters = listRevisions(a.ledger, ENTITY, id).map(({ changes }) => changes['secrets']?.after);
      expect(afters).toContain(mine);
      expect(afters).toContain(theirs);
      expect(listRevisions(b.ledger, ENTITY, id)).toEqual(listRevisions(a.ledger, ENTITY, id));
    }
  });

  it('of two tabs of one device that type in one field at once is in the revisions', async () => {
    const disk = createMemoryPersistence();
    const one = await devices.device('solo', disk);
    value(createCampaign(one, { name: 'Ash' }));
    const id = value(createEntity(one, { name: 'Voss', entityType: 'npc' }));
    await one.queue.whenSaved();
    const two = await devices.device('solo', disk);
    for (const text of ['Pell', 'Pell hid', 'Pell hid it']) type(one, id, { secrets: text });
    exchange(one.ledger, two.ledger);
    type(two, id, { secrets: 'Pell hid it there' });
    type(one, id, { secrets: 'Pell hid it under the mill' });
    exchange(one.ledger, two.ledger);
    const written = JSON.stringify(listRevisions(one.ledger, ENTITY, id));
    expect(written).toContain('Pell hid it there');
    expect(written).toContain('Pell hid it under the mill');
  });

  it('reaches a co-GM at every key, with a change of that field', async () => {
    const [a, b] = await devices.pair();
    const id = value(createEntity(a, { name: 'Voss', entityType: 'npc' }));
    exchange(a.ledger, b.ledger);
    const heard: unknown[] = [];
    b.onChange((changes) => heard.push(...changes.filter((c) => c.id === id)));
    for (const text of ['T', 'Th', 'The']) {
      type(a, id, { secrets: text });
      exchange(a.ledger, b.ledger);
      expect(getEntity(b, id)!.secrets).toBe(text);
      expect(heard.at(-1)).toMatchObject({ kind: 'entity', id, from: 'remote', fields: ['secrets'] });
    }
    expect(heard).toHaveLength(3);
    type(b, id, { secrets: 'The b' });
    exchange(a.ledger, b.ledger);
    type(a, id, { secrets: 'The b a' });
    exchange(a.ledger, b.ledger);
    expect(getEntity(b, id)!.secrets).toBe('The b a');
  });

  it('is undone and redone as one step, and is there after a reload', async () => {
    const { docs, reload } = await createSingle(devices);
    const id = value(createEntity(docs, { name: 'Voss', entityType: 'npc' }));
    value(editEntity(docs, id, { secrets: 'before' }));
    devices.time.advance(6000);
    for (const text of ['before ', 'before t', 'before th']) type(docs, id, { secrets: text });
    await docs.undo();
    expect(getEntity(docs, id)!.secrets).toBe('before');
    await docs.redo();
    expect(getEntity(docs, id)!.secrets).toBe('before th');
    type(docs, id, { secrets: 'before the' });
    expect(getEntity(await reload(), id)!.secrets).toBe('before the');
  });

  it('makes a document that an older version only reads; one without typing stays as it was', async () => {
    const { docs } = await createSingle(devices);
    const id = value(createEntity(docs, { name: 'Voss', entityType: 'npc' }));
    type(docs, id, { secrets: 'o' });
    expect(writerOf(docs.ledger.doc)).toBe(SHAPE);
    type(docs, id, { secrets: 'on' });
    expect(writerOf(docs.ledger.doc)).toBe(SHAPE + 1);
  });

  it('of revisions that were dropped leaves no text behind', async () => {
    const { docs } = await createSingle(devices);
    const id = value(createEntity(docs, { name: 'Voss', entityType: 'npc' }));
    const { doc } = docs.ledger;
    const texts = (): number =>
      [...doc.share.keys()].filter((name) => name.startsWith('typed:') && doc.getText(name).length > 0).length;
    for (let i = 0; i < 120; i++) {
      devices.time.advance(100_000);
      type(docs, id, { secrets: `state ${i}` });
      type(docs, id, { secrets: `state ${i}.` });
    }
    expect(listRevisions(docs.ledger, ENTITY, id)).toHaveLength(50);
    expect(texts()).toBeLessThanOrEqual(51);
  });
});
