// Shows that another device's changes are read and tried in a worker before anything is written, that a document which
// takes too long is left out while the others are merged, and that stopping changes nothing and leaves nothing running.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeStateVector, Doc, encodeStateVector } from 'yjs';
import { writeChangeSet, type ChangeSet } from '@emberkeep/files';
import { createBrowserPersistence, createEntity, listEntities } from '@emberkeep/store';
import { getApp, type App } from '#lib/app/app.svelte.ts';
import { until, valueOf } from '#lib/testing/fakes.ts';
import { stubPage, type FakePage } from '#lib/testing/page.ts';
import { createBench, nothing, roomOrFile, type Bench } from '#lib/testing/worker-bench.ts';
import { campaignBytes, type DocumentBytes } from './campaign-bytes.ts';
import { startMerge, startOpening, type IncomingTransfer, type RunningTransfer } from './device-transfer.ts';
import {
  DOCUMENT_LIMIT_S,
  MERGE_LIMIT_S,
  MERGE_LIMIT_S_PER_MB,
  type OpenedChanges,
  type OpeningProgress,
} from './open-in-worker.ts';
import { tryChanges } from './try-changes.ts';

let page: FakePage;
let app: App;
let id: string;
let documents: DocumentBytes[];
let ledger: string;
let session: string;

beforeEach(async () => {
  page = stubPage();
  app = getApp();
  await app.start();
  ({ id } = valueOf(await app.createCampaign('Brine')));
  const { docs } = valueOf(await app.open(id));
  valueOf(createEntity(docs, { name: 'Vey', entityType: 'npc' }));
  await docs.queue.whenSaved();
  documents = await campaignBytes(app.device, id);
  await app.closeCurrent();
  ledger = `campaign/${id}`;
  session = documents.find(({ room }) => room.includes('/session/'))!.room;
});
afterEach(async () => {
  await app.closeCurrent();
  page.restore();
});

const removeCampaign = async (): Promise<void> => {
  await app.device.campaigns.remove(id);
  valueOf(await createBrowserPersistence(app.device.db).remove(ledger));
};

const roomsHere = async (): Promise<string[]> => (await campaignBytes(app.device, id)).map(({ room }) => room).sort();

const changeSet = (change: (document: ChangeSet['documents'][number]) => ChangeSet['documents'][number]): Uint8Array =>
  writeChangeSet({
    campaignId: id,
    name: 'Brine',
    madeAt: 0,
    from: 'Ben',
    documents: documents.map(({ room, bytes }) => change({ room, base: null, bytes })),
    images: [],
  });

const opened = async (bytes = changeSet((each) => each)): Promise<OpenedChanges> =>
  valueOf((await startOpening(bytes, createBench().deps).end)!);

const isTrying = (bench: Bench, room: string): Promise<void> =>
  until(() => bench.asked.some((job) => job.type === 'try-changes' && job.room === room));

/** A worker of a device on which merging the changes of `room` takes so long. */
const benchTaking = (room: string, tookMs: number): Bench =>
  createBench('', {
    answerWith: (answer, job) =>
      answer.type === 'tried-changes' && answer.state === 'sound' && roomOrFile(job) === room
        ? { ...answer, tookMs }
        : answer,
  });

type Merging = RunningTransfer<IncomingTransfer, { type: string }>;
const merge = (from: OpenedChanges, { deps }: Bench): Merging => startMerge(app.device, from, undefined, deps);

