// Runs a server that the relay is compared with, as its authors ship it:
// `node rival-server.ts hocuspocus|y-websocket PORT FOLDER`. Prints `ready` when it listens.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const [kind, port, folder] = process.argv.slice(2);

if (kind === 'hocuspocus') {
  const { Server } = await import('@hocuspocus/server');
  const { Database } = await import('@hocuspocus/extension-database');
  // The statements of their SQLite extension, on Node's own SQLite: the extension's has to be compiled.
  const db = new DatabaseSync(join(folder ?? '.', 'hocuspocus.db'));
  db.exec('CREATE TABLE IF NOT EXISTS "documents" ("name" varchar(255) NOT NULL, "data" blob NOT NULL, UNIQUE(name))');
  const select = db.prepare('SELECT data FROM "documents" WHERE name = ? ORDER BY rowid DESC');
  const upsert = db.prepare(
    'INSERT INTO "documents" ("name", "data") VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET data = excluded.data',
  );
  const server = new Server({
    port: Number(port),
    address: '127.0.0.1',
    quiet: true,
    stopOnSignals: false,
    extensions: [
      // With REDIS_PORT it is one of two nodes.
      ...(process.env['REDIS_PORT']
        ? [
            new (await import('@hocuspocus/extension-redis')).Redis({
              host: '127.0.0.1',
              port: Number(process.env['REDIS_PORT']),
            }),
          ]
        : []),
      new Database({
        fetch: ({ documentName }) =>
          Promise.resolve((select.get(documentName)?.['data'] as Uint8Array | undefined) ?? null),
        store: ({ documentName, state }) => Promise.resolve(void upsert.run(documentName, state)),
      }),
    ],
  });
  await server.listen();
} else {
  const require = createRequire(import.meta.url);
  const { WebSocketServer } = await import('ws');
  // In memory: the newest version that runs has no storage.
  const { setupWSConnection } = (await import(
    join(require.resolve('@y/websocket-server/package.json'), '../src/utils.js')
  )) as { setupWSConnection: (socket: unknown, request: unknown) => void };
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer();
  server.on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (accepted) => setupWSConnection(accepted, request)),
  );
  await new Promise<void>((resolve) => server.listen(Number(port), '127.0.0.1', resolve));
}
console.log('ready');
