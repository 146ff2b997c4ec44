// Questions for what was found and gained are answered from the log, and "it" is what was listed first.
import { describe, expect, it } from 'vitest';
import { respond } from './answer-by-rules.ts';
import { tallyAsked } from './tally-asked.ts';
import type { AgentPorts } from './turn.ts';

const ports: AgentPorts = {
  search: async (query) =>
    query.includes('Odile')
      ? [{ id: 'p', title: 'Odile Marsh', text: 'Odile Marsh keeps the lamps of the quay.' }]
      : [],
  recap: async () => null,
  cluesFound: () => ['The torn ticket (session 1)', 'A wax seal'],
  treasure: async () => ['65 dollars in all', 'session 1: 65 dollars; a silver crucifix'],
};
const ask = (text: string, more: Partial<AgentPorts> = {}, previous = ''): Promise<string> =>
  respond({ text, names: [], system: 'coc-7e', previous, seed: 'a', intents: null }, { ...ports, ...more }).then(
    (reply) => reply.text,
  );

describe('what was found and gained', () => {
  it.each([
    'What clues have they found?',
    'which clues did the party find so far',
    'What clues do we have?',
    'so, what clues have been found?',
    'List the clues',
    'show me all clues they found',
  ])('“%s” names the clues', async (text) => {
    expect(await ask(text)).toBe('Clues found:\n• The torn ticket (session 1)\n• A wax seal');
  });

  it.each([
    'How much treasure have they found?',
    'how much gold do we have',
    'How much money did the party get so far?',
    'What treasure have we found?',
    'How much treasure was found?',
  ])('“%s” tells the sums and the words', async (text) => {
    expect(await ask(text)).toBe('Treasure:\n• 65 dollars in all\n• session 1: 65 dollars; a silver crucifix');
  });

  it.each([
    'Who is dead?',
    'who died so far',
    'Who has been killed?',
    'Which NPCs are dead?',
    'who did we kill?',
    'whom have they defeated',
    'List the dead',
  ])('“%s” names the dead and the defeated', async (text) => {
    const dead = async (): Promise<string[]> => ['Odo Pell (session 2)', 'Mother Ansgard'];
    expect(await ask(text, { dead })).toBe('Dead or defeated:\n• Odo Pell (session 2)\n• Mother Ansgard');
    expect(await ask(text, { dead: async () => [] })).toBe('No one is marked as dead or logged as defeated yet.');
  });

  it.each([
    'Who killed Odo Pell?',
    'who is dead in the crypt',
    'Who died at the wedding in Pell?',
    'Odo is dead',
    'What clues have they found about the duke?',
    'How much gold does the duke have?',
    'which clues lead to the crypt?',
    'They found treasure under the altar',
    'How much treasure is in the crypt?',
  ])('“%s” asks for something else', (text) => {
    expect(tallyAsked(text)).toBeNull();
  });

  it('says that there is none, and tells nobody who may not know', async () => {
    expect(await ask('What clues have they found?', { cluesFound: () => [] })).toBe('No clue is marked as found yet.');
    expect(await ask('How much treasure do we have?', { treasure: async () => [] })).toBe('No treasure is logged yet.');
    const { search, recap } = ports;
    const turn = { text: 'What clues have they found?', names: [], system: '', previous: '', seed: 'a', intents: null };
    expect((await respond(turn, { search, recap })).text).not.toContain('ticket');
  });

  it.each(['Tell me more about it', 'tell me about her.', 'Who is that?', 'more about the newest one'])(
    '“%s” after a list of the newest records is about the first of them',
    async (text) => {
      const made = 'Created last, newest first:\n• NPC: Odile Marsh\n• Scene: The quay';
      expect(await ask(text, {}, made)).toContain('keeps the lamps of the quay');
      const unwritten = made.replace('NPC: Odile Marsh', 'Clue: The torn ticket');
      expect(await ask(text, {}, unwritten)).toBe('Clue: The torn ticket. I found nothing more about it.');
      expect(await ask(text, {}, 'Any time.')).not.toContain('lamps');
    },
  );
});