describe('changes with a document that takes too long to merge', () => {
  it('never ends: it is left out, the others are merged, and the GM is told', async () => {
    const from = await opened();
    await removeCampaign();
    const bench = createBench(session);
    const merging = merge(from, bench);
    await isTrying(bench, session);
    bench.pass(DOCUMENT_LIMIT_S);
    expect(await merging.end).toEqual({ ok: false, error: { type: 'PartlyTooSlow' } });
    expect(bench.running()).toEqual(nothing);
    const rows = await app.device.db.updates.getAll();
    expect(rows.some(({ room }) => room === session)).toBe(false);
    const { docs } = valueOf(await app.open(id));
    expect(listEntities(docs).map(({ name }) => name)).toEqual(['Vey']);
  });

  it('ends, but the page would stand still too long: the same', async () => {
    const from = await opened();
    await removeCampaign();
    const size = Math.min(from.size, documents.find(({ room }) => room === session)!.bytes.length);
    const limitMs = 1000 * (MERGE_LIMIT_S + (MERGE_LIMIT_S_PER_MB * size) / 1_000_000);
    expect(await merge(from, benchTaking(session, limitMs + 1)).end).toMatchObject({
      error: { type: 'PartlyTooSlow' },
    });
    expect(await merge(from, benchTaking(session, limitMs - 1)).end).toMatchObject({ ok: true });
    expect(await roomsHere()).toContain(session);
  });

  it('gets no more time for bytes that a small file was unpacked to', async () => {
    const from = await opened();
    const bytes = new Uint8Array(2_000_000);
    const large = (size: number): OpenedChanges => {
      const given = from.changes.documents.map((each) => (each.room === session ? { ...each, bytes } : each));
      return { changes: { ...from.changes, documents: given }, size };
    };
    const bench = (): Bench =>
      createBench('', {
        answerWith: (answer, job) =>
          roomOrFile(job) === session ? { type: 'tried-changes', state: 'sound', tookMs: 3000 } : answer,
      });
    expect(await merge(large(4000), bench()).end).toMatchObject({ error: { type: 'PartlyTooSlow' } });
    expect(await merge(large(2_000_000), bench()).end).not.toMatchObject({ error: { type: 'PartlyTooSlow' } });
  });

  it('is the ledger of a new campaign, or the only document: nothing is kept, and nothing is reported as merged', async () => {
    const from = await opened();
    await removeCampaign();
    const tooLong = { ok: false, error: { type: 'ChangesTookTooLong' } };
    expect(await merge(from, benchTaking(ledger, 60_000)).end).toEqual(tooLong);
    expect(await roomsHere()).toEqual([]);
    const only = { ...from.changes, documents: from.changes.documents.filter(({ room }) => room === ledger) };
    expect(await merge({ ...from, changes: only }, benchTaking(ledger, 60_000)).end).toEqual(tooLong);
  });

  it('is the file itself: nothing is changed', async () => {
    const bench = createBench('the file');
    const opening = startOpening(
      changeSet((each) => each),
      bench.deps,
    );
    bench.pass(120);
    expect(await opening.end).toEqual({ ok: false, error: { type: 'ChangesTookTooLong' } });
    expect(bench.running()).toEqual(nothing);
  });
});

describe('the trial of changes', () => {
  it('refuses all of them before anything is written where one builds on what is not here', async () => {
    const other = new Doc();
    other.getMap('x').set('a', 1);
    const base = encodeStateVector(other);
    expect(decodeStateVector(base).size).toBe(1);
    const from = await opened(changeSet((each) => (each.room === session ? { ...each, base } : each)));
    await removeCampaign();
    const bench = createBench();
    expect(await merge(from, bench).end).toEqual({ ok: false, error: { type: 'NeedsEarlier' } });
    expect([await roomsHere(), bench.running()]).toEqual([[], nothing]);
  });

  it('ends at once when it is stopped, at the file or at any document; nothing is changed or goes on', async () => {
    const bench = createBench('the file');
    const opening = startOpening(
      changeSet((each) => each),
      bench.deps,
    );
    opening.stop();
    expect([await opening.end, bench.running()]).toEqual([null, nothing]);
    const from = await opened();
    await removeCampaign();
    for (const endless of [ledger, session]) {
      const own = createBench(endless);
      const merging = merge(from, own);
      await isTrying(own, endless);
      merging.stop();
      expect([await merging.end, await roomsHere(), own.running()]).toEqual([null, [], nothing]);
      own.pass(200);
    }
  });

  it('tells how many documents were tried, and when it can no longer be stopped', async () => {
    const seen: (OpeningProgress | null)[] = [];
    valueOf((await startMerge(app.device, await opened(), (now) => seen.push(now), createBench().deps).end)!);
    const total = documents.length;
    expect(seen).toEqual([...documents.map((_, done) => ({ done, total })), null]);
  });

  it('measures the merge of the changes, without the opening of what is here', () => {
    const [document] = documents as [DocumentBytes];
    const times = [5, 42];
    const changes = [{ base: null, bytes: document.bytes }];
    const job = { type: 'try-changes', room: document.room, changes, here: document.bytes } as const;
    expect(tryChanges(job, () => times.shift()!)).toEqual({ type: 'tried-changes', state: 'sound', tookMs: 37 });
    expect(tryChanges({ ...job, changes: [{ base: null, bytes: new Uint8Array([255, 255, 255]) }] })).toMatchObject({
      state: 'damaged',
    });
  });

  it('rejects where no worker can be started, with nothing changed', async () => {
    const from = await opened();
    await removeCampaign();
    const newWorker = (): never => {
      throw new Error('no workers here');
    };
    await expect(startOpening(new Uint8Array(9), { newWorker }).end).rejects.toThrow('no workers here');
    await expect(startMerge(app.device, from, undefined, { newWorker }).end).rejects.toThrow('no workers here');
    expect(await roomsHere()).toEqual([]);
  });
});
