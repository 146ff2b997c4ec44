// Tests that screens use one word for one thing.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const ROOT = new URL('../../../../', import.meta.url);
/** Where the words on a screen come from: pages, labels of records, remarks of imports, and what Ask says. */
const SOURCES = [
  'web/src/',
  'web/messages/',
  'packages/assistant/src/chat/',
  'packages/assistant/src/model/',
  'packages/domain/src/',
  'packages/files/src/',
  'packages/search/src/',
  'packages/store/src/',
];
/** Prose of a campaign, and words that the app reads in what a GM wrote. */
const NOT_OF_THE_APP = [
  'web/src/lib/services/campaigns/sample/',
  'packages/assistant/src/chat/vocabulary/',
  'packages/assistant/src/chat/other-session.ts',
  'packages/files/src/transfer/session-names.ts',
];

const withoutComments = (code: string): string =>
  code
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');

it('a game night is called a session on every screen', () => {
  const filesIn = (source: string): string[] =>
    readdirSync(new URL(source, ROOT), { recursive: true, encoding: 'utf8' })
      .map((name) => `${source}${name}`)
      .filter(
        (name) =>
          /\.(?:svelte|ts|html|json)$/.test(name) &&
          !/\.test\.ts$/.test(name) &&
          !NOT_OF_THE_APP.some((other) => name.startsWith(other)),
      );
  const files = SOURCES.map(filesIn);
  for (const each of files) expect(each.length).toBeGreaterThan(0);
  expect(files[0]!.length).toBeGreaterThan(300);
  const found = files.flat().flatMap((name) =>
    withoutComments(readFileSync(new URL(name, ROOT), 'utf8'))
      .split('\n')
      // The part of an address that links of players have.
      .filter((line) => /evening/i.test(line.replace(/\?evening=|get\('evening'\)/g, '')))
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});
