// A model on any server of the OpenAI protocol (Ollama, LM Studio, llama.cpp, a cloud), through the `ai` packages.
// Answers are streamed, can be stopped, and are given up when the server is silent for too long.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText, type TextStreamPart, type ToolSet } from 'ai';
import { err, ok, type Result } from '@emberkeep/domain';
import type {
  LanguageModel,
  ModelAnswer,
  ModelCall,
  ModelFailed,
  ModelProblem,
  ModelRequest,
} from '@emberkeep/assistant';
import { problemOf } from './model-problem.ts';
import { isMixedContent, modelName, plainHeaders, type ModelServer } from './model-server.ts';
import { toSdkMessage, toSdkTools } from './sdk-messages.ts';

export interface Patience {
  /** Longest wait for the first word, ms: a server may have to load its model. */
  firstMs: number;
  /** Longest wait between two pieces, ms. */
  pieceMs: number;
  /** Longest whole answer, ms. */
  allMs: number;
}
const PATIENCE: Patience = { firstMs: 60_000, pieceMs: 20_000, allMs: 180_000 };
/** Longest answer that is accepted, UTF-16 units: a server that never stops is cut off. */
const ANSWER_MAX = 40_000;

/** What has arrived of an answer. It is filled while the stream is read, so that an interrupted one keeps its start. */
interface Received {
  text: string;
  calls: ModelCall[];
  isPartial: boolean;
  problem: ModelProblem | null;
}

interface Reading {
  received: Received;
  url: string;
  onText: ModelRequest['onText'];
}

const failed = (problem: ModelProblem, text = ''): Result<never, ModelFailed> =>
  err({ type: 'ModelFailed', problem, text });

/** Adds one part of the stream. False when the answer has become too long and the stream has to be stopped. */
const receivePart = async (part: TextStreamPart<ToolSet>, { received, url, onText }: Reading): Promise<boolean> => {
  switch (part.type) {
    case 'text-delta':
      received.text += part.text;
      if (received.text.length > ANSWER_MAX) {
        received.text = received.text.slice(0, ANSWER_MAX);
        received.isPartial = true;
        return false;
      }
      onText?.(received.text);
      break;
    case 'tool-call':
      received.calls.push({ id: part.toolCallId, name: part.toolName, input: part.input });
      break;
    case 'error':
      received.problem = await problemOf(part.error, url);
      break;
    case 'abort':
      received.problem ??= 'slow';
      break;
    case 'finish':
      received.isPartial = part.finishReason === 'length';
      break;
  }
  return true;
};

const outcomeOf = ({ text, calls, isPartial, problem }: Received): Result<ModelAnswer, ModelFailed> => {
  if (problem) return failed(problem, text);
  if (text.trim() === '' && calls.length === 0) return failed('garbage');
  return ok({ text, calls, isPartial });
};

export const openAiCompatible = (server: ModelServer, model: string, patience: Patience = PATIENCE): LanguageModel => {
  const provider = createOpenAICompatible({
    name: 'server',
    baseURL: server.url,
    apiKey: server.key,
    fetch: (input, init) =>
      fetch(input, { ...init, headers: plainHeaders(server, init?.body !== undefined && init.body !== null) }),
  });

  const startStream = (request: ModelRequest, abortSignal: AbortSignal): AsyncIterable<TextStreamPart<ToolSet>> =>
    streamText({
      model: provider(model),
      instructions: request.instructions,
      messages: request.messages.map(toSdkMessage),
      maxOutputTokens: request.most,
      maxRetries: 0,
      abortSignal,
      // Errors are read from the stream; without this the package prints them to the console as well.
      onError: () => undefined,
      timeout: { firstChunkMs: patience.firstMs, chunkMs: patience.pieceMs, totalMs: patience.allMs },
      ...(request.tools.length > 0 ? { tools: toSdkTools(request.tools) } : {}),
    }).stream;

  const generate = async (request: ModelRequest): Promise<Result<ModelAnswer, ModelFailed>> => {
    const { signal, onText } = request;
    if (isMixedContent(server.url)) return failed('mixed-content');
    if (signal.aborted) return failed('stopped');
    const stop = new AbortController();
    signal.addEventListener('abort', () => stop.abort(), { once: true });

    const received: Received = { text: '', calls: [], isPartial: false, problem: null };
    try {
      for await (const part of startStream(request, stop.signal)) {
        if (await receivePart(part, { received, url: server.url, onText })) continue;
        stop.abort();
        break;
      }
    } catch (error) {
      received.problem = await problemOf(error, server.url);
    }
    return signal.aborted ? failed('stopped', received.text) : outcomeOf(received);
  };

  return { name: modelName(model, server.url), callsTools: true, generate };
};
