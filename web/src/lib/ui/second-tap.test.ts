// Which tap is the second of a double tap.
import { expect, it } from 'vitest';
import { isSecondTap, type Tap } from './second-tap.ts';

const first: Tap = { at: 1000, x: 40, y: 300, count: 1, isTouch: true };

it.each<[string, Partial<Tap>, boolean]>([
  ['of a finger, soon after and beside it', { at: 1250, x: 48, y: 296 }, true],
  ['of a mouse, counted by the browser', { at: 1200, isTouch: false, count: 2 }, true],
  ['of a mouse that the browser counts as a click of its own', { at: 1200, isTouch: false }, false],
  ['half a second later', { at: 1500 }, false],
  ['on another button', { at: 1200, x: 140 }, false],
  ['by a key, which has no place', { at: 1200, count: 0 }, false],
])('%s', (_what, change, isSecond) => expect(isSecondTap(first, { ...first, ...change })).toBe(isSecond));
