// Small helpers for an editor on screen: the on-screen keyboard, and screen readers.
import type { Editor } from '@tiptap/core';

/**
 * Keeps the caret in view where the page gets lower: the on-screen keyboard comes, or a notice below the note. Returns
 * a function that stops it.
 */
export const keepCaretInView = (surface: HTMLElement, current: () => Editor | null): (() => void) => {
  const follow = (): void => {
    const editor = current();
    if (editor?.isFocused) editor.commands.scrollIntoView();
  };
  let height = surface.clientHeight;
  const observer = new ResizeObserver(() => {
    if (surface.clientHeight < height) follow();
    height = surface.clientHeight;
  });
  observer.observe(surface);
  const viewport = window.visualViewport;
  viewport?.addEventListener('resize', follow);
  return () => {
    observer.disconnect();
    viewport?.removeEventListener('resize', follow);
  };
};

/**
 * Names the completion list as controlled by the text box, so that a screen reader follows it; null where it is
 * closed.
 */
export const describeList = (box: Element, list: { listId: string; selected: number } | null): void => {
  if (list) {
    box.setAttribute('aria-controls', list.listId);
    box.setAttribute('aria-activedescendant', `${list.listId}-${list.selected}`);
  } else {
    box.removeAttribute('aria-controls');
    box.removeAttribute('aria-activedescendant');
  }
};
