// A note that is read in a worker: the newest text counts, and nothing is read without end.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createNoteReader, type NoteSource, type NoteWorker, type ReadNote } from './read-note.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const NOTE: ReadNote = { ok: true, value: { nodes: [{ type: 'paragraph' }], remark: '' } };
const pasted = (text: string): NoteSource => ({ type: 'pasted', text });

/** Workers that answer only when they are told to. */
const createWorkers = () => {
  const started: { worker: NoteWorker; sent: unknown[]; isEnded: boolean }[] = [];
  const newWorker = (): NoteWorker => {
    const worker: NoteWorker = {
      onmessage: null,
      onerror: null,
      postMessage: (message: unknown) => void entry.sent.push(message),
      terminate: () => void (entry.isEnded = true),
    };
    const entry = { worker, sent: [] as unknown[], isEnded: false };
    started.push(entry);
    return worker;
  };
  const answer = (n: number, data: ReadNote): void =>
    started[n]!.worker.onmessage?.call(started[n]!.worker as Worker, { data } as MessageEvent<ReadNote>);
  return { started, newWorker, answer };
};

it('gives the note, and keeps the worker for the next one', async () => {
  const { started, newWorker, answer } = createWorkers();
  const reader = createNoteReader(newWorker);
  for (const text of ['one', 'two']) {
    const read = reader.read(pasted(text));
    answer(0, NOTE);
    expect(await read).toBe(NOTE);
  }
  expect(started.map(({ sent, isEnded }) => [sent.length, isEnded])).toEqual([[2, false]]);
});

it('ends what takes too long, and reads the next text with another worker', async () => {
  const { started, newWorker, answer } = createWorkers();
  const reader = createNoteReader(newWorker);
  const slow = reader.read(pasted('[^a]'));
  vi.advanceTimersByTime(30_000);
  expect(await slow).toEqual({ ok: false, error: { type: 'TookTooLong' } });
  expect(started[0]!.isEnded).toBe(true);
  const next = reader.read(pasted('words'));
  answer(1, NOTE);
  expect(await next).toBe(NOTE);
  vi.advanceTimersByTime(60_000);
  expect(started[1]!.isEnded).toBe(false);
});

it('ends an older text for a newer one, and everything when it is stopped', async () => {
  const { started, newWorker, answer } = createWorkers();
  const reader = createNoteReader(newWorker);
  const older = reader.read(pasted('a'));
  const newer = reader.read(pasted('ab'));
  answer(0, { ok: false, error: { type: 'EmptyFile' } });
  expect(await older).toBeNull();
  answer(1, NOTE);
  expect(await newer).toBe(NOTE);
  const stopped = reader.read(pasted('abc'));
  reader.stop();
  expect(await stopped).toBeNull();
  expect(started.map(({ isEnded }) => isEnded)).toEqual([true, true]);
});

it('says that it cannot read where no worker can be started', async () => {
  const reader = createNoteReader(() => {
    throw new Error('no workers here');
  });
  expect(await reader.read(pasted('a'))).toEqual({ ok: false, error: { type: 'CannotRead' } });
});
