// One answer of the text model that runs in a worker: sends the request, collects the pieces, and gives up on a worker
// that is silent for too long.
import { err, ok } from '@emberkeep/domain';
import type { LanguageModel, ModelFailed, ModelRequest } from '@emberkeep/assistant';

/** Longest wait for the first piece, ms: a weak tablet needs over a minute for a long question. */
const FIRST_PIECE_MS = 120_000;
/** Longest wait between two pieces, ms. */
const PIECE_MS = 30_000;
/** Characters of each message that the model is given, counted from its end: such a model has a small context. */
const MESSAGE_CHARACTERS = 3000;
/** Longest answer, tokens. */
const ANSWER_TOKENS = 300;

/** What the worker reports. `n` numbers the request; a failure without one means that the model itself failed. */
export type TextModelReply =
  | { type: 'loaded' }
  | { type: 'piece'; n: number; piece: string }
  | { type: 'done'; n: number; text: string }
  | { type: 'failed'; n?: number; detail: string };

export type ModelOutcome = Awaited<ReturnType<LanguageModel['generate']>>;

export const modelFailed = (problem: ModelFailed['problem'], text = ''): ModelOutcome =>
  err({ type: 'ModelFailed', problem, text });

/** The messages as the worker takes them: it knows no tools, so a tool's outcome is given as the user's words. */
const messagesOf = ({ instructions, messages }: ModelRequest): { role: string; content: string }[] => [
  { role: 'system', content: instructions },
  ...messages.map(({ role, text }) => ({
    role: role === 'tool' ? 'user' : role,
    content: text.slice(-MESSAGE_CHARACTERS),
  })),
];

/** Generates one answer. `onSilent` is called after a timeout: the worker may not hear a stop either, so end it. */
export const generateText = (
  worker: Worker,
  n: number,
  request: ModelRequest,
  onSilent: () => void,
): Promise<ModelOutcome> =>
  new Promise((resolve) => {
    let text = '';
    let timer: ReturnType<typeof setTimeout> | undefined;

    const finish = (outcome: ModelOutcome): void => {
      clearTimeout(timer);
      worker.removeEventListener('message', onMessage);
      resolve(outcome);
    };
    const waitFor = (ms: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        finish(modelFailed('slow', text));
        onSilent();
      }, ms);
    };
    const onMessage = ({ data }: MessageEvent<TextModelReply>): void => {
      if (!('n' in data) || data.n !== n) return;
      if (data.type === 'piece') {
        text += data.piece;
        request.onText?.(text);
        waitFor(PIECE_MS);
      } else if (data.type === 'failed') finish(modelFailed('cannot-run', text));
      else if (request.signal.aborted) finish(modelFailed('stopped', text));
      else finish(text.trim() === '' ? modelFailed('garbage') : ok({ text, calls: [], isPartial: false }));
    };

    worker.addEventListener('message', onMessage);
    request.signal.addEventListener('abort', () => worker.postMessage({ type: 'stop' }), { once: true });
    waitFor(FIRST_PIECE_MS);
    const most = Math.min(request.most, ANSWER_TOKENS);
    worker.postMessage({ type: 'generate', n, messages: messagesOf(request), most });
  });
