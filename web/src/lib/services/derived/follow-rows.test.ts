// Shows that a screen reads derived rows again when they are written, however slow the disk is.
import { beforeEach, expect, it, vi } from 'vitest';
import { settle } from '#lib/testing/fakes.ts';
import { followRows } from './follow-rows.ts';

let written: Set<(room: string) => void>;
let reads: { resolve(answer: string): void; reject(error: Error): void }[];
let taken: string[];
let stop: () => void;

const write = (): void => written.forEach((listener) => listener('a-room'));
const answer = async (n: number, text: string): Promise<void> => {
  reads[n]!.resolve(text);
  await settle(1);
};

beforeEach(() => {
  [written, reads, taken] = [new Set(), [], []];
  const onWritten = (listener: (room: string) => void): (() => void) => {
    written.add(listener);
    return () => void written.delete(listener);
  };
  const read = (): Promise<string> => new Promise((resolve, reject) => void reads.push({ resolve, reject }));
  stop = followRows({ onWritten }, read, (text) => taken.push(text));
});

it('reads at once, and again only when a row is written', async () => {
  await answer(0, 'first');
  expect([taken, reads.length]).toEqual([['first'], 1]);
  write();
  await answer(1, 'second');
  expect(taken).toEqual(['first', 'second']);
});

it('reads once more after a read in which rows were written', async () => {
  for (let n = 0; n < 300; n++) write();
  expect(reads.length).toBe(1);
  await answer(0, 'before');
  expect(reads.length).toBe(2);
  await answer(1, 'after');
  expect([taken, reads.length]).toEqual([['before', 'after'], 2]);
});

it('goes on after a read that failed', async () => {
  const warned = vi.spyOn(console, 'warn').mockReturnValue();
  reads[0]!.reject(new Error('the disk failed'));
  await settle(1);
  write();
  await answer(1, 'again');
  expect(taken).toEqual(['again']);
  expect(warned).toHaveBeenCalledOnce();
});

it('takes nothing after it was stopped, also of a read that runs', async () => {
  write();
  stop();
  await answer(0, 'late');
  expect([taken, reads.length, written.size]).toEqual([[], 1, 0]);
});
