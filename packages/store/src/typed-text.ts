// A field while somebody types in it. Writing the whole text at every key would cost the square of its length, on the
// disk and on the wire. So the record's map keeps the text as it was at the start of a typing run, and the run edits a
// copy of it in a root text that is named after the value's Yjs item. Which value wins a merge is decided by the map
// alone, as for every field; the text belongs to that value only. One tab writes a run.
import * as Y from 'yjs';
import { plainValue } from './plain-value.ts';
import { stampTyped } from './shape.ts';

/** A typing run goes on through pauses shorter than this, in ms. */
const PAUSE_MS = 60_000;

const PREFIX = 'typed:';

/** The value of a typing run, as revisions name it: `<client>-<clock>`. */
export type RunName = string;

export const nameOfItem = ({ id }: Y.Item): RunName => `${id.client}-${id.clock}`;

/** The item that holds a key's value now. */
const itemOf = (map: Y.Map<unknown>, key: string): Y.Item | undefined => {
  const item = map._map.get(key);
  return item && !item.deleted ? item : undefined;
};

const textOf = (doc: Y.Doc, run: RunName): Y.Text | undefined =>
  doc.share.has(PREFIX + run) ? doc.getText(PREFIX + run) : undefined;

/** What was typed in a run; undefined while the value itself is all there is. */
export const readRun = (doc: Y.Doc, run: RunName): string | undefined => textOf(doc, run)?.toString();

/** How far a run is: both numbers only grow, because one tab writes it. Null while the value itself is all there is. */
export const progressOfRun = (doc: Y.Doc, run: RunName): { inserted: number; removed: number } | null => {
  const text = textOf(doc, run);
  if (!text) return null;
  const progress = { inserted: 0, removed: 0 };
  for (let item = text._start; item; item = item.right) {
    progress.inserted += item.length;
    if (item.deleted) progress.removed += item.length;
  }
  return progress;
};

/** The name of the run that a key's value belongs to or could start. */
export const runNameOf = (map: Y.Map<unknown>, key: string): RunName | undefined => {
  const item = itemOf(map, key);
  return item && nameOfItem(item);
};

/** The value of a key as plain JSON, as typed. */
export const readValue = (map: Y.Map<unknown>, key: string): unknown => {
  const value = map.get(key);
  const item = typeof value === 'string' ? itemOf(map, key) : undefined;
  return (item && map.doc && readRun(map.doc, nameOfItem(item))) ?? plainValue(value);
};

/** The root map and key whose value a root text belongs to; null for other roots and for values that lost a merge. */
export const ownerOfText = (doc: Y.Doc, rootName: string): { map: Y.Map<unknown>; key: string } | null => {
  if (!rootName.startsWith(PREFIX)) return null;
  const [client, clock] = rootName.slice(PREFIX.length).split('-').map(Number) as [number, number];
  if (!(clock < Y.getState(doc.store, client))) return null;
  const item = Y.getItem(doc.store, Y.createID(client, clock));
  if (!(item instanceof Y.Item) || item.deleted || item.parentSub === null) return null;
  return { map: item.parent as Y.Map<unknown>, key: item.parentSub };
};

/** Removes the text of a run whose value is no longer shown and whose revision is dropped. */
export const dropRun = (doc: Y.Doc, run: RunName): void => {
  const text = textOf(doc, run);
  if (text && text.length > 0 && !ownerOfText(doc, PREFIX + run)) text.delete(0, text.length);
};

const isHighSurrogate = (text: string, i: number): boolean => (text.charCodeAt(i) & 0xfc00) === 0xd800;
const isLowSurrogate = (text: string, i: number): boolean => (text.charCodeAt(i) & 0xfc00) === 0xdc00;

/** The part of two texts that differs. Never splits a surrogate pair: half of one cannot be encoded. */
const diff = (before: string, after: string): { at: number; removed: number; inserted: string } => {
  const shorter = Math.min(before.length, after.length);
  let at = 0;
  while (at < shorter && before[at] === after[at]) at += 1;
  if (at > 0 && isHighSurrogate(before, at - 1)) at -= 1;
  let tail = 0;
  while (tail < shorter - at && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  if (tail > 0 && isLowSurrogate(before, before.length - tail)) tail -= 1;
  return { at, removed: before.length - tail - at, inserted: after.slice(at, after.length - tail) };
};

interface Run {
  name: RunName;
  /** Unix ms. */
  startedAt: number;
  lastAt: number;
  /** Characters inserted and removed so far. */
  changed: number;
}

/** The typing runs of this tab, by root map and key of a document. */
const runsOfDoc = new WeakMap<Y.Doc, Map<string, Run>>();

const runsOf = (doc: Y.Doc): Map<string, Run> => {
  let runs = runsOfDoc.get(doc);
  if (!runs) runsOfDoc.set(doc, (runs = new Map()));
  return runs;
};

/**
 * A run ends with a pause, or after a while once it has changed half of the text: a revision then shows that state. The
 * clock can be set in both directions.
 */
const isOver = ({ startedAt, lastAt, changed }: Run, nowMs: number, text: string): boolean =>
  Math.abs(nowMs - lastAt) >= PAUSE_MS || (Math.abs(nowMs - startedAt) >= PAUSE_MS && changed * 2 >= text.length);

/** Call after a typed text was set as the value of a key: the next key continues in a root text. */
export const startRun = (map: Y.Map<unknown>, root: string, key: string, nowMs: number): void => {
  const name = runNameOf(map, key);
  if (map.doc && name !== undefined)
    runsOf(map.doc).set(`${root} ${key}`, { name, startedAt: nowMs, lastAt: nowMs, changed: 0 });
};

/**
 * Writes `text` as the next state of a key that this tab is typing in. False when there is no such run, or its value is
 * not the newest any more: then `text` is to be set as a value.
 */
export const continueRun = (map: Y.Map<unknown>, root: string, key: string, text: string, nowMs: number): boolean => {
  const { doc } = map;
  const run = doc && runsOf(doc).get(`${root} ${key}`);
  // A root text without content leaves no trace in the document, so an empty text is set as a value.
  if (!run || run.name !== runNameOf(map, key) || isOver(run, nowMs, text) || text === '') return false;
  const before = readValue(map, key);
  if (typeof before !== 'string') return false;
  const shared = doc.getText(PREFIX + run.name);
  if (shared.length === 0) {
    stampTyped(doc);
    shared.insert(0, before);
  }
  const { at, removed, inserted } = diff(before, text);
  if (removed > 0) shared.delete(at, removed);
  if (inserted !== '') shared.insert(at, inserted);
  run.lastAt = nowMs;
  run.changed += removed + inserted.length;
  return true;
};
