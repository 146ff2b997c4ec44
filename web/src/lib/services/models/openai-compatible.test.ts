// Talks to a stub of a model server: streams, tool calls, stopping, and which problem a failure is reported as.
// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LanguageModel, ModelRequest } from '@emberkeep/assistant';
import { CHAT_TOOLS } from '@emberkeep/assistant';
import { startModelStub, type ModelStub, type StubAnswer } from '../../../../e2e/model-stub.ts';
import { isMixedContent, listModels, readModelServerAddress } from './model-server.ts';
import { openAiCompatible } from './openai-compatible.ts';

let stub: ModelStub;
beforeEach(async () => {
  vi.stubGlobal('location', { protocol: 'http:' });
  stub = await startModelStub();
});
afterEach(() => stub.close());

const model = (name = 'stub-model', key = ''): LanguageModel =>
  openAiCompatible({ url: stub.url, key }, name, { firstMs: 400, pieceMs: 300, allMs: 2000 });
const request = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  instructions: 'Be brief.',
  messages: [{ role: 'user', text: 'Who is Ilse?' }],
  tools: [],
  most: 100,
  signal: new AbortController().signal,
  ...more,
});
const say = async (answer: StubAnswer, more: Partial<ModelRequest> = {}, name?: string) => {
  stub.script = [answer];
  return model(name).generate(request(more));
};

describe('a model server', () => {
  it('streams its answer, and gets no header that its preflight would refuse (R-7)', async () => {
    const seen: string[] = [];
    expect(await say({ say: 'She runs the ferry.' }, { onText: (text) => seen.push(text) })).toEqual({
      ok: true,
      value: { text: 'She runs the ferry.', calls: [], isPartial: false },
    });
    expect(seen.at(0)).toBe('She ');
    expect(seen.at(-1)).toBe('She runs the ferry.');
    const asked = stub.asked.at(-1)!;
    expect(asked.body?.messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Who is Ilse?' },
    ]);
    expect(
      Object.keys(asked.headers).filter(
        (h) => /^x-|stainless|ai-sdk/.test(h) || String(asked.headers[h]).includes('ai-sdk'),
      ),
    ).toEqual([]);
  });

  it('returns tool calls with their input, and accepts their outcomes', async () => {
    const first = await say({ call: [{ name: 'search', args: { query: 'Ilse' } }] }, { tools: CHAT_TOOLS });
    expect(first).toMatchObject({
      ok: true,
      value: { text: '', calls: [{ name: 'search', input: { query: 'Ilse' } }] },
    });
    expect(stub.asked.at(-1)?.body?.tools?.map((t) => t.function.name)).toEqual(CHAT_TOOLS.map((t) => t.name));
    const call = first.ok ? first.value.calls[0]! : { id: '', name: '', input: {} };
    await say(
      { say: 'Done.' },
      {
        messages: [
          { role: 'user', text: 'Who?' },
          { role: 'assistant', text: '', calls: [call] },
          { role: 'tool', id: call.id, name: 'search', text: '«Ilse: a captain»' },
        ],
      },
    );
    expect(stub.asked.at(-1)?.body?.messages?.slice(2)).toMatchObject([
      { role: 'assistant', tool_calls: [{ id: call.id }] },
      { role: 'tool', content: '«Ilse: a captain»' },
    ]);
  });

  it('survives a call with broken input or of an unknown tool', async () => {
    for (const call of [
      { name: 'search', args: '{"query": "Il' },
      { name: 'deleteEverything', args: { id: '1' } },
    ]) {
      const answered = await say({ call: [call] }, { tools: CHAT_TOOLS });
      expect(answered.ok ? answered.value.calls[0]?.name : answered.error.problem).toMatch(
        /search|deleteEverything|garbage/,
      );
    }
  });

  it('can be stopped, and the text so far is kept', async () => {
    const stop = new AbortController();
    const answered = await say(
      { say: 'one two three four five six seven eight', pieceMs: 40 },
      { signal: stop.signal, onText: (text) => text.includes('three') && stop.abort() },
    );
    expect(answered).toMatchObject({ ok: false, error: { problem: 'stopped' } });
    expect(answered.ok ? '' : answered.error.text).toMatch(/^one two three/);
    const before = new AbortController();
    before.abort();
    expect(await say({ say: 'never' }, { signal: before.signal })).toMatchObject({
      ok: false,
      error: { problem: 'stopped' },
    });
  });

  it.each<[string, StubAnswer, string, string?]>([
    ['a server that stalls', { stall: 'She runs' }, 'slow'],
    ['a connection that is cut', { cut: 'She runs' }, 'unreachable|cross-origin|garbage|failed'],
    ['garbage', { raw: 'data: {not json\n\ndata: 7\n\n' }, 'garbage'],
    ['nothing at all', { raw: '' }, 'garbage'],
    ['a web page instead of an answer', { raw: '<html>router login</html>' }, 'garbage'],
    ['a server that is busy', { status: 429, text: '{"error":{"message":"slow down"}}' }, 'busy'],
    ['a server that broke', { status: 500, text: 'oops' }, 'failed'],
    [
      'a chat that is too long',
      { status: 400, text: '{"error":{"message":"This model\'s maximum context length is 2048 tokens"}}' },
      'too-long',
    ],
    ['a model that the server does not have', { say: 'x' }, 'no-model', 'llama9'],
  ])('reports %s as the right problem', async (_what, answer, problem, name) => {
    const answered = await say(answer, {}, name);
    expect(answered.ok ? 'answered' : answered.error.problem).toMatch(new RegExp(`^(?:${problem})$`));
    if (!answered.ok && 'stall' in answer) expect(answered.error.text).toBe('She runs');
  });

  it('cuts an endless answer', async () => {
    const chunk = JSON.stringify({
      id: 'c',
      object: 'chat.completion.chunk',
      created: 1,
      model: 's',
      choices: [
        { index: 0, delta: { content: 'again and again and again and again and again and ' }, finish_reason: null },
      ],
    });
    const answered = await say({ raw: `${`data: ${chunk}\n\n`.repeat(900)}data: [DONE]\n\n` });
    expect(answered).toMatchObject({ ok: true, value: { isPartial: true } });
    expect(answered.ok ? answered.value.text.length : 0).toBe(40_000);
  });
});

