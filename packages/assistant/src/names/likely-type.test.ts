// A link to a name that no entity has: which type is offered first.
import { describe, expect, it } from 'vitest';
import { likelyType } from './likely-type.ts';

describe('the likely type of a linked name', () => {
  it.each([
    ['Harbour Gate', 'They wait at [[Harbour Gate]] until dusk.', 'location'],
    ['Captain Odo Needle', '[[Captain Odo Needle]] is late.', 'npc'],
    ['The Grey Guild', 'Members of [[The Grey Guild|the guild]] watch.', 'faction'],
    ['Sorrow', 'They steal the ring called [[Sorrow]], then [[Wenna]] whispers to her brother.', 'npc'],
    ['Wenna', '[[Wenna]] whispers to her brother.', 'npc'],
    ['Ash', '', 'npc'],
  ])('%s in “%s” is a %s', (name, text, type) => {
    expect(likelyType(name, text)).toBe(type);
  });
});
