// The commands of handouts: showing one to players and taking it back; maps are shown by the same. A showing is an entry of its own, and so is its
// end: two GMs who show and take back while apart each keep what they did.
import {
  err,
  HANDOUT,
  handoutPicture,
  isShownToPlayers,
  MAP,
  ok,
  type AttachedPicture,
  type Result,
  type StoredShowing,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { writeShowingEnds, type ShownKind, type ShownRecord } from './handout-ends.ts';
import { getRecord, listRecords, type Listed } from './read-records.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { createRecord } from './records.ts';

const missing = (id: string): { ok: false; error: RecordMissing } =>
  err({ type: 'RecordMissing', kind: 'handout', id });

/** Every handout, in the GM's order. */
export const listHandouts = (docs: CampaignDocs): readonly Listed<typeof HANDOUT>[] =>
  listRecords(docs.ledger, HANDOUT);

/** A handout or a map by its id. */
const shownOf = (docs: CampaignDocs, id: string): { kind: ShownKind; shown: ShownRecord } | null => {
  const handout = getRecord(docs.ledger, HANDOUT, id);
  if (handout) return { kind: 'handout', shown: handout };
  const map = getRecord(docs.ledger, MAP, id);
  return map && { kind: 'map', shown: map };
};

/** Shows a handout or a map to all players; nothing is written where they have it already. `sessionId`: empty between sessions. */
export const showHandout = (
  docs: CampaignDocs,
  id: string,
  sessionId: string,
): Result<void, Refused | RecordMissing> => {
  const found = shownOf(docs, id);
  if (!found) return missing(id);
  if (isShownToPlayers(found.shown)) return ok(undefined);
  const showing: StoredShowing = { at: docs.nowMs(), to: 'all', sessionId };
  return docs.edit(`Show ${found.shown.title}`, [docs.ledger], (edit) =>
    edit.setEntry(docs.ledger, found.kind, id, 'shows', docs.newId(), showing),
  );
};

/** Takes a handout or a map back: every showing that this device knows of ends now. */
export const takeBackHandout = (docs: CampaignDocs, id: string): Result<void, Refused | RecordMissing> => {
  const found = shownOf(docs, id);
  if (!found) return missing(id);
  if (!isShownToPlayers(found.shown)) return ok(undefined);
  return docs.edit(`Take back ${found.shown.title}`, [docs.ledger], (edit) =>
    writeShowingEnds(docs, edit, found.kind, found.shown),
  );
};

/** A picture for players. `title` is what they read; `about` is the GM's. */
export interface PictureToShow {
  title: string;
  about: string;
  picture: Omit<AttachedPicture, 'name'>;
  /** The entity whose portrait it is, of which `title` is the name. */
  portraitOf?: string;
  sessionId: string;
}

/** The handout that was made of a picture earlier; undefined without one. */
const handoutOf = (docs: CampaignDocs, { title, about, picture, portraitOf = '' }: PictureToShow) =>
  listHandouts(docs).find(
    (each) =>
      each.title === title &&
      each.about === about &&
      each.portraitOf === portraitOf &&
      handoutPicture(each)?.full === picture.full,
  );

/** Makes a handout of a picture and shows it, in one step; one that was made of it earlier is shown again. Gives its id. */
export const showPicture = (docs: CampaignDocs, shown: PictureToShow): Result<string, Refused | RecordMissing> => {
  const known = handoutOf(docs, shown);
  if (known) {
    const again = showHandout(docs, known.id, shown.sessionId);
    return again.ok ? ok(known.id) : again;
  }
  const { title, about, picture, portraitOf, sessionId } = shown;
  const portrait = portraitOf === undefined ? {} : { portraitOf, portraitName: title };
  const showing: StoredShowing = { at: docs.nowMs(), to: 'all', sessionId };
  return createRecord(
    docs,
    docs.ledger,
    HANDOUT,
    { title, about, ...portrait, picture: { ...picture, name: '' }, shows: { [docs.newId()]: showing } },
    { label: `Show ${title}` },
  );
};
