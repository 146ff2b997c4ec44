// Tests that nobody else on the machine can read what the relay stores.
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { client } from '../../testing/client.ts';
import { claim, configOf, folder, start } from '../../testing/relay.ts';
import { runCommand } from '../operate/commands.ts';
import { DATABASE_FILE, DataFolderUnusable, explained, openSqlite } from './sqlite.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe.skipIf(process.platform === 'win32')('the files of the relay', () => {
  it('are for its own user only: a new folder, and the one of an earlier relay', async () => {
    const dataDir = join(folder(), 'data');
    mkdirSync(dataDir);
    openSqlite(dataDir).close();
    chmodSync(dataDir, 0o755);
    chmodSync(join(dataDir, DATABASE_FILE), 0o644);
    const relay = await start({ dataDir });
    await claim(relay);
    const { doc, provider } = client(relay);
    doc.getText('t').insert(0, 'words');
    await provider.settled();
    expect(modeOf(dataDir)).toBe(0o700);
    const files = readdirSync(dataDir).filter((name) => name.startsWith(DATABASE_FILE));
    expect(files).toContain(`${DATABASE_FILE}-wal`);
    expect(files.map((name) => modeOf(join(dataDir, name)))).toEqual(files.map(() => 0o600));
  });

  it('are so in backups and after a restore, too', async () => {
    const relay = await start();
    await claim(relay);
    const backups = join(folder(), 'backups');
    const commands = configOf(relay.dataDir);
    expect(await runCommand(commands, ['backup', backups], () => undefined)).toBe(0);
    const [backup] = readdirSync(backups);
    expect(modeOf(join(backups, backup!))).toBe(0o600);
    await relay.stop();
    expect(await runCommand(commands, ['restore', join(backups, backup!)], () => undefined)).toBe(0);
    expect(modeOf(join(relay.dataDir, DATABASE_FILE))).toBe(0o600);
    const aside = readdirSync(relay.dataDir).find((name) => name.startsWith('before-restore'))!;
    expect(existsSync(join(relay.dataDir, aside, DATABASE_FILE))).toBe(true);
    expect(modeOf(join(relay.dataDir, aside))).toBe(0o700);
  });
});

describe('a folder that cannot be opened', () => {
  it('is damaged or on a full disk, and is not said to be used by another relay', () => {
    const dataDir = folder();
    writeFileSync(join(dataDir, DATABASE_FILE), 'not a database '.repeat(400));
    expect(() => openSqlite(dataDir)).toThrow(DataFolderUnusable);
    expect(() => openSqlite(dataDir)).toThrow(/damaged.*Restore a backup/);
    const db = openSqlite(folder());
    try {
      db.exec('CREATE TABLE t (x BLOB); PRAGMA max_page_count = 1;');
      let full: unknown = null;
      try {
        db.exec('INSERT INTO t VALUES (zeroblob(1000000))');
      } catch (error) {
        full = error;
      }
      expect(String(explained(full, dataDir))).toMatch(/disk of .* is full. Free some space/);
    } finally {
      db.close();
    }
    const other = new Error('something else');
    expect(explained(other, dataDir)).toBe(other);
  });
});
