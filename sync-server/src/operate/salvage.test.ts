// Tests a database with a damaged page of every kind: the relay says so and serves what reads, the doctor says it in
// a sentence, and salvage keeps every row that is as it was written.
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import { client, eventually } from '../../testing/client.ts';
import { CAMPAIGN, claim, configOf, folder, OWNER, ROOM, sha256, start } from '../../testing/relay.ts';
import { checksumOf } from '../update-log/entries.ts';
import { openStorage } from '../storage/open-storage.ts';
import { openPageFile } from '../storage/salvage/page-file.ts';
import { freePages, recordsOn } from '../storage/salvage/records.ts';
import { COLUMNS } from '../storage/salvage/rows.ts';
import { runCommand } from './commands.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 24);
const PAGE = 4096;
const TABLES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
const DELETED = CAMPAIGN.replace(/1$/, '2');
const WAITING = CAMPAIGN.replace(/1$/, '3');
const uuid = (n: number): string => `0197c0de-0000-7000-9000-${n.toString(16).padStart(12, '0')}`;
const bytesOf = (size: number, random: ReturnType<typeof createRandom>): Uint8Array =>
  Uint8Array.from({ length: size }, () => random.int(256));

/** The updates of a document, one for each word, of which some are larger than a page. */
const updatesOf = (count: number): { updates: Uint8Array[]; whole: Uint8Array } => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < count; i++)
    doc.getArray<string>('list').push([`word ${i} ${'x'.repeat(i % 60 === 7 ? 20_000 : 200)}`]);
  return { updates, whole: Y.encodeStateAsUpdate(doc) };
};

/** A database with pages of every kind: of its tables, their indexes, what is too large for a page, and free ones. */
const makeDatabase = async (dataDir: string): Promise<{ whole: Uint8Array }> => {
  const random = createRandom(seed);
  const storage = await openStorage({ dataDir, databaseUrl: '' });
  const db = storage.file!;
  const { updates, whole } = updatesOf(700);
  const insert = (table: keyof typeof COLUMNS, ...values: (string | number | null | Uint8Array)[]): void => {
    const columns = COLUMNS[table];
    db.prepare(`INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`).run(...values);
  };
  db.exec('BEGIN');
  updates.forEach((bytes, i) =>
    insert('update_log', i + 1, ROOM, `tag ${i}`, bytes, uuid(0), 1000 + i, checksumOf(bytes)),
  );
  const grant = (n: number, kind: string, role: string, hash: string): void =>
    insert('grants', uuid(n), CAMPAIGN, kind, role, `Device ${n}`, hash, 1, n % 7 === 3 ? 5 : null, null, 0, null);
  grant(0, 'owner', 'owner', sha256(OWNER));
  for (let n = 1; n < 120; n++) grant(n, 'member', 'co_gm', sha256(`secret ${n}`));
  insert('deleted_campaigns', DELETED, 7);
  insert('pending_campaigns', WAITING, 8);
  insert('campaign_settings', CAMPAIGN, null, 1, 'The Salt Choir');
  for (let n = 0; n < 3; n++) {
    const bytes = bytesOf(30_000, random);
    insert('blobs', CAMPAIGN, createHash('sha256').update(bytes).digest('hex'), 'image/png', bytes, n, null);
  }
  for (let n = 0; n < 60; n++) {
    const bytes = bytesOf(700, random);
    insert('history', CAMPAIGN, ROOM, n, bytes, createHash('sha256').update(bytes).digest('hex'));
  }
  for (let n = 0; n < 60; n++) insert('history', DELETED, `campaign/${DELETED}`, n, bytesOf(700, random), 'x');
  db.exec('COMMIT');
  db.prepare('DELETE FROM history WHERE campaign_id = ?').run(DELETED);
  await storage.close();
  return { whole };
};

type Rows = Map<string, string>;
const rowsIn = (file: string): Rows => {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows: Rows = new Map();
  for (const table of TABLES)
    for (const row of db.prepare(`SELECT * FROM ${table}`).all()) {
      const values = Object.values(row).map((value) =>
        value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value,
      );
      rows.set(`${table} ${JSON.stringify(values)}`, table);
    }
  db.close();
  return rows;
};

