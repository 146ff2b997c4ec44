// Tests reading calls, JSON and plain text out of what models write.
import { describe, expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { costMs } from '@emberkeep/domain/testing/node';
import { callsIn, jsonIn, listIn, plainReply } from './replies.ts';

describe('reading replies', () => {
  const known = new Set(['search', 'createSceneDraft']);
  it.each([
    ['<tool_call>{"name": "search", "arguments": {"query": "Ilse"}}</tool_call>'],
    ['[TOOL_CALLS][{"name":"search","arguments":{"query":"Ilse"}}]'],
    ['```json\n{"tool": "search", "parameters": {"query": "Ilse"},}\n```'],
    ['{"type":"function","function":{"name":"search","arguments":"{\\"query\\":\\"Ilse\\"}"}}'],
    ['{"action": "search", "action_input": {"query": "Ilse"}}'],
    ["{'name': 'search', 'arguments': {'query': 'Ilse'}}"],
    ['search(query="Ilse")'],
    ['<function=search>{"query": "Ilse"}</function>'],
  ])('finds a call in the format of each family of models: %s', (text) => {
    expect(callsIn(text, known).calls).toMatchObject([{ name: 'search', input: { query: 'Ilse' } }]);
    expect(callsIn(text, known).text).toBe('');
  });

  it('reads any reply within its budget: blanks, brackets and marks without end, in random mixes', async () => {
    const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] ?? 18);
    const random = createRandom(seed);
    const parts = [
      ...[
        'search(',
        'query="x"',
        'query: "',
        ' ',
        '     ',
        '\n',
        ',',
        ', ',
        ')',
        '<function=search>',
        '</function>',
        'x({',
      ],
      ...['{', '}', '[', ']', '{x', '"', "'", '\\', '<think>', '</think>', '<|', '|>', '```json', '[TOOL_CALLS]', 'a'],
    ];
    const replies = [
      `search(query="x"${' '.repeat(20_000)}`,
      'x({'.repeat(20_000),
      '{'.repeat(30_000) + '}'.repeat(30_000),
      ...Array.from({ length: 30 }, () => {
        const mix = Array.from({ length: 1 + random.int(3) }, () => random.pick(parts)).join('');
        return `search(query="x"${mix.repeat(Math.ceil(20_000 / mix.length))}`;
      }),
    ];
    for (const reply of replies) {
      const cost = await costMs(() => [
        jsonIn(reply),
        callsIn(reply, known),
        plainReply(reply),
        listIn(reply, 'items'),
      ]);
      expect(cost, `${JSON.stringify(reply.slice(0, 60))}, repeat with EMBERKEEP_FUZZ_SEED=${seed}`).toBeLessThan(3000);
    }
  }, 600_000);

  it('leaves text that is no call, drops thoughts, and never throws', async () => {
    expect(callsIn('I would search (the docks) {"name": "delete"}', known)).toEqual({
      calls: [],
      text: 'I would search (the docks) {"name": "delete"}',
    });
    expect(plainReply('<think>{"name":"search"}</think>She runs the ferry.<|im_end|>')).toBe('She runs the ferry.');
    expect(plainReply('half a thought</think>Yes.')).toBe('Yes.');
    expect(await costMs(() => jsonIn('{'.repeat(60_000)))).toBeLessThan(1000);
    for (const text of ['{', '{"a":', '[[[[', '}{', '"{', '{'.repeat(5000), '<think>'])
      expect(() => [jsonIn(text), callsIn(text, known), plainReply(text)]).not.toThrow();
  });
});
