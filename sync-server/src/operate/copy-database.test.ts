// Tests copying the database while the relay's own connection writes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyDatabase } from './copy-database.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'emberkeep-copy-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const count = (db: DatabaseSync): number => Number(db.prepare('SELECT count(*) AS n FROM entries').get()?.['n']);

it(
  'a copy made while the same connection writes holds everything written before, in each of 10 rounds',
  { timeout: 60_000 },
  async () => {
    const db = new DatabaseSync(join(folder, 'relay.db'));
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL');
    db.exec('CREATE TABLE entries (n INTEGER PRIMARY KEY, bytes BLOB)');
    const insert = db.prepare('INSERT INTO entries (bytes) VALUES (?)');
    for (let i = 0; i < 300; i++) insert.run(new Uint8Array(4000));
    for (let round = 0; round < 10; round++) {
      const before = count(db);
      const target = join(folder, `copy-${round}.db`);
      let isCopying = true;
      const copied = copyDatabase(db, target).finally(() => (isCopying = false));
      while (isCopying) {
        insert.run(new Uint8Array(4000));
        await new Promise((resolve) => setImmediate(resolve));
      }
      await copied;
      const copy = new DatabaseSync(target, { readOnly: true });
      expect(copy.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      expect(copy.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'delete' });
      expect(count(copy)).toBeGreaterThanOrEqual(before);
      copy.close();
      rmSync(target);
    }
    db.close();
  },
);
