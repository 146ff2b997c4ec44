// Owns how a model is spoken to, whichever it is: one on this device, a server at home, a cloud. A model is a guest: what it says is
// data from outside, what it may do is what the tools are, and everything goes on without it.
import type { Result } from '@emberkeep/domain';

/** A tool that a model asks for; `input` is whatever it wrote. */
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

/** What an AbortSignal is to this room, which knows no browser. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
}

export interface ModelRequest {
  instructions: string;
  messages: readonly ModelMessage[];
  tools: readonly ModelTool[];
  /** At most so much is answered, tokens. */
  most: number;
  signal: StopSignal;
  /** Told the whole answer so far, while it grows. */
  onText?: (soFar: string) => void;
}

/** `isPartial`: it broke off, and this is what had come. */
export interface ModelAnswer {
  text: string;
  calls: readonly ModelCall[];
  isPartial: boolean;
}

/** Why a model did not answer; the sentence for the person is the app's. */
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
/** `text`: what had come before it failed; often nothing. */
export interface ModelFailed {
  type: 'ModelFailed';
  problem: ModelProblem;
  text: string;
}

export interface LanguageModel {
  /** What it is called beside what it made: "llama3.2 at localhost:11434". */
  readonly name: string;
  /** False for small models: they only say again what the rules found. */
  readonly callsTools: boolean;
  generate(request: ModelRequest): Promise<Result<ModelAnswer, ModelFailed>>;
}
