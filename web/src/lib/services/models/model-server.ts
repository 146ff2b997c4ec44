// Owns the address of a model server as a person types it, and asking a server what it has: who answers there, which models, and in
// what way it is wrong. Nothing but the address and the key is sent.
import { err, ok, type Result } from '@emberkeep/domain';
import type { ModelFailed, ModelProblem } from '@emberkeep/assistant';

/** Where a model is reached. `key` is empty where none is wanted; it stays on this device. */
export interface ModelServer {
  /** Base of the protocol's paths, without a slash at its end: `http://localhost:11434/v1`. */
  url: string;
  key: string;
}

/** A server that is there answers its list within, ms. */
const PROBE_MS = 5000;

/** The base address in what was typed; null where it is none. A host alone gets the path that such servers use. */
export const readAddress = (typed: string): string | null => {
  const text = typed.trim();
  if (text === '') return null;
  const isBare = !/^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  let url: URL;
  try {
    url = new URL(isBare ? `http://${text}` : text);
  } catch {
    return null;
  }
  // One browser takes a host with a space in it for a host.
  if (
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.password !== '' ||
    !/^(?:[\w.-]+|\[[0-9a-f:.]+\])$/i.test(url.hostname)
  )
    return null;
  const path = url.pathname.replace(/\/+$/, '').replace(/\/(?:chat\/completions|models|completions)$/, '');
  return `${url.origin}${path === '' ? '/v1' : path}`;
};

/** What a model is called beside what it made. */
export const modelName = (model: string, url: string): string => `${model} at ${new URL(url).host}`;

const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\]|.+\.localhost)$/.test(host);

/** A page that came over https may not ask a plain http server, except on this very device. */
export const isMixedContent = (url: string, page: { protocol: string } = location): boolean =>
  page.protocol === 'https:' && new URL(url).protocol === 'http:' && !isLoopback(new URL(url).hostname);

/**
 * Only headers that such servers' preflight allows: client libraries add some of their own, and then a server that works with curl
 * refuses the page.
 */
export const plainHeaders = (server: ModelServer, hasBody: boolean): Record<string, string> => ({
  ...(hasBody ? { 'content-type': 'application/json' } : {}),
  ...(server.key ? { authorization: `Bearer ${server.key}` } : {}),
});

/** Why a fetch that got no answer got none: the browser says only that there was none. */
export const whyNoAnswer = async (url: string): Promise<ModelProblem> => {
  try {
    // Asked without looking: an answer that the page may not read is an answer.
    await fetch(url, { mode: 'no-cors', signal: AbortSignal.timeout(PROBE_MS) });
    return 'cross-origin';
  } catch {
    return 'unreachable';
  }
};

export const problemOfStatus = (status: number): ModelProblem => {
  if (status === 401 || status === 403) return 'key-refused';
  if (status === 404 || status === 405) return 'wrong-address';
  if (status === 413) return 'too-long';
  if (status === 429 || status === 503) return 'busy';
  return 'failed';
};

/** The models that a server has. */
export const listModels = async (server: ModelServer): Promise<Result<string[], ModelFailed>> => {
  const failed = (problem: ModelProblem): Result<never, ModelFailed> => err({ type: 'ModelFailed', problem, text: '' });
  if (isMixedContent(server.url)) return failed('mixed-content');
  let response: Response;
  try {
    response = await fetch(`${server.url}/models`, {
      headers: plainHeaders(server, false),
      signal: AbortSignal.timeout(PROBE_MS),
    });
  } catch (error) {
    return failed((error as Error).name === 'TimeoutError' ? 'slow' : await whyNoAnswer(`${server.url}/models`));
  }
  if (!response.ok) return failed(problemOfStatus(response.status));
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    return failed('wrong-address');
  }
  const data = (body as { data?: unknown } | null)?.data;
  if (!Array.isArray(data)) return failed('wrong-address');
  const ids = data.flatMap((each: unknown) => {
    const id = (each as { id?: unknown } | null)?.id;
    return typeof id === 'string' && id.length < 200 ? [id] : [];
  });
  return ids.length === 0 ? failed('no-model') : ok(ids.sort());
};
