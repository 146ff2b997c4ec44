// Reads a rich text from data of outside: a suggestion is as untrusted as any import.
import { NOTE_MARKS, NOTE_NODES, type NoteMark, type NoteNode } from './note.ts';
import { isPlainObject } from './values.ts';

/** Deeper than any list that a GM writes. */
const MAX_DEPTH = 24;

type Attrs = Readonly<Record<string, readonly string[]>>;

const readAttrs = (value: unknown, allowed: readonly string[]): Pick<NoteNode, 'attrs'> => {
  const entries = isPlainObject(value)
    ? Object.entries(value).filter(([name, attr]) => allowed.includes(name) && attr !== null)
    : [];
  return entries.length > 0 ? { attrs: Object.fromEntries(entries) } : {};
};

/** The type and the attributes of a node or mark; null for one that the editor does not have. */
const readTyped = (value: unknown, known: Attrs): (Pick<NoteNode, 'attrs'> & { type: string }) | null => {
  const type = isPlainObject(value) ? value['type'] : null;
  if (typeof type !== 'string' || !Object.hasOwn(known, type)) return null;
  return { type, ...readAttrs((value as Record<string, unknown>)['attrs'], known[type]!) }; // reason: checked above
};

const readMarks = (value: unknown): NoteMark[] =>
  Array.isArray(value) ? value.flatMap((mark: unknown) => readTyped(mark, NOTE_MARKS) ?? []) : [];

/** The nodes in any value. What is no node, mark or attribute of this version is left out. */
export const readNoteNodes = (value: unknown, depth = 0): NoteNode[] => {
  if (!Array.isArray(value) || depth > MAX_DEPTH) return [];
  return value.flatMap((each: unknown): NoteNode[] => {
    const node = readTyped(each, NOTE_NODES);
    if (!node) return [];
    const { text, content, marks } = each as Record<string, unknown>; // reason: only an object has a type
    if (node.type === 'text') {
      const read = readMarks(marks);
      return typeof text === 'string' && text ? [{ ...node, text, ...(read.length > 0 ? { marks: read } : {}) }] : [];
    }
    const inside = readNoteNodes(content, depth + 1);
    return [{ ...node, ...(inside.length > 0 ? { content: inside } : {}) }];
  });
};
