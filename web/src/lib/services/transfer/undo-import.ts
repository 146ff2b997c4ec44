// The undo of an import: its records are a step of the campaign's undo, its texts have an undo of their own.
import type { CampaignDocs, UndoableText, UndoStep } from '@emberkeep/store';

/**
 * What an undo took back; `texts` or `records` where the others stay, because they were changed since. `kept`: titles of
 * what it had created and what stays, because it was edited since; none where only what has no title stays.
 */
export type Undone = boolean | 'texts' | 'records' | { kept: readonly string[] };

/** Undoes an import once; `step` is null where it wrote no records. */
export const undoImport = async (
  docs: Pick<CampaignDocs, 'undo'>,
  step: UndoStep | null,
  texts: readonly UndoableText[],
): Promise<Undone> => {
  const undone: boolean[] = [];
  // One after the other: each may open a document.
  for (const text of texts.filter((each) => !each.wroteNothing?.())) undone.push(await text.undo());
  if (step === null) return undone.includes(true);
  let kept: readonly string[] | null = null;
  const onKept = (titles: readonly string[]): void => void (kept = titles);
  const areRecordsUndone = (await docs.undo(step, undefined, onKept)) !== null;
  if (!areRecordsUndone) return undone.includes(true) && 'texts';
  if (kept) return { kept };
  return undone.includes(false) ? 'records' : true;
};
