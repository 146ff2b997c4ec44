// 19.11: each toast is said once by a screen reader, also where a dialog opens or closes around it.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { toasts } from './toasts.svelte.ts';

const [PAGE, DIALOG] = [Symbol('page'), Symbol('dialog')];
let stops: (() => void)[] = [];
const add = (list: symbol): (() => void) => {
  const stop = toasts.addList(list);
  stops.push(stop);
  return stop;
};
const textsIn = (list: symbol) => {
  const { said, live } = toasts.shownIn(list);
  return { said: said.map(({ text }) => text), live: live.map(({ text }) => text) };
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  toasts.items = [];
  add(PAGE);
});
afterEach(() => {
  stops.forEach((stop) => stop());
  stops = [];
  vi.useRealTimers();
});

it('19.11 a toast of an act that closes its dialog is said by the page', () => {
  const close = add(DIALOG);
  toasts.show('Imported a.md');
  vi.advanceTimersByTime(16);
  close();
  expect(textsIn(PAGE)).toEqual({ said: [], live: ['Imported a.md'] });
  expect(textsIn(DIALOG)).toEqual({ said: [], live: [] });
});

it('19.11 a toast that was said is not said again by a dialog that opens, and a new one there is', () => {
  toasts.show('Renamed');
  vi.advanceTimersByTime(1000);
  expect(textsIn(PAGE)).toEqual({ said: [], live: ['Renamed'] });
  const close = add(DIALOG);
  toasts.show('Added Vey');
  expect(textsIn(DIALOG)).toEqual({ said: ['Renamed'], live: ['Added Vey'] });
  vi.advanceTimersByTime(16);
  close();
  expect(textsIn(PAGE)).toEqual({ said: ['Renamed'], live: ['Added Vey'] });
});

it('19.11 a list that comes or goes below the one on top moves nothing', () => {
  add(DIALOG);
  toasts.show('Added Vey');
  vi.advanceTimersByTime(2000);
  stops[0]!();
  expect(textsIn(DIALOG)).toEqual({ said: [], live: ['Added Vey'] });
});

it('19.11 a toast from before there was a list is said by the first', () => {
  stops[0]!();
  toasts.show('Restored');
  vi.advanceTimersByTime(2000);
  add(PAGE);
  expect(textsIn(PAGE)).toEqual({ said: [], live: ['Restored'] });
});
