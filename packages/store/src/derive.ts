// What a device derives from each document: which entities its links, events and scenes name, and its state. Never
// synced, and rebuildable at any time. Entity pages and logs read it, so that they need not open a session's body.
import * as Y from 'yjs';
import {
  eventEntityIds,
  keysOfName,
  nameKey,
  noteLinks,
  SCENE,
  sentenceAround,
  TIMELINE_EVENT,
  type RecordOf,
} from '@emberkeep/domain';
import type { Spec } from './commands/read-records.ts';
import { isDeletedRecord } from './deletion.ts';
import type { DerivedLink, DerivedRow } from './device/rows.ts';
import { fragmentToNote } from './note-fragment.ts';
import { createRecordTable } from './record-table.ts';

const recordsIn = <S extends Spec>(doc: Y.Doc, spec: S): RecordOf<S>[] => {
  if (!doc.share.has(spec.root)) return [];
  const table = createRecordTable(doc.getMap<unknown>(spec.root), spec);
  table.close();
  return [...table.ids()].flatMap((id) => {
    const raw = table.get(id)!;
    const isDeleted = raw.fields.has('deleted') && isDeletedRecord(doc, spec.kind, id, raw);
    const record = isDeleted ? null : (table.record(id) as RecordOf<S> | null);
    return record ? [record] : [];
  });
};

/** Derives one document. Walks over all of its notes, so callers debounce it. */
export const deriveRow = (room: string, doc: Y.Doc): DerivedRow => {
  const links: DerivedLink[] = [];
  for (const [name] of doc.share) {
    if (!name.includes('/')) continue;
    const fragment = doc.getXmlFragment(name);
    for (const { line, links: found } of noteLinks(fragmentToNote(fragment))) {
      for (const link of found)
        links.push({ nameKey: nameKey(link.name), sentence: sentenceAround(line, link.start, link.end), text: name });
    }
  }
  const events = recordsIn(doc, TIMELINE_EVENT);
  const scenes = recordsIn(doc, SCENE).map(({ id, title, entityIds }) => ({ id, title, entityIds }));
  const entityIds = [...new Set([...events.flatMap(eventEntityIds), ...scenes.flatMap((s) => s.entityIds)])];
  return { room, links, events, scenes, entityIds, snapshot: Y.encodeSnapshot(Y.snapshot(doc)) };
};

/** A link to an entity, and the room of the document it is in. */
export interface Backlink extends DerivedLink {
  room: string;
}

/** The links to an entity, by any of its names. */
export const backlinksTo = (rows: Iterable<DerivedRow>, names: readonly string[]): Backlink[] => {
  const keys = new Set(names.flatMap(keysOfName));
  return [...rows].flatMap((row) =>
    row.links.filter((link) => keys.has(link.nameKey)).map((link) => ({ ...link, room: row.room })),
  );
};
