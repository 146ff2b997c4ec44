// Who is calling: the address of the socket, or what a trusted proxy in front of the relay says.
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** Callers are told apart by {@link callerAt}. */
export interface Callers {
  ofRequest(c: Context): string;
  ofUpgrade(request: IncomingMessage): string;
  /** Passed on by a proxy that is not trusted: the caller may be anyone, though the socket is this machine's. */
  isForwarded(c: Context): boolean;
  /**
   * The request names this machine itself. A page whose name was made to lead here, and a proxy that says nothing of its
   * callers, send another name.
   */
  namesLoopback(c: Context): boolean;
  /** The proxy was asked over https. */
  isSecure(c: Context): boolean;
}

/** Proxies add one of them. */
const FORWARDING_HEADERS = ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via', 'x-real-ip'];

/** The last address of the list: the proxy added it itself, a caller can forge the earlier ones. */
const lastOf = (header: string | string[] | undefined): string | undefined =>
  String(header ?? '')
    .split(',')
    .at(-1)
    ?.trim() || undefined;

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const LOOPBACK = '::1';
/** A Host header of this machine, with or without a port. */
const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

/** The first four groups of an IPv6 address. */
const prefixOf = (address: string): string => {
  const [head = '', tail] = address.split('::');
  const groups = (part: string | undefined): string[] => part?.split(':').filter(Boolean) ?? [];
  const after = groups(tail);
  // An IPv4 address at the end takes the place of two groups.
  const length = after.length + (tail?.includes('.') ? 1 : 0);
  const zeros = tail === undefined ? 0 : 8 - groups(head).length - length;
  const all = [...groups(head), ...Array<string>(zeros).fill('0'), ...after];
  return all
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':');
};

/**
 * The key under which limits are counted: an IPv4 address, or the /64 network of an IPv6 one. Every home has such a
 * network to itself, and could call from another of its addresses each time.
 */
export const callerAt = (address: string): string => {
  const plain = address.replace(/%.*$/, '');
  const mapped = MAPPED_IPV4.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(plain) && plain !== LOOPBACK ? `${prefixOf(plain)}::/64` : plain;
};

export const createCallers = (trustsProxy: boolean): Callers => {
  const forwarded = (header: string | string[] | undefined): string | undefined =>
    trustsProxy ? lastOf(header) : undefined;
  return {
    ofRequest: (c) => callerAt(forwarded(c.req.header('x-forwarded-for')) ?? getConnInfo(c).remote.address ?? ''),
    ofUpgrade: (request) =>
      callerAt(forwarded(request.headers['x-forwarded-for']) ?? request.socket.remoteAddress ?? ''),
    isForwarded: (c) => !trustsProxy && FORWARDING_HEADERS.some((name) => c.req.header(name) !== undefined),
    namesLoopback: (c) => LOOPBACK_HOST.test(c.req.header('host') ?? ''),
    isSecure: (c) => trustsProxy && c.req.header('x-forwarded-proto') === 'https',
  };
};
