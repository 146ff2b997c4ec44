// Tests that a deleted campaign is gone from the relay's files and from every later backup, and that the file shrinks.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { client } from '../../testing/client.ts';
import { api, CAMPAIGN, claim, configOf, folder, ROOM, start } from '../../testing/relay.ts';
import { runCommand } from '../operate/commands.ts';
import { DATABASE_FILE } from './sqlite.ts';

const MARK = 'the secret of the lighthouse';
/** Whether the words are anywhere in the folder's files. */
const holdsWords = (path: string): boolean =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(MARK));
const sizeOf = (dataDir: string): number => statSync(join(dataDir, DATABASE_FILE)).size;

const writeMuch = async (relay: Awaited<ReturnType<typeof start>>): Promise<void> => {
  await claim(relay);
  const { doc, provider } = client(relay);
  for (let i = 0; i < 40; i++) doc.getArray('list').push([`${MARK} ${i} ${'x'.repeat(50_000)}`]);
  await provider.settled();
  provider.destroy();
};

it('the bytes of a deleted campaign are in no file of the relay and in no later backup, and the file shrinks', async () => {
  const relay = await start();
  const { dataDir } = relay;
  await writeMuch(relay);
  mkdirSync(join(dataDir, 'repaired'));
  writeFileSync(join(dataDir, 'repaired', `${ROOM.replace('/', '_')} 1.update`), MARK);
  expect(await runCommand(configOf(dataDir), ['keep'], () => undefined)).toBe(0);
  expect(await runCommand(configOf(dataDir), ['compact'], () => undefined)).toBe(0);
  const before = sizeOf(dataDir);
  expect(before).toBeGreaterThan(2_000_000);
  expect(holdsWords(dataDir)).toBe(true);
  expect(
    (await api(relay, 'DELETE', `/campaigns/${CAMPAIGN}`, 'owner-secret-owner-secret-owner-secret-1')).status,
  ).toBe(200);
  await expect.poll(() => sizeOf(dataDir), { timeout: 20_000 }).toBeLessThan(before / 4);
  await expect.poll(() => holdsWords(dataDir), { timeout: 20_000 }).toBe(false);
  const copies = folder();
  expect(await runCommand(configOf(dataDir), ['backup', copies], () => undefined)).toBe(0);
  expect(holdsWords(copies)).toBe(false);
}, 60_000);

it('the database of an earlier relay loses at its next start what was deleted before', async () => {
  const relay = await start();
  const { dataDir } = relay;
  await writeMuch(relay);
  await relay.stop();
  const file = join(dataDir, DATABASE_FILE);
  const earlier = new DatabaseSync(file);
  earlier.exec('PRAGMA journal_mode = DELETE; PRAGMA auto_vacuum = NONE; VACUUM; DELETE FROM update_log;');
  expect(earlier.prepare('PRAGMA auto_vacuum').get()).toEqual({ auto_vacuum: 0 });
  earlier.close();
  expect([holdsWords(dataDir), sizeOf(dataDir) > 2_000_000]).toEqual([true, true]);
  // A command that only looks at the data leaves it as it is.
  expect(await runCommand(configOf(dataDir), ['rooms'], () => undefined)).toBe(0);
  expect(sizeOf(dataDir)).toBeGreaterThan(2_000_000);
  await start({ dataDir });
  expect([holdsWords(dataDir), sizeOf(dataDir) < 400_000]).toEqual([false, true]);
  expect(existsSync(file)).toBe(true);
}, 60_000);
