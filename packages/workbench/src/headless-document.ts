// A DOM for headless editors in Node; import it before the editor. The test runner's own environment does not work
// here: it clones bytes into another realm, where Yjs does not recognise them.
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
const names = [
  'document',
  'Node',
  'Element',
  'HTMLElement',
  'Text',
  'Range',
  'MutationObserver',
  'DOMParser',
  'getSelection',
  'getComputedStyle',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'Event',
  'KeyboardEvent',
  'CustomEvent',
  'innerHeight',
  'innerWidth',
  'XMLSerializer',
] as const;
for (const name of names)
  Object.defineProperty(globalThis, name, {
    value: window[name as keyof typeof window],
    configurable: true,
    writable: true,
  });
Object.defineProperty(globalThis, 'window', { value: window, configurable: true });
