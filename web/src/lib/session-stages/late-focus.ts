// Focus for an element that may not be there yet, because its code is loaded when it is first opened.
import { isTypingOutside } from '#lib/ui/is-typing.ts';

/** How long to wait for the element, ms. */
const GIVE_UP_MS = 2000;

export class LateFocus {
  /** True from the call until the element has the focus or did not come. */
  isWaiting = false;

  /**
   * Focuses the first `selector` inside the element of this accessible name, below `root`, unless the GM writes elsewhere
   * by then.
   */
  focus(root: HTMLElement, label: string, selector: string): void {
    const stop = (): void => {
      this.isWaiting = false;
      watcher.disconnect();
    };
    const reach = (): boolean => {
      const place = root.querySelector<HTMLElement>(`[aria-label="${CSS.escape(label)}"]`);
      const wanted = place?.querySelector<HTMLElement>(selector);
      if (!place || !wanted) return false;
      if (!isTypingOutside(place)) wanted.focus();
      stop();
      return true;
    };
    const watcher = new MutationObserver(reach);
    this.isWaiting = true;
    requestAnimationFrame(() => {
      if (reach()) return;
      watcher.observe(root, { childList: true, subtree: true });
      setTimeout(stop, GIVE_UP_MS);
    });
  }
}
