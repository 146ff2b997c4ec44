// Tests that a backup is one file with everything, that old ones are removed, and that no place to back up to can hold
// up the relay or the command.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { client } from '../../testing/client.ts';
import { claim, configOf, folder, start } from '../../testing/relay.ts';
import { runCommand } from './commands.ts';
import { makeBackup } from './make-backup.ts';
import type { OperatorAnswer } from './requests.ts';

const run = async (dataDir: string, ...args: string[]): Promise<{ status: number; words: string }> => {
  const lines: string[] = [];
  const status = await runCommand(configOf(dataDir), args, (line) => lines.push(line));
  return { status, words: lines.join('\n') };
};
const onlyFileIn = (path: string): string => {
  const names = readdirSync(path);
  expect(names).toHaveLength(1);
  return join(path, names[0]!);
};
/** A relay with a campaign, a certificate and a model of more than one part. */
const filled = async (): Promise<{ dataDir: string; port: number }> => {
  const relay = await start();
  await claim(relay);
  const { doc, provider } = client(relay);
  doc.getText('t').insert(0, 'words');
  await provider.settled();
  const { dataDir } = relay;
  mkdirSync(join(dataDir, 'https'));
  writeFileSync(join(dataDir, 'https', 'authority.key'), 'a key');
  mkdirSync(join(dataDir, 'models', 'small', 'onnx'), { recursive: true });
  writeFileSync(join(dataDir, 'models', 'small', 'onnx', 'model.onnx'), Buffer.alloc(9_000_000, 'model'));
  writeFileSync(join(dataDir, 'models', 'index.json'), '');
  return relay;
};

it('a backup is one file with certificates and models, which a restore puts back', async () => {
  const { dataDir, port } = await filled();
  const copies = folder();
  const made = await run(dataDir, 'backup', copies);
  expect(made).toMatchObject({ status: 0 });
  expect(made.words).toContain('1 campaign, 1 room, 1 kB, 3 files of certificates and models; read back and checked');
  expect(readdirSync(dataDir).filter((name) => name.includes('.part'))).toEqual([]);
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const madeAt = Number(/^relay_last_backup_seconds (\d+)$/m.exec(metrics)?.[1]);
  expect(Math.abs(madeAt - Date.now() / 1000)).toBeLessThan(60);
  const file = onlyFileIn(copies);
  const there = folder();
  mkdirSync(join(there, 'https'));
  writeFileSync(join(there, 'https', 'authority.key'), 'another key');
  expect(await run(there, 'restore', file)).toMatchObject({ status: 0 });
  for (const path of ['https/authority.key', 'models/small/onnx/model.onnx', 'models/index.json'])
    expect(readFileSync(join(there, path)).equals(readFileSync(join(dataDir, path))), path).toBe(true);
  expect(statSync(join(there, 'https/authority.key')).mode & 0o777).toBe(0o600);
  const aside = readdirSync(there).find((name) => name.startsWith('before-restore-'))!;
  expect(readFileSync(join(there, aside, 'https', 'authority.key'), 'utf8')).toBe('another key');
  const again = await start({ dataDir: there });
  const reader = client(again);
  await reader.provider.settled();
  expect(reader.doc.getText('t').toString()).toBe('words');
  expect(readdirSync(there).filter((name) => name.includes('.part'))).toEqual([]);
}, 60_000);

it('a backup whose files are damaged, or would be written elsewhere, is refused and changes nothing', async () => {
  const { dataDir } = await filled();
  for (const harm of [
    "UPDATE backup_files SET bytes = x'00' WHERE part = 1",
    "UPDATE backup_files SET path = '../x'",
  ]) {
    const copies = folder();
    await run(dataDir, 'backup', copies);
    const db = new DatabaseSync(onlyFileIn(copies));
    db.exec(harm.includes('path =') ? `${harm} WHERE part = 1` : harm);
    db.close();
    const there = folder();
    const { status, words } = await run(there, 'restore', onlyFileIn(copies));
    expect(status).toBe(1);
    expect(words).toMatch(/nothing was changed: the file “.*” in it is damaged/);
    expect(readdirSync(there)).toEqual([]);
  }
}, 60_000);

it('two backups within a second are two files, the later one with the later name', async () => {
  const { dataDir } = await filled();
  const copies = folder();
  const names: string[] = [];
  for (let round = 0; round < 4; round++) {
    const { status } = await run(dataDir, 'backup', copies);
    expect(status).toBe(0);
    names.push(...readdirSync(copies).filter((name) => !names.includes(name)));
  }
  expect(names).toHaveLength(4);
  expect(names).toEqual([...names].sort());
}, 60_000);

it('--keep removes the oldest backups after a new one, and nothing else', async () => {
  const { dataDir } = await filled();
  const copies = folder();
  for (const name of [
    'relay 2025-01-01T000000.db',
    'relay 2025-01-02T000000.db',
    'relay 2025-01-03T000000.db',
    'my.db',
  ])
    writeFileSync(join(copies, name), '');
  utimesSync(join(copies, 'relay 2025-01-01T000000.db'), new Date(), new Date());
  const { status, words } = await run(dataDir, 'backup', copies, '--keep', '2');
  expect(status).toBe(0);
  expect(words).toContain('Removed the older relay 2025-01-01T000000.db');
  expect(readdirSync(copies).sort().slice(0, 2)).toEqual(['my.db', 'relay 2025-01-03T000000.db']);
  expect(readdirSync(copies)).toHaveLength(3);
  for (const args of [['--keep'], ['--keep', '0'], ['--keep', 'x'], ['--nothing', '1']])
    expect((await run(dataDir, 'backup', copies, ...args)).status, args.join(' ')).toBe(2);
}, 60_000);

it('a place where nothing can be made is refused at once, and leaves no copy behind', async () => {
  const { dataDir } = await filled();
  for (const place of ['/proc/x', '/proc/x/y', join(dataDir, 'models', 'index.json', 'below')]) {
    const { status, words } = await run(dataDir, 'backup', place);
    expect(status, place).toBe(1);
    expect(words).toContain(`No backup could be made in ${place}: `);
  }
  expect(readdirSync(dataDir).filter((name) => name.includes('.part'))).toEqual([]);
}, 60_000);

it('stops after its time limit where the relay does not answer, and where a disk hangs', async () => {
  const options = { folder: folder(), keep: null, limitMs: 1500 };
  const late = { type: 'refused', reason: expect.stringContaining('was stopped') };
  expect(await makeBackup(options, () => new Promise(() => undefined), 0)).toEqual(late);
  // Whoever opens a pipe that nobody writes to waits as on a disk that hangs.
  const pipe = join(folder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const copied: OperatorAnswer = {
    ...{ type: 'copied', source: 'x', rooms: 0, campaigns: 0, bytes: 0 },
    ...{ dataDir: folder(), copy: pipe, expected: [] },
  };
  const begun = performance.now();
  expect(await makeBackup(options, () => Promise.resolve(copied), 0)).toEqual(late);
  expect(performance.now() - begun).toBeLessThan(15_000);
  expect(readdirSync(options.folder)).toEqual([]);
}, 60_000);