const KINDS: Readonly<Record<number, string>> = {
  0x02: 'inner page of an index',
  0x05: 'inner page of a table',
  0x0a: 'leaf of an index',
  0x0d: 'leaf of a table',
};
/** What each page of a sound file is, and how many of its rows begin there. */
const pagesIn = (path: string): { number: number; kind: string; rows: number }[] => {
  const file = openPageFile(path);
  const free = freePages(file);
  const pages = Array.from({ length: file.pageCount }, (_, i) => i + 1).map((number) => {
    const first = file.page(number)![number === 1 ? 100 : 0]!;
    const kind = number === 1 ? 'first page' : free.has(number) ? 'free page' : (KINDS[first] ?? 'overflow page');
    return { number, kind, rows: recordsOn(file, number).length };
  });
  file.close();
  return pages;
};

const overwrite = (path: string, page: number, bytes: Uint8Array): void => {
  const descriptor = openSync(path, 'r+');
  writeSync(descriptor, bytes, 0, bytes.length, (page - 1) * PAGE);
  closeSync(descriptor);
};

const run = async (dataDir: string, ...args: string[]): Promise<{ status: number; words: string }> => {
  const lines: string[] = [];
  const status = await runCommand(configOf(dataDir), args, (line) => lines.push(line));
  return { status, words: lines.join('\n') };
};

let original = '';
let before: Rows = new Map();
let whole: Uint8Array = new Uint8Array();
beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'emberkeep-salvage-'));
  whole = (await makeDatabase(dataDir)).whole;
  original = join(dataDir, 'relay.db');
  before = rowsIn(original);
});
afterAll(() => rmSync(dirname(original), { recursive: true }));

/** A folder with the database, of which one page is damaged. */
const damagedFolder = (page: number, bytes: Uint8Array): string => {
  const dataDir = folder();
  copyFileSync(original, join(dataDir, 'relay.db'));
  overwrite(join(dataDir, 'relay.db'), page, bytes);
  return dataDir;
};

const noise = (size: number): Uint8Array => bytesOf(size, createRandom(seed));
const DAMAGES = { zeros: new Uint8Array(PAGE), noise: noise(PAGE), 'noise at its beginning': noise(600) };

/** Some pages of each kind, or all of them in the long run. */
const somePages = (): ReturnType<typeof pagesIn> => {
  const random = createRandom(seed);
  const pages = pagesIn(original);
  const kinds = [...new Set(pages.map(({ kind }) => kind))];
  expect(kinds.sort()).toEqual(['first page', 'free page', 'overflow page', ...Object.values(KINDS)].sort());
  const of = (kind: string) => pages.filter((page) => page.kind === kind);
  return process.env['EMBERKEEP_DAMAGE_ROUNDS']
    ? pages
    : kinds.flatMap((kind) => Array.from({ length: Math.min(4, of(kind).length) }, () => random.pick(of(kind))));
};

