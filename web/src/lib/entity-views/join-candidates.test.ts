// Whom “Join with…” offers first.
import { expect, it } from 'vitest';
import { joinCandidates } from './join-candidates.ts';

const entity = (name: string, entityType: string, ...aliases: string[]) => ({ id: name, name, entityType, aliases });

it('“Join with…” offers like names first, then entities of the same type, and never the entity itself', () => {
  const own = entity('Baron Harkness', 'npc', 'The Lamplighter');
  const others = [
    entity('Ashford', 'location'),
    entity('Hob', 'npc'),
    entity('The lamp lighter', 'other'),
    own,
    entity('Harkness Hall', 'location'),
    entity('Haarkness', 'npc'),
    entity('Ada', 'npc'),
  ];
  expect(joinCandidates(own, others).map(({ name }) => name)).toEqual([
    'The lamp lighter',
    'Haarkness',
    'Harkness Hall',
    'Ada',
    'Hob',
    'Ashford',
  ]);
  // Names in any script, and short ones, which are alike only where they are the same.
  expect(joinCandidates(entity('Dob', 'npc'), [entity('Hob', 'npc'), entity('Dob of Rook', 'item')])[0]?.name).toBe(
    'Dob of Rook',
  );
  expect(joinCandidates(entity('Иван', 'npc'), [entity('Анна', 'npc'), entity('Иван Грозный', 'pc')])[0]?.name).toBe(
    'Иван Грозный',
  );
});
