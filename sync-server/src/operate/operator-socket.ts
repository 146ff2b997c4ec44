// Owns the way from the operator's command to the relay that runs: a socket in the data folder that only its owner may open.
// One line of JSON in, one out. No network reaches it.
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { OperatorAnswer, OperatorRequest } from './operations.ts';

const SOCKET = 'operator.sock';
const LARGEST = 64 * 1024;

// Windows has no sockets in folders; its pipes have a space of names of their own.
export const socketPath = (dataDir: string): string =>
  process.platform === 'win32'
    ? `\\\\.\\pipe\\emberkeep-${Buffer.from(dataDir).toString('hex').slice(-80)}`
    : join(dataDir, SOCKET);

export const serveOperator = async (
  dataDir: string,
  run: (request: OperatorRequest) => Promise<OperatorAnswer>,
): Promise<Server> => {
  const path = socketPath(dataDir);
  if (process.platform !== 'win32') rmSync(path, { force: true }); // of a process that was killed: the database's lock says that none runs
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      text += String(data);
      if (text.length > LARGEST) socket.destroy();
    });
    socket.on('end', () => {
      const answer = (value: OperatorAnswer): void => void socket.end(`${JSON.stringify(value)}\n`);
      let request: OperatorRequest;
      try {
        request = JSON.parse(text) as OperatorRequest;
      } catch {
        return answer({ type: 'refused', reason: 'That is no request.' });
      }
      run(request).then(answer, (error: unknown) =>
        answer({ type: 'refused', reason: error instanceof Error ? error.message : String(error) }),
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  return server;
};

/** Asks the relay that runs on this folder; null where none does. */
export const askRelay = (dataDir: string, request: OperatorRequest): Promise<OperatorAnswer | null> => {
  const path = socketPath(dataDir);
  if (process.platform !== 'win32' && !existsSync(path)) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    let text = '';
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.end(JSON.stringify(request)));
    socket.on('data', (data) => (text += String(data)));
    // Nobody listens: the relay is not running.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      ['ECONNREFUSED', 'ENOENT'].includes(error.code ?? '') ? resolve(null) : reject(error),
    );
    socket.on('end', () => resolve(text === '' ? null : (JSON.parse(text) as OperatorAnswer)));
  });
};
