// The line that the app writes above a text that it adds to a note. It is no note of the GM's: what reads notes leaves it
// out.
import type { NoteNode } from './note.ts';

/** Stored in notes of every version: changing it would make earlier lines notes. */
const LEAD = 'Imported from ';

/** A rule and a line that says where the text below comes from. */
export const sourceLine = (from: string): NoteNode[] => [
  { type: 'horizontalRule' },
  { type: 'paragraph', content: [{ type: 'text', text: `${LEAD}${from}`, marks: [{ type: 'italic' }] }] },
];

/** True for the line of {@link sourceLine}: below a rule, all in italics, in one run. */
const isSourceLine = (node: NoteNode, above: NoteNode | undefined): boolean => {
  const [run, ...others] = node.content ?? [];
  return (
    node.type === 'paragraph' &&
    above?.type === 'horizontalRule' &&
    run !== undefined &&
    others.length === 0 &&
    (run.text ?? '').startsWith(LEAD) &&
    run.marks?.length === 1 &&
    run.marks[0]!.type === 'italic'
  );
};

/** The note with an empty paragraph in place of each such line. */
export const withoutSourceLines = (nodes: readonly NoteNode[]): NoteNode[] =>
  nodes.map((node, i) => (isSourceLine(node, nodes[i - 1]) ? { type: 'paragraph' } : node));
