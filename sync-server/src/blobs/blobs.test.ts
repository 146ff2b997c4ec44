// Tests pictures on the relay: uploaded in pieces, resumed, checked, for GMs only, and kept as long as they are used.
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { BLOB_MAX, KEEP_MAX } from '@emberkeep/sync/wire';
import { CAMPAIGN, api, claim, OWNER, sha256, start } from '../../testing/relay.ts';
import { countTurns } from '../../testing/count-turns.ts';
import type { Relay } from '../relay.ts';
import type { Value } from '../storage/database.ts';
import { sqliteDatabase } from '../storage/sqlite.ts';
import { BLOB_TABLES, createBlobs } from './blobs.ts';
import { pictureType } from './picture-type.ts';

const picture = (size = 2000): Buffer =>
  Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(size, 7)]);
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const put = async (
  relay: Relay,
  hash: string,
  piece: Uint8Array,
  from: number,
  total: number,
  secret = OWNER,
): Promise<unknown> => {
  const response = await fetch(`http://127.0.0.1:${relay.port}/api/campaigns/${CAMPAIGN}/blobs/${hash}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${secret}`,
      'content-range': `bytes ${from}-${from + piece.byteLength - 1}/${total}`,
    },
    body: piece as Uint8Array<ArrayBuffer>,
  });
  return { status: response.status, ...((await response.json()) as object) };
};

