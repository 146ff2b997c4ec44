// "What did I just create?" is answered with the newest records.
import { describe, expect, it } from 'vitest';
import { respond } from './answer-by-rules.ts';
import { asksForMade } from './made-asked.ts';
import type { AgentPorts } from './turn.ts';

const ports: AgentPorts = {
  search: async () => [],
  recap: async () => null,
  lastMade: () => ['NPC: Odile Marsh', 'Scene: The quay'],
};
const ask = (text: string): Promise<string> =>
  respond({ text, names: [], system: 'coc-7e', previous: '', seed: 'a', intents: null }, ports).then((r) => r.text);

describe('what was created last', () => {
  it.each([
    'What did I just create?',
    'what did i make just now',
    'so, what have we added?',
    'What was the last thing I created?',
    'show me what I just added',
    'what are the latest entities we made?',
    'What entities did I create recently?',
  ])('“%s” is answered with the newest records', async (text) => {
    expect(await ask(text)).toBe('Created last, newest first:\n• NPC: Odile Marsh\n• Scene: The quay');
  });

  it.each([
    'What did I make of the offer?',
    'what did the duke just create?',
    'who created the bell?',
    'create what I said',
    'what did we make the party promise last session?',
    'I just created a monster, what now?',
  ])('“%s” asks for something else', (text) => {
    expect(asksForMade(text)).toBe(false);
  });

  it('says when nothing was created, and names nothing to a reader without that port', async () => {
    const turn = { text: 'What did I just create?', names: [], system: '', previous: '', seed: 'a', intents: null };
    expect((await respond(turn, { ...ports, lastMade: () => [] })).text).toBe(
      'Nothing was created in this campaign yet.',
    );
    expect((await respond(turn, { search: ports.search, recap: ports.recap })).text).not.toContain('Odile');
  });
});
