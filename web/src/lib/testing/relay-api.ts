// A relay's HTTP interface for tests: answers by "METHOD address/path", and everything that was asked.
import { vi } from 'vitest';

export interface Asked {
  /** "PUT https://relay.example/api/campaigns/…" */
  request: string;
  secret: string;
  body: unknown;
}

/** A body to answer with, a refusal as `[status, error]`, or a network that fails. */
export type RelayAnswer = object | [number, string] | 'unreachable';

/** Replaces `fetch`; a request without an answer fails as an unreachable network does. Undo with `vi.unstubAllGlobals`. */
export const stubRelays = (answers: Record<string, RelayAnswer>): Asked[] => {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const request = `${init.method ?? 'GET'} ${url}`;
    const { authorization = '' } = (init.headers ?? {}) as Record<string, string>;
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : null;
    asked.push({ request, secret: authorization.replace('Bearer ', ''), body });
    const answer = answers[request] ?? 'unreachable';
    if (answer === 'unreachable') throw new TypeError('no network');
    return Array.isArray(answer) ? Response.json({ error: answer[1] }, { status: answer[0] }) : Response.json(answer);
  });
  return asked;
};
