// Taking back what a message of the assistant wrote, and what is said of it.
import type { CampaignDocs, UndoStep } from '@emberkeep/store';

/** `none`: it was undone already. `unread`: the disk could not be read, and the step is still there. */
export type TakenBack = 'done' | 'changed' | 'none' | 'unread';

export const takeBack = async (docs: Pick<CampaignDocs, 'undo' | 'canUndo'>, step: UndoStep): Promise<TakenBack> => {
  if (!docs.canUndo(step)) return 'none';
  let isUnread = false;
  const label = await docs.undo(step, () => (isUnread = true));
  if (label !== null) return 'done';
  return isUnread ? 'unread' : 'changed';
};

/** What is said after all steps of a message were taken back. */
export const sentenceForTakenBack = (steps: readonly TakenBack[]): string => {
  const isDone = steps.includes('done');
  if (steps.includes('unread'))
    return `${isDone ? 'Taken back in part' : 'Not taken back'}: the storage of this device could not be read. Try again.`;
  if (steps.includes('changed'))
    return isDone ? 'Taken back, except what was changed since.' : 'Not taken back: it was changed since.';
  return isDone ? 'Taken back.' : 'There was nothing to take back.';
};
