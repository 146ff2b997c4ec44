import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toasts } from './toasts.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers();
  for (const { id } of toasts.items) toasts.dismiss(id);
});
afterEach(() => {
  toasts.hold(false);
  vi.useRealTimers();
});
const shown = (): string[] => toasts.items.map(({ text }) => text);

test('a toast stays while it is touched, and then for the time that it had left', () => {
  toasts.show('Trash');
  vi.advanceTimersByTime(4_000);
  toasts.show('Saved');
  vi.advanceTimersByTime(5_000);
  toasts.hold(true);
  vi.advanceTimersByTime(60_000);
  expect(shown()).toEqual(['Trash', 'Saved']);
  toasts.hold(false);
  vi.advanceTimersByTime(900);
  expect(shown()).toEqual(['Trash', 'Saved']);
  vi.advanceTimersByTime(200);
  expect(shown()).toEqual(['Saved']);
  vi.advanceTimersByTime(3_700);
  expect(shown()).toEqual(['Saved']);
  vi.advanceTimersByTime(300);
  expect(shown()).toEqual([]);
});

test('a sentence that is said again stands there once, for its whole time; one with an action stands beside', () => {
  toasts.show('Nothing to undo');
  vi.advanceTimersByTime(6_000);
  toasts.show('Nothing to undo');
  toasts.show('Logged', { label: 'Undo', run: () => undefined });
  toasts.show('Logged', { label: 'Undo', run: () => undefined });
  expect(shown()).toEqual(['Nothing to undo', 'Logged', 'Logged']);
  vi.advanceTimersByTime(6_000);
  expect(shown()).toEqual(['Nothing to undo', 'Logged', 'Logged']);
});

test('a toast that comes while others are held has its whole time afterwards, and none is held for ever', () => {
  toasts.show('First');
  toasts.hold(true);
  vi.advanceTimersByTime(30_000);
  toasts.show('Second');
  vi.advanceTimersByTime(5_000);
  toasts.hold(false);
  vi.advanceTimersByTime(9_900);
  expect(shown()).toEqual(['First', 'Second']);
  vi.advanceTimersByTime(200);
  expect(shown()).toEqual([]);
  // Dismissing the last one ends a hold that nobody ends.
  toasts.show('Third');
  toasts.hold(true);
  toasts.dismiss(toasts.items[0]!.id);
  toasts.show('Fourth');
  vi.advanceTimersByTime(10_100);
  expect(shown()).toEqual([]);
});
