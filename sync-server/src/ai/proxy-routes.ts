// Owns passing questions on to the operator's model server, for tablets that cannot reach it: off unless an address is set. Two paths of
// the protocol and no other, to one server and no other; GMs of campaigns here only; sizes, rates and time are limited, and nothing of
// what is said is kept or logged.
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { createMinuteCounter, createPlaces } from '../limits.ts';

export interface ProxyOptions {
  /** Base of the upstream's paths: `http://127.0.0.1:11434/v1`. */
  url: string;
  /** Sent upstream; the caller's own authorization never is. */
  key: string;
  /** Models that may be asked for; empty for all that the upstream has. */
  models: readonly string[];
  perMinute: number;
  /** Who is asking (a name for counting), or how they are refused. */
  asGm(c: Context): Promise<{ who: string } | Response>;
}

const BODY_MAX = 256 * 1024;
/** Longest answer that is passed on, bytes, and longest time for it, ms. */
const ANSWER_MAX = 2 * 1024 * 1024;
const TIME_MS = 180_000;
const LIST_MS = 5000;
const TOKENS_MAX = 2000;
/** Answers at the same time: one person's, and everybody's. */
const AT_ONCE = 2;
const AT_ONCE_ALL = 16;

// Text only: a message that names a picture's address would have the upstream fetch it.
const text = z.union([z.string(), z.null(), z.array(z.object({ type: z.literal('text'), text: z.string() }))]);
const request = z.object({
  model: z.string().min(1).max(200),
  messages: z
    .array(
      z.object({
        role: z.enum(['system', 'user', 'assistant', 'tool']),
        content: text.optional(),
        tool_call_id: z.string().max(200).optional(),
        tool_calls: z
          .array(
            z.object({
              id: z.string().max(200),
              type: z.literal('function'),
              function: z.object({ name: z.string().max(100), arguments: z.string() }),
            }),
          )
          .max(20)
          .optional(),
      }),
    )
    .min(1)
    .max(200),
  tools: z
    .array(
      z.object({
        type: z.literal('function'),
        function: z.object({ name: z.string().max(100), description: z.string().optional(), parameters: z.unknown() }),
      }),
    )
    .max(20)
    .optional(),
  tool_choice: z.enum(['auto', 'none', 'required']).optional(),
  max_tokens: z.number().int().positive().optional(),
  max_completion_tokens: z.number().int().positive().optional(),
  temperature: z.number().min(0).max(2).optional(),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean() }).optional(),
});

