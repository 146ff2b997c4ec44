// Tests when the thread that merges runs: from the first request until it has rested.
import { EventEmitter } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { entryPoint } from '../entry-point.ts';
import { afterTest } from '../../testing/relay.ts';
import type { MergeRequest } from './merge-tasks.ts';
import { createMergeThread, NotWanted } from './merge-thread.ts';

const update = (): Uint8Array<ArrayBuffer> => {
  const doc = new Y.Doc();
  doc.getText('t').insert(0, 'words');
  return new Uint8Array(Y.encodeStateAsUpdate(doc));
};

/** Stands for a thread that answers at once, and never where a request has three rows. */
const stuckByThreeRows = (): Worker => {
  const worker = Object.assign(new EventEmitter(), {
    unref: () => undefined,
    terminate: () => Promise.resolve(0),
    postMessage: ({ request }: { request: MergeRequest }) =>
      void (request.rows.length < 3 && setImmediate(() => worker.emit('message', { value: true }))),
  });
  return worker as unknown as Worker; // reason: nothing else of it is used
};

const countedThread = (idleMs: number) => {
  const workers: { isRunning: boolean }[] = [];
  const thread = createMergeThread({
    idleMs,
    startWorker: () => {
      const worker = new Worker(entryPoint('merge/merge-worker'));
      const state = { isRunning: true };
      workers.push(state);
      worker.on('exit', () => (state.isRunning = false));
      return worker;
    },
  });
  afterTest(() => thread.close());
  return { thread, workers };
};

it('the thread starts with the first request, ends after a rest and starts again', async () => {
  const { thread, workers } = countedThread(50);
  expect(workers).toEqual([]);
  for (const round of [1, 2]) {
    expect(await thread.run({ type: 'isWhole', rows: [update()] }, 'r')).toBe(true);
    expect(workers).toHaveLength(round);
    await expect.poll(() => workers.at(-1)?.isRunning).toBe(false);
  }
});

it('the thread does not end while it has a request, however short its rest is', async () => {
  const { thread, workers } = countedThread(0);
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => thread.run({ type: 'isWhole', rows: [update(), update()] }, 'r')),
  );
  expect(answers.every(Boolean)).toBe(true);
  expect(workers).toHaveLength(1);
});

it('a thread that dies rejects its requests, and the next one is answered by another', async () => {
  let starts = 0;
  const thread = createMergeThread({
    startWorker: () =>
      starts++ === 0
        ? new Worker('throw new Error("out of memory")', { eval: true })
        : new Worker(entryPoint('merge/merge-worker')),
  });
  afterTest(() => thread.close());
  await expect(thread.run({ type: 'isWhole', rows: [update()] }, 'r')).rejects.toThrow('out of memory');
  expect(await thread.run({ type: 'isWhole', rows: [update()] }, 'r')).toBe(true);
  expect(starts).toBe(2);
});

it('a request that takes too long is given up, and those behind it are answered by another thread', async () => {
  let starts = 0;
  const thread = createMergeThread({
    limitMs: 2000,
    startWorker: () =>
      starts++ === 0
        ? new Worker('require("node:worker_threads").parentPort.on("message", () => { for (;;); })', { eval: true })
        : new Worker(
            'const { parentPort: p } = require("node:worker_threads"); p.on("message", () => p.postMessage({ value: true }))',
            { eval: true },
          ),
  });
  afterTest(() => thread.close());
  const slow = thread.run({ type: 'isWhole', rows: [update()] }, 'r');
  const behind = thread.run({ type: 'isWhole', rows: [update()] }, 'r');
  await expect(slow).rejects.toThrow('too long');
  expect(await behind).toBe(true);
  expect(starts).toBe(2);
});

it('rows that cannot be sent to the thread are refused, and the next request is answered', async () => {
  const { thread } = countedThread(50);
  const refused = thread.run({ type: 'isWhole', rows: [new Proxy(update(), {})] }, 'r');
  await expect(refused).rejects.toThrow();
  expect(await thread.run({ type: 'isWhole', rows: [update()] }, 'r')).toBe(true);
});

it('a campaign whose merges run to the limit waits behind the others', async () => {
  const thread = createMergeThread({ limitMs: 500, startWorker: stuckByThreeRows });
  afterTest(() => thread.close());
  const [hostile, home] = [crypto.randomUUID(), crypto.randomUUID()].map((id) => `campaign/${id}`) as [string, string];
  const order: string[] = [];
  const run = (name: string, room: string, rows: Uint8Array[]): Promise<unknown> =>
    thread.run({ type: 'isWhole', rows }, room).then(
      () => order.push(name),
      () => order.push(`${name} given up`),
    );
  const endless = (): Uint8Array[] => [update(), update(), update()];
  const all = [
    run('endless 1', hostile, endless()),
    run('endless 2', `${hostile}/table`, endless()),
    ...[1, 2, 3].map((n) => run(`home ${n}`, home, [update()])),
  ];
  await Promise.all(all);
  expect(order).toEqual(['endless 1 given up', 'home 1', 'home 2', 'home 3', 'endless 2 given up']);
});

it('a merge whose asker has gone is broken off after a second, and what waits behind it is answered', async () => {
  let startedMs = 0;
  const thread = createMergeThread({ startWorker: stuckByThreeRows, nowMs: () => (startedMs += 900) });
  afterTest(() => thread.close());
  const asker = new AbortController();
  const endless = thread.run({ type: 'isWhole', rows: [update(), update(), update()] }, 'r', asker.signal);
  const behind = thread.run({ type: 'isWhole', rows: [update()] }, 'r');
  asker.abort();
  await expect(endless).rejects.toThrow(NotWanted);
  expect(await behind).toBe(true);
});

it('a short merge ends although its asker has gone: no thread is started anew for it', async () => {
  const { thread, workers } = countedThread(1000);
  const asker = new AbortController();
  const short = thread.run({ type: 'isWhole', rows: [update()] }, 'r', asker.signal);
  asker.abort();
  await short;
  expect(await thread.run({ type: 'isWhole', rows: [update()] }, 'r')).toBe(true);
  expect(workers).toHaveLength(1);
});

it('a merge that waits is passed over once its asker has gone', async () => {
  const sent: number[] = [];
  const worker = Object.assign(new EventEmitter(), {
    unref: () => undefined,
    terminate: () => Promise.resolve(0),
    postMessage: ({ request }: { request: MergeRequest }) => {
      sent.push(request.rows.length);
      setImmediate(() => worker.emit('message', { value: true }));
    },
  });
  const thread = createMergeThread({ startWorker: () => worker as unknown as Worker }); // reason: nothing else of it is used
  afterTest(() => thread.close());
  const asker = new AbortController();
  const rows = (count: number): Uint8Array[] => Array.from({ length: count }, update);
  const first = thread.run({ type: 'isWhole', rows: rows(1) }, 'r');
  const gone = thread.run({ type: 'isWhole', rows: rows(2) }, 'r', asker.signal);
  const last = thread.run({ type: 'isWhole', rows: rows(3) }, 'r');
  asker.abort();
  await expect(gone).rejects.toThrow(NotWanted);
  expect(await Promise.all([first, last])).toEqual([true, true]);
  await expect(thread.run({ type: 'isWhole', rows: rows(4) }, 'r', asker.signal)).rejects.toThrow(NotWanted);
  expect(sent).toEqual([1, 3]);
});
