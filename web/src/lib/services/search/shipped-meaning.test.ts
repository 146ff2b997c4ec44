// Shows that search goes on where the sentence model cannot run, that the reason is told, and that it can be tried again.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceDatabase } from '@emberkeep/store';
import type { SentenceReply, SentenceRequest, WorkerPort } from './sentence-worker.ts';
import { ShippedMeaning, type MeaningEnvironment } from './shipped-meaning.svelte.ts';

/** A worker that answers at once, until it is told otherwise. */
class TestWorker implements WorkerPort {
  onmessage: Worker['onmessage'] = null;
  onerror: Worker['onerror'] = null;
  isStopped = false;
  constructor(private readonly answer: (request: SentenceRequest) => SentenceReply | null) {}
  postMessage(request: SentenceRequest): void {
    const data = this.answer(request);
    // The handler reads nothing but `data`, and no field of the Worker it is called on.
    queueMicrotask(() => data && this.onmessage?.call(this as unknown as Worker, { data } as MessageEvent));
  }
  terminate(): void {
    this.isStopped = true;
  }
}

const works = (request: SentenceRequest): SentenceReply =>
  request.type === 'load'
    ? { type: 'loaded' }
    : { type: 'vectors', n: request.n, vectors: request.texts.map(() => new Float32Array([1])) };

let stored: Map<string, string>;
let page: EventTarget;
let workers: TestWorker[];

const meaning = (
  answer: (request: SentenceRequest) => SentenceReply | null = works,
  changes: Partial<MeaningEnvironment> = {},
): ShippedMeaning =>
  new ShippedMeaning({} as DeviceDatabase, {
    keepPack: async () => undefined,
    runtime: async () => ['a.wasm', 'a.mjs'],
    newWorker: () => {
      const worker = new TestWorker(answer);
      workers.push(worker);
      return worker;
    },
    memory: undefined,
    ...changes,
  });

beforeEach(() => {
  stored = new Map();
  page = new EventTarget();
  workers = [];
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
  vi.stubGlobal('window', page);
  vi.stubGlobal('navigator', { onLine: true });
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('the sentence model', () => {
  it('gives the vector of a query once it runs, and none before or for no words', async () => {
    const model = meaning();
    expect(await model.vectorsOf('who runs the ferry?')).toEqual([]);
    await model.start();
    expect(model.phase).toBe('ready');
    expect(await model.vectorsOf('who runs the ferry?')).toHaveLength(1);
    expect(await model.vectorsOf('  ')).toEqual([]);
  });

  it('does not start on a device with too little memory', async () => {
    const model = meaning(works, { memory: 0.5 });
    await model.start();
    expect([model.phase, workers.length]).toEqual(['failed', 0]);
    expect(model.problem).toContain('too little memory');
  });

  it('stays off after two starts during which the tab was killed, until it is tried again', async () => {
    for (let i = 0; i < 2; i++) {
      // Killed while the model reads its first text: nothing is answered, and nothing is cleaned up.
      void meaning((request) => (request.type === 'load' ? { type: 'loaded' } : null)).start();
      await vi.waitFor(() => expect(stored.get('emberkeep-meaning-starts')).toBe(String(i + 1)));
    }
    const model = meaning();
    await model.start();
    expect([model.phase, workers.length]).toEqual(['failed', 2]);
    await model.retry();
    expect(model.phase).toBe('ready');
    expect(stored.size).toBe(0);
  });

  it('is off where the browser cannot run it, with its worker stopped', async () => {
    const model = meaning(() => ({ type: 'failed', detail: 'no SIMD' }));
    await model.start();
    expect([model.phase, workers[0]!.isStopped]).toEqual(['failed', true]);
    expect(await model.vectorsOf('who runs the ferry?')).toEqual([]);
    // A failure that was told is no kill.
    expect(stored.size).toBe(0);
  });

  it('starts by itself when the network is back, where its files were not on the device', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    let isHere = false;
    const model = meaning(works, { keepPack: async () => (isHere ? undefined : Promise.reject(new Error('offline'))) });
    await model.start();
    expect(model.problem).toContain('not on this device yet');
    isHere = true;
    page.dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(model.phase).toBe('ready'));
  });

  it('is off where its worker is silent from the start', async () => {
    vi.useFakeTimers();
    const model = meaning(() => null);
    const started = model.start();
    await vi.advanceTimersByTimeAsync(120_000);
    await started;
    expect([model.phase, workers[0]!.isStopped]).toEqual(['failed', true]);
    expect(model.problem).toContain('does not answer');
  });

  it('is off after three queries without an answer, so that later ones do not wait', async () => {
    vi.useFakeTimers();
    let isSilent = false;
    const model = meaning((request) => (isSilent ? null : works(request)));
    await model.start();
    isSilent = true;
    for (let i = 0; i < 3; i++) {
      expect(model.phase).toBe('ready');
      const vectors = model.vectorsOf('who runs the ferry?');
      await vi.advanceTimersByTimeAsync(1500);
      expect(await vectors).toEqual([]);
    }
    expect([model.phase, workers[0]!.isStopped]).toEqual(['failed', true]);
  });

  it('stops its worker after a minute without a text, and is woken by a query, which is asked again, or by a text', async () => {
    vi.useFakeTimers();
    const model = meaning();
    const onAwake = vi.fn();
    model.onAwake = onAwake;
    await model.start();
    await vi.advanceTimersByTimeAsync(50_000);
    await model.embed(['The ferry is late.']);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(model.phase).toBe('ready');
    await vi.advanceTimersByTimeAsync(1_000);
    expect([model.phase, workers[0]!.isStopped]).toEqual(['resting', true]);

    // Words answer at once; the vector comes when the query is asked again.
    expect(await model.vectorsOf('who runs the ferry?')).toEqual([]);
    expect(await model.vectorsOf('who runs the ferry at night?')).toEqual([]);
    await vi.waitFor(() => expect(onAwake).toHaveBeenCalled());
    expect([model.phase, workers.length]).toEqual(['ready', 2]);
    expect(await model.vectorsOf('who runs the ferry?')).toHaveLength(1);

    await vi.advanceTimersByTimeAsync(60_000);
    expect(model.phase).toBe('resting');
    expect(await model.embed(['The ferry is late.'])).toHaveLength(1);
    expect([model.phase, workers.length]).toEqual(['ready', 3]);
  });

  it('is off, and says so, where it cannot be woken', async () => {
    vi.useFakeTimers();
    let isBroken = false;
    const model = meaning((request) => (isBroken ? { type: 'failed', detail: 'no memory' } : works(request)));
    await model.start();
    await vi.advanceTimersByTimeAsync(60_000);
    isBroken = true;
    await model.wake();
    expect(model.phase).toBe('failed');
    expect(model.problem).not.toBe('');
  });
});
