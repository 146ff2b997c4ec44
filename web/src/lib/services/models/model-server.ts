// The address of a model server as a person types it, and asking a server which models it has. Only the address and the
// key are sent.
import { compareNames, err, ok, type Result } from '@emberkeep/domain';
import type { ModelFailed, ModelProblem } from '@emberkeep/assistant';

/** Where a model is reached. `key` is empty when the server wants none; it is stored on this device only. */
export interface ModelServer {
  /** Base of the protocol's paths, without a trailing slash: `http://localhost:11434/v1`. */
  url: string;
  key: string;
}

/** Longest wait for a server's list of models, ms. */
const PROBE_MS = 5000;

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** A host name or an IPv6 address. Checked because one browser accepts a host with a space in it. */
const HOST = /^(?:[\w.-]+|\[[0-9a-f:.]+\])$/i;

const isServerUrl = (url: URL): boolean =>
  /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && HOST.test(url.hostname);

/** The base address in what was typed; null when it is no address. A host alone gets the usual path `/v1`. */
export const readModelServerAddress = (typed: string): string | null => {
  const text = typed.trim();
  if (text === '') return null;
  let url: URL;
  try {
    url = new URL(SCHEME.test(text) ? text : `http://${text}`);
  } catch {
    return null; // No address.
  }
  if (!isServerUrl(url)) return null;
  const path = url.pathname.replace(/\/+$/, '').replace(/\/(?:chat\/completions|models|completions)$/, '');
  return `${url.origin}${path === '' ? '/v1' : path}`;
};

/** The model's name as shown beside what it wrote. */
// eslint-disable-next-line emberkeep/words-in-catalogue -- stored with what the model wrote, for readers of any language
export const modelName = (model: string, url: string): string => `${model} at ${new URL(url).host}`;

const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\]|.+\.localhost)$/.test(host);

/** Browsers do not let a page that came over https call a plain http server, except on this device itself. */
export const isMixedContent = (url: string, page: { protocol: string } = location): boolean =>
  page.protocol === 'https:' && new URL(url).protocol === 'http:' && !isLoopback(new URL(url).hostname);

/**
 * Only the headers that such servers allow in a CORS preflight. Client libraries add headers of their own, and a server
 * that works with curl then refuses the page.
 */
export const plainHeaders = (server: ModelServer, hasBody: boolean): Record<string, string> => ({
  ...(hasBody ? { 'content-type': 'application/json' } : {}),
  ...(server.key ? { authorization: `Bearer ${server.key}` } : {}),
});

/** Why a request got no answer, which the browser does not tell. */
export const whyNoAnswer = async (url: string): Promise<ModelProblem> => {
  try {
    // In this mode any answer counts, also one that the page is not allowed to read.
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

/** The ids in a server's list of models; null when the body is no such list. */
const modelIdsIn = (body: unknown): string[] | null => {
  const data = (body as { data?: unknown } | null)?.data;
  if (!Array.isArray(data)) return null;
  return data.flatMap((each: unknown) => {
    const id = (each as { id?: unknown } | null)?.id;
    return typeof id === 'string' && id.length < 200 ? [id] : [];
  });
};

/** The ids of the models that a server has, sorted; at least one. */
export const listModels = async (server: ModelServer): Promise<Result<string[], ModelFailed>> => {
  const failed = (problem: ModelProblem): Result<never, ModelFailed> => err({ type: 'ModelFailed', problem, text: '' });
  if (isMixedContent(server.url)) return failed('mixed-content');
  const url = `${server.url}/models`;
  let response: Response;
  try {
    response = await fetch(url, { headers: plainHeaders(server, false), signal: AbortSignal.timeout(PROBE_MS) });
  } catch (error) {
    return failed((error as Error).name === 'TimeoutError' ? 'slow' : await whyNoAnswer(url));
  }
  if (!response.ok) return failed(problemOfStatus(response.status));
  // A body that is not JSON comes from something else than a model server, a router's page for example.
  const ids = modelIdsIn(await response.json().catch(() => null));
  if (!ids) return failed('wrong-address');
  return ids.length === 0 ? failed('no-model') : ok(ids.sort(compareNames));
};
