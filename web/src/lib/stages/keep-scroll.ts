// Owns that a pane is found where it was left: going to another stage and back loses no place (M-385). For this tab only.
import type { Attachment } from 'svelte/attachments';

const places = new Map<string, number>();

/** Attach to the element that scrolls, or to one around a note's own surface. */
export const keepScroll =
  (name: string): Attachment<HTMLElement> =>
  (element) => {
    const scroller = (): HTMLElement => element.querySelector<HTMLElement>('.surface, .read') ?? element;
    const at = places.get(name);
    const restore = (): void => {
      if (at !== undefined && scroller().scrollHeight > scroller().clientHeight + at - 1) scroller().scrollTop = at;
    };
    restore();
    // The editor fills its surface a moment after it stands.
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
