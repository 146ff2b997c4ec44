// Owns the way between a note's Y.XmlFragment and plain NoteNodes. The layout is the editor binding's: an element per
// block with its attributes, a Y.XmlText per run of inline text with marks as formatting attributes.
import * as Y from 'yjs';
import { NOTE_MARKS, NOTE_NODES, type NoteMark, type NoteNode } from '@emberkeep/domain';

const marksOf = (attributes: Record<string, unknown> | undefined): NoteMark[] =>
  Object.entries(attributes ?? {}).map(([key, value]) => {
    const attrs = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    // The binding adds `--<hash>` to a mark that may overlap itself.
    return { type: key.replace(/--.{8}$/, ''), ...(Object.keys(attrs).length > 0 ? { attrs } : {}) };
  });

const readType = (type: Y.XmlElement | Y.XmlText | Y.XmlHook): NoteNode[] => {
  if (type instanceof Y.XmlText) {
    return (type.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[])
      .filter(
        (op): op is { insert: string; attributes?: Record<string, unknown> } =>
          typeof op.insert === 'string' && op.insert !== '',
      )
      .map((op) => {
        const marks = marksOf(op.attributes);
        return { type: 'text', text: op.insert, ...(marks.length > 0 ? { marks } : {}) };
      });
  }
  if (!(type instanceof Y.XmlElement)) return [];
  const attrs = Object.fromEntries(
    Object.entries(type.getAttributes()).filter(([, v]) => v !== null && v !== undefined),
  );
  const content = type.toArray().flatMap((child) => readType(child as Y.XmlElement | Y.XmlText));
  return [
    {
      type: type.nodeName,
      ...(Object.keys(attrs).length > 0 ? { attrs } : {}),
      ...(content.length > 0 ? { content } : {}),
    },
  ];
};

/** The note as plain data. Unknown nodes are kept as they are. */
export const fragmentToNote = (fragment: Y.XmlFragment): NoteNode[] =>
  fragment.toArray().flatMap((child) => readType(child as Y.XmlElement | Y.XmlText));

const isInline = (node: NoteNode): boolean => node.type === 'text';

const build = (nodes: readonly NoteNode[]): (Y.XmlElement | Y.XmlText)[] => {
  const made: (Y.XmlElement | Y.XmlText)[] = [];
  let run: NoteNode[] = [];
  const flush = (): void => {
    if (run.length === 0) return;
    const text = new Y.XmlText();
    text.applyDelta(
      run.map((node) => ({
        insert: node.text ?? '',
        ...(node.marks?.length
          ? { attributes: Object.fromEntries(node.marks.map((m) => [m.type, m.attrs ?? {}])) }
          : {}),
      })),
    );
    made.push(text);
    run = [];
  };
  for (const node of nodes) {
    if (isInline(node)) {
      if (node.text) run.push(node);
      continue;
    }
    flush();
    const element = new Y.XmlElement(node.type);
    for (const [key, value] of Object.entries(node.attrs ?? {}))
      if (value !== null) element.setAttribute(key, value as string); // reason: Yjs types attributes as strings, the binding stores numbers and booleans
    const children = build(node.content ?? []);
    if (children.length > 0) element.insert(0, children);
    made.push(element);
  }
  flush();
  return made;
};

/** Appends nodes at the end of a note. Call inside a transaction. */
export const appendToFragment = (fragment: Y.XmlFragment, nodes: readonly NoteNode[]): void => {
  fragment.insert(fragment.length, build(nodes));
};

/** True while the editor of this version can show the whole note. */
export const isKnownNote = (fragment: Y.XmlFragment): boolean =>
  fragment.toArray().every((child) => isKnownType(child as Y.XmlElement | Y.XmlText));

/** True while the editor of this version can show every node, mark and attribute below `type` (see NOTE_NODES). */
export const isKnownType = (type: Y.AbstractType<unknown> | Y.XmlElement | Y.XmlText): boolean => {
  if (type instanceof Y.XmlText) {
    return (type.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]).every((op) => {
      if (typeof op.insert !== 'string') return false;
      return marksOf(op.attributes).every(
        (m) =>
          Object.hasOwn(NOTE_MARKS, m.type) && Object.keys(m.attrs ?? {}).every((a) => NOTE_MARKS[m.type]?.includes(a)),
      );
    });
  }
  if (type instanceof Y.XmlElement) {
    const allowed = Object.hasOwn(NOTE_NODES, type.nodeName) ? NOTE_NODES[type.nodeName] : undefined;
    if (!allowed) return false;
    const attrs = Object.entries(type.getAttributes() as Record<string, unknown>).filter(
      ([, value]) => value !== null && value !== undefined,
    );
    if (!attrs.every(([key]) => allowed.includes(key))) return false;
    return type.toArray().every((child) => isKnownType(child as Y.XmlElement | Y.XmlText));
  }
  return (
    type instanceof Y.XmlFragment && type.toArray().every((child) => isKnownType(child as Y.XmlElement | Y.XmlText))
  );
};
