// Passes questions on to the operator's model server, for tablets that cannot reach it. Off unless its address is
// set. Two paths of the protocol and one server only; GMs of campaigns on this relay only; size, rate and time are
// limited; nothing of what is said is stored or logged.
import { zValidator } from '@hono/zod-validator';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import type { MemberEnv } from '../http/envs.ts';
import { createMinuteCounter, createSlots } from '../limits.ts';
import { limitAnswer } from './answer-stream.ts';
import { chatRequestSchema, limitTokens, type ChatRequest } from './chat-request.ts';

export interface ProxyOptions {
  /** The base of the upstream's paths: `http://127.0.0.1:11434/v1`. */
  url: string;
  /** Sent to the upstream instead of the caller's own authorization. */
  key: string;
  /** Models that may be used; empty for every model of the upstream. */
  models: readonly string[];
  /** Questions of one caller in a minute. */
  perMinute: number;
  /** Requires a GM. */
  gm: MiddlewareHandler<MemberEnv>;
}

const BODY_MAX = 256 * 1024;
/** Longest time for an answer and for the list of models, ms. */
const ANSWER_MS = 180_000;
const LIST_MS = 5000;
/** Answers at the same time: for one caller, and for all. */
const CALLER_SLOTS = 2;
const TOTAL_SLOTS = 16;

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) });

/** The protocol has error bodies of its own. */
const fail = (c: Context, status: 400 | 404 | 413 | 429 | 502 | 503 | 504, message: string): Response =>
  c.json({ error: { message } }, status);
const failUpstream = (c: Context, error?: Error): Response =>
  error?.name === 'TimeoutError'
    ? fail(c, 504, 'the model server took too long')
    : fail(c, 502, 'the model server cannot be reached');
const failInvalid = (c: Context): Response => fail(c, 400, 'not a request of this protocol');

/** The upstream's own status where it says something about the question; otherwise a bad gateway. */
const statusOf = (answer: Response): 200 | 400 | 404 | 429 | 502 => {
  if (answer.ok) return 200;
  const { status } = answer;
  return status === 400 || status === 404 || status === 429 ? status : 502;
};

const answerHeaders = (answer: Response): Record<string, string> => ({
  'content-type': answer.headers.get('content-type')?.startsWith('text/event-stream')
    ? 'text/event-stream'
    : 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-accel-buffering': 'no',
});

/** Slots for answers: `take` returns the function that gives the slot back, or why there is none. */
const createAnswerSlots = () => {
  const [own, total] = [createSlots(CALLER_SLOTS), createSlots(TOTAL_SLOTS)];
  return {
    take: (caller: string): (() => void) | 'caller' | 'total' => {
      if (!own.take(caller)) return 'caller';
      if (!total.take('')) {
        own.release(caller);
        return 'total';
      }
      let isReleased = false;
      return () => {
        if (isReleased) return;
        isReleased = true;
        own.release(caller);
        total.release('');
      };
    },
  };
};

const createUpstream = ({ url, key }: Pick<ProxyOptions, 'url' | 'key'>) => {
  const authorization: Record<string, string> = key ? { authorization: `Bearer ${key}` } : {};
  return {
    listModels: (): Promise<Response> =>
      fetch(`${url}/models`, { headers: authorization, redirect: 'error', signal: AbortSignal.timeout(LIST_MS) }),
    complete: (request: ChatRequest, signal: AbortSignal): Promise<Response> =>
      fetch(`${url}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization },
        body: JSON.stringify(limitTokens(request)),
        redirect: 'error',
        signal,
      }),
  };
};
type Upstream = ReturnType<typeof createUpstream>;

/** Asks the upstream and streams its answer; `release` runs when the answer is over, however it ends. */
const streamAnswer = async (c: Context, upstream: Upstream, request: ChatRequest, release: () => void) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new DOMException('too long', 'TimeoutError')), ANSWER_MS);
  const finish = (): void => {
    clearTimeout(timer);
    release();
  };
  // A caller that is gone needs no answer.
  c.req.raw.signal.addEventListener('abort', () => stop.abort(), { once: true });
  try {
    const answer = await upstream.complete(request, stop.signal);
    // A refused key is the operator's, and its details are not the caller's business.
    if (answer.status === 401 || answer.status === 403 || !answer.body) {
      finish();
      stop.abort();
      return failUpstream(c);
    }
    const body = limitAnswer(answer.body, { onOver: finish, abort: () => stop.abort() });
    return c.body(body, statusOf(answer), answerHeaders(answer));
  } catch (error) {
    finish();
    return failUpstream(c, error as Error);
  }
};

export const proxyRoutes = ({ url, key, models, perMinute, gm }: ProxyOptions): Hono<MemberEnv> => {
  const routes = new Hono<MemberEnv>();
  const upstream = createUpstream({ url, key });
  const rate = createMinuteCounter(perMinute, () => Date.now());
  const slots = createAnswerSlots();
  const isOffered = (model: string): boolean => models.length === 0 || models.includes(model);

  routes.get('/v1/models', gm, async (c) => {
    if (!rate.count(c.get('grant').id)) return fail(c, 429, 'too many');
    try {
      const answer = await upstream.listModels();
      const listed = modelList.safeParse(await answer.json());
      if (!answer.ok || !listed.success) return failUpstream(c);
      const data = listed.data.data.filter(({ id }) => isOffered(id)).map(({ id }) => ({ id, object: 'model' }));
      return c.json({ object: 'list', data });
    } catch (error) {
      return failUpstream(c, error as Error);
    }
  });

  routes.post(
    '/v1/chat/completions',
    bodyLimit({ maxSize: BODY_MAX, onError: (c) => fail(c, 413, 'too long') }),
    gm,
    zValidator('json', chatRequestSchema, (result, c) => (result.success ? undefined : failInvalid(c))),
    async (c) => {
      const request = c.req.valid('json');
      const caller = c.get('grant').id;
      if (!isOffered(request.model)) return fail(c, 404, `model ${JSON.stringify(request.model)} not found`);
      if (!rate.count(caller)) return fail(c, 429, 'too many');
      const release = slots.take(caller);
      if (release === 'caller') return fail(c, 429, 'too many at once');
      if (release === 'total') return fail(c, 503, 'busy');
      return streamAnswer(c, upstream, request, release);
    },
  );

  routes.onError((error, c) => {
    // The validator throws this for a body that is no JSON.
    if (error instanceof HTTPException && error.status === 400) return failInvalid(c);
    throw error;
  });
  return routes;
};
