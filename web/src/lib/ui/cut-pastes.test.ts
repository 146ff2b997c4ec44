// 17.5: a paste that does not fit is told of, and only such a one.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tellOfCutPastes } from './cut-pastes.ts';
import { toasts } from './toasts.svelte.ts';

class Field extends EventTarget {
  value = '';
  selectionStart = 0;
  selectionEnd = 0;
  maxLength = 10;
}
class Input extends Field {}
class TextArea extends Field {}

let page: EventTarget;
let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  page = new EventTarget();
  vi.stubGlobal('window', page);
  vi.stubGlobal('HTMLInputElement', Input);
  vi.stubGlobal('HTMLTextAreaElement', TextArea);
  toasts.items = [];
  stop = tellOfCutPastes();
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** True where the paste is told of as cut. */
const isTold = (field: Field, text: string, isTaken = false): boolean => {
  const event = Object.assign(new Event('paste', { cancelable: true }), { clipboardData: { getData: () => text } });
  Object.defineProperty(event, 'target', { value: field });
  if (isTaken) event.preventDefault();
  toasts.items = [];
  page.dispatchEvent(event);
  return toasts.items.length === 1;
};

it('counts a line break once, and in a field of one line not at all', () => {
  expect(isTold(new TextArea(), 'ab\r\ncd\r\nefgh')).toBe(false);
  expect(isTold(new TextArea(), 'ab\rcd\nefgh')).toBe(false);
  expect(isTold(new TextArea(), 'ab\r\ncd\r\nefghi')).toBe(true);
  expect(isTold(new Input(), 'ab\r\ncd\nefghij')).toBe(false);
  expect(isTold(new Input(), 'ab\r\ncd\nefghijk')).toBe(true);
});

it('says nothing of a paste that the field’s own code took', () => {
  expect(isTold(new Input(), 'abcdefghijk', true)).toBe(false);
  expect(isTold(new Input(), 'abcdefghijk')).toBe(true);
});

it('counts what the paste replaces', () => {
  const field = Object.assign(new Input(), { value: '0123456789', selectionStart: 2, selectionEnd: 6 });
  expect([isTold(field, 'abcd'), isTold(field, 'abcde')]).toEqual([false, true]);
});