describe('pictures over HTTP', () => {
  it('[B1] are uploaded in pieces, resumed after a break and a restart, and downloaded unchanged', async () => {
    const relay = await start();
    await claim(relay);
    const bytes = picture(3000);
    const hash = hashOf(bytes);
    expect(await put(relay, hash, bytes.subarray(0, 1000), 0, bytes.length)).toEqual({
      status: 200,
      isWhole: false,
      have: 1000,
    });
    expect(await put(relay, hash, bytes.subarray(0, 1000), 0, bytes.length)).toEqual({
      status: 409,
      error: 'WrongPlace',
      have: 1000,
    });
    const { dataDir } = relay;
    await relay.stop();
    const again = await start({ dataDir });
    expect((await api(again, 'GET', `/campaigns/${CAMPAIGN}/blobs/${hash}`, OWNER)).status).toBe(404);
    expect(await put(again, hash, bytes.subarray(1000), 1000, bytes.length)).toEqual({
      status: 200,
      isWhole: true,
      have: bytes.length,
    });
    const got = await api(again, 'GET', `/campaigns/${CAMPAIGN}/blobs/${hash}`, OWNER);
    expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true);
    expect([
      got.headers.get('content-type'),
      got.headers.get('x-content-type-options'),
      got.headers.get('cache-control'),
    ]).toEqual(['image/png', 'nosniff', 'private, max-age=31536000, immutable']);
    expect(await (await api(again, 'GET', `/campaigns/${CAMPAIGN}/blobs`, OWNER)).json()).toEqual({
      blobs: [{ hash, bytes: bytes.length }],
    });
    // Uploading it again changes nothing; deleting the campaign deletes it.
    expect(await put(again, hash, bytes.subarray(0, 10), 0, bytes.length)).toMatchObject({
      status: 200,
      isWhole: true,
    });
    await api(again, 'DELETE', `/campaigns/${CAMPAIGN}`, OWNER);
    expect((await api(again, 'GET', `/campaigns/${CAMPAIGN}/blobs`, OWNER)).status).toBe(410);
  });

  it('[B3] [P1] a player gets those that are shown now, and no other; a stranger gets none', async () => {
    const relay = await start();
    await claim(relay);
    const [shown, other] = [picture(10), picture(20)];
    for (const bytes of [shown, other]) await put(relay, hashOf(bytes), bytes, 0, bytes.length);
    const [player, coGm] = ['secret-of-a-player-secret-of-a', 'secret-of-a-co_gm-secret-of-a'];
    for (const [role, secret] of [
      ['player', player],
      ['co_gm', coGm],
    ] as const) {
      await api(relay, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, {
        secretHash: sha256(`an-invite-${role}`),
        role,
      });
      await api(relay, 'POST', '/join', `an-invite-${role}`, { memberHash: sha256(secret) });
    }
    const get = (bytes: Uint8Array, secret: string, campaign = CAMPAIGN) =>
      api(relay, 'GET', `/campaigns/${campaign}/blobs/${hashOf(bytes)}`, secret);
    const show = (hashes: readonly unknown[], secret: string) =>
      api(relay, 'PUT', `/campaigns/${CAMPAIGN}/blobs/shown`, secret, { hashes }).then((r) => r.status);
    const statuses = async (): Promise<number[]> => [
      (await get(shown, player)).status,
      (await get(other, player)).status,
      (await get(shown, 'nobody-nobody')).status,
    ];
    expect(await statuses()).toEqual([404, 404, 401]);
    // Only a GM says what is shown.
    expect(await show([hashOf(other)], player)).toBe(403);
    expect(await show([hashOf(other)], 'nobody-nobody')).toBe(401);
    expect(await show(['no hash'], OWNER)).toBe(400);
    expect(
      await show(
        Array.from({ length: 201 }, (_, i) => sha256(`${i}`)),
        OWNER,
      ),
    ).toBe(400);
    expect(await statuses()).toEqual([404, 404, 401]);

    expect(await show([hashOf(shown), hashOf(shown), sha256('not here yet')], coGm)).toBe(200);
    expect(await statuses()).toEqual([200, 404, 401]);
    const got = await get(shown, player);
    expect(Buffer.from(await got.arrayBuffer()).equals(shown)).toBe(true);
    expect([got.headers.get('cache-control'), got.headers.get('x-content-type-options')]).toEqual([
      'no-store',
      'nosniff',
    ]);
    const missing = await get(picture(30), player);
    expect(await (await get(other, player)).text()).toBe(await missing.text());
    // Another campaign's list opens nothing here, and its key nothing there.
    const elsewhere = `${CAMPAIGN.slice(0, -1)}f`;
    expect((await get(shown, player, elsewhere)).status).toBe(401);

    // It outlasts a restart, and ends when it is taken back or the player is revoked.
    const { dataDir } = relay;
    await relay.stop();
    const again = await start({ dataDir });
    const status = async (secret: string): Promise<number> =>
      (await api(again, 'GET', `/campaigns/${CAMPAIGN}/blobs/${hashOf(shown)}`, secret)).status;
    expect(await status(player)).toBe(200);
    await api(again, 'PUT', `/campaigns/${CAMPAIGN}/blobs/shown`, OWNER, { hashes: [] });
    expect([await status(player), await status(coGm)]).toEqual([404, 200]);
    await api(again, 'PUT', `/campaigns/${CAMPAIGN}/blobs/shown`, OWNER, { hashes: [hashOf(shown)] });
    const { grants } = (await (await api(again, 'GET', `/campaigns/${CAMPAIGN}/grants`, OWNER)).json()) as {
      grants: { id: string; kind: string; role: string }[];
    };
    const grant = grants.find(({ kind, role }) => kind === 'member' && role === 'player')!;
    await api(again, 'DELETE', `/campaigns/${CAMPAIGN}/grants/${grant.id}`, OWNER);
    expect(await status(player)).toBe(403);
  });

  it('[B2] [P1] are for GMs, except what players are shown (B3), and only the owner says which are unused', async () => {
    const relay = await start();
    await claim(relay);
    const bytes = picture();
    await put(relay, hashOf(bytes), bytes, 0, bytes.length);
    for (const role of ['player', 'co_gm']) {
      await api(relay, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, {
        secretHash: sha256(`invite-of-a-${role}`),
        role,
      });
      await api(relay, 'POST', '/join', `invite-of-a-${role}`, {
        memberHash: sha256(`secret-of-a-${role}-secret-of-a`),
      });
    }
    const as = (secret: string, path = '') =>
      api(relay, 'GET', `/campaigns/${CAMPAIGN}/blobs${path}`, secret).then((r) => r.status);
    expect([
      await as('nobody-nobody'),
      await as('secret-of-a-player-secret-of-a'),
      await as('secret-of-a-player-secret-of-a', `/${hashOf(bytes)}`),
      await as('secret-of-a-co_gm-secret-of-a'),
    ]).toEqual([401, 403, 404, 200]);
    expect(
      await put(relay, hashOf(picture(5)), picture(5), 0, picture(5).length, 'secret-of-a-player-secret-of-a'),
    ).toEqual({ status: 403, error: 'NotOwner' });
    expect(
      (await api(relay, 'POST', `/campaigns/${CAMPAIGN}/blobs/keep`, 'secret-of-a-co_gm-secret-of-a', { hashes: [] }))
        .status,
    ).toBe(403);
    expect(
      (await api(relay, 'POST', `/campaigns/${CAMPAIGN}/blobs/keep`, OWNER, { hashes: [hashOf(bytes)] })).status,
    ).toBe(200);
  });

  it('[B1] are refused if they are no pictures, too large, over the quota, or requested badly', async () => {
    const relay = await start({ env: { BLOB_QUOTA_MB: '1' } });
    await claim(relay);
    const page = Buffer.from('<svg onload="alert(1)"></svg>');
    expect(await put(relay, hashOf(page), page, 0, page.length)).toEqual({ status: 422, error: 'NotAPicture' });
    expect(await put(relay, hashOf(page), picture(), 0, picture().length)).toEqual({ status: 422, error: 'WrongHash' });
    expect(await put(relay, hashOf(picture()), picture(), 0, BLOB_MAX + 1)).toEqual({ status: 413, error: 'TooLarge' });
    const [one, two] = [picture(600_000), picture(700_000)];
    expect(await put(relay, hashOf(one), one, 0, one.length)).toMatchObject({ status: 200 });
    expect(await put(relay, hashOf(two), two, 0, two.length)).toEqual({ status: 507, error: 'QuotaFull' });
    for (const range of ['', 'bytes 5-2/9', 'bytes x']) {
      const answer = await fetch(`http://127.0.0.1:${relay.port}/api/campaigns/${CAMPAIGN}/blobs/${hashOf(one)}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${OWNER}`, 'content-range': range },
        body: 'abc',
      });
      expect(answer.status).toBe(400);
    }
    expect(pictureType(Buffer.from('GIF89a...'))).toBe('image/gif');
    expect(pictureType(new Uint8Array())).toBeNull();
  });
});

