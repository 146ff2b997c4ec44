// Capitals that make no name: column headings, nouns of notes that are partly German.
import { describe, expect, it } from 'vitest';
import { analyse } from '../index.ts';
import { isPartlyGerman } from './german.ts';
import { columnHeadings } from './column-headings.ts';

const namesIn = async (text: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await analyse({ text, gameSystem: 'coc-7e', stage: 'prep', knownEntities: [], players: [] })).flatMap((item) =>
      item.type === 'entity_suggestion' ? [[item.title, (item.proposal as { entityType: string }).entityType]] : [],
    ),
  );

describe('names in tables', () => {
  it('column headings are no people, in Markdown and as a note’s outline writes tables', async () => {
    const markdown =
      '| Guest | Role | Drink |\n| --- | --- | --- |\n| Oskar Venn | smuggler | ale |\n| Marta Kell | spy | gin |';
    const outline = 'Name | Role | Secret\n\nOskar Venn | smuggler | owes money\n\nMarta Kell | spy | drinks';
    for (const text of [markdown, outline])
      expect(Object.keys(await namesIn(text))).toEqual(['Oskar Venn', 'Marta Kell']);
  });

  it('a table without headings loses nobody, and a line with a bar is no table', () => {
    expect(columnHeadings('Oskar Venn | smuggler\nMarta Kell | spy')).toEqual([]);
    expect(columnHeadings('They choose A | B.\n\nThen they rest.')).toEqual([]);
    expect(columnHeadings('')).toEqual([]);
    expect(columnHeadings('|'.repeat(50_000))).toEqual([]);
  });
});

describe('notes that are partly German', () => {
  it('nouns after an article are no names; people stay', async () => {
    const text =
      'The party meets the Bürgermeister at the Rathaus. Der Wirt sagt, dass die Kirche verschlossen ist. Die Taverne ist voll und die Wache schläft. They ask Lukas Brenner about the Schlüssel, and Lukas Brenner lies.';
    expect(Object.keys(await namesIn(text))).toEqual(['Lukas Brenner']);
  });
  it('English with a German name or a quoted word is English', () => {
    expect(isPartlyGerman('They drink with Hans und Grete at the Golden Goose. It is nur a dream.')).toBe(false);
  });
});

it('cities that one travels to, cafés and inns are places, and a watch is a faction', async () => {
  const names = await namesIn(
    'The investigators meet in Innsbruck. They take the night train from Vienna and sit in Café Central. Café Central is quiet. Inspector Haas waits at the Golden Goose Inn. The Harbour Watch arrests two smugglers.',
  );
  expect(names).toEqual({
    Innsbruck: 'location',
    Vienna: 'location',
    'Café Central': 'location',
    'Inspector Haas': 'npc',
    'Golden Goose Inn': 'location',
    'Harbour Watch': 'faction',
  });
});
