// Ends the showings of a handout or a map, inside another command.
import type { Handout, RecordKind } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';

/** The kinds of record that are shown to players and taken back. */
export const SHOWN_KINDS = ['handout', 'map'] as const satisfies readonly RecordKind[];
export type ShownKind = (typeof SHOWN_KINDS)[number];
export const isShownKind = (kind: string): kind is ShownKind => (SHOWN_KINDS as readonly string[]).includes(kind);

/** What both kinds have. */
export type ShownRecord = Pick<Handout, 'id' | 'title' | 'shows' | 'ends'>;

/** Every showing that this device knows of ends now, also one to players whom this version cannot tell apart. */
export const writeShowingEnds = (
  docs: CampaignDocs,
  edit: Edit,
  kind: ShownKind,
  { id, shows, ends }: ShownRecord,
): void => {
  const now = docs.nowMs();
  for (const showing of Object.keys(shows))
    if (!Object.hasOwn(ends, showing) || ends[showing] === null)
      edit.setEntry(docs.ledger, kind, id, 'ends', showing, now);
};