describe('testing a connection', () => {
  it('lists the models, with a key and without', async () => {
    stub.models = ['b', 'a'];
    expect(await listModels({ url: stub.url, key: '' })).toEqual({ ok: true, value: ['a', 'b'] });
    stub.key = 'secret';
    expect(await listModels({ url: stub.url, key: 'wrong' })).toMatchObject({ error: { problem: 'key-refused' } });
    expect(await listModels({ url: stub.url, key: 'secret' })).toMatchObject({ ok: true });
    expect(stub.asked.at(-1)?.headers.authorization).toBe('Bearer secret');
  });

  it('tells a wrong address, a server without models and no server apart', async () => {
    expect(await listModels({ url: stub.url.replace('/v1', '/api'), key: '' })).toMatchObject({
      error: { problem: 'wrong-address' },
    });
    stub.models = [];
    expect(await listModels({ url: stub.url, key: '' })).toMatchObject({ error: { problem: 'no-model' } });
    const { url } = stub;
    await stub.close();
    expect(await listModels({ url, key: '' })).toMatchObject({ error: { problem: 'unreachable' } });
  });

  it('reads an address as people type it', () => {
    expect(readModelServerAddress('localhost:11434')).toBe('http://localhost:11434/v1');
    expect(readModelServerAddress(' https://api.example.com/v1/ ')).toBe('https://api.example.com/v1');
    expect(readModelServerAddress('http://192.168.1.5:1234')).toBe('http://192.168.1.5:1234/v1');
    expect(readModelServerAddress('https://x.example/openai/v1/chat/completions')).toBe('https://x.example/openai/v1');
    for (const bad of [
      '',
      '   ',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'http://user:pass@host',
      'http://',
      'not an address',
      'http://a b/v1',
    ])
      expect(readModelServerAddress(bad), bad).toBeNull();
  });

  it('does not let a page over https call plain http, except on this device', () => {
    expect(isMixedContent('http://192.168.1.5:1234/v1', { protocol: 'https:' })).toBe(true);
    expect(isMixedContent('http://localhost:1234/v1', { protocol: 'https:' })).toBe(false);
    expect(isMixedContent('http://192.168.1.5:1234/v1', { protocol: 'http:' })).toBe(false);
    expect(isMixedContent('https://x.example/v1', { protocol: 'https:' })).toBe(false);
  });
});
