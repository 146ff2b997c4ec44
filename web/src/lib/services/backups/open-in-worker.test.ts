// Shows that documents are opened one after the other in a worker, that one which takes too long is given up and named
// while the others are opened, and that stopping leaves nothing running.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEntity, createSession, listEntities, listSessions, noteName, fillNote } from '@emberkeep/store';
import { oneParagraph } from '@emberkeep/store/testing';
import { getApp, type App } from '#lib/app/app.svelte.ts';
import { settle, until, valueOf } from '#lib/testing/fakes.ts';
import { stubPage, type FakePage } from '#lib/testing/page.ts';
import { createBench, nothing, roomOrFile } from '#lib/testing/worker-bench.ts';
import { makeBackup, restoreDocuments } from './backup.ts';
import { startCheck } from './check-backup.ts';
import { campaignBytes } from './campaign-bytes.ts';
import { DOCUMENT_LIMIT_S, openDocumentsOnce, type OpenerDeps, type OpeningProgress } from './open-in-worker.ts';

let page: FakePage;
let app: App;
let id: string;
let sessionIds: string[];
let file: Blob;

const FIRST_NIGHT = 'The first night';
const writeIn = async (sessionId: string, words: string): Promise<void> => {
  const { docs } = app.current!;
  const body = valueOf(await docs.open({ kind: 'session', campaignId: id, sessionId }));
  valueOf(fillNote(body, noteName(sessionId, 'prep_notes'), oneParagraph(words)));
  await docs.queue.whenSaved();
  await body.release();
};

beforeEach(async () => {
  page = stubPage();
  app = getApp();
  await app.start();
  const made = valueOf(await app.createCampaign('Brine'));
  id = made.id;
  const { docs } = valueOf(await app.open(id));
  valueOf(createEntity(docs, { name: 'Vey', entityType: 'npc' }));
  sessionIds = [made.sessionId, valueOf(createSession(docs, { title: 'The salt' }))];
  for (const sessionId of sessionIds) await writeIn(sessionId, `${FIRST_NIGHT}, ${sessionId}`);
  await docs.queue.whenSaved();
  file = new Blob([(await makeBackup(app.device, id)).text]);
  await app.closeCurrent();
});
afterEach(async () => {
  await app.closeCurrent();
  page.restore();
});

const roomOfSession = (n: number): string => `campaign/${id}/session/${sessionIds[n]}`;