const MARKS = /^(?:deleted|pending)_campaigns /;
/** Salvage gives each room one new entry, so that devices visit it. */
const NEW_HEAD = /^update_log \[7\d\d,/;

describe(`a database with a damaged page (seed ${seed})`, () => {
  it.each(Object.keys(DAMAGES) as (keyof typeof DAMAGES)[])(
    'keeps every row that began elsewhere, whatever kind of page is damaged by %s',
    async (damage) => {
      const lost: Record<string, number> = {};
      for (const { number, kind, rows } of somePages()) {
        const dataDir = damagedFolder(number, DAMAGES[damage]);
        const { status, words } = await run(dataDir, 'doctor', '--salvage');
        const where = `${kind} ${number} of ${rows} rows: ${words}`;
        if (status === 1) {
          // Nothing is read from a free page. An entry's checksum is in its row: the room says what is wrong with it.
          expect(words, where).toContain('is sound. Nothing was changed.');
          expect(['free page', 'overflow page'], where).toContain(kind);
          if (kind === 'overflow page') expect((await run(dataDir, 'doctor')).words).toContain(`DAMAGED ${ROOM}`);
          continue;
        }
        const after = rowsIn(join(dataDir, 'relay.db'));
        const missing = [...before.keys()].filter((row) => !after.has(row));
        const added = [...after.keys()].filter((row) => !before.has(row) && !NEW_HEAD.test(row));
        lost[kind] = (lost[kind] ?? 0) + missing.length;
        // Where the list of tables is lost, a deleted campaign counts as one that waits for the operator.
        expect(
          added.filter((row) => kind !== 'first page' || !MARKS.test(row)),
          where,
        ).toEqual([]);
        const atMost = kind === 'overflow page' || kind === 'first page' ? 1 : rows;
        const isOwnerLost = words.includes('is left out');
        expect(missing.length, where).toBeLessThanOrEqual(isOwnerLost ? before.size : atMost);
        if (isOwnerLost) expect(kind).toBe('leaf of a table');
        const db = new DatabaseSync(join(dataDir, 'relay.db'));
        expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
        db.close();
        const aside = readdirSync(dataDir).find((name) => name.startsWith('damaged-'));
        expect(statSync(join(dataDir, aside!, 'relay.db')).size).toBe(statSync(original).size);
      }
      console.log(`rows lost over all pages (${damage}): ${JSON.stringify(lost)}`);
    },
    180_000,
  );

  it.each(['first page', ...Object.values(KINDS), 'overflow page'])(
    'says so and serves what reads where a %s is damaged; after salvage a device fills the rest',
    async (kind) => {
      const page = pagesIn(original).find((each) => each.kind === kind && (each.rows > 10 || kind !== KINDS[0x0d]))!;
      const dataDir = damagedFolder(page.number, DAMAGES.noise);
      const errors: string[] = [];
      const damaged = await start({ dataDir, say: (line) => errors.push(line) }).catch((error: Error) => error);
      if (!(damaged instanceof Error)) {
        const { provider, doc } = client(damaged);
        await eventually(() => provider.state().type === 'offline' || doc.getArray('list').length > 0, 'an answer');
        const url = `http://127.0.0.1:${damaged.port}`;
        // Where the page was read, monitors hear of it.
        const health = await fetch(`${url}/healthz`);
        const ready = await fetch(`${url}/readyz`);
        if (errors.join().includes('A part of the database file is damaged')) {
          expect([health.status, ready.status]).toEqual([503, 503]);
          expect(await health.json()).toMatchObject({
            status: 'database damaged',
            message: expect.stringContaining('doctor --salvage'),
          });
          expect(await ready.text()).toContain('relay doctor --salvage');
        } else expect([health.status, ready.status]).toEqual([200, 200]);
        expect((await run(dataDir, 'doctor')).words).toContain('damaged');
        expect(await run(dataDir, 'doctor', '--salvage')).toMatchObject({
          status: 1,
          words: expect.stringMatching(/Stop it first/),
        });
        provider.destroy();
        await damaged.stop();
      }
      const doctor = await run(dataDir, 'doctor');
      expect(doctor.status).toBe(1);
      expect(doctor.words).toContain('--salvage');
      expect(doctor.words).not.toMatch(/\n\s+at /);
      expect(await run(dataDir, 'doctor', '--salvage')).toMatchObject({
        status: 0,
        words: expect.stringMatching(/^Kept: 1 campaigns/),
      });
      const relay = await start({ dataDir });
      const full = new Y.Doc();
      Y.applyUpdate(full, whole);
      await client(relay, { doc: full }).provider.settled();
      const newcomer = client(relay);
      await newcomer.provider.settled();
      expect(newcomer.doc.getArray('list').toArray()).toEqual(full.getArray('list').toArray());
      await run(dataDir, 'doctor', '--repair');
      expect(await run(dataDir, 'doctor')).toMatchObject({ status: 0, words: expect.stringMatching(/^file: ok/) });
      const later = client(relay);
      await later.provider.settled();
      expect(later.doc.getArray('list').toArray()).toEqual(full.getArray('list').toArray());
    },
    120_000,
  );

  it('reads what was committed to the -wal, and nothing behind a frame that is damaged', async () => {
    const dataDir = folder();
    const db = new DatabaseSync(join(dataDir, 'relay.db'));
    db.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (x TEXT)');
    for (let i = 0; i < 30; i++) db.prepare('INSERT INTO t VALUES (?)').run(`row ${i} ${'y'.repeat(900)}`);
    const copy = join(folder(), 'copy.db');
    for (const side of ['', '-wal']) copyFileSync(join(dataDir, `relay.db${side}`), copy + side);
    db.close();
    const textsIn = (): string[] => {
      const file = openPageFile(copy);
      const pages = Array.from({ length: file.pageCount }, (_, i) => i + 1);
      const records = pages.flatMap((page) => recordsOn(file, page));
      file.close();
      return records.map(({ fields }) => String(fields[0])).filter((each) => each.startsWith('row'));
    };
    expect(textsIn()).toHaveLength(30);
    const wal = readFileSync(`${copy}-wal`);
    wal[wal.length >> 1]! ^= 4;
    writeFileSync(`${copy}-wal`, wal);
    const texts = textsIn();
    const sqlite = new DatabaseSync(copy);
    expect(texts).toEqual(
      sqlite
        .prepare('SELECT x FROM t')
        .all()
        .map((row) => row['x']),
    );
    sqlite.close();
    expect(texts.length).toBeGreaterThan(5);
    expect(texts.length).toBeLessThan(30);
  });

  it('keeps the -wal beside a database that was cut to nothing, and salvages it', async () => {
    const dataDir = folder();
    const relay = await start({ dataDir });
    await claim(relay);
    const { doc, provider } = client(relay);
    doc.getText('t').insert(0, 'only in the wal');
    await provider.settled();
    const copy = folder();
    for (const name of ['relay.db', 'relay.db-wal']) copyFileSync(join(dataDir, name), join(copy, name));
    truncateSync(join(copy, 'relay.db'), 0);
    await expect(start({ dataDir: copy })).rejects.toThrow(/is empty, and .*-wal is not.*--salvage/);
    expect(statSync(join(copy, 'relay.db-wal')).size).toBeGreaterThan(0);
    expect(await run(copy, 'doctor', '--salvage')).toMatchObject({ status: 0 });
    const again = await start({ dataDir: copy });
    const reader = client(again);
    await reader.provider.settled();
    expect(reader.doc.getText('t').toString()).toBe('only in the wal');
  });

  it('does nothing to a sound database, and nothing where there is none', async () => {
    const dataDir = folder();
    expect(await run(dataDir, 'doctor', '--salvage')).toMatchObject({
      status: 1,
      words: expect.stringMatching(/There is no relay’s database/),
    });
    expect(existsSync(join(dataDir, 'relay.db'))).toBe(false);
    copyFileSync(original, join(dataDir, 'relay.db'));
    expect(await run(dataDir, 'doctor', '--salvage')).toMatchObject({
      status: 1,
      words: expect.stringMatching(/is sound/),
    });
    expect(rowsIn(join(dataDir, 'relay.db'))).toEqual(before);
  });

  it('never throws, whatever the bytes of the file are', () => {
    const random = createRandom(seed);
    const sound = readFileSync(original);
    const path = join(folder(), 'any.db');
    for (let round = 0; round < 40; round++) {
      const bytes = Buffer.from(sound);
      for (let i = random.int(400); i >= 0; i--) bytes[random.int(bytes.length)] = random.int(256);
      writeFileSync(path, bytes.subarray(0, random.chance(0.3) ? random.int(bytes.length) : bytes.length));
      const file = openPageFile(path);
      const free = freePages(file);
      for (let page = 0; page <= file.pageCount + 1; page++) if (!free.has(page)) recordsOn(file, page);
      file.close();
    }
  });
});
