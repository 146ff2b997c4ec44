// A panel beside a note closes by Escape and by the browser's Back, as a dialog does.
import { openInHistory } from '#lib/ui/dialog-history.ts';

/** Something on top of the panel, which Escape closes first. */
const isCovered = (): boolean =>
  document.querySelector('[role="dialog"], [role="menu"], [role="listbox"], [role="tooltip"], dialog[open]') !== null;

/** An editor claims every Escape, also where it does nothing with it. */
const isClaimed = (event: KeyboardEvent): boolean =>
  event.defaultPrevented && !(event.target instanceof Element && event.target.closest('.note'));

/** Call while a component is set up. `isOpen` is read reactively. */
export const closesByKey = (isOpen: () => boolean, close: () => void): void => {
  const isOpenNow = $derived(isOpen());
  $effect(() => {
    if (!isOpenNow) return;
    const before = document.activeElement;
    const leave = openInHistory(close);
    let isFree = false;
    // Looked at first: what is on top is gone once it has closed by the same key.
    const oncapture = (event: KeyboardEvent): void => {
      isFree = event.key === 'Escape' && !event.isComposing && !isCovered();
    };
    const onkeydown = (event: KeyboardEvent): void => {
      if (!isFree || isClaimed(event)) return;
      event.preventDefault();
      close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
    window.addEventListener('keydown', oncapture, { capture: true });
    window.addEventListener('keydown', onkeydown);
    return () => {
      window.removeEventListener('keydown', oncapture, { capture: true });
      window.removeEventListener('keydown', onkeydown);
      leave();
    };
  });
};
