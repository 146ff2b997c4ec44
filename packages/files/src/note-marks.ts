// The marks of a note's text in canonical order, so that equal texts have equal nodes.
import type { NoteMark, NoteNode } from '@emberkeep/domain';

/** Outermost first. Code is innermost and combines with no other mark. */
export const MARK_ORDER: readonly string[] = ['link', 'bold', 'italic', 'strike', 'code'];

/** Adds a mark, replacing one of the same type: Markdown may nest a mark in itself, as in `***bold* twice**`. */
export const withMark = (marks: readonly NoteMark[], mark: NoteMark): NoteMark[] => [
  ...marks.filter((m) => m.type !== mark.type),
  mark,
];

const byMarkOrder = (a: NoteMark, b: NoteMark): number => MARK_ORDER.indexOf(a.type) - MARK_ORDER.indexOf(b.type);

const hasSameMarks = (a: NoteNode, b: NoteNode): boolean =>
  JSON.stringify(a.marks ?? []) === JSON.stringify(b.marks ?? []);

/** Sorts the marks of every node and joins neighbouring texts with the same marks. */
export const joinText = (nodes: readonly NoteNode[]): NoteNode[] => {
  const joined: NoteNode[] = [];
  for (const node of nodes) {
    const sorted: NoteNode = node.marks ? { ...node, marks: [...node.marks].sort(byMarkOrder) } : { ...node };
    const last = joined.at(-1);
    if (last?.type === 'text' && sorted.type === 'text' && hasSameMarks(last, sorted))
      last.text = (last.text ?? '') + (sorted.text ?? '');
    else joined.push(sorted);
  }
  return joined;
};
