// A device whose disk lacks a row, or has one that cannot be read: the rest opens, the words that wait are offered, and
// once the missing update arrives they are in their place and count as this device's own.
import { describe, expect, it } from 'vitest';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import {
  applyIncoming,
  appendToFragment,
  createCampaign,
  createEntity,
  createSession,
  getEntity,
  listEntities,
  listSessions,
  noteName,
  readNote,
  recoveredTexts,
  settleRecovered,
  writableNote,
  editEntity,
  type CampaignDocs,
} from './index.ts';
import { waitingTexts } from './gap.ts';
import { COMPACT_ROWS } from './load-document.ts';
import { bodyOf, createMemoryPersistence, createTestDevices, oneParagraph, value } from '../testing/index.ts';

it('items that wait and are each other’s origin stop nobody who looks for words that wait', () => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 3);
  for (const [client, origin] of [
    [3, 1],
    [2, 1],
    [1, 2],
  ] as const) {
    for (const number of [1, client, 5]) encoding.writeVarUint(encoder, number);
    encoding.writeUint8(encoder, 0x88);
    for (const number of [origin, 5, 1]) encoding.writeVarUint(encoder, number);
    encoding.writeAny(encoder, 'two words');
  }
  encoding.writeVarUint(encoder, 0);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, encoding.toUint8Array(encoder));
  expect(waitingTexts(doc).map(({ text }) => text)).toEqual(['two words']);
});

const devices = createTestDevices(170);
const ROOM = 'campaign/0197c0de-0000-7000-8000-000000000001';

/** A device whose row with the paragraph “lost” is missing; `whole` is another device that has everything. */
const withMissingRow = async () => {
  const disk = createMemoryPersistence();
  const docs = await devices.device('solo', disk);
  value(createCampaign(docs, { name: 'Ash' }));
  const voss = value(createEntity(docs, { name: 'Voss', entityType: 'npc' }));
  const note = noteName(voss, 'description');
  const fragment = value(writableNote(docs.ledger, note));
  await docs.queue.whenSaved();
  const rowsBefore = await disk.load(ROOM);
  appendToFragment(fragment, oneParagraph('lost '));
  await docs.queue.whenSaved();
  appendToFragment(fragment, oneParagraph('typed right after the paste'));
  value(editEntity(docs, voss, { secrets: 'killed the duke' }));
  await docs.queue.whenSaved();
  const rows = await disk.load(ROOM);
  if (!rows.ok || !rowsBefore.ok) throw new Error('no rows');
  const missing = rows.value[rowsBefore.value.length]!;
  const damaged = createMemoryPersistence();
  await damaged.append(
    rows.value.filter((row) => row !== missing).map(({ bytes, sent }) => ({ room: ROOM, bytes, sent })),
  );
  return { whole: docs, damaged, missing: missing.bytes, note, voss };
};

const said = (docs: CampaignDocs, note: string): string => JSON.stringify(readNote(docs.ledger, note));

