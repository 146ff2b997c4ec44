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
