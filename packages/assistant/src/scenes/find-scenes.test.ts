// Tests what begins a scene and what it is called.
import { describe, expect, it } from 'vitest';
import { findScenes } from './find-scenes.ts';

const titles = (text: string): string[] =>
  findScenes({ text, gameSystem: 'fitd', stage: 'prep' }).map((scene) => scene.title);

describe('scenes in a note', () => {
  it('a task to do or done begins none, and stays in the passage of the scene that it is below', () => {
    expect(titles('☑ Engagement roll 2d6\n☐ Ask about vice\n☐ Gather information at the docks')).toEqual([]);
    const told = '☑ Engagement roll 2d6\n\nThe crew climbs the boathouse wall and meets the Bluecoats on the roof.';
    expect(titles(told)).toEqual(['The crew climbs the boathouse wall and meets the Bluecoats']);
    const text =
      '## The boathouse\n\nThe captain offers a bargain.\n\n☑ Engagement roll 2d6\n☐ Ask about vice\n\n## The roof\n\nThey wait.';
    const scenes = findScenes({ text, gameSystem: 'fitd', stage: 'prep' });
    expect(scenes.map((scene) => scene.title)).toEqual(['The boathouse', 'The roof']);
    expect(text.slice(scenes[0]!.start, scenes[0]!.end)).toContain('☐ Ask about vice');
  });
  it('a title that is cut does not end in words that lead to what was cut off', () => {
    expect(titles('The crew meets Captain Yarrow of the Bluecoats in the boathouse by the canal.')).toEqual([
      'The crew meets Captain Yarrow of the Bluecoats',
    ]);
  });
});

describe('what real notes look like', () => {
  it.each([
    [
      'rows of a table',
      'The road north is long and the heroes roll on this table each night until they reach the pass.\n\n' +
        '| d6 | Encounter |\n| --- | --- |\n| 1 | Wolves |\n| 2 | A pedlar with a broken cart |\n| 3 | Rain |\n| 4 | Nothing |',
      1,
    ],
    [
      'fields of a form',
      '---\ntype: session\ndate: 2024-03-02\n---\n\n## The toll bridge\nThe trolls want a song or a goat before anyone may pass.\n\n' +
        '**Weather:** fog\n**Mood:** tense\n**Music:** drums',
      1,
    ],
    [
      'numbered options below a question',
      '## The council\nThe elders ask what the heroes will do about the dam.\n\n' +
        '1. Break it\n2. Pay the miller\n3. Ask the river',
      1,
    ],
    [
      'stat lines',
      '## The pit\nThe ghoul climbs out when the lamp is lowered.\n\n' +
        'Ghoul, AC 12, 22 hp\nSTR 13 DEX 15 CON 10\nBite +2, 2d6+2',
      1,
    ],
  ])('%s begin no scene', (_what, text, count) => {
    expect(findScenes({ text, gameSystem: 'dnd-5e', stage: 'prep' })).toHaveLength(count);
  });
  it.each(['Loose ends', 'Open questions', 'Unanswered questions'])('“%s” is a list and no scene', (heading) => {
    const text =
      '# The tannery\n\n## The yard\n\nThe foreman blocks the gate and asks who sent them. He has a dog and a whistle.\n\n' +
      `## ${heading}\n\n1. Who owns the kiln?\n2. Why did the dog not bark?\n- [ ] Draw the map of the yard`;
    const scenes = findScenes({ text, gameSystem: 'dnd-5e', stage: 'prep' });
    expect(scenes.map((scene) => scene.title)).toEqual(['The yard']);
  });
  it('lists of the players, experience and plans for next time are outside every scene', () => {
    const text =
      '# Session 4\n\nPlayers: Ann, Bo\n\n## The fair\nWe met the puppeteer and he offered us a map for a promise.\n\n' +
      '## XP\n- 300 each\n\n## Next time\n- bring snacks';
    const [scene, ...others] = findScenes({ text, gameSystem: 'dnd-5e', stage: 'actual' });
    expect(others).toEqual([]);
    expect(text.slice(scene?.start, scene?.end)).toBe(
      '## The fair\nWe met the puppeteer and he offered us a map for a promise.',
    );
  });
});
