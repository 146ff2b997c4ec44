// Property tests: what is below the heading of a numbered scene is that scene's, and a detail begins no scene.
import { describe, expect, it } from 'vitest';
import { analyse } from '../analyse.ts';

/** Mulberry32: the same numbers for the same seed. */
const numbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const TITLES = ['The Salt Gallery', 'Low Water', 'A Wedding at Pell', 'The Signal Box', 'Under the Weir', 'Ash Lane'];
const PROSE = [
  'The miller will not open the sluice before he is paid. He counts the coins twice.',
  'At dusk the party arrives at the old market, and a bell rings in the chapel across the square.',
  'Later they meet Marshal Ilse Brandt in the harbour office. She has a warrant and no patience.',
  'A fight breaks out on the stairs: three bailiffs draw their clubs and attack whoever is nearest.',
];
const DETAILS = [
  'Clue: the ferry ticket is dated tomorrow, in the back room of the inn.\nClues (two): the seal is from the abbey.',
  'Roll: Persuade or Charm at the town gate.\n**Roll (hard):** Stealth to cross the yard.',
  'Bailiff: STR 55 CON 60 HP 12, club 40%, damage 1D6\nMarshal Brandt: HP 14, pistol 55%',
  'Treasure: 40 crowns under the altar.\nHandout: the map of the tunnels.',
];
const LISTS = [
  '- If they wait, the tide comes in.\n- If they shout, the watch arrives from the bridge.',
  '1. Ask the ferryman\n2. Search the cellar\n3. Go to the lighthouse',
  '| Room | Night |\n| --- | --- |\n| Cellar | flooded |\n| Loft | a lamp burns |',
];

const note = (random: () => number): { text: string; sections: string[] } => {
  const any = (from: readonly string[]): string => from[Math.floor(random() * from.length)]!;
  const part = (): string => any([any(PROSE), any(PROSE), any(DETAILS), any(DETAILS), any(LISTS), '### What they see']);
  const mark = '#'.repeat(1 + Math.floor(random() * 2));
  const count = 2 + Math.floor(random() * 4);
  const sections = Array.from({ length: count }, (_, n) =>
    [
      `${mark} ${any(['Scene', 'Node', 'Encounter'])} ${n + 1}: ${any(TITLES)}`,
      any(PROSE),
      ...Array.from({ length: 1 + Math.floor(random() * 5) }, part),
      any([any(PROSE), any(DETAILS), any(LISTS)]),
    ].join('\n\n'),
  );
  return { text: sections.join('\n\n'), sections };
};

describe('a note whose sections all begin with a numbered scene', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))('seed %i: its scenes are its sections, whole', (seed) => {
    const random = numbers(seed);
    const gameSystem = ['coc-7e', 'dnd-5e', 'fitd', 'gurps-4e'][seed % 4]!;
    const { text, sections } = note(random);
    const scenes = analyse({ text, gameSystem, stage: 'prep', knownEntities: [], players: [] })
      .filter((item) => item.type === 'scene_suggestion')
      .map(({ start, proposal }) => text.slice(start, Number(proposal['passageEnd'])));
    expect(scenes).toEqual(sections);
  });
});

describe('a detail begins no scene, whatever heading it is below', () => {
  const below = (heading: string, detail: string): string[] => {
    const text = `${heading}\n\n${PROSE[1]}\n\n${PROSE[2]}\n\n${detail}\n\n${LISTS[0]}\n\n## The mill\n\n${PROSE[0]}`;
    return analyse({ text, gameSystem: 'coc-7e', stage: 'prep', knownEntities: [], players: [] })
      .filter((item) => item.type === 'scene_suggestion')
      .map(({ start }) => text.slice(start).split('\n')[0]!);
  };
  it.each(DETAILS)('%s', (detail) => {
    for (const heading of ['## The customs shed', '## Act one', '## Scene 7 – The customs shed'])
      expect(below(heading, detail).filter((first) => detail.includes(first))).toEqual([]);
  });
});
