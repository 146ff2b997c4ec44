// Carries a query from a page to the worker that has the index, as one request and one answer. Pages and worker share a
// channel named after the index: the worker may belong to another tab.
import type { SearchAnswer, SearchRequest } from '@emberkeep/domain';
import type { QueryVector } from './query/search.ts';

/** The part of a BroadcastChannel that is used. */
export interface SearchChannel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  close(): void;
}

export type OpenSearchChannel = (name: string) => SearchChannel;

/** The name of the channel of an index. */
export const searchChannelName = (indexName: string): string => `${indexName}:search`;

interface SearchCall {
  type: 'search';
  callId: string;
  request: SearchRequest;
  vectors: readonly QueryVector[];
}

type SearchReturn =
  | { type: 'accepted'; callId: string }
  | { type: 'answer'; callId: string; answer: SearchAnswer }
  | { type: 'failed'; callId: string; message: string };

/** Answers a query, with the vectors of larger models for it. */
export type AnswerQuery = (request: SearchRequest, vectors: readonly QueryVector[]) => Promise<SearchAnswer>;

/** Asks the worker to store the index on this device; sent when the device is idle. */
interface KeepCall {
  type: 'keep';
}

export interface ServedIndex {
  answerQuery: AnswerQuery;
  keep(): void;
}

/** Answers the queries that arrive on a channel, and passes on that the device is at rest. */
export const serveSearch = (channel: SearchChannel, { answerQuery, keep }: ServedIndex): void => {
  const handle = async ({ callId, request, vectors }: SearchCall): Promise<void> => {
    channel.postMessage({ type: 'accepted', callId } satisfies SearchReturn);
    const result = await answerQuery(request, vectors).then(
      (answer): SearchReturn => ({ type: 'answer', callId, answer }),
      (error: unknown): SearchReturn => ({ type: 'failed', callId, message: String(error) }),
    );
    channel.postMessage(result);
  };
  channel.addEventListener('message', ({ data }) => {
    const message = data as SearchCall | KeepCall | SearchReturn;
    if (message.type === 'search') void handle(message);
    if (message.type === 'keep') keep();
  });
};

/** Nobody took the query: the tab that had the index is gone, or its worker is busy with something long. */
export class QueryNotAccepted extends Error {}

/** How long to wait for a worker to accept a query, ms: a running one accepts at once, that of a closed tab never. */
const ACCEPT_MS = 600;

export interface SearchClient {
  /** Rejects where the index failed, where nobody took the query, or where {@link rejectPending} gave up waiting. */
  search: AnswerQuery;
  /** Tells the worker that the device is at rest: it may keep the index now. */
  keep(): void;
  /** Rejects every query that waits: the worker that had the index is gone and will not answer. */
  rejectPending(reason: string): void;
  close(): void;
}

/** Runs `run` after `ms`; gives what cancels it. */
export type Later = (ms: number, run: () => void) => () => void;

interface PendingCall {
  resolve(answer: SearchAnswer): void;
  reject(error: Error): void;
  /** Cancels giving up on a worker that takes no query. */
  accepted(): void;
}

/** Asks over a channel. `newId` gives an id that no other client on the channel gives. */
export const createSearchClient = (channel: SearchChannel, newId: () => string, later: Later): SearchClient => {
  const pending = new Map<string, PendingCall>();
  channel.addEventListener('message', ({ data }) => {
    const message = data as SearchCall | KeepCall | SearchReturn;
    if (message.type === 'search' || message.type === 'keep') return;
    const waiting = pending.get(message.callId);
    waiting?.accepted();
    if (message.type === 'accepted') return;
    pending.delete(message.callId);
    if (message.type === 'answer') waiting?.resolve(message.answer);
    else waiting?.reject(new Error(message.message));
  });
  const rejectPending = (reason: string): void => {
    for (const { reject, accepted } of pending.values()) {
      accepted();
      reject(new Error(reason));
    }
    pending.clear();
  };
  return {
    search: (request, vectors) =>
      new Promise((resolve, reject) => {
        const callId = newId();
        const accepted = later(ACCEPT_MS, () => {
          pending.delete(callId);
          reject(new QueryNotAccepted('the worker of the index took no query'));
        });
        pending.set(callId, { resolve, reject, accepted });
        // A copy, because a request that is reactive state cannot be cloned.
        const call: SearchCall = { type: 'search', callId, request: { ...request }, vectors };
        channel.postMessage(call);
      }),
    keep: () => channel.postMessage({ type: 'keep' } satisfies KeepCall),
    rejectPending,
    close: () => {
      rejectPending('the connection to the index was closed');
      channel.close();
    },
  };
};
