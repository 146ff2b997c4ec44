import { describe, expect, it } from 'vitest';
import { tellsOfPlay } from './tells-of-play.ts';

describe('a sentence of an account', () => {
  it.each([
    'Nobody went into the Tide Vault.',
    'Next week: the boat.',
    'We never got to the old pier',
    "They didn't even enter the mill.",
    'Skipped the kiln.',
    'None of the players has visited Marrow Street.',
    'They will go to the Tide Vault at dawn.',
    'They are going to rob the Tide Vault.',
    'If they open the Tide Vault, the sea comes in.',
    'We ran out of time for the Tide Vault.',
    'The crew wants to see the Tide Vault.',
  ])('“%s” says what did not happen yet', (sentence) => {
    expect(tellsOfPlay(sentence)).toBe(false);
  });
  it.each([
    'They went into the Tide Vault.',
    'Nobody died in the Tide Vault.',
    'The door of the mill would not open, so they burned it.',
    'Not a soul was in the Tide Vault when they came.',
    'The Tide Vault',
    'Ifor met the next of kin.',
    '',
  ])('“%s” is of play', (sentence) => {
    expect(tellsOfPlay(sentence)).toBe(true);
  });
});
