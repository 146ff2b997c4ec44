// Keeps where each pane was scrolled, in this tab only, so that going to another stage and back loses no place
// (M-385).
import type { Attachment } from 'svelte/attachments';

/** Where each pane was scrolled, px, by name. */
const places = new Map<string, number>();

/** For the element that scrolls, or for one around a note's editor. `name` tells the panes apart. */
export const keepScroll =
  (name: string): Attachment<HTMLElement> =>
  (element) => {
    const scroller = (): HTMLElement => element.querySelector<HTMLElement>('.surface, .read') ?? element;
    const at = places.get(name);
    const restore = (): void => {
      if (at !== undefined && scroller().scrollHeight > scroller().clientHeight + at - 1) scroller().scrollTop = at;
    };
    restore();
    // The editor is filled a moment after it is mounted.
    const grown = new MutationObserver(() => {
      restore();
      if (at === undefined || Math.abs(scroller().scrollTop - at) < 2) grown.disconnect();
    });
    if (at) grown.observe(element, { childList: true, subtree: true });
    const onscroll = (): void => void places.set(name, scroller().scrollTop);
    element.addEventListener('scroll', onscroll, { capture: true, passive: true });
    return () => {
      grown.disconnect();
      element.removeEventListener('scroll', onscroll, { capture: true });
    };
  };
