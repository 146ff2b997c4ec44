// Shows when the index is kept: at rest and when the app goes into the background, never during play.
import { expect, it } from 'vitest';
import { createTimers } from '#lib/testing/fakes.ts';
import { keepAtRest } from './keep-at-rest.ts';

const LOOK_MS = 20_000;

const setUp = () => {
  const timers = createTimers();
  const page = Object.assign(new EventTarget(), { hidden: false });
  const at = { isPlaying: false, kept: 0 };
  const index = { version: 1, keep: async () => void (at.kept += 1) };
  const stop = keepAtRest({ index, isPlaying: () => at.isPlaying, later: timers.later, page });
  return { timers, page, at, index, stop };
};

it('keeps the index once nothing has changed for a while, and not while it changes', async () => {
  const { timers, at, index } = setUp();
  index.version += 1;
  await timers.advance(LOOK_MS);
  expect(at.kept).toBe(0);
  await timers.advance(LOOK_MS);
  expect(at.kept).toBe(1);
});

it('keeps nothing during play, and keeps the index when the app goes into the background', async () => {
  const { timers, page, at } = setUp();
  at.isPlaying = true;
  await timers.advance(5 * LOOK_MS);
  page.hidden = true;
  page.dispatchEvent(new Event('visibilitychange'));
  expect(at.kept).toBe(0);
  at.isPlaying = false;
  page.dispatchEvent(new Event('visibilitychange'));
  expect(at.kept).toBe(1);
});

it('keeps nothing after it was stopped', async () => {
  const { timers, page, at, stop } = setUp();
  stop();
  await timers.advance(5 * LOOK_MS);
  page.hidden = true;
  page.dispatchEvent(new Event('visibilitychange'));
  expect(at.kept).toBe(0);
});
