// Shows when derived rows are written: once per document after the last change, and at once when it closes.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createEntity,
  createSession,
  type CampaignDocs,
  type DeviceDatabase,
  type OpenDocument,
} from '@emberkeep/store';
import {
  CAMPAIGN,
  createDatabase,
  createTimers,
  LEDGER,
  openDevice,
  settle,
  until,
  valueOf,
  type FakeTimers,
} from '#lib/testing/fakes.ts';
import { createDeriver, type Deriver } from './backlinks-deriver.ts';

let docs: CampaignDocs;
let db: DeviceDatabase;
let timers: FakeTimers;
let deriver: Deriver;
let written: string[];

/** A body that was opened and derived: nothing of it is due. */
const openBody = async (): Promise<OpenDocument> => {
  const sessionId = valueOf(createSession(docs));
  const body = valueOf(await docs.open({ kind: 'session', campaignId: CAMPAIGN, sessionId }));
  await timers.advance(800);
  await until(async () => !!(await db.derived.get(body.room)) && !!(await db.derived.get(LEDGER)));
  written.length = 0;
  return body;
};
const change = (document: OpenDocument, n = 0): void => void document.doc.getMap('test').set('n', n);

beforeEach(async () => {
  docs = await openDevice();
  db = createDatabase();
  timers = createTimers();
  written = [];
  const put = db.derived.put.bind(db.derived);
  vi.spyOn(db.derived, 'put').mockImplementation((row) => {
    written.push(row.room);
    return put(row);
  });
  deriver = createDeriver({ docs, db, later: timers.later });
});
afterEach(async () => {
  deriver.stop();
  await docs.close();
  await db.delete();
});

describe('derived rows', () => {
  it('are written once, 800 ms after the last of many changes', async () => {
    const body = await openBody();
    for (let n = 0; n < 4; n++) {
      change(body, n);
      await timers.advance(700);
    }
    expect(written).toEqual([]);
    await timers.advance(100);
    await settle();
    expect(written).toEqual([body.room]);
    expect(timers.waiting()).toEqual([]);
    await body.release();
  });

  it('of two documents do not wait for each other', async () => {
    const body = await openBody();
    change(body);
    await timers.advance(500);
    createEntity(docs, { name: 'Vey', entityType: 'npc' });
    await timers.advance(300);
    await settle();
    expect(written).toEqual([body.room]);
    await timers.advance(500);
    await settle();
    expect(written).toEqual([body.room, LEDGER]);
    await body.release();
  });

  it('are written after a document opens: a killed tab may have left the row behind', async () => {
    expect(await db.derived.count()).toBe(0);
    await timers.advance(800);
    await until(async () => (await db.derived.get(LEDGER)) !== undefined);
  });

  it('are written at once when a document closes with one due, and only then', async () => {
    const body = await openBody();
    change(body);
    await body.release();
    await until(() => written.length > 0);
    expect(written).toEqual([body.room]);
    expect(timers.waiting()).toEqual([]);

    const idle = await openBody();
    await idle.release();
    await until(() => !docs.peek(idle.ref));
    await settle();
    expect(written).toEqual([]);
  });

  it('that were asked for now are not written again by the timer', async () => {
    const body = await openBody();
    change(body);
    await deriver.derive(body);
    expect(written).toEqual([body.room]);
    await timers.advance(10_000);
    await settle();
    expect(written).toEqual([body.room]);
    await body.release();
  });

  it('are announced once they are on the disk, also by a document that closes, until nobody listens', async () => {
    const body = await openBody();
    const announced: [string, boolean][] = [];
    const lastOf = async (room: string): Promise<void> => void announced.push([room, !!(await db.derived.get(room))]);
    const stop = deriver.onWritten((room) => void lastOf(room));
    await db.derived.delete(body.room);
    change(body);
    await timers.advance(800);
    await until(() => announced.length === 1);
    change(body, 1);
    await body.release();
    await until(() => announced.length === 2);
    expect(announced).toEqual([
      [body.room, true],
      [body.room, true],
    ]);
    stop();
    createEntity(docs, { name: 'Vey', entityType: 'npc' });
    await timers.advance(800);
    await settle();
    expect(announced.length).toBe(2);
  });

  it('that the disk refuses are not announced', async () => {
    const body = await openBody();
    const listener = vi.fn();
    deriver.onWritten(listener);
    vi.spyOn(db.derived, 'put').mockRejectedValueOnce(new Error('full'));
    await deriver.derive(body);
    expect(listener).not.toHaveBeenCalled();
    await deriver.derive(body);
    expect(listener).toHaveBeenCalledExactlyOnceWith(body.room);
    await body.release();
  });

  it('do not exist for a document that has not arrived', async () => {
    const ref = { kind: 'session', campaignId: CAMPAIGN, sessionId: '0197c0de-0000-7000-8000-00000000ffff' } as const;
    const body = valueOf(await docs.open(ref));
    await deriver.derive(body);
    await timers.advance(800);
    await settle();
    expect(await db.derived.get(body.room)).toBeUndefined();
    await body.release();
  });

  it('are not written after stop, whatever changes', async () => {
    const body = await openBody();
    change(body, 1);
    deriver.stop();
    change(body, 2);
    expect(timers.waiting()).toEqual([]);
    await body.release();
    await until(() => !docs.peek(body.ref));
    await settle();
    expect(written).toEqual([]);
  });
});
