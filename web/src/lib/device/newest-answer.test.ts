// An answer to an earlier question is never shown under a later one.
import { expect, it, vi } from 'vitest';
import { newestAnswer } from './newest-answer.ts';

it('takes the answer to the newest question only, in whatever order they come', async () => {
  const taken: string[] = [];
  const ask = newestAnswer<string>((answer) => taken.push(answer));
  const [older, newer] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  ask(older.promise);
  ask(newer.promise);
  newer.resolve('of the tanner');
  await newer.promise;
  older.resolve('of the miller');
  await older.promise;
  expect(taken).toEqual(['of the tanner']);
});

it('a question that fails takes nothing and throws nothing', async () => {
  const warned = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const taken: string[] = [];
  const ask = newestAnswer<string>((answer) => taken.push(answer));
  ask(Promise.reject(new Error('closed')));
  ask(Promise.resolve('b'));
  await Promise.resolve();
  expect(taken).toEqual(['b']);
  expect(warned).toHaveBeenCalledOnce();
  warned.mockRestore();
});