it('what is used is told in a statement for each change, none for what is as before, and others have turns between', async () => {
  const db = sqliteDatabase(new DatabaseSync(':memory:'));
  await db.define(BLOB_TABLES);
  const statements: string[] = [];
  const watched = {
    ...db,
    all: (sql: string, ...values: Value[]) => {
      statements.push(sql);
      return db.all(sql, ...values);
    },
  };
  const blobs = createBlobs({ db: watched, quotaBytes: 1e9, nowMs: () => 0 });
  const pictures = Array.from({ length: 120 }, (_, n) => picture(n + 1));
  const hashes = pictures.map(hashOf);
  for (const [n, bytes] of pictures.entries())
    await blobs.put('c', { hash: hashes[n]!, piece: bytes, from: 0, total: bytes.length });
  /** Changes that one call makes, and the turns that others had during it. */
  const keep = async (used: readonly string[]): Promise<[changes: number, turns: number]> => {
    statements.length = 0;
    const turns = await countTurns(() => blobs.keepOnly('c', used));
    expect(statements.filter((sql) => /^UPDATE blobs|INTO blobs/.test(sql.trim()))).toEqual([]);
    return [statements.filter((sql) => !sql.trim().startsWith('SELECT')).length, turns];
  };
  const [noChanges] = await keep(hashes);
  expect(noChanges).toBe(0);
  const [changes, turns] = await keep([]);
  expect(changes).toBe(120);
  expect(turns).toBeGreaterThanOrEqual(3);
  expect((await keep([]))[0]).toBe(0);
  expect((await keep(hashes))[0]).toBe(120);
});

/** Tables with whole pictures of one byte, and pieces of one byte of others. */
const filled = async (pictures: number, parts: number) => {
  const file = new DatabaseSync(':memory:');
  const db = sqliteDatabase(file);
  await db.define(BLOB_TABLES);
  const insert = file.prepare(
    "INSERT INTO blobs (campaign_id, hash, type, bytes, at) VALUES ('c', ?, 'image/png', x'00', 0)",
  );
  const insertPart = file.prepare(
    "INSERT INTO blob_parts (campaign_id, hash, start, bytes, at) VALUES ('c', ?, 0, x'00', 0)",
  );
  file.exec('BEGIN');
  for (let n = 0; n < pictures; n++) insert.run(`picture ${n}`);
  for (let n = 0; n < parts; n++) insertPart.run(`part ${n}`);
  file.exec('COMMIT');
  return db;
};
const putNew = (blobs: ReturnType<typeof createBlobs>, size: number, total = size + 8) => {
  const bytes = picture(size);
  return blobs.put('c', { hash: hashOf(bytes), piece: bytes, from: 0, total });
};

