// A list that is keyed by what a person types stops being drawn as soon as two of its items have one name.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../..', import.meta.url));

/** A key that is a name, title or text. */
const KEYED_BY_WORDS = /\{#each ([^{}]*?) as [^{}]*? \((?:\w+\.)?(name|title|text|label|topic|words?)\)\}/g;

/** What such a list goes through where its words cannot repeat: texts of the app, and keys of an object. */
const UNIQUE = [
  /^tools$/,
  /^rows$/,
  /^bulk$/,
  /^groups$/,
  /^names$/,
  /^notes$/,
  /^kept$/,
  /^stats$/, // of the keys of an object
  /^goalGroups$/,
  /^SCENE_TEXTS$/,
  /^texts$/, // of the keys of an entity's texts
  /^READY_CALENDARS$/,
  /^readyTables$/, // of the app's own files: ready-tables.test.ts holds them apart
  /^Object\.entries\(/,
  /^found$/, // of a game system's rules, which the app brings
  /^system\./,
  /^advanceSteps\(/,
];

it('no list is keyed by what a person types (M-218, M-226)', () => {
  const lists = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.svelte'))
    .flatMap((path) =>
      [...readFileSync(join(SRC, path), 'utf8').matchAll(KEYED_BY_WORDS)].map(([, list = '', key]) => ({
        path,
        list,
        key,
      })),
    );
  expect(lists.length).toBeGreaterThan(5);
  expect(lists.filter(({ list }) => !UNIQUE.some((known) => known.test(list)))).toEqual([]);
});
