// Tests what begins a scene and what it is called.
import { describe, expect, it } from 'vitest';
import { findScenes } from './find-scenes.ts';

const titles = (text: string): string[] => findScenes(text, 'fitd').map((scene) => scene.title);

describe('scenes in a note', () => {
  it('19.22 a task to do or done begins none, and stays in the passage of the scene that it is below', () => {
    expect(titles('☑ Engagement roll 2d6\n☐ Ask about vice\n☐ Gather information at the docks')).toEqual([]);
    const told = '☑ Engagement roll 2d6\n\nThe crew climbs the boathouse wall and meets the Bluecoats on the roof.';
    expect(titles(told)).toEqual(['The crew climbs the boathouse wall and meets the Bluecoats']);
    const text =
      '## The boathouse\n\nThe captain offers a bargain.\n\n☑ Engagement roll 2d6\n☐ Ask about vice\n\n## The roof\n\nThey wait.';
    const scenes = findScenes(text, 'fitd');
    expect(scenes.map((scene) => scene.title)).toEqual(['The boathouse', 'The roof']);
    expect(text.slice(scenes[0]!.start, scenes[0]!.end)).toContain('☐ Ask about vice');
  });
  it('19.22 a title that is cut does not end in words that lead to what was cut off', () => {
    expect(titles('The crew meets Captain Yarrow of the Bluecoats in the boathouse by the canal.')).toEqual([
      'The crew meets Captain Yarrow of the Bluecoats',
    ]);
  });
});
