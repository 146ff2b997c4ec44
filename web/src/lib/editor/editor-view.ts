// Small helpers for an editor on screen: the on-screen keyboard, and screen readers.
import type { Editor } from '@tiptap/core';

/** Scrolls the caret into view when the on-screen keyboard shrinks the viewport. Returns a function that stops it. */
export const keepCaretInView = (current: () => Editor | null): (() => void) | undefined => {
  const viewport = window.visualViewport;
  if (!viewport) return undefined;
  const follow = (): void => {
    const editor = current();
    if (editor?.isFocused) editor.commands.scrollIntoView();
  };
  viewport.addEventListener('resize', follow);
  return () => viewport.removeEventListener('resize', follow);
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
