// Names of a vault's notes: files in slugs, and several files of one name.
import { expect, it } from 'vitest';
import { derivedId } from '@emberkeep/store';
import { createReader, entitiesOf, plainText, zipOf } from '../../testing/import-files.ts';

const { read, put } = createReader(derivedId);

it('files in slugs get readable names, and are found by the slug, too', async () => {
  const content = await read([
    zipOf({
      'NPCs/captain-rook.md': 'Walks.',
      'NPCs/the-lady-of-the-mere.md': 'Waits.',
      'NPCs/o-malley.md': '# O’Malley\n\nSings.',
      'NPCs/old_tam.md': '---\ntitle: Old Tam the Ferryman\n---\nRows.',
      'NPCs/Bell-Ringer.md': 'See [[captain-rook]].',
    }),
  ]);
  const entities = entitiesOf(put(content));
  expect(entities.map(({ name, aliases }) => [name, [...aliases].filter((alias) => alias !== name)])).toEqual([
    ['Captain Rook', ['captain-rook']],
    ['The Lady of the Mere', ['the-lady-of-the-mere']],
    ['O’Malley', ['o-malley']],
    ['Old Tam the Ferryman', ['old_tam']],
    ['Bell-Ringer', []],
  ]);
  expect(plainText(entities.at(-1)?.texts['gm_notes'])).toBe('See [[Captain Rook]].');
});

it('every link that leads nowhere is listed with its note', async () => {
  const { remarks } = await read([
    zipOf({
      'NPCs/Ilse.md': 'Knows [[Vey]], [[Nobody There#Past|him]] and [[Rook]]. `[[code]]`',
      'NPCs/Rook.md': 'Knows [[Vey]] and [[Ilse]].',
    }),
  ]);
  expect(remarks).toEqual([
    'No note of these files has the name of 2 links: “Vey” (in Ilse, Rook); “Nobody There” (in Ilse).',
  ]);
});

it('a link by path leads to the note of that path where names repeat', async () => {
  const content = await read([
    zipOf({
      'Factions/Overview.md': 'Guilds.',
      'Places/Overview.md': 'Quays.',
      'Lore/A.md': '[[Factions/Overview]], [[Places/Overview|quays]] and [text](../Places/Overview.md).',
    }),
  ]);
  const entities = entitiesOf(put(content));
  expect(entities.map(({ name, aliases }) => [name, [...aliases].filter((alias) => alias !== name)])).toEqual([
    ['Overview', []],
    ['Overview (Places)', []],
    ['A', []],
  ]);
  expect(plainText(entities.find(({ name }) => name === 'A')?.texts['gm_notes'])).toBe(
    '[[Overview]], [[Overview (Places)|quays]] and [[Overview (Places)|text]].',
  );
});
