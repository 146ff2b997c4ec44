// The security headers of the app's pages: whose code runs, who can frame a page, what a page can use.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The hashes of the page's own inline scripts (theme before first paint, start of the app): no other inline code
 * runs.
 */
const inlineHashes = (html: string): string[] =>
  [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    (match) =>
      `'sha256-${createHash('sha256')
        .update(match[1] ?? '')
        .digest('base64')}'`,
  );

const headersFor = (html: string): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${inlineHashes(html).join(' ')}`.trim(),
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob: mediastream:",
    "manifest-src 'self'",
    // A model hub, another relay and a model server are other hosts, and the GM chooses them.
    "connect-src 'self' https: http: ws: wss:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; '),
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()',
});

/** The headers of every page and file of the app. They follow a new build of the app under a running relay. */
export const createPageHeaders = (appDir: string): (() => Readonly<Record<string, string>>) => {
  const index = join(appDir, 'index.html');
  let builtAt = -1;
  let headers = headersFor('');
  return () => {
    const at = statSync(index, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (at !== builtAt) [builtAt, headers] = [at, headersFor(at === 0 ? '' : readFileSync(index, 'utf8'))];
    return headers;
  };
};

/** Browsers that came by https through a trusted proxy use https only, for a year. */
export const HSTS = 'max-age=31536000';