describe('a missing row', () => {
  it('is noticed, its followers are offered as text, and new edits are on disk beside it', async () => {
    const { damaged, note } = await withMissingRow();
    const docs = await devices.device('solo', damaged);
    expect(docs.ledger.damage()).toEqual({ unreadableRows: 0, hasGap: true });
    expect(said(docs, note)).not.toContain('typed right after');
    const offered = recoveredTexts(docs.ledger.doc).map(({ text }) => text);
    expect(offered).toContain('typed right after the paste');
    expect(offered).toContain('killed the duke');
    value(createEntity(docs, { name: 'Pell', entityType: 'npc' }));
    await docs.queue.whenSaved();
    const again = await devices.device('solo', damaged.clone());
    expect(listEntities(again).map((e) => e.name)).toContain('Pell');
    expect(recoveredTexts(again.ledger.doc).map(({ text }) => text)).toEqual(offered);
    const typed = recoveredTexts(again.ledger.doc).find(({ text }) => text.startsWith('typed'))!;
    value(settleRecovered(again.ledger, typed, note));
    expect(said(again, note)).toContain('typed right after the paste');
    expect(recoveredTexts(again.ledger.doc)).not.toContainEqual(typed);
  });

  it('once it arrives, the words are in their place, are no longer offered, and count as unsent', async () => {
    const { damaged, whole, note, voss } = await withMissingRow();
    const docs = await devices.device('solo', damaged);
    await docs.queue.whenSaved();
    docs.queue.markSent(docs.ledger.room, docs.queue.markOf(docs.ledger.room));
    const origins: unknown[] = [];
    docs.ledger.doc.on('update', (_bytes: Uint8Array, origin: { source?: string }) => origins.push(origin.source));
    // A peer that has the missing update, but nothing that was typed after it.
    const peer = new Y.Doc();
    const vector = Y.encodeStateVector(docs.ledger.doc);
    Y.applyUpdate(peer, Y.encodeStateAsUpdate(whole.ledger.doc));
    applyIncoming(docs.ledger.doc, Y.encodeStateAsUpdate(peer, vector), { source: 'relay' });
    expect(docs.ledger.damage().hasGap).toBe(false);
    expect(said(docs, note)).toContain('typed right after the paste');
    expect(getEntity(docs, voss)!.secrets).toBe('killed the duke');
    expect(recoveredTexts(docs.ledger.doc)).toEqual([]);
  });

  it('what waited is this device’s own update, not the relay’s', async () => {
    const { damaged, missing } = await withMissingRow();
    const docs = await devices.device('solo', damaged);
    await docs.queue.whenSaved();
    docs.queue.markSent(docs.ledger.room, docs.queue.markOf(docs.ledger.room));
    const sources: unknown[] = [];
    docs.ledger.doc.on('update', (_bytes: Uint8Array, origin: { source?: string }) => sources.push(origin.source));
    applyIncoming(docs.ledger.doc, missing, { source: 'relay' });
    expect(sources).toEqual(['relay', 'local']);
    expect(docs.queue.unsentCount(docs.ledger.room)).toBe(1);
    expect(docs.ledger.damage().hasGap).toBe(false);
  });

  it('is not made permanent by compaction', async () => {
    const { damaged, missing, note } = await withMissingRow();
    const docs = await devices.device('solo', damaged);
    for (let i = 0; i <= COMPACT_ROWS; i++) {
      value(createEntity(docs, { name: `E${i}`, entityType: 'npc' }));
      await docs.queue.whenSaved();
    }
    const again = await devices.device('solo', damaged);
    const rows = await damaged.load(ROOM);
    expect(rows.ok && rows.value.length).toBeLessThan(10);
    applyIncoming(again.ledger.doc, missing, { source: 'relay' });
    expect(said(again, note)).toContain('typed right after the paste');
  });
});

describe('a row that cannot be read', () => {
  const GARBAGE = [new Uint8Array([3, 9, 1, 200, 1]), new Uint8Array(), new Uint8Array([255, 255, 255, 255, 255])];

  it.each(GARBAGE)('does not keep the campaign from opening, is told, and stays on disk (%#)', async (bytes) => {
    const disk = createMemoryPersistence();
    const docs = await devices.device('solo', disk);
    value(createCampaign(docs, { name: 'Ash' }));
    for (let i = 0; i < 20; i++) {
      value(createEntity(docs, { name: `E${i}`, entityType: 'npc' }));
      await docs.queue.whenSaved();
      if (i === 10) await disk.append([{ room: ROOM, bytes, sent: true }]);
    }
    const damaged = await devices.device('solo', disk.clone());
    expect(listEntities(damaged)).toHaveLength(20);
    expect(damaged.ledger.damage()).toEqual({ unreadableRows: 1, hasGap: false });
    value(createEntity(damaged, { name: 'Written beside it', entityType: 'npc' }));
    expect(await damaged.close()).toMatchObject({ ok: true });
  });

  it('survives compaction', async () => {
    const disk = createMemoryPersistence();
    const docs = await devices.device('solo', disk);
    value(createCampaign(docs, { name: 'Ash' }));
    await disk.append([{ room: ROOM, bytes: GARBAGE[0]!, sent: true }]);
    for (let i = 0; i <= COMPACT_ROWS; i++) {
      value(createEntity(docs, { name: `E${i}`, entityType: 'npc' }));
      await docs.queue.whenSaved();
    }
    await devices.device('solo', disk);
    const rows = await disk.load(ROOM);
    expect(rows.ok && rows.value.map((row) => row.bytes)).toContainEqual(GARBAGE[0]);
    expect(rows.ok && rows.value).toHaveLength(2);
    expect(listEntities(await devices.device('solo', disk))).toHaveLength(COMPACT_ROWS + 1);
  });
});

