// Converts between a note's Y.XmlFragment and plain NoteNodes. The layout is that of the editor's binding: an
// element per block with its attributes, a Y.XmlText per run of inline text with marks as formatting attributes.
import * as Y from 'yjs';
import { isEmptyNote, NOTE_MARKS, NOTE_NODES, type NoteMark, type NoteNode } from '@emberkeep/domain';
import { MAX_NESTING } from './usable-update.ts';
import { plainValue } from './plain-value.ts';

type Child = Y.XmlElement | Y.XmlText;

interface TextRun {
  insert: unknown;
  attributes?: Record<string, unknown>;
}

const runsOf = (text: Y.XmlText): TextRun[] => text.toDelta() as TextRun[];

const childrenOf = (parent: Y.XmlFragment | Y.XmlElement): Child[] => parent.toArray() as Child[];

/** Attributes of an element that are set. */
const attrsOf = (element: Y.XmlElement): [string, unknown][] =>
  Object.entries(element.getAttributes() as Record<string, unknown>).flatMap(([name, stored]): [string, unknown][] => {
    const value = plainValue(stored);
    return value === null || value === undefined ? [] : [[name, value]];
  });

/** The binding adds `--<hash>` to the name of a mark that may overlap itself. */
const MARK_SUFFIX = /--.{8}$/;

const marksOf = (attributes: Record<string, unknown> | undefined): NoteMark[] =>
  Object.entries(attributes ?? {}).map(([key, value]) => {
    const plain = plainValue(value);
    const attrs = typeof plain === 'object' && plain !== null ? (plain as Record<string, unknown>) : {};
    return { type: key.replace(MARK_SUFFIX, ''), ...(Object.keys(attrs).length > 0 ? { attrs } : {}) };
  });

const readText = (text: Y.XmlText): NoteNode[] =>
  runsOf(text).flatMap(({ insert, attributes }): NoteNode[] => {
    if (typeof insert !== 'string' || insert === '') return [];
    const marks = marksOf(attributes);
    return [{ type: 'text', text: insert, ...(marks.length > 0 ? { marks } : {}) }];
  });

const readType = (type: Child | Y.XmlHook, depth: number): NoteNode[] => {
  if (type instanceof Y.XmlText) return readText(type);
  if (!(type instanceof Y.XmlElement) || depth > MAX_NESTING) return [];
  const attrs = Object.fromEntries(attrsOf(type));
  const content = childrenOf(type).flatMap((child) => readType(child, depth + 1));
  return [
    {
      type: type.nodeName,
      ...(Object.keys(attrs).length > 0 ? { attrs } : {}),
      ...(content.length > 0 ? { content } : {}),
    },
  ];
};

/** An element or a text of a note as plain data; nothing for what is neither. */
export const typeToNote = (type: Y.AbstractType<unknown>): NoteNode[] => readType(type as Child, 1); // reason: anything else reads as nothing

/** True when a note holds no text and nothing but paragraphs. Stops at the first block that is more. */
export const isEmptyFragment = (fragment: Y.XmlFragment): boolean => {
  for (let item = fragment._start; item; item = item.right) {
    const type = item.deleted || !(item.content instanceof Y.ContentType) ? null : item.content.type;
    if (type && !isEmptyNote(readType(type as Child, 1))) return false;
  }
  return true;
};

/** The note as plain data. Unknown nodes are kept as they are. */
export const fragmentToNote = (fragment: Y.XmlFragment): NoteNode[] =>
  childrenOf(fragment).flatMap((child) => readType(child, 1));

const buildText = (nodes: readonly NoteNode[]): Y.XmlText => {
  const text = new Y.XmlText();
  text.applyDelta(
    nodes.map(({ text: insert = '', marks }) => ({
      insert,
      ...(marks?.length ? { attributes: Object.fromEntries(marks.map((m) => [m.type, m.attrs ?? {}])) } : {}),
    })),
  );
  return text;
};

