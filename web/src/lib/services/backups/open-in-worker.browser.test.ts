// Shows in a real browser that the transfer worker opens backups, and that the page goes on while it is busy with a
// document: its seconds pass, and the document is given up.
import { expect, it } from 'vitest';
import { Doc, encodeStateAsUpdate } from 'yjs';
import { writeBackup } from '@emberkeep/files';
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

it('issue 18: the page’s time goes on while a document is opened, which is given up; the others are opened', async () => {
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
