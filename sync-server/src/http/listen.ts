// The listening server: http, or https with a given certificate. A request that trickles in is dropped.
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { KeyAndCertificate } from '../https/x509.ts';

/** How long a request may take to send its headers, and all of it, ms. */
const TIMES = { headersMs: 5000, requestMs: 30_000 };
const CHECK_MS = 1000;

export interface Listening {
  server: Server;
  port: number;
}

/** Resolves once it listens; rejects if the port is taken. */
export const listen = (
  app: Hono,
  address: { host: string; port: number },
  tls: KeyAndCertificate | null,
  { headersMs, requestMs }: typeof TIMES = TIMES,
): Promise<Listening> =>
  new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: app.fetch,
        port: address.port,
        hostname: address.host,
        ...(tls ? { createServer: createSecureServer } : {}),
        serverOptions: {
          ...(tls ? { key: tls.key, cert: tls.cert } : {}),
          headersTimeout: headersMs,
          requestTimeout: requestMs,
          connectionsCheckingInterval: CHECK_MS,
        },
      },
      (info) => resolve({ server: server as Server, port: info.port }),
    );
    server.on('error', reject);
  });

/** Stops listening and drops the connections that are open. */
export const stopListening = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
