// A session as its log tells it, for pages that show its figures. Read in an effect, it stays current.
import {
  countedSession,
  isHere,
  namesToGather,
  type CountedSession,
  type ListedSession,
  type OpenDocument,
} from '@emberkeep/store';
import type { LiveCampaign } from './live-campaign.svelte.ts';

/** Without its body, the session as it was counted last. */
export const counted = (
  live: LiveCampaign,
  session: ListedSession,
  body: OpenDocument | null,
): CountedSession<ListedSession> => {
  // Names of participants are part of it.
  void live.version('entity');
  const isHereNow = body !== null && isHere(body.doc);
  return countedSession(live.docs.ledger, session, isHereNow ? live.events(body) : null);
};

/** Names that the session's log tells and its lists do not have. */
export const missingNames = (live: LiveCampaign, session: ListedSession, body: OpenDocument | null): string[] => {
  void live.version('entity');
  return body ? Object.values(namesToGather(live.docs.ledger, session, live.events(body))).flat() : [];
};