const buildElement = (node: NoteNode): Y.XmlElement => {
  const element = new Y.XmlElement(node.type);
  for (const [key, value] of Object.entries(node.attrs ?? {}))
    // reason: Yjs types attributes as strings, but the binding stores numbers and booleans too
    if (value !== null) element.setAttribute(key, value as string);
  const children = build(node.content ?? []);
  if (children.length > 0) element.insert(0, children);
  return element;
};

/** Neighbouring text nodes become one Y.XmlText. */
const build = (nodes: readonly NoteNode[]): Child[] => {
  const built: Child[] = [];
  let run: NoteNode[] = [];
  const endRun = (): void => {
    if (run.length > 0) built.push(buildText(run));
    run = [];
  };
  for (const node of nodes) {
    if (node.type === 'text') {
      if (node.text) run.push(node);
      continue;
    }
    endRun();
    built.push(buildElement(node));
  }
  endRun();
  return built;
};

/** Inserts nodes before the child at `index` of a note. Call it inside a transaction. */
export const insertIntoFragment = (fragment: Y.XmlFragment, index: number, nodes: readonly NoteNode[]): void => {
  fragment.insert(index, build(nodes));
};

/** Appends nodes at the end of a note. Call it inside a transaction. */
export const appendToFragment = (fragment: Y.XmlFragment, nodes: readonly NoteNode[]): void =>
  insertIntoFragment(fragment, fragment.length, nodes);

/** Types of a document that were looked through and are known. */
const knownOfDoc = new WeakMap<Y.Doc, WeakSet<object>>();

/** The known types of a document, kept current: a long note is not read again for each text that is added to it. */
const knownTypesIn = (doc: Y.Doc): WeakSet<object> => {
  let known = knownOfDoc.get(doc);
  if (known) return known;
  knownOfDoc.set(doc, (known = new WeakSet()));
  const forget = known;
  doc.on('beforeObserverCalls', ({ changed }: Y.Transaction) => {
    for (const type of changed.keys())
      for (let each: unknown = type; each instanceof Y.AbstractType; each = each.parent) forget.delete(each);
  });
  return known;
};

/** True when the editor of this version can show the whole note. */
export const isKnownNote = (fragment: Y.XmlFragment): boolean => {
  // What an open transaction changed is forgotten at its end only.
  const known = fragment.doc && !fragment.doc._transaction ? knownTypesIn(fragment.doc) : null;
  return childrenOf(fragment).every((child) => {
    if (known?.has(child)) return true;
    const isKnown = isKnownType(child);
    if (isKnown) known?.add(child);
    return isKnown;
  });
};

const isKnownMark = ({ type, attrs }: NoteMark): boolean =>
  Object.hasOwn(NOTE_MARKS, type) && Object.keys(attrs ?? {}).every((attr) => NOTE_MARKS[type]?.includes(attr));

const isKnownRun = ({ insert, attributes }: TextRun): boolean =>
  typeof insert === 'string' && marksOf(attributes).every(isKnownMark);

const isKnownElement = (element: Y.XmlElement, depth: number): boolean => {
  const allowed = Object.hasOwn(NOTE_NODES, element.nodeName) ? NOTE_NODES[element.nodeName] : undefined;
  return (
    allowed !== undefined &&
    depth <= MAX_NESTING &&
    attrsOf(element).every(([attr]) => allowed.includes(attr)) &&
    childrenOf(element).every((child) => isKnownType(child, depth + 1))
  );
};

/** True when the editor of this version can show every node, mark and attribute in `type` (see NOTE_NODES). */
export const isKnownType = (type: Y.AbstractType<unknown> | Child, depth = 1): boolean => {
  if (type instanceof Y.XmlText) return runsOf(type).every(isKnownRun);
  if (type instanceof Y.XmlElement) return isKnownElement(type, depth);
  return type instanceof Y.XmlFragment && isKnownNote(type);
};
