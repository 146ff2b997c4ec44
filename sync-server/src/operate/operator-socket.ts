// The operator's way to a running relay: a socket in the data folder that only the folder's owner can open. One
// line of JSON in, one out. It cannot be reached over a network.
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { messageOf } from './check.ts';
import { refused, type OperatorAnswer, type OperatorRequest } from './requests.ts';

const SOCKET_FILE = 'operator.sock';
/** Longest request, characters. */
const REQUEST_MAX = 64 * 1024;

const isWindows = process.platform === 'win32';

// Windows has no sockets in folders: its pipes have names of their own.
const socketPath = (dataDir: string): string =>
  isWindows ? `\\\\.\\pipe\\emberkeep-${Buffer.from(dataDir).toString('hex').slice(-80)}` : join(dataDir, SOCKET_FILE);

type Run = (request: OperatorRequest) => Promise<OperatorAnswer>;

const answerText = async (text: string, run: Run): Promise<OperatorAnswer> => {
  let request: OperatorRequest;
  try {
    request = JSON.parse(text) as OperatorRequest;
  } catch {
    return refused('This is not a request.');
  }
  return run(request).catch((error: unknown) => refused(messageOf(error)));
};

const serveRequest = (socket: Socket, run: Run): void => {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  socket.on('data', (data) => {
    text += String(data);
    if (text.length > REQUEST_MAX) socket.destroy();
  });
  socket.on('end', () => {
    void answerText(text, run).then((answer) => socket.end(`${JSON.stringify(answer)}\n`));
  });
};

export const serveOperator = async (dataDir: string, run: Run): Promise<Server> => {
  const path = socketPath(dataDir);
  // The socket of a killed process may still be there; the database's lock says that no other relay runs.
  if (!isWindows) rmSync(path, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => serveRequest(socket, run));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  if (!isWindows) chmodSync(path, 0o600);
  return server;
};

/** Codes of a socket that nobody listens to: the relay is not running. */
const NOT_RUNNING = ['ECONNREFUSED', 'ENOENT'];

/** Asks the relay that runs on this folder; null if none does. */
export const askRelay = (dataDir: string, request: OperatorRequest): Promise<OperatorAnswer | null> => {
  const path = socketPath(dataDir);
  if (!isWindows && !existsSync(path)) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    let text = '';
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.end(JSON.stringify(request)));
    socket.on('data', (data) => (text += String(data)));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      NOT_RUNNING.includes(error.code ?? '') ? resolve(null) : reject(error),
    );
    socket.on('end', () => resolve(text === '' ? null : (JSON.parse(text) as OperatorAnswer)));
  });
};

/** Whether a relay runs on this folder. */
export const isServed = (dataDir: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(socketPath(dataDir));
    socket.on('connect', () => (socket.destroy(), resolve(true)));
    socket.on('error', () => resolve(false));
  });
