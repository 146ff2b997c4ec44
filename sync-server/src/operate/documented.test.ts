// Runs the commands of docs/operate.md as they are printed there, with the relay's own launcher, from an empty folder to
// a restored backup.
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { client } from '../../testing/client.ts';
import { claim, folder, start } from '../../testing/relay.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const LAUNCHER = join(ROOT, 'sync-server', 'bin', 'relay');
const text = readFileSync(join(ROOT, 'docs', 'operate.md'), 'utf8');

/** The blocks of a language, in order. */
const blocksOf = (language: string): string[] =>
  [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].filter(([, each]) => each === language).map(([, , body = '']) => body);

const run = promisify(execFile);
/** Runs a line in a shell that knows `relay` as the document says, and another folder for backups. */
const shell = async (line: string, dataDir: string, backups: string): Promise<string> => {
  const bin = folder();
  writeFileSync(join(bin, 'relay'), `#!/bin/sh\nexec ${LAUNCHER} "$@"\n`);
  chmodSync(join(bin, 'relay'), 0o755);
  const env = { ...process.env, DATA_DIR: dataDir, APP_DIR: '', PORT: '0', PATH: `${bin}:${process.env['PATH']}` };
  const { stdout } = await run('sh', ['-c', line.replaceAll('/mnt/backups', backups)], { env });
  return stdout;
};

it.skipIf(process.platform === 'win32')(
  'every sh block of docs/operate.md does on a running relay what the text says, and the backup is restored',
  async () => {
    const relay = await start();
    await claim(relay);
    const { doc, provider } = client(relay);
    doc.getText('t').insert(0, 'words');
    await provider.settled();
    const backups = join(folder(), 'backups');
    mkdirSync(backups);
    const lines = blocksOf('sh').flatMap((block) => block.trim().split('\n'));
    const said: Record<string, string> = {};
    for (const line of lines) said[line] = await shell(line, relay.dataDir, backups);
    expect(said['relay doctor']).toMatch(/^file: ok; 1 rooms/);
    expect(said['relay rooms']).toContain('1 rooms');
    expect(said['relay backup /mnt/backups --keep 14']).toContain('read back and checked');
    expect(said['relay --check-config']).toBe('This configuration is valid.\n');
    const line = text.split('\n').find((each) => each.startsWith('relay restore '))!;
    const there = folder();
    const [backup] = readdirSync(backups);
    await shell(line.replace(/relay \d{4}-[\dT-]+\.db/, backup!), there, backups);
    const restored = await start({ dataDir: there });
    const reader = client(restored);
    await reader.provider.settled();
    expect(reader.doc.getText('t').toString()).toBe('words');
  },
  120_000,
);

it('the settings and the service of docs/operate.md name what exists', () => {
  const [settings = '', unit = ''] = blocksOf('ini');
  const config = readFileSync(join(ROOT, 'sync-server', 'src', 'config.ts'), 'utf8');
  const names = settings
    .trim()
    .split('\n')
    .map((line) => line.split('=')[0]!);
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) expect(config, name).toMatch(new RegExp(`^  ${name}: `, 'm'));
  const [, started = ''] = /^ExecStart=\/opt\/emberkeep\/app\/(.+)$/m.exec(unit) ?? [];
  expect(readFileSync(join(ROOT, started), 'utf8')).toMatch(/^#!\/bin\/sh\n/);
});
