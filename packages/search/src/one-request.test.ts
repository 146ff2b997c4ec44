// Shows that a query costs one request and one answer between a page and the worker of the index, counted on the real
// channels of PGlite's worker: page and worker run in this process, each with a scope of its own.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ENTITY, readFields, type AnySpec, type ReadRecord, type SearchAnswer } from '@emberkeep/domain';
import { lexiconModel } from '../testing/lexicon-model.ts';
import { connectIndex, type IndexConnection } from './client.ts';
import { serveIndex } from './host.ts';
import { fillIndex } from './index-db/fill.ts';
import { dumpSeed } from './index-db/schema-files.ts';
import { searchIndex } from './query/search.ts';
import { createSearchClient, QueryNotAccepted, serveSearch, type Later, type SearchChannel } from './search-channel.ts';
import { NearestPassages } from './vectors/nearest-passages.ts';

/** Time that does not pass. */
const never: Later = () => () => undefined;

const CAMPAIGN = '0197c0de-0000-7000-8000-000000000001';
const ENTITY_ID = '0197c0de-0000-7000-8000-000000000002';

const entity = (name: string, description: string): ReadRecord => ({
  kind: 'entity',
  id: ENTITY_ID,
  room: `campaign/${CAMPAIGN}`,
  record: readFields(ENTITY as AnySpec, ENTITY_ID, {
    fields: new Map(Object.entries({ name, entityType: 'npc' })),
    groups: new Map(),
  }) as Record<string, unknown>,
  texts: { description: [{ type: 'paragraph', content: [{ type: 'text', text: description }] }] },
});

/** The worker's global scope and the page's Worker, joined back to back. */
const createWorkerPair = (): { worker: Worker; scope: EventTarget; postToPage: (message: unknown) => void } => {
  const scope = new EventTarget();
  const page = new EventTarget();
  const send = (target: EventTarget, data: unknown): void =>
    void setImmediate(() => target.dispatchEvent(new MessageEvent('message', { data })));
  const worker = Object.assign(page, {
    postMessage: (message: unknown) => send(scope, message),
    terminate: () => undefined,
  }) as unknown as Worker; // reason: PGlite uses only these three members
  return { worker, scope, postToPage: (message) => send(page, message) };
};

describe('a query to the index in a worker', () => {
  const posted: unknown[] = [];
  let connection: IndexConnection;
  const model = lexiconModel();

  beforeAll(async () => {
    const { worker, scope, postToPage } = createWorkerPair();
    vi.stubGlobal('self', scope);
    vi.stubGlobal('addEventListener', scope.addEventListener.bind(scope));
    vi.stubGlobal('postMessage', postToPage);
    const post = BroadcastChannel.prototype.postMessage;
    vi.spyOn(BroadcastChannel.prototype, 'postMessage').mockImplementation(function (
      this: BroadcastChannel,
      message: unknown,
    ) {
      posted.push(message);
      post.call(this, message);
    });
    const openChannel = (name: string): SearchChannel => new BroadcastChannel(name);
    const seed = new Blob([(await dumpSeed()) as BlobPart]);
    const source = {
      context: { campaignId: CAMPAIGN, currency: '' },
      ledger: [entity('Madame Lefevre', 'Keeps a salon on the quay.')],
      bodies: [],
    };
    let filled: Promise<void> | undefined;
    void serveIndex<null>({
      openChannel,
      seed: () => Promise.resolve(seed),
      model: () => Promise.resolve(model),
      keeping: async () => null,
      fill: (db) => {
        filled = fillIndex(db, source, model);
        return filled;
      },
    });
    let calls = 0;
    const newId = (): string => `call ${calls++}`;
    connection = await connectIndex(worker, 'one-request', null, { openChannel, newId, later: never });
    await filled;
    // PGlite reads the array types when it connects: what a query costs is counted after that.
    await connection.query('SELECT 1');
  }, 120_000);

  afterAll(async () => {
    await connection.close();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('costs one request, which is accepted at once, and one answer, with misspelt words repaired and synonyms found', async () => {
    for (const text of ['Lefevvre', 'saloon by the docks', 'who keeps the salon on Day 3?', 'type:npc']) {
      posted.length = 0;
      const answer = await connection.search({ text }, []);
      expect(answer.hits[0]?.title, text).toBe('Madame Lefevre');
      expect(
        posted.map((message) => (message as { type: string }).type),
        text,
      ).toEqual(['search', 'accepted', 'answer']);
    }
  });

  it('gives the answer that searchIndex gives over the connection, which costs many messages', async () => {
    posted.length = 0;
    const request = { text: 'Lefevvre on the quay' };
    const overSql = await searchIndex({ sql: connection, nearest: new NearestPassages(connection), model }, request);
    expect(posted.length).toBeGreaterThan(20);
    expect(await connection.search(request, [])).toEqual(overSql);
  });
});

describe('queries that cannot be answered', () => {
  const channelPair = (): [SearchChannel, SearchChannel] => {
    const { port1, port2 } = new MessageChannel();
    port1.start();
    port2.start();
    return [port1, port2];
  };
  const ids = (): (() => string) => {
    let calls = 0;
    return () => `call ${calls++}`;
  };

  it('are rejected with the reason where the index fails', async () => {
    const [page, worker] = channelPair();
    serveSearch(worker, { answerQuery: () => Promise.reject(new Error('out of memory')), keep: () => undefined });
    const client = createSearchClient(page, ids(), never);
    await expect(client.search({ text: 'x' }, [])).rejects.toThrow(/out of memory/);
    client.close();
  });

  it('are rejected when the index moves to another tab or the connection is closed', async () => {
    const [page] = channelPair();
    const client = createSearchClient(page, ids(), never);
    const moved = client.search({ text: 'x' }, []);
    client.rejectPending('the index moved to another tab');
    await expect(moved).rejects.toThrow(/moved/);
    const closed = client.search({ text: 'x' }, []);
    client.close();
    await expect(closed).rejects.toThrow(/closed/);
  });

  it('do not get the answers of another client on the channel', async () => {
    const [page, worker] = channelPair();
    const client = createSearchClient(page, ids(), never);
    const answer = client.search({ text: 'x' }, []);
    worker.postMessage({ type: 'answer', callId: 'not ours', answer: { hits: [], repaired: [], filters: ['wrong'] } });
    worker.postMessage({ type: 'answer', callId: 'call 0', answer: { hits: [], repaired: [], filters: ['right'] } });
    expect((await answer).filters).toEqual(['right']);
    client.close();
  });

  it('are rejected where no worker takes them in time, as after the tab that had the index was closed', async () => {
    const [page, worker] = channelPair();
    const due: (() => void)[] = [];
    const later: Later = (_ms, run) => {
      due.push(run);
      return () => void due.splice(due.indexOf(run), 1);
    };
    const client = createSearchClient(page, ids(), later);
    const unanswered = client.search({ text: 'x' }, []);
    due[0]?.();
    await expect(unanswered).rejects.toThrow(QueryNotAccepted);
    due.length = 0;
    let answer: (found: SearchAnswer) => void = () => undefined;
    serveSearch(worker, { answerQuery: () => new Promise((resolve) => (answer = resolve)), keep: () => undefined });
    const slow = client.search({ text: 'x' }, []);
    await vi.waitFor(() => expect(due).toEqual([]));
    answer({ hits: [], repaired: [], filters: ['late'] });
    expect((await slow).filters).toEqual(['late']);
    client.close();
  });
});
