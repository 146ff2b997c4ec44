// What is typed over a value of a record, such as its name, and written when its field is left.
import { untrack } from 'svelte';
import type { Draft } from './drafts.svelte.ts';

/**
 * Writes the name that was typed over the record's name `before`. The draft is forgotten once the name is written, and
 * stays where it was refused. Null where nothing changed.
 */
export const writeTypedName = <R extends { ok: boolean }>(
  draft: Draft,
  { typed, before }: { typed: string; before: string },
  write: () => R,
): R | null => {
  if (typed === before) {
    draft.discard();
    return null;
  }
  const result = write();
  if (result.ok) draft.clear(before);
  return result;
};

/**
 * Call while a component is set up. Writes what is typed also where the field is never left: when the tab is hidden, since
 * it may then be closed without notice, and when the field is shown with words from before the page was left. `record` is
 * read reactively and tells one record from another.
 */
export const writesTypedInAnyCase = (write: () => void, record: () => unknown = () => ''): void => {
  // What else changes of the record, while it is being typed, writes nothing.
  const shown = $derived(record());
  $effect(() => {
    void shown;
    untrack(write);
    const writeWhenHidden = (): void => {
      if (document.hidden) write();
    };
    document.addEventListener('visibilitychange', writeWhenHidden);
    return () => document.removeEventListener('visibilitychange', writeWhenHidden);
  });
};
