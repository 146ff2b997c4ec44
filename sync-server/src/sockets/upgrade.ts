// What an HTTP upgrade asks for: the room in its path, the token among its protocols, and whether its page may ask.
import type { IncomingMessage } from 'node:http';
import { AUTH_PREFIX, SUBPROTOCOL } from '@emberkeep/sync/wire';

const SYNC_PATH = /^\/sync\/([^?#]+)/;

/** The room's name, still URL-encoded; null if the path is no room's. */
export const encodedRoomOf = (request: IncomingMessage): string | null =>
  SYNC_PATH.exec(request.url ?? '')?.[1] ?? null;

/** Null if the encoding is malformed. */
export const decodeRoom = (encoded: string): string | null => {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null; // reason: a malformed path is a bad request, not an error
  }
};

/** Browsers cannot set headers on a websocket, so the secret comes as one of the offered protocols. */
export const tokenOf = (request: IncomingMessage): string | undefined =>
  (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((protocol) => protocol.trim())
    .find((protocol) => protocol.startsWith(AUTH_PREFIX))
    ?.slice(AUTH_PREFIX.length);

/** The protocol to answer with: ours, or whatever else was offered, but never the token. */
export const chooseProtocol = (offered: ReadonlySet<string>): string | false =>
  offered.has(SUBPROTOCOL)
    ? SUBPROTOCOL
    : ([...offered].find((protocol) => !protocol.startsWith(AUTH_PREFIX)) ?? false);

/** Whether the page that asks is the relay's own, or of an allowed origin. Programs that are no browsers send none. */
export const isAllowedOrigin = (request: IncomingMessage, allowedOrigins: readonly string[]): boolean => {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (allowedOrigins.includes(origin) || allowedOrigins.includes('*')) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false; // reason: an origin that is no URL (`null`, for example) is not ours
  }
};
