// Messages that go on with the one before: the session before that, and taking back what was added.
import { describe, expect, it } from 'vitest';
import { respond, type AgentPorts, type ChatRequest } from './answer-by-rules.ts';
import { asksBefore, asksToUndo } from './follow-ups.ts';

const TOLD = ['They sank the ferry.', 'They met Pell.', ''];
/** Sessions 5, 4 and 3, by how many before the last one they were played. */
const ports: AgentPorts = {
  search: async () => [],
  recap: async (session, before = 0) => {
    const at = (session === undefined ? 0 : 5 - session) + before;
    return TOLD[at] === undefined ? null : { text: TOLD[at], citations: [`p${at}`], session: 5 - at };
  },
};
const turn: ChatRequest = { text: '', seed: 'c', system: 'dnd-5e', names: [], previous: '' };
const say = (text: string, ...asked: string[]) => respond({ ...turn, text, asked: asked.reverse() }, ports);

describe('“And before that?”', () => {
  it('after a question for the last session is about the one before it, and so on', async () => {
    const first = await say('And before that?', 'what happened last session?');
    expect(first.text).toBe('Before that, in session 4: They met Pell.');
    expect(first.citations).toEqual(['p1']);
    const asked = ['what happened last session?', 'And before that?'];
    expect((await say('and the session before that', ...asked)).text).toBe(
      'I found nothing that happened in session 3.',
    );
    expect((await say('before that?', ...asked, 'and before that?')).text).toBe('No earlier session was played.');
    expect((await say('What about the one before?', 'what happened in session 4?')).text).toBe(
      'I found nothing that happened in session 3.',
    );
  });

  it('after another question, or as part of one, is read as any other message', async () => {
    for (const [text, ...asked] of [
      ['And before that?', 'who is Pell?'],
      ['And before that?'],
      ['what was in the vault before that', 'what happened last session?'],
    ] as const)
      expect((await say(text, ...asked)).text).not.toMatch(/^Before that|earlier session/);
    for (const text of ['before we go on', 'the night before', 'log: before that they slept', 'x'.repeat(5000)])
      expect(asksBefore(text), text).toBe(text === 'the night before');
  });
});

describe('“Undo that”', () => {
  it.each(['Undo that', 'undo', 'No, take that back!', 'oops, undo it please', 'Undo what you just created.'])(
    '“%s” takes back what was added, and writes nothing',
    async (text) => {
      expect(await say(text)).toMatchObject({ isUndo: true, writes: [], offers: [] });
    },
  );
  it.each(['undo the curse', 'log: they undo the lock', 'take it back to the smith', 'can Pell undo that ward?'])(
    '“%s” is no undo',
    async (text) => {
      expect(asksToUndo(text)).toBe(false);
      expect((await say(text)).isUndo).toBeUndefined();
    },
  );
});
