// How large a request's body may be. It is asked only once the caller is known: nobody else's body is read.
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { refuse } from './refusals.ts';

/** Largest request body in general, bytes. */
const BODY_MAX = 16 * 1024;
/** Largest piece of a picture, roster, or list of documents and what a device has of them, bytes. */
const LARGE_BODY_MAX = 1.5 * 1024 * 1024;
const hasLargeBody = (path: string): boolean => /\/(?:blobs\/|(?:pull|roster|refill)$)/.test(path);

const onError = (c: Context): Response => refuse(c, 'TooLarge');
const small = bodyLimit({ maxSize: BODY_MAX, onError });
const large = bodyLimit({ maxSize: LARGE_BODY_MAX, onError });

export const limitBody: MiddlewareHandler = (c, next) => (hasLargeBody(c.req.path) ? large : small)(c, next);
