// Finds out why a request to a model server failed.
import { APICallError } from 'ai';
import type { ModelProblem } from '@emberkeep/assistant';
import { problemOfStatus, whyNoAnswer } from './model-server.ts';

// The protocol has no error codes that all servers use, so their messages (in lower case) are the only source.
const NO_MODEL_PHRASES = [
  /model.{0,60}(?:not found|does ?n.t exist|not exist|not loaded|no such)/,
  /no models? loaded/,
  /try pulling/,
];
const TOO_LONG_PHRASES = [/context (?:length|size|window)/, /too many tokens/, /maximum context/];
/** What fetch says in browsers and in Node when no answer came at all. */
const NO_ANSWER = /fetch|network|load failed|econn/i;

const problemOfResponse = (status: number, body: string): ModelProblem => {
  const message = body.toLowerCase();
  if (NO_MODEL_PHRASES.some((phrase) => phrase.test(message))) return 'no-model';
  if (TOO_LONG_PHRASES.some((phrase) => phrase.test(message))) return 'too-long';
  return problemOfStatus(status);
};

/** `url`: the server's base address, which is asked again when the browser does not say why there was no answer. */
export const problemOf = async (error: unknown, url: string): Promise<ModelProblem> => {
  const isCallError = APICallError.isInstance(error);
  if (isCallError && error.statusCode !== undefined && error.statusCode >= 400)
    return problemOfResponse(error.statusCode, error.responseBody ?? '');
  const { name = '', message } = (error ?? {}) as Partial<Error>;
  if (name === 'TimeoutError' || name === 'AbortError') return 'slow';
  const cause = isCallError ? error.cause : error;
  if (cause instanceof TypeError || NO_ANSWER.test(String(message))) return whyNoAnswer(`${url}/models`);
  return 'garbage';
};
