// Tests that earlier versions can be restored: kept once an hour if something changed, thinned with age, and for the
// owner only.
import type { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import * as Y from 'yjs';
import { decodePullResponse } from '@emberkeep/sync/wire';
import { countTurns } from '../../testing/count-turns.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '../../testing/postgres.ts';
import { api, CAMPAIGN, claim, folder, OWNER, ROOM, sha256, start } from '../../testing/relay.ts';
import { createMerger } from '../merge/merger.ts';
import { openStorage } from '../storage/open-storage.ts';
import { createHistory } from './history.ts';
import { momentsToDelete } from './thinning.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 5, 20, 20, 30);

it('keeps one moment per hour of the last day, one per day of the last month, and the newest before that', () => {
  const all = Array.from({ length: 60 * 24 * 2 }, (_, half) => NOW - half * (HOUR / 2));
  const gone = new Set(momentsToDelete(all, NOW, 30));
  const kept = all.filter((at) => !gone.has(at));
  expect(kept.filter((at) => NOW - at <= DAY).length).toBeGreaterThanOrEqual(24);
  expect(kept.filter((at) => NOW - at > DAY && NOW - at <= 30 * DAY).length).toBeLessThanOrEqual(31);
  expect(kept.filter((at) => NOW - at > 30 * DAY)).toHaveLength(1);
  expect(kept[0]).toBe(NOW);
  expect(momentsToDelete(kept, NOW, 30)).toEqual([]);
});

let postgres: TestPostgres | null = null;
afterAll(() => postgres?.stop());
const ENGINES = {
  folder: () => Promise.resolve(''),
  postgres: async () => (postgres ??= await startPostgres()).database(),
};

it.each(hasPostgres ? (['folder', 'postgres'] as const) : (['folder'] as const))(
  '[R13] keeps each document that changed once, and returns it as it was at a moment: %s',
  async (engine) => {
    const storage = await openStorage({ dataDir: folder(), databaseUrl: await ENGINES[engine]() });
    const merger = createMerger();
    let now = NOW;
    const history = createHistory({ db: storage.db, log: storage.log, merger, days: 30, nowMs: () => now });
    const [ledger, session] = [new Y.Doc(), new Y.Doc()];
    const rooms = [
      [ROOM, ledger],
      [`${ROOM}/session/${CAMPAIGN}`, session],
      [`${ROOM}/table`, new Y.Doc()],
      ['open-room', new Y.Doc()],
    ] as const;
    let writing: Promise<unknown> = Promise.resolve();
    for (const [room, doc] of rooms)
      doc.on(
        'update',
        (bytes: Uint8Array) => void (writing = writing.then(() => storage.log.append([{ room, bytes, member: '' }]))),
      );
    for (const [, doc] of rooms) doc.getText('t').insert(0, 'as it was');
    await writing;
    expect(await history.sweep()).toBe(2);
    expect(await history.sweep()).toBe(0); // once an hour
    now += HOUR;
    const { head, rows } = await storage.log.read(ROOM);
    await storage.log.compact(ROOM, head!.sequence, await merger.run({ type: 'compact', rows }, ROOM));
    expect(await history.sweep()).toBe(0); // compaction is no change
    now += HOUR;
    ledger.getText('t').delete(0, 9);
    await writing;
    expect(await history.sweep()).toBe(1);
    expect((await history.moments(CAMPAIGN)).map(({ at, rooms: n }) => [at, n])).toEqual([
      [NOW + 2 * HOUR, 1],
      [NOW, 2],
    ]);
    const textAt = async (at: number): Promise<string[]> =>
      (await history.at(CAMPAIGN, at, '')).map(({ update }) => {
        const doc = new Y.Doc();
        Y.applyUpdate(doc, update);
        return doc.getText('t').toJSON();
      });
    expect(await textAt(NOW + HOUR)).toEqual(['as it was', 'as it was']);
    expect(await textAt(NOW + 2 * HOUR)).toEqual(['', 'as it was']);
    expect(await history.at(CAMPAIGN, NOW, ROOM)).toHaveLength(1); // continues after the last room
    expect(await history.at(CAMPAIGN, NOW - 1, '')).toEqual([]);
    await history.remove(CAMPAIGN);
    expect(await history.moments(CAMPAIGN)).toEqual([]);
    await merger.close();
    await storage.close();
  },
  60_000,
);

it('[P1] [R13] is only for the owner, over HTTP', async () => {
  let file: DatabaseSync | null = null;
  const relay = await start({ onDatabase: (db) => (file = db) });
  await claim(relay);
  const doc = new Y.Doc();
  doc.getText('t').insert(0, 'yesterday');
  file!
    .prepare('INSERT INTO history (campaign_id, room, at, bytes, hash) VALUES (?, ?, ?, ?, ?)')
    .run(CAMPAIGN, ROOM, NOW, gzipSync(Y.encodeStateAsUpdate(doc)), 'x');
  await api(relay, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, {
    secretHash: sha256('an-invitation'),
    role: 'co_gm',
  });
  await api(relay, 'POST', '/join', 'an-invitation', { memberHash: sha256('a-co-gm-a-co-gm-a-co-gm') });
  expect((await api(relay, 'GET', `/campaigns/${CAMPAIGN}/history`, 'a-co-gm-a-co-gm-a-co-gm')).status).toBe(403);
  expect((await api(relay, 'GET', `/campaigns/${CAMPAIGN}/history/${NOW}`, 'nobody-nobody')).status).toBe(401);
  const { moments } = (await (await api(relay, 'GET', `/campaigns/${CAMPAIGN}/history`, OWNER)).json()) as {
    moments: { at: number }[];
  };
  expect(moments).toMatchObject([{ at: NOW, rooms: 1 }]);
  const [then] = decodePullResponse(
    new Uint8Array(await (await api(relay, 'GET', `/campaigns/${CAMPAIGN}/history/${NOW}`, OWNER)).arrayBuffer()),
  );
  const read = new Y.Doc();
  Y.applyUpdate(read, then!.update);
  expect([then!.room, read.getText('t').toJSON()]).toEqual([ROOM, 'yesterday']);
  expect((await api(relay, 'GET', `/campaigns/${CAMPAIGN}/history/soon`, OWNER)).status).toBe(400);
});

it('others have turns while the moments of very many documents are counted', async () => {
  const storage = await openStorage({ dataDir: folder(), databaseUrl: '' });
  const merger = createMerger();
  const history = createHistory({ db: storage.db, log: storage.log, merger, days: 30, nowMs: () => NOW });
  const rows = Array.from({ length: 9000 }, (_, n) => [n % 2, `${ROOM}/session/${Math.floor(n / 2)}`] as const);
  await storage.db.batch(
    CAMPAIGN,
    rows.map(([day, room]) => [
      "INSERT INTO history (campaign_id, room, at, bytes, hash) VALUES (?, ?, ?, x'00', '')",
      CAMPAIGN,
      room,
      NOW - day * DAY,
    ]),
  );
  let moments: unknown;
  const turns = await countTurns(async () => (moments = await history.moments(CAMPAIGN)));
  expect(moments).toEqual([
    { at: NOW, rooms: 4500 },
    { at: NOW - DAY, rooms: 4500 },
  ]);
  expect(turns).toBeGreaterThanOrEqual(4);
  await merger.close();
  await storage.close();
});
