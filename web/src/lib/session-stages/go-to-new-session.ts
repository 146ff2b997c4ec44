// Where a GM lands who has just created a session: in its empty note, with the caret in it.
import { goto } from '$app/navigation';

let newest: string | null = null;

/** Opens the Prep page of a session that was created just now. */
export const goToNewSession = (campaignId: string, sessionId: string): Promise<void> => {
  newest = sessionId;
  return goto(`/campaigns/${campaignId}/sessions/${sessionId}/prep`);
};

/** True once, for the session that was created last: its note takes the caret. */
export const takesCaret = (sessionId: string): boolean => {
  if (newest !== sessionId) return false;
  newest = null;
  return true;
};
