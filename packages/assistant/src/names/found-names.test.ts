// Which capitals are names, and of what type, as GMs' notes have them.
import { describe, expect, it } from 'vitest';
import { analyse } from '../analyse.ts';

const namesIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    analyse({ text, gameSystem: 'coc-7e', stage: 'prep', knownEntities: [] }).flatMap((item) =>
      item.type === 'entity_suggestion' ? [[item.proposal.name, item.proposal.entityType]] : [],
    ),
  );

describe('names that suggestions find', () => {
  it.each([
    'The headline of the paper. "Bus Stops Early", says the front page.',
    '## News\n- Bus Stops Early\n- Mill Fire Kills Three\nThe party reads on.',
    'Headline: “Bus Stops Early”\nClue: the driver is missing.',
    'Scene 1: Breath of the Deep\nThe party dives.\n\nScene 2: Choir Below\nVoices sing.',
    '**Breath of the Deep**\nThe party dives.\n\n**Choir Below**\nVoices sing.',
  ])('a headline and a title of a scene are no names: %j', (text) => {
    expect(Object.keys(namesIn(text)).join()).not.toMatch(/Bus|Early|Fire|Headline|Breath|Choir/);
  });

  it('a title of a scene that the text names, too, is no person', () => {
    const found = namesIn('Scene 2: Choir Below\nThe Choir Below sings at night. They fear the Breath of the Deep.');
    expect(found).toMatchObject({ 'Choir Below': 'faction', 'Breath of the Deep': 'lore' });
  });

  it.each([
    'At the gate, Mylera Klev speaks of the flood.',
    'Near Mylera Klev, she says, the tide turns.',
    'They wait in the harbour. Mylera Klev: “The tide turns.” In Mylera Klev they trust.',
    '“The tide turns”, says Mylera Klev. They leave Mylera Klev behind.',
    'They go to Mylera Klev. She has the ledger.',
  ])('who speaks is a person: %j', (text) => {
    expect(namesIn(text)).toMatchObject({ 'Mylera Klev': 'npc' });
  });

  it.each([
    ['They meet at Vensmoor. The inn is full.', 'Vensmoor', 'location'],
    ['They reach Harrow Quay, says the log.', 'Harrow Quay', 'location'],
  ])('where nobody speaks a place stays one: %j', (text, name, type) => {
    expect(namesIn(text)).toMatchObject({ [name]: type });
  });

  it.each([
    ['A priest named 田中さくら waits at the shrine.', '田中さくら'],
    ['The party asks サクラ about the bell.', 'サクラ'],
    ['田中 sells oil by the quay.', '田中'],
    ['They bribe マリア・ロペス with silver.', 'マリア・ロペス'],
    ['A smith called 김민수 forges the blade.', '김민수'],
    ['A fisher named محمد mends nets.', 'محمد'],
  ])('names in scripts without capitals are found: %j', (text, name) => {
    expect(Object.keys(namesIn(text))).toEqual([name]);
  });
});
