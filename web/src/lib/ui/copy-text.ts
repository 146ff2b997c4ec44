// Copies text to the clipboard and says so.
import { m } from '#messages';
import { toasts } from './toasts.svelte.ts';

/** `refused`: the sentence for a browser that does not allow it. */
export const copyText = async (text: string, refused: string): Promise<void> => {
  await navigator.clipboard.writeText(text).then(
    () => toasts.show(m.ui_copyText_copied()),
    () => toasts.show(refused),
  );
};
