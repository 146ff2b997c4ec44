// Shows that an action that breaks off is an error like a refusal.
import { err, ok } from '@emberkeep/domain';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { attempt } from './attempt.ts';

beforeEach(() => void vi.spyOn(console, 'warn').mockReturnValue());
afterEach(() => void vi.restoreAllMocks());

it('gives what the action gives, a refusal too', async () => {
  expect(await attempt(async () => ok('a'))).toEqual({ ok: true, value: 'a' });
  expect(await attempt(async () => err({ type: 'Moved' }))).toEqual({ ok: false, error: { type: 'Moved' } });
});

it('gives an error for a rejection, and for an action that throws at once', async () => {
  const brokeOff = { ok: false, error: { type: 'BrokeOff' } };
  expect(await attempt(() => Promise.reject(new Error('the disk failed')))).toEqual(brokeOff);
  expect(
    await attempt(() => {
      throw new Error('no such address');
    }),
  ).toEqual(brokeOff);
  expect(await attempt(() => Promise.reject(new TypeError('Failed to fetch dynamically imported module: x')))).toEqual({
    ok: false,
    error: { type: 'NotOnDevice' },
  });
  expect(console.warn).toHaveBeenCalledTimes(3);
});
