// Taking back what a message of the assistant wrote, and what is said of it.
import type { CampaignDocs, UndoStep } from '@emberkeep/store';
import { m } from '#messages';

/**
 * `partly`: what was edited since stays. `changed`: all of it stays. `none`: it was undone already. `unread`: the disk
 * could not be read, and the step is still there.
 */
export type TakenBack = 'done' | 'partly' | 'changed' | 'none' | 'unread';

/** Words that the GM wrote since in what the assistant made stay, as after the undo of an import. */
export const takeBack = async (docs: Pick<CampaignDocs, 'undo' | 'canUndo'>, step: UndoStep): Promise<TakenBack> => {
  if (!docs.canUndo(step)) return 'none';
  let isUnread = false;
  let isKept = false;
  const label = await docs.undo(
    step,
    () => (isUnread = true),
    () => (isKept = true),
  );
  if (label !== null) return isKept ? 'partly' : 'done';
  return isUnread ? 'unread' : 'changed';
};

/** What is said after all steps of a message were taken back. */
export const sentenceForTakenBack = (steps: readonly TakenBack[]): string => {
  const isDone = steps.includes('done') || steps.includes('partly');
  if (steps.includes('unread'))
    return isDone
      ? m.chat_takeBack_partly_undone_this_devices_storage()
      : m.chat_takeBack_not_undone_this_devices_storage();
  if (steps.includes('changed') || steps.includes('partly'))
    return isDone ? m.chat_takeBack_undone_except_what_was_changed() : m.chat_takeBack_not_undone_it_was_changed();
  return isDone ? m.chat_takeBack_undone() : m.chat_takeBack_there_was_nothing_to_undo();
};
