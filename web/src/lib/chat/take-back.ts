// Taking back what a message of the assistant wrote, and what is said of it.
import type { CampaignDocs, UndoStep } from '@emberkeep/store';
import { m } from '#messages';

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
    return isDone ? m.chat_takeBack_taken_back_in_part_the() : m.chat_takeBack_not_taken_back_the_storage();
  if (steps.includes('changed'))
    return isDone ? m.chat_takeBack_taken_back_except_what_was() : m.chat_takeBack_not_taken_back_it_was();
  return isDone ? m.chat_takeBack_taken_back() : m.chat_takeBack_there_was_nothing_to_take();
};