describe('structs of a length that no number holds', () => {
  /** An update of empty structs of one client. */
  const forged = (...lengths: number[]): Uint8Array => {
    const encoder = encoding.createEncoder();
    for (const number of [1, lengths.length, 7, 0, ...lengths.flatMap((length) => [0, length]), 0])
      encoding.writeVarUint(encoder, number);
    return encoding.toUint8Array(encoder);
  };
  const FORGED = [forged(2 ** 55), forged(2 ** 55, 2 ** 55, 2 ** 55), forged(2 ** 52)];

  it.each(FORGED)('from outside are left out, and the document can still be encoded (%#)', async (bytes) => {
    const docs = await devices.device('solo');
    value(createCampaign(docs, { name: 'Ash' }));
    applyIncoming(docs.ledger.doc, bytes, { source: 'relay' });
    value(createEntity(docs, { name: 'Nell Voss', entityType: 'npc' }));
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(docs.ledger.doc));
    expect(Y.encodeStateVector(copy)).toEqual(Y.encodeStateVector(docs.ledger.doc));
    expect([...Y.decodeStateVector(Y.encodeStateVector(copy)).keys()]).not.toContain(7);
  });

  it.each(FORGED)('on disk take no readable row with them when many rows become one (%#)', async (bytes) => {
    const disk = createMemoryPersistence();
    const docs = await devices.device('solo', disk);
    value(createCampaign(docs, { name: 'Ash' }));
    for (let i = 0; i <= COMPACT_ROWS; i++) {
      value(createEntity(docs, { name: `E${i}`, entityType: 'npc' }));
      await docs.queue.whenSaved();
      if (i === 10) await disk.append([{ room: ROOM, bytes, sent: true }]);
    }
    for (let opened = 0; opened < 3; opened++)
      expect(listEntities(await devices.device('solo', disk))).toHaveLength(COMPACT_ROWS + 1);
  });
});

describe('holding and closing documents', () => {
  it('create() of an open document is a second holder', async () => {
    const [a] = await devices.pair();
    const id = value(createSession(a));
    const body = await bodyOf(a, id);
    const second = a.create(body.ref);
    expect(second).toBe(body);
    await second.release();
    expect(body.doc.isDestroyed).toBe(false);
    expect(a.peek(body.ref)).toBe(body);
    await body.release();
    expect(body.doc.isDestroyed).toBe(true);
  });

  it('create() while the document is being opened makes one document of both', async () => {
    const disk = createMemoryPersistence();
    const docs = await devices.device('solo', disk);
    value(createCampaign(docs, { name: 'Ash' }));
    const id = value(createSession(docs));
    const opening = docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: id });
    const created = docs.create({ kind: 'session', campaignId: docs.campaignId, sessionId: id });
    expect(value(await opening)).toBe(created);
    expect(docs.openDocuments().filter(({ room }) => room === created.room)).toHaveLength(1);
    await created.release();
    expect(created.doc.isDestroyed).toBe(false);
    expect(listSessions(docs)).toHaveLength(1);
  });

  it('close() with a refusing disk destroys nothing and says why', async () => {
    const disk = createMemoryPersistence();
    const docs = await devices.device('solo', disk);
    value(createCampaign(docs, { name: 'Ash' }));
    await docs.queue.whenSaved();
    disk.failNext(10);
    value(createEntity(docs, { name: 'Only in memory', entityType: 'npc' }));
    expect(await docs.close()).toMatchObject({ ok: false, error: { type: 'StorageFull' } });
    expect(listEntities(docs)).toHaveLength(1);
    disk.failNext(0);
    docs.queue.retry();
    expect(await docs.close()).toMatchObject({ ok: true });
    expect(listEntities(await devices.device('solo', disk))).toHaveLength(1);
  });

  it('what was discarded never reaches the disk', async () => {
    const disk = createMemoryPersistence();
    const docs = await devices.device('solo', disk);
    disk.failNext(1);
    value(createCampaign(docs, { name: 'Ash' }));
    await docs.queue.whenSaved();
    await docs.queue.discard();
    docs.queue.retry();
    expect(await docs.close()).toMatchObject({ ok: true });
    expect(await disk.rooms('campaign')).toMatchObject({ ok: true, value: [] });
  });
});
