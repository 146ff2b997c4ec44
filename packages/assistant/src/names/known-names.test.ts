// Tests that somebody of the campaign is found however the notes call them, and nobody else is taken for them.
import { describe, expect, it } from 'vitest';
import { analyse } from '../analyse.ts';

const LONG = 'Captain Yarrow of the Bluecoats';
/** The names that are suggested as new, and those of the campaign that are found. */
const namesIn = (text: string, ...known: [name: string, type: string][]): { fresh: string[]; found: string[] } => {
  const knownEntities = known.map(([name, type], i) => ({ id: String(i), name, type, aliases: [] }));
  const items = analyse({ text, gameSystem: 'fitd', stage: 'actual', knownEntities });
  const titles = (type: string): string[] => [
    ...new Set(items.filter((item) => item.type === type).map(({ title }) => title)),
  ];
  return { fresh: titles('entity_suggestion'), found: titles('entity_mention') };
};

describe('somebody with a title', () => {
  const text = 'Captain Yarrow waits by the sluice. Captain Yarrow wants the ledger back.';
  it.each([
    ['of no type yet', [[LONG, 'other']]],
    [
      'who shares the name',
      [
        [LONG, 'npc'],
        ['Lady Yarrow', 'npc'],
      ],
    ],
    [
      'with a first name that others have too',
      [
        ['Captain Elias Yarrow', 'npc'],
        ['Mina Yarrow', 'npc'],
      ],
    ],
  ] as const)('is not offered as new by a shorter name: %s', (_, known) => {
    const { fresh, found } = namesIn(text, ...known.map(([name, type]): [string, string] => [name, type]));
    expect([fresh, found]).toEqual([[], [known[0][0]]]);
  });
  it('is not offered as new where the name has two letters', () => {
    expect(
      namesIn('Captain Oy waits. Captain Oy paid Captain Oy’s men.', ['Captain Oy of the Bluecoats', 'npc']),
    ).toEqual({
      fresh: [],
      found: ['Captain Oy of the Bluecoats'],
    });
  });
  it.each([
    ['Ashby met the crew. Ashby paid them.', 'Lord Ashby Manor'],
    ['Flint met the crew. Flint paid them.', 'Captain Flint Tavern'],
    ['The Bluecoats met the crew. The Bluecoats paid them.', LONG],
  ])('is not a place or a group that has no type yet: %s', (words, name) => {
    expect(namesIn(words, [name, 'other']).found).toEqual([]);
  });
  it.each([
    ['They slept in the Manor.', 'Lord Ashby Manor'],
    ['They met Captain Flint Tavern.', 'Captain Flint Tavern'],
  ])('of no type is found as a place is: %s', (words, name) => {
    expect(namesIn(words, [name, 'other']).found).toEqual([name]);
  });
  it('is nobody else with that title or that name', () => {
    expect(namesIn('Captain Voss came with six men. Captain Voss laughed.', [LONG, 'npc'])).toEqual({
      fresh: ['Captain Voss'],
      found: [],
    });
    expect(namesIn('Captain Yarrow Voss came with six men. He laughed.', [LONG, 'npc']).found).toEqual([]);
  });
});

describe('a letter that is longer in lower case', () => {
  it.each([
    ['Sir/Dame Orlow paid. İrem Kaya drowned.', ['Sir/Dame Orlow', 'npc'], 'Sir/Dame Orlow'],
    ['İrem Kaya left THE IRON FERRY at dawn.', ['the iron ferry', 'location'], 'the iron ferry'],
    ['They met İrem Kaya there.', ['İrem Kaya', 'npc'], 'İrem Kaya'],
  ] as [string, [string, string], string][])('hides no name of the campaign: %s', (text, known, found) => {
    expect(namesIn(text, known).found).toEqual([found]);
  });

  it('gives a log entry to the entity of the campaign, and to no part of its name', () => {
    const text = 'İrem Kaya drowned in the mill pond. Sir/Dame Orlow swore revenge and burned the mill.';
    const knownEntities = [{ id: 'o', name: 'Sir/Dame Orlow', type: 'npc', aliases: [] }];
    const items = analyse({ text, gameSystem: 'coc-7e', stage: 'actual', knownEntities });
    const about = items.flatMap((item) => (item.type === 'log_entry' ? [item.proposal.about] : []));
    expect(about).toEqual(['İrem Kaya', 'Sir/Dame Orlow']);
  });
});
