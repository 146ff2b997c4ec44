// The port to a language model, wherever it runs: on this device, on a server at home, in a cloud. What a model says is
// untrusted input, it can do only what its tools allow, and the assistant works without one.
import { err, type Result } from '@emberkeep/domain';

/** A call of a tool. `input` is whatever the model wrote: unchecked. */
export interface ModelCall {
  id: string;
  name: string;
  input: unknown;
}

export type ModelMessage =
  | { role: 'user'; text: string }
  | { role: 'assistant'; text: string; calls: readonly ModelCall[] }
  | { role: 'tool'; id: string; name: string; text: string };

export interface ModelTool {
  name: string;
  description: string;
  /** JSON Schema of the input: an object. */
  input: Readonly<Record<string, unknown>>;
}

/** The part of an AbortSignal that this package needs, which has no DOM types. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
}

export interface ModelRequest {
  instructions: string;
  messages: readonly ModelMessage[];
  tools: readonly ModelTool[];
  /** Longest answer, tokens. */
  most: number;
  signal: StopSignal;
  /** Called with the whole answer so far, as it grows. */
  onText?: (soFar: string) => void;
}

export interface ModelAnswer {
  text: string;
  calls: readonly ModelCall[];
  /** The answer broke off, and `text` is what had come. */
  isPartial: boolean;
}

/** Why a model did not answer. The app has a sentence for each. */
export const MODEL_PROBLEMS = [
  'unreachable',
  'mixed-content',
  'cross-origin',
  'wrong-address',
  'no-model',
  'key-refused',
  'busy',
  'too-long',
  'slow',
  'stopped',
  'garbage',
  'failed',
  'cannot-run',
  'no-server',
] as const;
export type ModelProblem = (typeof MODEL_PROBLEMS)[number];
export interface ModelFailed {
  type: 'ModelFailed';
  problem: ModelProblem;
  /** What had come before it failed; often nothing. */
  text: string;
}

export interface LanguageModel {
  /** Shown beside what it made: "llama3.2 at localhost:11434". */
  readonly name: string;
  /** False for small models, which only rephrase what the rules found. */
  readonly callsTools: boolean;
  /** Resolves with an error where the model fails; never rejects because of it. */
  generate(request: ModelRequest): Promise<Result<ModelAnswer, ModelFailed>>;
}

/** Asks a model. An adapter that rejects after all has failed: its error ends no conversation and no reading. */
export const generate = async (
  model: LanguageModel,
  request: ModelRequest,
): Promise<Result<ModelAnswer, ModelFailed>> => {
  try {
    return await model.generate(request);
  } catch {
    return err({ type: 'ModelFailed', problem: request.signal.aborted ? 'stopped' : 'failed', text: '' });
  }
};
