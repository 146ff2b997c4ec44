// Who is calling: the address of the socket, or what a trusted proxy in front of the relay says.
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { IncomingMessage } from 'node:http';

export interface Callers {
  ofRequest(c: Context): string;
  ofUpgrade(request: IncomingMessage): string;
  /** Passed on by a proxy that is not trusted: the caller may be anyone, though the socket is this machine's. */
  isForwarded(c: Context): boolean;
  /** The proxy was asked over https. */
  isSecure(c: Context): boolean;
}

/** Proxies add one of them. */
const FORWARDING_HEADERS = ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via', 'x-real-ip'];

/** The last address of the list: the proxy added it itself, while the caller can have written the ones before. */
const lastOf = (header: string | string[] | undefined): string | undefined =>
  String(header ?? '')
    .split(',')
    .at(-1)
    ?.trim() || undefined;

export const createCallers = (trustsProxy: boolean): Callers => {
  const forwarded = (header: string | string[] | undefined): string | undefined =>
    trustsProxy ? lastOf(header) : undefined;
  return {
    ofRequest: (c) => forwarded(c.req.header('x-forwarded-for')) ?? getConnInfo(c).remote.address ?? '',
    ofUpgrade: (request) => forwarded(request.headers['x-forwarded-for']) ?? request.socket.remoteAddress ?? '',
    isForwarded: (c) => !trustsProxy && FORWARDING_HEADERS.some((name) => c.req.header(name) !== undefined),
    isSecure: (c) => trustsProxy && c.req.header('x-forwarded-proto') === 'https',
  };
};
