// Shows in a real browser that the transfer worker opens backups and another device's changes, and that the page goes on
// while it is busy with a document: its seconds pass, and the document is given up.
import { expect, it } from 'vitest';
import * as encoding from 'lib0/encoding';
import { Doc, encodeStateAsUpdate, mergeUpdates } from 'yjs';
import { writeBackup, writeChangeSet } from '@emberkeep/files';
import { createBackupOpener } from './open-in-worker.ts';

const ID = '0197c0de-0000-7000-8000-00000000c0de';
const LEDGER = `campaign/${ID}`;
const sessionRoom = (n: number): string => `${LEDGER}/session/0197c0de-0000-7000-8000-00000000000${n}`;

const ledger = (): Uint8Array => {
  const doc = new Doc();
  const sessions = doc.getMap<unknown>('sessions');
  for (const n of [1, 2, 3]) {
    const id = sessionRoom(n).slice(-36);
    sessions.set(`${id}/id`, id);
    sessions.set(`${id}/number`, n);
    sessions.set(`${id}/title`, `Night ${n}`);
  }
  return encodeStateAsUpdate(doc);
};

/** A document that a browser needs a second for. */
const huge = (): Uint8Array => {
  const doc = new Doc();
  const values = doc.getMap<unknown>('events');
  doc.transact(() => {
    for (let n = 0; n < 60_000; n += 1) values.set(`e${n}/title`, n);
  });
  return encodeStateAsUpdate(doc);
};

const small = (): Uint8Array => {
  const doc = new Doc();
  doc.getMap('events').set('e/title', 'A knock');
  return encodeStateAsUpdate(doc);
};

it('the page’s time goes on while a document is opened, which is given up; the others are opened', async () => {
  const documents = [
    { room: LEDGER, bytes: ledger() },
    { room: sessionRoom(1), bytes: small() },
    { room: sessionRoom(2), bytes: huge() },
    { room: sessionRoom(3), bytes: small() },
  ];
  const file = new Blob([writeBackup({ campaignId: ID, name: 'Brine', savedAt: 0, recovery: null, documents })]);
  let isInHurry = false;
  const opener = createBackupOpener({
    // The seconds of the huge document are short ones.
    ticker: (tick) => {
      const timer = setInterval(tick, isInHurry ? 1 : 1000);
      return () => clearInterval(timer);
    },
  });
  const read = await opener.openFile(file);
  expect(read).toMatchObject({ ok: true, value: { damaged: [] } });
  const opened = await opener.openDocuments(documents, [{ room: sessionRoom(1), bytes: small() }], ({ done }) => {
    isInHurry = done === 1;
  });
  expect(opened).toMatchObject({ unreadable: [], slow: [sessionRoom(2)], ahead: [sessionRoom(1)] });
  expect(opened?.records.filter(({ kind }) => kind === 'session').map(({ keys }) => keys['title'])).toEqual([
    'Night 1',
    'Night 2',
    'Night 3',
  ]);
  opener.stop();
});

/** An update with the structs of one client, each written by `write`. */
const structs = (count: number, write: (encoder: encoding.Encoder, n: number) => void): Uint8Array => {
  const encoder = encoding.createEncoder();
  for (const number of [1, count, 1, 0]) encoding.writeVarUint(encoder, number);
  for (let n = 0; n < count; n += 1) write(encoder, n);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
};

const TARGET = 900;

/** Letters at one place, each before another letter of a deleted text: Yjs compares each with each. */
const manyNeighbours = (count: number): Uint8Array => {
  const doc = Object.assign(new Doc({ gc: false }), { clientID: TARGET });
  doc.getText('t').insert(0, 'x'.repeat(count));
  doc.getText('t').delete(0, count);
  const letters = structs(count, (encoder, n) => {
    encoding.writeUint8(encoder, 0x44); // a text with what is right of it
    for (const number of [TARGET, n]) encoding.writeVarUint(encoder, number);
    encoding.writeVarString(encoder, 'a');
  });
  return mergeUpdates([encodeStateAsUpdate(doc), letters]);
};

/** Deleted structs of one letter each. They pack to nearly nothing. */
const tinyStructs = (count: number): Uint8Array =>
  structs(count, (encoder) => {
    encoding.writeUint8(encoder, 0);
    encoding.writeVarUint(encoder, 1);
  });

it.each([
  ['21 kB of items for one place', manyNeighbours(3_500)],
  ['118 kB of items for one place', manyNeighbours(20_000)],
  ['a million tiny structs in 4 kB', tinyStructs(1_000_000)],
])('the page goes on while changes forged of %s are tried; they are left out, the others not', async (_, bytes) => {
  const sound = [LEDGER, sessionRoom(1), sessionRoom(3)];
  const documents = [...sound, sessionRoom(2)].map((room) => ({ room, base: null, bytes: small() }));
  documents.find(({ room }) => room === sessionRoom(2))!.bytes = bytes;
  const file = writeChangeSet({ campaignId: ID, name: 'Brine', madeAt: 0, from: 'Eve', documents, images: [] });
  let isInHurry = false;
  const opener = createBackupOpener({
    // The seconds of the forged document are short ones.
    ticker: (tick) => {
      const timer = setInterval(tick, isInHurry ? 1 : 1000);
      return () => clearInterval(timer);
    },
  });
  const opened = await opener.openChanges(file);
  if (!opened?.ok) throw new Error('the file is sound');
  const here = [{ room: sessionRoom(1), bytes: small() }];
  const tried = await opener.tryChanges(opened.value, here, ({ done }) => (isInHurry = done === 3));
  expect(tried).toEqual({ sound: new Set(sound), damaged: [], slow: [sessionRoom(2)], lackBase: [] });
  opener.stop();
});
