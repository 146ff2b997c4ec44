// Shows whom the palette and the [[ completion offer for what was typed.
import { expect, it } from 'vitest';
import { readFields, ENTITY, type Entity } from '@emberkeep/domain';
import { rankEntities } from './rank-entities.ts';

const entity = (name: string, ...aliases: string[]): Entity =>
  readFields(ENTITY, name, {
    fields: new Map([
      ['name', name],
      ['entityType', 'npc'],
    ]),
    groups: new Map([['alias', new Map(aliases.map((alias) => [alias, true]))]]),
  })!;
const PEOPLE = [
  entity('Éowyn'),
  entity('Eomer', 'Éomer King'),
  entity('Иван Грозный'),
  entity('Old Harrow'),
  entity('Harrow Hill'),
];
const found = (query: string): string[] => rankEntities(PEOPLE, query, 5).map((each) => each.entity.name);

it('names are found without accents and by a second word in any script, so nobody is made twice', () => {
  expect(found('Eowyn')[0]).toBe('Éowyn');
  expect(found('éome')[0]).toBe('Eomer');
  expect(found('гроз')).toEqual(['Иван Грозный']);
  expect(found('harrow').slice(0, 2)).toEqual(['Harrow Hill', 'Old Harrow']);
  expect(rankEntities(PEOPLE, 'king', 5)[0]).toMatchObject({ via: 'Éomer King' });
});
