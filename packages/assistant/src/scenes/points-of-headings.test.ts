// Short numbered points and connections below a heading are part of what it names, and begin no scene.
import { describe, expect, it } from 'vitest';
import { analyse } from '../analyse.ts';

const scenesOf = (text: string): { title: string; passage: string }[] =>
  analyse({ text, gameSystem: 'coc-7e', stage: 'prep', knownEntities: [] }).flatMap((item) =>
    item.type === 'scene_suggestion'
      ? [{ title: item.title, passage: text.slice(item.start, item.proposal.passageEnd) }]
      : [],
  );

const MILL = `## The flooded mill
The party reaches the mill at dusk. The miller Odo Pell hides in the loft and throws tiles at whoever comes near. He will talk if someone brings him dry clothes.`;
const VICARAGE = `## The vicarage
Mother Ansgard receives them in the parlour. She lies about the bell and asks them to leave before the tide turns.`;

describe('a list below a heading', () => {
  it.each([
    [
      '1. Wet boots -> the mill\n2. Torn hymn no. 9 -> the vicarage\n3. Bell rope -> locker 40 at the Weir Company\n4. Odo’s ledger -> the toll house',
    ],
    ['- Wet boots → the mill\n- Torn hymn → the vicarage\n- Bell rope → the Weir Company'],
    ['1. Search the cellar\n2. Follow the ferryman\n3. Ask the widow about the lamp\n4. Wait for the tide'],
  ])('is not a scene for each point: %j', (list) => {
    const after = 'The Weir Guild watches the bridge. If they are seen, two guards follow them home.';
    const text = `# Session 2\n\n${MILL}\n\n## Where the clues lead\n${list}\n\n${after}\n\n${VICARAGE}`;
    const points = list.split('\n');
    const scenes = scenesOf(text);
    expect(scenes.map(({ title }) => title)).toEqual(expect.arrayContaining(['The flooded mill', 'The vicarage']));
    const begun = scenes.map(({ passage }) => passage.split('\n')[0]!);
    expect(begun.filter((first) => points.includes(first))).toEqual([]);
    // What has one point of the list has all of it.
    for (const { passage } of scenes)
      expect([0, points.length]).toContain(points.filter((p) => passage.includes(p)).length);
  });
});
