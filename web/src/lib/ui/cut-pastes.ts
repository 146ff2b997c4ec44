// Says when a paste does not fit its field: the browser cuts off the end without a word.
import { toasts } from './toasts.svelte.ts';

type TextField = HTMLInputElement | HTMLTextAreaElement;

const fits = ({ value, selectionStart, selectionEnd, maxLength }: TextField, pasted: string): boolean => {
  const replaced = (selectionEnd ?? 0) - (selectionStart ?? 0);
  return value.length - replaced + pasted.length <= maxLength;
};

/** Listens on the window; returns a function that stops it. */
export const tellOfCutPastes = (): (() => void) => {
  const hear = ({ target, clipboardData }: ClipboardEvent): void => {
    const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (!isField || target.maxLength < 0 || fits(target, clipboardData?.getData('text/plain') ?? '')) return;
    toasts.show(`Only ${target.maxLength} characters fit here. The end of what you pasted was left out.`);
  };
  window.addEventListener('paste', hear);
  return () => window.removeEventListener('paste', hear);
};
