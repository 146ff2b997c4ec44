// The commands of maps: pins and zones are placed, moved, described and deleted. What each writes is a key of its own, so
// that two GMs may work on one map, and on one pin, while apart.
import {
  err,
  MAP,
  MARK_LABEL_MAX,
  MARK_NOTE_MAX,
  markDigest,
  storedPoint,
  type MapPoint,
  type MapTarget,
  type Result,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import { getRecord, listRecords, type Listed } from './read-records.ts';
import type { RecordMissing, Refused } from './record-input.ts';

/** What a GM says of a pin or a zone; only what is given is written. */
export interface MarkChange {
  label?: string;
  target?: MapTarget | null;
  note?: string;
  isForPlayers?: boolean;
}

/** Every map, in the GM's order. */
export const listMaps = (docs: CampaignDocs): readonly Listed<typeof MAP>[] => listRecords(docs.ledger, MAP);

interface MapEdit {
  mapId: string;
  label: string;
  typing?: boolean;
}

/** Sets an entry of the map; undefined removes it. */
type SetEntry = (field: string, id: string, value: unknown) => void;

const editMap = <T>(
  docs: CampaignDocs,
  { mapId, label, typing = false }: MapEdit,
  run: (set: SetEntry) => T,
): Result<T, Refused | RecordMissing> => {
  if (!getRecord(docs.ledger, MAP, mapId)) return err({ type: 'RecordMissing', kind: 'map', id: mapId });
  const setIn =
    (edit: Edit): SetEntry =>
    (field, id, value) =>
      edit.setEntry(docs.ledger, 'map', mapId, field, id, value);
  return docs.edit(label, [docs.ledger], (edit) => run(setIn(edit)), { typing });
};

/** Empty words, no target and "not for players" are stored as nothing. */
const writeMark = (set: SetEntry, id: string, { label, target, note, isForPlayers }: MarkChange): void => {
  if (label !== undefined) set('labels', id, label.slice(0, MARK_LABEL_MAX) || undefined);
  if (target !== undefined) set('targets', id, target ?? undefined);
  if (note !== undefined) set('notes', id, note.slice(0, MARK_NOTE_MAX) || undefined);
  if (isForPlayers !== undefined) set('forPlayers', id, isForPlayers || undefined);
};

/** Places a pin; gives its id. */
export const addPin = (
  docs: CampaignDocs,
  mapId: string,
  { at, ...mark }: MarkChange & { at: MapPoint },
): Result<string, Refused | RecordMissing> =>
  editMap(docs, { mapId, label: 'Add a pin' }, (set) => {
    const id = docs.newId();
    set('pins', id, storedPoint(at));
    writeMark(set, id, mark);
    return id;
  });

/** Moves a pin; one that a co-GM has just deleted is there again. `typing`: one of many small moves, which are one undo step. */
export const movePin = (
  docs: CampaignDocs,
  { mapId, id, at, typing = false }: { mapId: string; id: string; at: MapPoint; typing?: boolean },
): Result<void, Refused | RecordMissing> =>
  editMap(docs, { mapId, label: 'Move a pin', typing }, (set) => set('pins', id, storedPoint(at)));

/** Draws a zone; gives its id. */
export const addZone = (
  docs: CampaignDocs,
  mapId: string,
  { corners, ...mark }: MarkChange & { corners: readonly MapPoint[] },
): Result<string, Refused | RecordMissing> =>
  editMap(docs, { mapId, label: 'Add a zone' }, (set) => {
    const id = docs.newId();
    set('zones', id, corners.map(storedPoint));
    writeMark(set, id, mark);
    return id;
  });

/** Gives a zone another shape. */
export const reshapeZone = (
  docs: CampaignDocs,
  { mapId, id, corners }: { mapId: string; id: string; corners: readonly MapPoint[] },
): Result<void, Refused | RecordMissing> =>
  editMap(docs, { mapId, label: 'Change a zone' }, (set) => set('zones', id, corners.map(storedPoint)));

/** Says what a pin or a zone is. `typing`: one of many changes of one run, which are one undo step. */
export const editMark = (
  docs: CampaignDocs,
  { mapId, id, change, typing = false }: { mapId: string; id: string; change: MarkChange; typing?: boolean },
): Result<void, Refused | RecordMissing> =>
  editMap(docs, { mapId, label: 'Edit a pin or zone', typing }, (set) => writeMark(set, id, change));

/** Deletes a pin or a zone. One that a co-GM moves or describes while apart is there again, whole. */
export const deleteMark = (
  docs: CampaignDocs,
  { mapId, id }: { mapId: string; id: string },
): Result<void, Refused | RecordMissing> =>
  editMap(docs, { mapId, label: 'Delete a pin or zone' }, (set) =>
    set('gone', id, markDigest(getRecord(docs.ledger, MAP, mapId)!, id)),
  );
