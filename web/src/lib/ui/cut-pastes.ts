// Says when a paste does not fit its field: the browser cuts off the end without a word.
import { m } from '#messages';
import { toasts } from './toasts.svelte.ts';

type TextField = HTMLInputElement | HTMLTextAreaElement;

/** What the field takes of a pasted text: a line break counts once, and a field of one line drops it. */
const takenOf = (field: TextField, pasted: string): string =>
  pasted.replace(/\r\n?|\n/g, field instanceof HTMLTextAreaElement ? '\n' : '');

const fits = (field: TextField, pasted: string): boolean => {
  const { value, selectionStart, selectionEnd, maxLength } = field;
  const replaced = (selectionEnd ?? 0) - (selectionStart ?? 0);
  return value.length - replaced + takenOf(field, pasted).length <= maxLength;
};

/** Listens on the window; returns a function that stops it. */
export const tellOfCutPastes = (): (() => void) => {
  const hear = ({ target, clipboardData, defaultPrevented }: ClipboardEvent): void => {
    if (defaultPrevented) return; // The field's own code took the paste, or refused it.
    const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (!isField || target.maxLength < 0 || fits(target, clipboardData?.getData('text/plain') ?? '')) return;
    toasts.show(m.ui_cutPastes_only_max_length_characters_fit({ maxLength: target.maxLength }));
  };
  window.addEventListener('paste', hear);
  return () => window.removeEventListener('paste', hear);
};
