// Tests that only accounts of play are told from the chat.
import { describe, expect, it } from 'vitest';
import { chatPrompts } from '../../testing/node/labelled-sets.ts';
import { accountOfPlay } from './account-of-play.ts';
import type { MessageContext } from './intents.ts';

const context: MessageContext = {
  system: 'dnd-5e',
  previous: '',
  names: [
    { id: 'nell', name: 'Nell Voss', type: 'pc', aliases: [] },
    { id: 'orrin', name: 'Orrin Pale', type: 'npc', aliases: ['Orrin'] },
    { id: 'harrow', name: 'Harrow', type: 'location', aliases: [] },
  ],
};

describe('accounts of play in the chat', () => {
  it.each([
    'The party went to the kiln',
    'Nell Voss stabbed the ghast and Orrin ran for the door.',
    'They walked out on Orrin mid sentence and went straight down to the ferry',
    'Orrin Pale told them that the key was burned.',
    'At the pit the rope broke and Orrin fell twenty feet.',
  ])('“%s” is one', (text) => expect(accountOfPlay(text, context)).toBe(text));
  it.each([
    'Thanks',
    'Thanks, that worked well',
    'Rename Harrow',
    'Rename Harrow to Harlow',
    'Who is Orrin Pale?',
    'what day is it',
    'Orrin’s secrets',
    'I need a bartender called Orrin',
    'new scene: questioning the night porter',
    'add a scene where Orrin was found dead',
    'log the loot',
    'Remember that Nell burned the key',
    'remind me what Orrin said about the key',
    'give me stats for a ghast that was burned',
    'if they went to Harrow, what would Orrin do',
    'They might have burned the kiln by then',
    'roll 2d6+1',
    'what happened last time at the kiln',
    'Recap what they did in Harrow',
    // As a search shows a message: its beginning or its end is cut.
    '…what did Nell Voss sell to Orrin',
    'any idea who burned the key at the kiln',
    'Tell the players that Orrin escaped',
    'Delete the scene they skipped',
    'let’s not add the kiln yet',
  ])('“%s” is none', (text) => expect(accountOfPlay(text, context)).toBe(''));
  it('what is to be logged is one, without the words that ask for it', () => {
    expect(accountOfPlay('Log that Nell Voss burned the key', context)).toBe('Nell Voss burned the key');
  });
  it('no labelled request or question is one', () => {
    // A party that moves on is an account and makes a scene; what was seen to happen may be either.
    const others = chatPrompts().filter(
      ({ voice, want }) =>
        ['plain', 'messy'].includes(voice) && !['create_scene', 'situation_help', 'log_event'].includes(want.intent),
    );
    expect(others.length).toBeGreaterThan(200);
    expect(others.filter(({ text }) => accountOfPlay(text, context)).map(({ text }) => text)).toEqual([]);
  });
});
