// Tests that a surname that is also the word for a thing does not make a thing of a person.
import { describe, expect, it } from 'vitest';
import { analyse } from '../analyse.ts';

const typeIn = (text: string, name: string): unknown =>
  analyse({ text, gameSystem: 'coc-7e', stage: 'prep', knownEntities: [], players: [] }).flatMap((item) =>
    item.type === 'entity_suggestion' && item.proposal.name === name ? [item.proposal.entityType] : [],
  )[0];

describe('a surname that is the word for a thing', () => {
  it.each([
    ['Widow Prudence Quill keeps the toll house.', 'Widow Prudence Quill'],
    ['The letter was signed by Ezra Quill. He left town.', 'Ezra Quill'],
    ['Captain Odo Needle waits on the quay.', 'Captain Odo Needle'],
  ])('%s', (text, name) => {
    expect(typeIn(text, name)).toBe('npc');
  });
  it.each([
    ['They steal the Raven Quill from the vault.', 'Raven Quill'],
    ['They look for Captain Odo’s Gauntlet in the wreck.', 'Captain Odo’s Gauntlet'],
  ])('%s names a thing', (text, name) => {
    expect(typeIn(text, name)).not.toBe('npc');
  });
});