describe('floods of small pictures (18)', () => {
  it('a campaign has at most 20,000 pictures, and 200 pieces of unfinished ones', async () => {
    const full = createBlobs({ db: await filled(KEEP_MAX - 1, 0), quotaBytes: 1e9, nowMs: () => 0 });
    expect(await putNew(full, 1)).toMatchObject({ ok: true, isWhole: true });
    expect(await putNew(full, 1)).toMatchObject({ ok: true }); // one that it has
    expect(await putNew(full, 2)).toEqual({ ok: false, refusal: { type: 'QuotaFull' } });
    let now = 0;
    const parts = createBlobs({ db: await filled(0, 199), quotaBytes: 1e9, nowMs: () => now });
    expect(await putNew(parts, 1, 1000)).toMatchObject({ ok: true, isWhole: false });
    expect(await putNew(parts, 2, 1000)).toEqual({ ok: false, refusal: { type: 'QuotaFull' } });
    now = 2 * 86_400_000;
    expect(await putNew(parts, 3, 1000)).toMatchObject({ ok: true });
  });

  it('no piece is paid for with a look at all pictures', async () => {
    const db = await filled(2000, 0);
    const rows: number[] = [];
    const watched = {
      ...db,
      all: async (sql: string, ...values: Value[]) => {
        const found = await db.all(sql, ...values);
        rows.push(found.length);
        return found;
      },
    };
    const blobs = createBlobs({ db: watched, quotaBytes: 1e9, nowMs: () => 0 });
    await putNew(blobs, 1);
    rows.length = 0;
    for (let size = 2; size < 50; size++) expect(await putNew(blobs, size)).toMatchObject({ ok: true });
    expect(Math.max(...rows)).toBe(1);
  });

  it('counts what is stored: the quota holds also while it is remembered', async () => {
    const blobs = createBlobs({ db: await filled(0, 0), quotaBytes: 1000, nowMs: () => 0 });
    expect(await putNew(blobs, 400)).toMatchObject({ ok: true });
    expect(await putNew(blobs, 450)).toMatchObject({ ok: true });
    expect(await putNew(blobs, 300)).toEqual({ ok: false, refusal: { type: 'QuotaFull' } });
    await blobs.remove('c');
    expect(await putNew(blobs, 300)).toMatchObject({ ok: true });
  });

  it('others have turns while a long list is read', async () => {
    const blobs = createBlobs({ db: await filled(5000, 0), quotaBytes: 1e9, nowMs: () => 0 });
    let listed = 0;
    const turns = await countTurns(async () => (listed = (await blobs.list('c')).length));
    expect([listed, turns >= 9]).toEqual([5000, true]);
  });
});

it('[B2] an unused picture is kept for a month, and stays if it is used again', async () => {
  let now = 0;
  const db = sqliteDatabase(new DatabaseSync(':memory:'));
  await db.define(BLOB_TABLES);
  const blobs = createBlobs({ db, quotaBytes: 1e9, nowMs: () => now });
  const [a, b] = [picture(10), picture(20)];
  for (const bytes of [a, b]) await blobs.put('c', { hash: hashOf(bytes), piece: bytes, from: 0, total: bytes.length });
  const day = 86_400_000;
  await blobs.keepOnly('c', [hashOf(a)]);
  now = 29 * day;
  await blobs.keepOnly('c', [hashOf(a)]);
  expect(await blobs.list('c')).toHaveLength(2);
  await blobs.keepOnly('c', [hashOf(a), hashOf(b)]);
  now = 60 * day;
  await blobs.keepOnly('c', [hashOf(a)]);
  expect(await blobs.list('c')).toHaveLength(2);
  now = 91 * day;
  await blobs.keepOnly('c', [hashOf(a)]);
  expect((await blobs.list('c')).map((each) => each.hash)).toEqual([hashOf(a)]);
});
