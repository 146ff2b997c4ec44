// Ends the showings of a handout, inside another command.
import type { Handout } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';

/** Every showing that this device knows of ends now, also one to players whom this version cannot tell apart. */
export const writeShowingEnds = (docs: CampaignDocs, edit: Edit, { id, shows, ends }: Handout): void => {
  const now = docs.nowMs();
  for (const showing of Object.keys(shows))
    if (!Object.hasOwn(ends, showing) || ends[showing] === null)
      edit.setEntry(docs.ledger, 'handout', id, 'ends', showing, now);
};
