// Recovered texts that a GM put back into a note. Two GMs may put one back while apart: after the merge only one copy
// stays. Every device removes the same copy, so the removals merge into one.
import { appendTo } from '@emberkeep/domain';
import * as Y from 'yjs';
import { typeToNote } from './note-fragment.ts';
import { RECOVER } from './origins.ts';

/** Root map, `<key of the recovered text>/<client>-<clock of the paragraph>` to the name of the note. */
export const PUT_BACK_ROOT = 'recoveredPut';

/** Remembers a paragraph that was put back at the end of a note. Call it in the transaction that adds it. */
export const notePutBack = (doc: Y.Doc, recoveredKey: string, note: string): void => {
  const fragment = doc.getXmlFragment(note);
  const id = fragment.get(fragment.length - 1)._item?.id;
  if (id) doc.getMap<unknown>(PUT_BACK_ROOT).set(`${recoveredKey}/${id.client}-${id.clock}`, note);
};

/** A paragraph that was put back and is still in its note. */
interface PutBack {
  item: Y.Item;
  text: string;
}

const readPutBack = (doc: Y.Doc, key: string, note: unknown): PutBack | null => {
  const match = /\/(\d+)-(\d+)$/.exec(key);
  if (!match || typeof note !== 'string') return null;
  const [client, clock] = [Number(match[1]), Number(match[2])];
  if (clock >= Y.getState(doc.store, client)) return null;
  const item = Y.getItem(doc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  if (!(item instanceof Y.Item) || item.deleted || item.parent !== doc.share.get(note)) return null;
  // Not as Yjs writes it: that throws where a peer's app put a plain value among the elements.
  return item.content instanceof Y.ContentType ? { item, text: JSON.stringify(typeToNote(item.content.type)) } : null;
};

const byId = (a: PutBack, b: PutBack): number =>
  a.item.id.client - b.item.id.client || a.item.id.clock - b.item.id.clock;

/** Removes copies of one recovered text in one note that are still equal; what a GM changed since stays. */
export const removeDoublePutBacks = (doc: Y.Doc): void => {
  const groups = new Map<string, PutBack[]>();
  for (const [key, note] of doc.getMap<unknown>(PUT_BACK_ROOT)) {
    const putBack = readPutBack(doc, key, note);
    if (!putBack) continue;
    appendTo(groups, JSON.stringify([key.split('/')[0], note, putBack.text]), putBack);
  }
  const doubles = [...groups.values()].flatMap((group) => group.sort(byId).slice(1));
  if (doubles.length === 0) return;
  doc.transact((transaction) => doubles.forEach(({ item }) => item.delete(transaction)), RECOVER);
};
