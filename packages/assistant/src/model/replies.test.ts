// Tests reading calls, JSON and plain text out of what models write.
import { describe, expect, it } from 'vitest';
import { callsIn, jsonIn, plainReply } from './replies.ts';

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

  it('leaves text that is no call, drops thoughts, and never throws', () => {
    expect(callsIn('I would search (the docks) {"name": "delete"}', known)).toEqual({
      calls: [],
      text: 'I would search (the docks) {"name": "delete"}',
    });
    expect(plainReply('<think>{"name":"search"}</think>She runs the ferry.<|im_end|>')).toBe('She runs the ferry.');
    expect(plainReply('half a thought</think>Yes.')).toBe('Yes.');
    const started = performance.now();
    jsonIn('{'.repeat(60_000));
    expect(performance.now() - started).toBeLessThan(1000);
    for (const text of ['{', '{"a":', '[[[[', '}{', '"{', '{'.repeat(5000), '<think>'])
      expect(() => [jsonIn(text), callsIn(text, known), plainReply(text)]).not.toThrow();
  });
});
