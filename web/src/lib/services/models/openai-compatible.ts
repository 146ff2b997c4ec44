// Owns speaking to any server of the OpenAI protocol (Ollama, LM Studio, llama.cpp, a cloud) through the ai packages. Loaded when a
// person who set such a server asks something. Streams, can be stopped, gives up on a server that says nothing for too long.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, jsonSchema, streamText, tool, type ModelMessage as SdkMessage, type ToolSet } from 'ai';
import { err, ok, type Result } from '@emberkeep/domain';
import type {
  LanguageModel,
  ModelAnswer,
  ModelCall,
  ModelFailed,
  ModelMessage,
  ModelProblem,
  ModelRequest,
} from '@emberkeep/assistant';
import {
  isMixedContent,
  modelName,
  plainHeaders,
  problemOfStatus,
  whyNoAnswer,
  type ModelServer,
} from './model-server.ts';

export interface Patience {
  /** To the first word, ms: a server may have to load its model. */
  firstMs: number;
  /** Between two pieces, ms. */
  pieceMs: number;
  /** In all, ms. */
  allMs: number;
}
const PATIENCE: Patience = { firstMs: 60_000, pieceMs: 20_000, allMs: 180_000 };
/** Longest answer that is taken, UTF-16 units; a server that never ends is left. */
const ANSWER_MAX = 40_000;

const asSdk = (message: ModelMessage): SdkMessage => {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: message.text };
    case 'tool':
      return {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: message.id,
            toolName: message.name,
            output: { type: 'text', value: message.text },
          },
        ],
      };
    case 'assistant':
      return {
        role: 'assistant',
        content: [
          ...(message.text ? [{ type: 'text' as const, text: message.text }] : []),
          ...message.calls.map((call) => ({
            type: 'tool-call' as const,
            toolCallId: call.id,
            toolName: call.name,
            input: call.input ?? {},
          })),
        ],
      };
  }
};

const problemOf = async (error: unknown, url: string): Promise<ModelProblem> => {
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 400) {
    const said = (error.responseBody ?? '').toLowerCase();
    if (
      /model.{0,60}(?:not found|does ?n.t exist|not exist|not loaded|no such)|no models? loaded|try pulling/.test(said)
    )
      return 'no-model';
    if (/context (?:length|size|window)|too many tokens|maximum context/.test(said)) return 'too-long';
    return problemOfStatus(error.statusCode);
  }
  const name = (error as Error | undefined)?.name ?? '';
  if (name === 'TimeoutError' || name === 'AbortError') return 'slow';
  const cause = APICallError.isInstance(error) ? error.cause : error;
  // What fetch says when there was no answer at all, in three browsers and in Node.
  if (
    cause instanceof TypeError ||
    /fetch|network|load failed|econn/i.test(String((error as Error | undefined)?.message))
  )
    return whyNoAnswer(`${url}/models`);
  return 'garbage';
};

export const openAiCompatible = (server: ModelServer, model: string, patience: Patience = PATIENCE): LanguageModel => {
  const provider = createOpenAICompatible({
    name: 'server',
    baseURL: server.url,
    apiKey: server.key,
    fetch: (input, init) =>
      fetch(input, { ...init, headers: plainHeaders(server, init?.body !== undefined && init.body !== null) }),
  });
  return {
    name: modelName(model, server.url),
    callsTools: true,
    generate: async (request: ModelRequest): Promise<Result<ModelAnswer, ModelFailed>> => {
      const failed = (problem: ModelProblem, text = ''): Result<never, ModelFailed> =>
        err({ type: 'ModelFailed', problem, text });
      if (isMixedContent(server.url)) return failed('mixed-content');
      const stop = new AbortController();
      let isStopped = request.signal.aborted;
      if (isStopped) return failed('stopped');
      request.signal.addEventListener(
        'abort',
        () => {
          isStopped = true;
          stop.abort();
        },
        { once: true },
      );
      const tools: ToolSet = Object.fromEntries(
        request.tools.map((each) => [
          each.name,
          tool({
            description: each.description,
            inputSchema: jsonSchema(each.input as Parameters<typeof jsonSchema>[0]),
          }),
        ]),
      );
      let text = '';
      let problem: ModelProblem | null = null;
      const calls: ModelCall[] = [];
      let isCut = false;
      try {
        const { stream } = streamText({
          model: provider(model),
          instructions: request.instructions,
          messages: request.messages.map(asSdk),
          maxOutputTokens: request.most,
          maxRetries: 0,
          abortSignal: stop.signal,
          onError: () => undefined,
          timeout: { firstChunkMs: patience.firstMs, chunkMs: patience.pieceMs, totalMs: patience.allMs },
          ...(request.tools.length > 0 ? { tools } : {}),
        });
        for await (const part of stream) {
          if (part.type === 'text-delta') {
            text += part.text;
            if (text.length > ANSWER_MAX) {
              [text, isCut] = [text.slice(0, ANSWER_MAX), true];
              stop.abort();
              break;
            }
            request.onText?.(text);
          } else if (part.type === 'tool-call')
            calls.push({ id: part.toolCallId, name: part.toolName, input: part.input });
          else if (part.type === 'error') problem = await problemOf(part.error, server.url);
          else if (part.type === 'abort') problem ??= 'slow';
          else if (part.type === 'finish') isCut = part.finishReason === 'length';
        }
      } catch (error) {
        problem = await problemOf(error, server.url);
      }
      if (isStopped) return failed('stopped', text);
      if (problem) return failed(problem, text);
      if (text.trim() === '' && calls.length === 0) return failed('garbage');
      return ok({ text, calls, isPartial: isCut });
    },
  };
};
