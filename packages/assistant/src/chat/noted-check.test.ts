// What to roll is answered from the notes where they give the check, and by the game system where they do not.
import { describe, expect, it } from 'vitest';
import { respond, type ChatReply } from './answer-by-rules.ts';

const PASSAGES = [
  {
    id: 'a',
    title: 'The bell loft',
    text: 'Dust everywhere.\nClimbing to the bell: Athletics DC 14, or fall for 2d6.\nTam sleeps here.',
  },
  {
    id: 'b',
    title: 'The mural',
    text: 'The mural shows a drowned queen.\n- Sanity 1/1d4 if they read the verse (History or Occult hard)',
  },
  { id: 'c', title: 'Market', text: 'Everybody here has heard the bell. The queen is not spoken of.' },
];
const ask = (text: string, system: string): Promise<ChatReply> =>
  respond(
    { text, names: [], system, previous: '', seed: 'a' },
    { search: async () => PASSAGES, recap: async () => null },
  );

describe('what to roll', () => {
  it.each([
    ['What do I roll to climb to the bell?', 'dnd-5e', 'Athletics DC 14', 'a'],
    ["what's the DC for climbing the bell", 'dnd-5e', 'Athletics DC 14', 'a'],
    ['What do I roll to read the verse?', 'coc-7e', 'Sanity 1/1d4', 'b'],
    ['which skill is it for the verse', 'coc-7e', 'History or Occult hard', 'b'],
  ])('“%s” is answered from the notes', async (text, system, words, id) => {
    const reply = await ask(text, system);
    expect(reply.text).toContain(words);
    expect([reply.citations, reply.writes, reply.offers]).toEqual([[id], [], []]);
  });

  it.each([
    ['What do I roll to pick the lock of the cellar?', 'dnd-5e'],
    ['what do I roll for stealth?', 'dnd-5e'],
    ['What do I roll to bribe the queen?', 'dnd-5e'],
  ])('“%s” gets advice, because the notes give no check for it', async (text, system) => {
    const reply = await ask(text, system);
    expect(reply.text).not.toMatch(/DC 14|verse|spoken of/);
    expect(reply.citations).toEqual([]);
  });
});