export const proxyRoutes = ({ url, key, models, perMinute, asGm }: ProxyOptions): Hono => {
  const routes = new Hono();
  const rate = createMinuteCounter(perMinute, () => Date.now());
  const [own, all] = [createPlaces(AT_ONCE), createPlaces(AT_ONCE_ALL)];
  const headers = (hasBody: boolean): Record<string, string> => ({
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
    ...(key ? { authorization: `Bearer ${key}` } : {}),
  });
  const gone = (c: Context, status: 502 | 504) =>
    c.json(
      { error: { message: status === 504 ? 'the model server took too long' : 'the model server cannot be reached' } },
      status,
    );

  routes.get('/v1/models', async (c) => {
    const asked = await asGm(c);
    if (asked instanceof Response) return asked;
    if (!rate.count(asked.who)) return c.json({ error: { message: 'too many' } }, 429);
    try {
      const answer = await fetch(`${url}/models`, {
        headers: headers(false),
        redirect: 'error',
        signal: AbortSignal.timeout(LIST_MS),
      });
      const listed = z.object({ data: z.array(z.object({ id: z.string() })) }).safeParse(await answer.json());
      if (!answer.ok || !listed.success) return gone(c, 502);
      return c.json({
        object: 'list',
        data: listed.data.data
          .filter(({ id }) => models.length === 0 || models.includes(id))
          .map(({ id }) => ({ id, object: 'model' })),
      });
    } catch (error) {
      return gone(c, (error as Error).name === 'TimeoutError' ? 504 : 502);
    }
  });

  routes.post(
    '/v1/chat/completions',
    bodyLimit({ maxSize: BODY_MAX, onError: (c) => c.json({ error: { message: 'too long' } }, 413) }),
    async (c) => {
      const asked = await asGm(c);
      if (asked instanceof Response) return asked;
      const parsed = request.safeParse(await c.req.json().catch(() => null));
      if (!parsed.success) return c.json({ error: { message: 'not a request of this protocol' } }, 400);
      if (models.length > 0 && !models.includes(parsed.data.model))
        return c.json({ error: { message: `model ${JSON.stringify(parsed.data.model)} not found` } }, 404);
      if (!rate.count(asked.who)) return c.json({ error: { message: 'too many' } }, 429);
      if (!own.take(asked.who)) return c.json({ error: { message: 'too many at once' } }, 429);
      if (!all.take('')) {
        own.giveBack(asked.who);
        return c.json({ error: { message: 'busy' } }, 503);
      }
      let isBack = false;
      const giveBack = (): void => {
        if (isBack) return;
        isBack = true;
        own.giveBack(asked.who);
        all.giveBack('');
      };
      const stop = new AbortController();
      const timer = setTimeout(() => stop.abort(new DOMException('too long', 'TimeoutError')), TIME_MS);
      // Whoever asked is gone: the upstream need not go on.
      c.req.raw.signal.addEventListener('abort', () => stop.abort(), { once: true });
      try {
        const { max_tokens: most, max_completion_tokens: alsoMost } = parsed.data;
        const body = {
          ...parsed.data,
          ...(alsoMost === undefined
            ? { max_tokens: Math.min(most ?? TOKENS_MAX, TOKENS_MAX) }
            : { max_completion_tokens: Math.min(alsoMost, TOKENS_MAX) }),
        };
        const answer = await fetch(`${url}/chat/completions`, {
          method: 'POST',
          headers: headers(true),
          body: JSON.stringify(body),
          redirect: 'error',
          signal: stop.signal,
        });
        // Its words on a refused key are about the operator's, and none of the caller's business.
        if (answer.status === 401 || answer.status === 403 || !answer.body) {
          clearTimeout(timer);
          giveBack();
          stop.abort();
          return gone(c, 502);
        }
        let passed = 0;
        const limited = answer.body.pipeThrough(
          new TransformStream<Uint8Array, Uint8Array>({
            transform: (piece, controller) => {
              passed += piece.byteLength;
              if (passed > ANSWER_MAX) {
                controller.terminate();
                stop.abort();
              } else controller.enqueue(piece);
            },
          }),
        );
        const reader = limited.getReader();
        const out = new ReadableStream<Uint8Array>({
          pull: async (controller) => {
            const end = (close: () => void): void => {
              clearTimeout(timer);
              giveBack();
              close();
            };
            try {
              const { done, value } = await reader.read();
              if (done) end(() => controller.close());
              else controller.enqueue(value);
            } catch (error) {
              end(() => controller.error(error));
            }
          },
          cancel: () => {
            clearTimeout(timer);
            giveBack();
            stop.abort();
          },
        });
        const type = answer.headers.get('content-type')?.startsWith('text/event-stream')
          ? 'text/event-stream'
          : 'application/json';
        return c.body(
          out,
          answer.ok
            ? 200
            : answer.status === 429
              ? 429
              : answer.status === 404
                ? 404
                : answer.status === 400
                  ? 400
                  : 502,
          {
            'content-type': type,
            'cache-control': 'no-store',
            'x-content-type-options': 'nosniff',
            'x-accel-buffering': 'no',
          },
        );
      } catch (error) {
        clearTimeout(timer);
        giveBack();
        return gone(c, (error as Error).name === 'TimeoutError' ? 504 : 502);
      }
    },
  );
  return routes;
};
