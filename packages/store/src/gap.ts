// A document that lacks an update, because a row on disk is lost or unreadable. Yjs keeps what builds on the missing
// update aside until it arrives: it is on disk, but nobody sees it. Here it is found, and merged again as this
// device's own once the gap is filled.
import * as Y from 'yjs';
import { RECORDS, storedKey } from '@emberkeep/domain';
import { hasLeftOut } from './apply-pieces.ts';

/** True while the document holds updates that wait for one that is missing, or that is not accepted. */
export const hasGap = (doc: Y.Doc): boolean =>
  doc.store.pendingStructs !== null || doc.store.pendingDs !== null || hasLeftOut(doc);

/** Takes what waits out of the document, as Yjs v2 updates. The caller applies it again. */
export const takeWaiting = ({ store }: Y.Doc): Uint8Array[] => {
  const { pendingStructs, pendingDs } = store;
  store.pendingStructs = null;
  store.pendingDs = null;
  return [pendingStructs?.update, pendingDs].filter((update) => update instanceof Uint8Array);
};

/** The document as an update, without what waits: of a document that is only read, it is asked for again. */
export const encodeWithoutWaiting = (doc: Y.Doc): Uint8Array => {
  const { store } = doc;
  const { pendingStructs, pendingDs } = store;
  [store.pendingStructs, store.pendingDs] = [null, null];
  const update = Y.encodeStateAsUpdate(doc);
  [store.pendingStructs, store.pendingDs] = [pendingStructs, pendingDs];
  return update;
};

/** Words that wait. `length` is how many Yjs clocks they take up from `clock` on. */
export interface WaitingText {
  client: number;
  clock: number;
  length: number;
  text: string;
}

type Id = { client: number; clock: number };

const FIELDS_BY_ROOT = new Map(Object.values(RECORDS).map((spec) => [spec.root, Object.entries(spec.fields)]));

/** True for a key of a field in which a GM types. */
const isTypedField = (root: string, key: string): boolean => {
  const name = key.split('/')[1];
  const field = FIELDS_BY_ROOT.get(root)?.find(([own, each]) => storedKey(own, each) === name)?.[1];
  return field?.input === 'line' || field?.input === 'paragraph' || field?.form === 'items';
};

/** The items that wait, findable by any of their clocks. */
const createWaitingItems = (doc: Y.Doc, waiting: readonly Uint8Array[]) => {
  const decoded = waiting.map((update) => Y.decodeUpdateV2(update));
  const items = decoded.flatMap(({ structs }) => structs.filter((struct) => struct instanceof Y.Item));
  const byEnd = new Map(items.map((item) => [`${item.id.client}-${item.id.clock + item.length - 1}`, item]));
  const deleted = decoded.flatMap(({ ds }) => [...ds.clients]);
  return {
    items: items.filter(({ id }) => id.clock >= Y.getState(doc.store, id.client)),
    endingAt: ({ client, clock }: Id): Y.Item | undefined => byEnd.get(`${client}-${clock}`),
    isDeleted: ({ client, clock }: Id): boolean =>
      deleted.some(([of, ranges]) => of === client && ranges.some((r) => clock >= r.clock && clock < r.clock + r.len)),
  };
};
type WaitingItems = ReturnType<typeof createWaitingItems>;

/** The root map and the key that an item is a value of; null when the chain to its first value leads into the gap. */
const placeOf = (doc: Y.Doc, waiting: WaitingItems, item: Y.Item): { root: string; key: string } | null => {
  let first = item;
  // A forged chain may lead back to itself.
  const seen = new Set<Y.Item>();
  while (first.parentSub === null && first.origin) {
    if (seen.has(first)) return null;
    seen.add(first);
    const { origin } = first;
    const isHere = origin.clock < Y.getState(doc.store, origin.client);
    const before = isHere ? Y.getItem(doc.store, origin) : waiting.endingAt(origin);
    if (!(before instanceof Y.Item)) return null;
    first = before;
  }
  if (first.parentSub === null) return null;
  const { parent } = first;
  const root = typeof parent === 'string' ? parent : [...doc.share].find(([, type]) => type === parent)?.[0];
  return root === undefined ? null : { root, key: first.parentSub };
};

/** Runs of text that were typed one after another. */
const waitingRuns = ({ items, isDeleted }: WaitingItems): WaitingText[] => {
  const runs: WaitingText[] = [];
  for (const { id, origin, content } of items) {
    if (!(content instanceof Y.ContentString)) continue;
    for (let i = 0; i < content.str.length; i++) {
      const { client, clock } = { client: id.client, clock: id.clock + i };
      if (isDeleted({ client, clock })) continue;
      const last = runs.at(-1);
      const goesOn = last?.client === client && last.clock + last.length === clock;
      const isTypedBehind = i > 0 || (origin?.client === client && origin.clock === clock - 1);
      if (last && goesOn && isTypedBehind)
        Object.assign(last, { length: last.length + 1, text: last.text + content.str[i] });
      else runs.push({ client, clock, length: 1, text: content.str[i]! });
    }
  }
  return runs;
};

/** The newest value of each text field. Values of a field that cannot be told count if they are more than one word. */
const waitingValues = (doc: Y.Doc, waiting: WaitingItems): WaitingText[] => {
  const values = waiting.items.filter(({ content }) => content instanceof Y.ContentAny);
  const overwritten = new Set(values.flatMap(({ origin }) => (origin ? [`${origin.client}-${origin.clock}`] : [])));
  return values.flatMap((item) => {
    const { client, clock } = item.id;
    const text: unknown = (item.content as Y.ContentAny).arr[0];
    if (typeof text !== 'string' || overwritten.has(`${client}-${clock}`) || waiting.isDeleted(item.id)) return [];
    const place = placeOf(doc, waiting, item);
    const isWords = place ? isTypedField(place.root, place.key) : /\S\s\S/.test(text);
    return isWords ? [{ client, clock, length: item.length, text }] : [];
  });
};

/** Everything that was typed and waits for a missing update. */
export const waitingTexts = (doc: Y.Doc): WaitingText[] => {
  const { pendingStructs, pendingDs } = doc.store;
  const updates = [pendingStructs?.update, pendingDs].filter((update) => update instanceof Uint8Array);
  if (updates.length === 0) return [];
  const waiting = createWaitingItems(doc, updates);
  return [...waitingRuns(waiting), ...waitingValues(doc, waiting)].filter(({ text }) => text.trim() !== '');
};
