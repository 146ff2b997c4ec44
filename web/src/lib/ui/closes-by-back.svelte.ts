// A part of a page that is opened in it, as a row or an editor, closes by the browser's Back, as a dialog does.
import { openInHistory } from './dialog-history.ts';

/** Call while a component is set up. `isOpen` is read reactively; `close` is called on Back, and on the way to another page. */
export const closesByBack = (isOpen: () => boolean, close: () => void): void => {
  // From one opened row to another nothing is opened anew.
  const isOpenNow = $derived(isOpen());
  $effect(() => (isOpenNow ? openInHistory(close) : undefined));
};
