// Tests that a relay does not touch the data of a newer one.
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { configOf, folder, start } from '../../testing/relay.ts';
import { runCommand } from '../operate/commands.ts';
import { SCHEMA_VERSION } from './schema-version.ts';
import { DATABASE_FILE } from './sqlite.ts';

it('the tables of a newer relay are refused with a sentence by the relay, its commands and a restore', async () => {
  const { dataDir, stop } = await start();
  await stop();
  const db = new DatabaseSync(join(dataDir, DATABASE_FILE));
  expect(db.prepare('SELECT version FROM relay_schema').all()).toEqual([{ version: SCHEMA_VERSION }]);
  db.exec(`INSERT INTO relay_schema (version) VALUES (${SCHEMA_VERSION + 1})`);
  db.close();
  const sentence = /written by a newer relay .* Start the newer relay again/;
  await expect(start({ dataDir })).rejects.toThrow(sentence);
  const lines: string[] = [];
  expect(await runCommand(configOf(dataDir), ['rooms'], (line) => lines.push(line))).toBe(1);
  const backup = join(folder(), 'backup.db');
  copyFileSync(join(dataDir, DATABASE_FILE), backup);
  const there = folder();
  expect(await runCommand(configOf(there), ['restore', backup], (line) => lines.push(line))).toBe(1);
  expect(readdirSync(there)).toEqual([]);
  expect(lines).toEqual([expect.stringMatching(sentence), expect.stringMatching(sentence)]);
});