describe('a backup with a document that takes too long', () => {
  it('names that document and restores the others', async () => {
    const bench = createBench(roomOfSession(1));
    const check = startCheck(app.device, file, undefined, bench.deps);
    await until(() => bench.asked.some((job) => job.type === 'open-document' && job.room === roomOfSession(1)));
    bench.pass(DOCUMENT_LIMIT_S);
    const checked = valueOf((await check.end)!);
    expect(checked.damaged).toEqual(['session 2 “The salt” (takes too long to open on this device)']);
    expect([checked.slow, checked.hasLedger, bench.started()]).toEqual([1, true, 2]);
    expect(bench.running()).toEqual(nothing);
    valueOf(await app.removeFromDevice(id));
    valueOf(await restoreDocuments(app.device, checked.backup, { as: 'merge' }));
    const rooms = (await app.device.db.updates.getAll()).map(({ room }) => room);
    expect([rooms.includes(roomOfSession(0)), rooms.includes(roomOfSession(1))]).toEqual([true, false]);
    const { docs } = valueOf(await app.open(id));
    expect(listEntities(docs).map(({ name }) => name)).toEqual(['Vey']);
    // Its session is listed, so that its notes can come from elsewhere.
    expect(listSessions(docs)).toHaveLength(2);
  });

  it('restores the sessions as a copy where it is the list of people and settings', async () => {
    const bench = createBench(`campaign/${id}`);
    const check = startCheck(app.device, file, undefined, bench.deps);
    await until(() => bench.asked.some((job) => job.type === 'open-document' && job.room === `campaign/${id}`));
    bench.pass(DOCUMENT_LIMIT_S);
    const checked = valueOf((await check.end)!);
    expect(checked.hasLedger).toBe(false);
    const copy = valueOf(await restoreDocuments(app.device, checked.backup, { as: 'copy' }));
    const { docs } = valueOf(await app.open(copy.id));
    expect(
      listSessions(docs)
        .map((session) => session.id)
        .sort(),
    ).toEqual([...sessionIds].sort());
  });

  it('keeps nobody waiting for the readable copy of a new backup longer than all of it may take', async () => {
    const bench = createBench(roomOfSession(0));
    const limitS = DOCUMENT_LIMIT_S / 2;
    const opening = openDocumentsOnce(await campaignBytes(app.device, id), limitS, bench.deps);
    await until(() => bench.asked.some((job) => job.type === 'open-document' && job.room === roomOfSession(0)));
    bench.pass(limitS);
    expect(await opening).toBeNull();
    expect(bench.running()).toEqual(nothing);
  });

  it('is waited for until its time is up, and each document has a time of its own', async () => {
    const bench = createBench(roomOfSession(0));
    const check = startCheck(app.device, file, undefined, bench.deps);
    await until(() => bench.asked.some((job) => job.type === 'open-document' && job.room === roomOfSession(0)));
    bench.pass(DOCUMENT_LIMIT_S - 1);
    await settle();
    expect(bench.running()).toEqual({ timers: 1, workers: 1 });
    bench.pass(1);
    expect(valueOf((await check.end)!).slow).toBe(1);
  });

  it('says so where it is the file itself, and changes nothing', async () => {
    const bench = createBench('the file');
    const check = startCheck(app.device, file, undefined, bench.deps);
    bench.pass(120);
    expect(await check.end).toEqual({ ok: false, error: { type: 'BackupTookTooLong' } });
    expect(bench.running()).toEqual(nothing);
  });
});

describe('the check of a backup', () => {
  it('tells how many documents are open, from the first to the last', async () => {
    const seen: OpeningProgress[] = [];
    valueOf((await startCheck(app.device, file, (progress) => seen.push(progress), createBench().deps).end)!);
    expect(seen.map(({ done }) => done)).toEqual(seen.map((_, n) => n));
    expect(new Set(seen.map(({ total }) => total))).toEqual(new Set([seen.length]));
  });

  it('ends at once when it is stopped, at the file or at any document, and leaves nothing running', async () => {
    for (const endless of ['the file', roomOfSession(0), `campaign/${id}`]) {
      const bench = createBench(endless);
      const check = startCheck(app.device, file, undefined, bench.deps);
      await until(() => bench.asked.some((job) => roomOrFile(job) === endless));
      check.stop();
      expect(await check.end).toBeNull();
      expect(bench.running()).toEqual(nothing);
      bench.pass(200);
    }
  });

  it('starts no worker after it was stopped', async () => {
    const bench = createBench();
    const check = startCheck(app.device, file, () => check.stop(), bench.deps);
    expect(await check.end).toBeNull();
    await settle();
    expect([bench.started(), bench.running()]).toEqual([1, nothing]);
  });

  it('rejects where no worker can be started, and a backup is made all the same, without its readable copy', async () => {
    const failing: OpenerDeps = {
      newWorker: () => {
        throw new Error('no workers here');
      },
    };
    await expect(startCheck(app.device, file, undefined, failing).end).rejects.toThrow('no workers here');
    page.restore();
    page = stubPage();
    // As in a page that lost its files.
    Object.assign(globalThis, { Worker: failing.newWorker });
    const { text } = await makeBackup(app.device, id);
    expect(text).not.toContain('"readable"');
    page.restore();
    page = stubPage();
    expect(valueOf((await startCheck(app.device, new Blob([text])).end)!).damaged).toEqual([]);
  });
});
