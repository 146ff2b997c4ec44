// Makes lists of a note, whatever the items were read from.
import type { NoteNode } from '@emberkeep/domain';

export interface NoteListItem {
  /** Null if the item is no task. */
  checked: boolean | null;
  content: NoteNode[];
}

/** An item of a note begins with a paragraph. */
const listItem = ({ checked, content }: NoteListItem): NoteNode => {
  const whole = content[0]?.type === 'paragraph' ? content : [{ type: 'paragraph' }, ...content];
  return checked === null
    ? { type: 'listItem', content: whole }
    : { type: 'taskItem', attrs: { checked }, content: whole };
};

/**
 * Items may mix tasks and plain ones; a note's list is one or the other, so it is split where they change. `ordered`:
 * null for bullets.
 */
export const noteLists = (items: readonly NoteListItem[], ordered: { start: number } | null): NoteNode[] => {
  const runs: NoteListItem[][] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last && (last[0]!.checked === null) === (item.checked === null)) last.push(item);
    else runs.push([item]);
  }
  return runs.map((run) => {
    const content = run.map(listItem);
    if (run[0]!.checked !== null) return { type: 'taskList', content };
    if (!ordered) return { type: 'bulletList', content };
    const attrs = ordered.start !== 1 ? { attrs: { start: ordered.start } } : {};
    return { type: 'orderedList', ...attrs, content };
  });
};
