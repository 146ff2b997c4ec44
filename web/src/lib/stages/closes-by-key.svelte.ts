// A panel beside a note closes by Escape and by the browser's Back, as a dialog does.
import { openInHistory } from '#lib/ui/dialog-history.ts';

/** Something on top of the panel, which Escape closes first. */
const isCovered = (): boolean => document.querySelector('[role="dialog"], [role="menu"], dialog[open]') !== null;

/** Call while a component is set up. `isOpen` is read reactively. */
export const closesByKey = (isOpen: () => boolean, close: () => void): void => {
  const isOpenNow = $derived(isOpen());
  $effect(() => {
    if (!isOpenNow) return;
    const before = document.activeElement;
    const leave = openInHistory(close);
    const onkeydown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || isCovered()) return;
      event.preventDefault();
      close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
    window.addEventListener('keydown', onkeydown);
    return () => {
      window.removeEventListener('keydown', onkeydown);
      leave();
    };
  });
};
