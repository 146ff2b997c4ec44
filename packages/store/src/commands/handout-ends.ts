// Ends the showings of a handout, inside another command.
import { openShowings, type Handout } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';

/** Every showing that this device knows of ends now. */
export const writeShowingEnds = (docs: CampaignDocs, edit: Edit, handout: Handout): void => {
  const now = docs.nowMs();
  for (const showing of openShowings(handout))
    edit.setEntry(docs.ledger, 'handout', handout.id, 'ends', showing.id, now);
};
