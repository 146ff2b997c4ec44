// When an answer has left the relay: one that nobody reads stays in memory.
import type { Context } from 'hono';
import type { ServerResponse } from 'node:http';

/** How long a caller may read nothing of an answer, and how long all of it may take, ms; then the connection ends. */
const UNREAD_MS = 60_000;
const LONGEST_MS = 300_000;

/** Pictures and their list, pulls, earlier versions: what may be many megabytes. */
export const hasLargeAnswer = (path: string): boolean => /\/(?:blobs(?:\/[^/]+)?|pull|history\/[^/]+)$/.test(path);

/** Resolves once the answer was read, or its connection has ended. At once where no server listens, as in tests. */
export const whenSent = (c: Context): Promise<void> => {
  const { outgoing } = (c.env ?? {}) as { outgoing?: ServerResponse };
  if (!outgoing || outgoing.closed || outgoing.destroyed) return Promise.resolve();
  outgoing.setTimeout(UNREAD_MS, () => outgoing.destroy());
  const timer = setTimeout(() => outgoing.destroy(), LONGEST_MS).unref();
  return new Promise((resolve) =>
    outgoing.once('close', () => {
      clearTimeout(timer);
      resolve();
    }),
  );
};

/** Aborted once the caller has gone. Never where no server listens, as in tests. */
export const whenGone = (c: Context): AbortSignal => {
  const { outgoing } = (c.env ?? {}) as { outgoing?: ServerResponse };
  const gone = new AbortController();
  if (outgoing?.closed || outgoing?.destroyed) gone.abort();
  else outgoing?.once('close', () => gone.abort());
  return gone.signal;
};
