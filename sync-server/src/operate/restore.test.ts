// Tests that a restore is all or nothing: killed at any moment it leaves what was there before, or the whole backup.
// `EMBERKEEP_RESTORE_KILLS` sets the number of kills per engine.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { afterTest, folder, start } from '../../testing/relay.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '../../testing/postgres.ts';
import { DATABASE_FILE } from '../storage/sqlite.ts';
import { restoreInto } from './restore.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const KILLS = Number(process.env['EMBERKEEP_RESTORE_KILLS'] ?? 2);
const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 41);
/** Entries of the backup; enough for the restore to take a while. */
const ENTRIES = 1500;

/** An empty relay's database with entries of one room. Their bytes matter to nobody here but the check: empty updates. */
const databaseWith = async (entries: number): Promise<string> => {
  const relay = await start();
  await relay.stop();
  const file = join(relay.dataDir, DATABASE_FILE);
  const db = new DatabaseSync(file);
  db.exec('BEGIN');
  const insert = db.prepare("INSERT INTO update_log (room, tag, bytes, member, at) VALUES ('room', ?, ?, '', 0)");
  for (let i = 0; i < entries; i++) insert.run(`tag ${i}`, new Uint8Array([0, 0]));
  db.exec('COMMIT');
  db.close();
  return file;
};
const entriesIn = (file: string): number => {
  const db = new DatabaseSync(file);
  const [row] = db.prepare('SELECT count(*) AS n FROM update_log').all();
  expect(db.prepare('PRAGMA integrity_check').get()?.['integrity_check']).toBe('ok');
  db.close();
  return Number(row?.['n']);
};

interface Restoring {
  ended: Promise<number | null>;
  kill(): void;
}
const restoring = (backup: string, dataDir: string, databaseUrl = ''): Restoring => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'restore', backup], {
    env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: databaseUrl, APP_DIR: '' },
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { ended, kill: () => void child.kill('SIGKILL') };
};
/** Waits until something shows that the work has begun: the process needs a while to start. */
const untilWork = async (hasBegun: () => boolean | Promise<boolean>, { ended }: Restoring): Promise<void> => {
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (!isOver && !(await hasBegun())) await delay(1);
};

describe('a restore', () => {
  it(`killed ${KILLS} times leaves the database before or the whole backup (seed ${seed})`, async () => {
    const random = createRandom(seed);
    const [backup, before] = [await databaseWith(ENTRIES), await databaseWith(7)];
    const outcomes = new Map<number, number>();
    for (let kill = 0; kill < KILLS; kill++) {
      const data = folder();
      cpSync(before, join(data, DATABASE_FILE));
      const restore = restoring(backup, data);
      await untilWork(() => existsSync(join(data, `${DATABASE_FILE}.part`)), restore);
      await delay(random.int(25));
      restore.kill();
      await restore.ended;
      const entries = entriesIn(join(data, DATABASE_FILE));
      expect([7, ENTRIES]).toContain(entries);
      outcomes.set(entries, (outcomes.get(entries) ?? 0) + 1);
      // It can be tried again, and what was there before is kept.
      expect(restoreInto(backup, { dataDir: data, databaseFile: DATABASE_FILE, nowMs: 1 })).toMatchObject({ ok: true });
      expect(entriesIn(join(data, DATABASE_FILE))).toBe(ENTRIES);
      // A restore that was killed before it kept anything leaves an empty folder.
      const kept = readdirSync(data)
        .filter((name) => name.startsWith('before-restore'))
        .map((name) => join(data, name, DATABASE_FILE))
        .filter((file) => existsSync(file));
      expect(kept.map(entriesIn)).toContain(7);
    }
    console.log(`restores killed: ${JSON.stringify([...outcomes])}`);
  }, 120_000);

  it('keeps what was there when a step is refused, or when the database before is damaged', async () => {
    const backup = await databaseWith(ENTRIES);
    const data = folder();
    writeFileSync(join(data, DATABASE_FILE), 'damaged');
    writeFileSync(join(data, `${DATABASE_FILE}-wal`), 'of the damaged one');
    const target = { dataDir: data, databaseFile: DATABASE_FILE, nowMs: 1 };
    // A file where the folder for the database before belongs stands for a disk that refuses it.
    const blocked = folder();
    cpSync(await databaseWith(7), join(blocked, DATABASE_FILE));
    writeFileSync(join(blocked, 'before-restore-1'), '');
    const refused = restoreInto(backup, { ...target, dataDir: blocked });
    expect(refused).toMatchObject({ ok: false, reason: expect.stringMatching(/Nothing was changed\.$/) });
    expect(entriesIn(join(blocked, DATABASE_FILE))).toBe(7);
    expect(readdirSync(blocked)).not.toContain(`${DATABASE_FILE}.part`);
    const restored = restoreInto(backup, target);
    expect(restored).toEqual({ ok: true, setAside: join(data, 'before-restore-1') });
    expect(entriesIn(join(data, DATABASE_FILE))).toBe(ENTRIES);
    for (const side of ['', '-wal'])
      expect(readFileSync(join(data, 'before-restore-1', DATABASE_FILE + side), 'utf8')).toMatch(/damaged/);
  });
});

describe.runIf(hasPostgres)('a restore into Postgres', () => {
  let postgres: TestPostgres;
  beforeAll(async () => void (postgres = await startPostgres()), 60_000);
  afterAll(() => postgres.stop());

  it(`killed ${KILLS} times leaves an empty database or the whole backup (seed ${seed})`, async () => {
    const random = createRandom(seed);
    const backup = await databaseWith(ENTRIES);
    const outcomes = new Map<number, number>();
    for (let kill = 0; kill < KILLS; kill++) {
      const url = await postgres.database();
      const client = new pg.Client(url);
      await client.connect();
      afterTest(() => client.end());
      const count = async (sql: string): Promise<number> => Number((await client.query(sql)).rows[0].n);
      const restore = restoring(backup, folder(), url);
      await untilWork(
        async () =>
          (await count(
            "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'INSERT INTO update_log%'",
          )) > 0,
        restore,
      );
      await delay(random.int(400));
      restore.kill();
      await restore.ended;
      // The engine notices within a moment that nobody is there any more, and takes the transaction back.
      await expect
        .poll(() => count('SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database()'))
        .toBe(1);
      const entries = await count('SELECT count(*) AS n FROM update_log');
      expect([0, ENTRIES]).toContain(entries);
      outcomes.set(entries, (outcomes.get(entries) ?? 0) + 1);
      if (entries === 0) expect(await restoring(backup, folder(), url).ended).toBe(0);
      expect(await count('SELECT count(*) AS n FROM update_log')).toBe(ENTRIES);
    }
    console.log(`restores into Postgres killed: ${JSON.stringify([...outcomes])}`);
  }, 240_000);
});
