// Shows which entities a typed name finds, among hundreds.
import { beforeAll, expect, it, vi } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { findEntities } from './mend-links.ts';

const entity = (name: string, ...aliases: string[]) => ({ id: name, name, aliases, entityType: 'npc' });
const MANY = Array.from({ length: 300 }, (_, i) => entity(`Reeve ${String(i + 1).padStart(3, '0')}`));
// The fuzzy search is loaded after the page.
beforeAll(() => vi.dynamicImportSettled());
const namesOf = (query: string, entities = MANY): string[] => findEntities(entities, query, 8).map(({ name }) => name);

it('an entity is found by its name and its aliases, whatever the case and accents, the exact name first', () => {
  const all = [...MANY, entity('Øydis Farrow', 'The Weirkeeper'), entity('Farrow'), entity('Ilse of Farrow')];
  expect(namesOf('farrow', all)).toEqual(['Farrow', 'Ilse of Farrow', 'Øydis Farrow']);
  expect(findEntities(all, 'WEIRK', 8)).toEqual([
    { id: 'Øydis Farrow', name: 'Øydis Farrow', entityType: 'npc', alias: 'The Weirkeeper' },
  ]);
  expect(namesOf('reeve 017', all)).toEqual(['Reeve 017']);
  expect(namesOf('nobody', all)).toEqual([]);
  expect(namesOf('  ', all)).toEqual([]);
});

it('an entity is found with one wrong letter, after those that fit in every letter', () => {
  const all = [...MANY, entity('Oskar Rettich'), entity('Oskar Retichev')];
  expect(namesOf('Oskar Retich', all)).toEqual(['Oskar Retichev', 'Oskar Rettich']);
});

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261130);
it(`every entity is found by its whole name and by the begin of each of its words (seed ${seed})`, () => {
  const random = createRandom(seed);
  const word = (): string => Array.from({ length: 3 + random.int(6) }, () => random.pick([...'abcdeéøßжя’n'])).join('');
  const all = Array.from({ length: 120 }, (_, i) => entity(`${word()} ${word()} n${i}`));
  for (const { name } of all) {
    expect(namesOf(name, all)[0]).toBe(name);
    const begins = name.split(' ').map((each, i) => (i < 2 ? each.slice(0, 3) : each));
    expect(findEntities(all, begins.reverse().join(' '), all.length).map((found) => found.name)).toContain(name);
  }
});
