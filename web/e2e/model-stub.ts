// Owns a server that speaks the protocol of model servers as tests want it: streams, calls of tools, errors, stalls, garbage. Says what
// it was asked, so that a test can tell what left the device.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  path: string;
  method: string;
  headers: IncomingMessage['headers'];
  body: {
    model?: string;
    messages?: { role: string; content: string | null; tool_calls?: unknown[] }[];
    tools?: { function: { name: string } }[];
  } | null;
}

/** How one request is answered; the last of the script answers all that follow. */
export type StubAnswer =
  | { say: string; pieceMs?: number }
  | { call: { name: string; args: unknown }[]; say?: string }
  | { status: number; text: string }
  | { raw: string }
  /** Says this much, then nothing more, and stays open. */
  | { stall: string }
  /** Says this much, then the line is cut. */
  | { cut: string };

export interface ModelStub {
  url: string;
  asked: Asked[];
  script: StubAnswer[];
  models: string[];
  /** The key that is wanted; empty for none. */
  key: string;
  /** Origins that may read; null lets nobody. */
  origin: string | null;
  close(): Promise<void>;
}

const chunk = (delta: unknown, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'stub', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

export const startModelStub = async (): Promise<ModelStub> => {
  const open = new Set<ServerResponse>();
  const stub: ModelStub = {
    url: '',
    asked: [],
    script: [{ say: 'Stub answer.' }],
    models: ['stub-model'],
    key: '',
    origin: '*',
    close: async () => undefined,
  };

  const stream = async (response: ServerResponse, answer: StubAnswer): Promise<void> => {
    response.writeHead(200, { ...cors(), 'content-type': 'text/event-stream' });
    response.write(chunk({ role: 'assistant', content: '' }));
    if ('stall' in answer || 'cut' in answer) {
      response.write(chunk({ content: 'stall' in answer ? answer.stall : answer.cut }));
      if ('cut' in answer) setTimeout(() => response.destroy(), 30);
      return;
    }
    if ('call' in answer) {
      if (answer.say) response.write(chunk({ content: answer.say }));
      answer.call.forEach(({ name, args }, index) =>
        response.write(
          chunk({
            tool_calls: [
              {
                index,
                id: `call_${stub.asked.length}_${index}`,
                type: 'function',
                function: { name, arguments: typeof args === 'string' ? args : JSON.stringify(args) },
              },
            ],
          }),
        ),
      );
      response.write(chunk({}, 'tool_calls'));
    } else if ('say' in answer) {
      for (const word of answer.say.split(/(?<= )/)) {
        response.write(chunk({ content: word }));
        if (answer.pieceMs) await new Promise((resolve) => setTimeout(resolve, answer.pieceMs));
        if (response.destroyed) return; // nobody reads it any more
      }
      response.write(chunk({}, 'stop'));
    }
    response.end('data: [DONE]\n\n');
  };
  const cors = (): Record<string, string> =>
    stub.origin === null
      ? {}
      : {
          'access-control-allow-origin': stub.origin,
          'access-control-allow-headers': 'content-type, authorization',
          'access-control-allow-methods': 'GET, POST',
        };

  const server: Server = createServer((request, response) => {
    open.add(response);
    response.on('close', () => open.delete(response));
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const path = request.url ?? '';
      if (request.method === 'OPTIONS') return void response.writeHead(stub.origin === null ? 403 : 204, cors()).end();
      let body: Asked['body'] = null;
      try {
        body = JSON.parse(Buffer.concat(pieces).toString('utf8')) as Asked['body'];
      } catch {
        // A GET has none.
      }
      stub.asked.push({ path, method: request.method ?? '', headers: request.headers, body });
      if (stub.key !== '' && request.headers.authorization !== `Bearer ${stub.key}`)
        return void response
          .writeHead(401, { ...cors(), 'content-type': 'application/json' })
          .end('{"error":{"message":"Incorrect API key provided"}}');
      if (path === '/v1/models')
        return void response
          .writeHead(200, { ...cors(), 'content-type': 'application/json' })
          .end(JSON.stringify({ object: 'list', data: stub.models.map((id) => ({ id, object: 'model' })) }));
      if (path !== '/v1/chat/completions') return void response.writeHead(404, cors()).end('not here');
      if (body?.model !== undefined && !stub.models.includes(body.model))
        return void response
          .writeHead(404, { ...cors(), 'content-type': 'application/json' })
          .end(JSON.stringify({ error: { message: `model "${body.model}" not found, try pulling it first` } }));
      const answer = (stub.script.length > 1 ? stub.script.shift() : stub.script[0]) as StubAnswer;
      if ('status' in answer)
        return void response
          .writeHead(answer.status, { ...cors(), 'content-type': 'application/json' })
          .end(answer.text);
      if ('raw' in answer)
        return void response.writeHead(200, { ...cors(), 'content-type': 'text/event-stream' }).end(answer.raw);
      void stream(response, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  stub.close = () =>
    new Promise((resolve) => {
      for (const response of open) response.destroy();
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return stub;
};
