// Places that are linked or named in passing are no people, and neither are labels of details.
import { expect, it } from 'vitest';
import { analyse } from '../analyse.ts';

const namesIn = (text: string, ...links: string[]): Record<string, string> =>
  Object.fromEntries(
    analyse({
      text,
      gameSystem: 'coc-7e',
      stage: 'prep',
      knownEntities: [],
      links: links.map((name) => ({ name, shown: name })),
    }).flatMap((item) => (item.type === 'entity_suggestion' ? [[item.title, item.proposal.entityType]] : [])),
  );

it.each(['Saltport', 'Greymouth', 'Ravensfurt', 'Corbin Cannery', 'Fell Observatory', 'Harrow Ave'])(
  'a link to %s leads to a place',
  (name) => expect(namesIn(`3. The key -> the old stair, ${name}`, name)).toEqual({ [name]: 'location' }),
);

it('a person with the name of a town is a person', () => {
  expect(namesIn('Davenport, the butler, says that nobody was here. “Go away”, says Davenport.')).toEqual({
    Davenport: 'npc',
  });
});

it.each(['He', 'She', 'They', 'It'])('the name of a street ends before the next sentence: “%s”', (word) => {
  const names = namesIn(`If they chase him he goes into the sewer at Harrow St. ${word} cannot swim.`);
  expect(Object.keys(names).filter((name) => name.includes(word))).toEqual([]);
});

it('a label within a paragraph is no name; at the start of a line it may be', () => {
  expect(namesIn('Odile Marsh has a parcel from her uncle. Watermark: a swan, two years old.')).not.toHaveProperty(
    'Watermark',
  );
  expect(namesIn('Hesk: bitter, wants his coin back.\nOdile: his niece, lies about the parcel.')).toMatchObject({
    Hesk: 'npc',
  });
});
