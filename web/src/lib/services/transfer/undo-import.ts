// The undo of an import: its records are a step of the campaign's undo, its texts have an undo of their own.
import type { CampaignDocs, UndoableText, UndoStep } from '@emberkeep/store';

/** What an undo took back; `texts` where the records stay, because they were changed since. */
export type Undone = boolean | 'texts';

/** Undoes an import once; `step` is null where it wrote no records. */
export const undoImport = async (
  docs: Pick<CampaignDocs, 'undo'>,
  step: UndoStep | null,
  texts: readonly UndoableText[],
): Promise<Undone> => {
  const areTextsUndone = (await Promise.all(texts.map((text) => text.undo()))).includes(true);
  if (step === null) return areTextsUndone;
  const areRecordsUndone = (await docs.undo(step)) !== null;
  return areRecordsUndone || (areTextsUndone && 'texts');
};
