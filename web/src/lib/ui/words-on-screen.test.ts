// Tests that screens use one word for one thing.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const SOURCE = new URL('../../', import.meta.url);
/** Prose of a campaign, not of the app. */
const SAMPLE = 'lib/services/campaigns/sample/';

const withoutComments = (code: string): string =>
  code
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');

it('19 a game night is called a session on every screen', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(?:svelte|ts|html|json)$/.test(name) && !/\.test\.ts$/.test(name) && !name.startsWith(SAMPLE),
  );
  expect(files.length).toBeGreaterThan(300);
  const found = [...files, '../messages/en.json'].flatMap((name) =>
    withoutComments(readFileSync(new URL(name, SOURCE), 'utf8'))
      .split('\n')
      // The part of an address that links of players have.
      .filter((line) => /evening/i.test(line.replace(/\?evening=|get\('evening'\)/g, '')))
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});
