// Tests that wrong settings are refused with a readable list, and that secrets come from files and are never shown.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder } from '../testing/relay.ts';
import { printConfig, readConfig } from './config.ts';

const problems = (env: Record<string, string>): string[] => {
  const read = readConfig(env);
  return read.ok ? [] : read.problems;
};

it('lists every mistake at once, and no secret', () => {
  const said = problems({
    PORT: 'eighty',
    PUBLIC_URL: 'table.example.org/app',
    METRICS_TOKEN: 'short-secret',
    DATABASE_URL: 'mysql://me:hunter2@x',
    MAX_DOC_MB: '0',
  });
  expect(said).toHaveLength(5);
  expect(said.join('\n')).toMatch(/PORT: .*\(is "eighty"\)/);
  expect(said.join('\n')).toContain('an address such as https://table.example.org');
  expect(said.join('\n')).not.toMatch(/short-secret|hunter2/);
});

it('reads secrets from files, refuses a missing file or a second value, and prints no secret', () => {
  const dir = folder();
  writeFileSync(join(dir, 'url'), 'postgres://relay:hunter2@db/relay\n');
  const read = readConfig({ DATABASE_URL_FILE: join(dir, 'url'), PUBLIC_URL: 'https://table.example.org/' });
  expect(read).toMatchObject({
    ok: true,
    config: { DATABASE_URL: 'postgres://relay:hunter2@db/relay', PUBLIC_URL: 'https://table.example.org' },
  });
  if (!read.ok) return;
  expect(printConfig(read.config)).toEqual(
    expect.arrayContaining([
      'DATABASE_URL=********',
      'METRICS_TOKEN=',
      'PUBLIC_URL=https://table.example.org',
      'RELAY_OPEN=0',
    ]),
  );
  expect(problems({ DATABASE_URL_FILE: join(dir, 'url'), DATABASE_URL: 'postgres://x/y' })).toEqual([
    'DATABASE_URL and DATABASE_URL_FILE: set only one of them',
  ]);
  expect(problems({ METRICS_TOKEN_FILE: join(dir, 'nowhere') })).toEqual([
    `METRICS_TOKEN_FILE: ${join(dir, 'nowhere')} cannot be read`,
  ]);
});
