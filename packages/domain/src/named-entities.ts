// Which entities a rich text names: by a link, or by a name of theirs in its words.
import { findMentions } from './mentions.ts';
import { noteLines, type NoteNode } from './note.ts';
import { noteLinks } from './note-links.ts';
import type { NameIndex } from './name-index.ts';

const resolvedIds = (index: NameIndex, name: string): string[] => {
  const target = index.resolve(name);
  return target.type === 'resolved' ? [target.id] : [];
};

/** Ids of the entities that a text links to. A link that two entities answer to counts for neither. */
export const linkedEntityIds = (nodes: readonly NoteNode[], index: NameIndex): string[] => [
  ...new Set(noteLinks(nodes).flatMap(({ links }) => links.flatMap((link) => resolvedIds(index, link.name)))),
];

/** Ids of the entities that a text names, linked or not. A name that two entities have counts for neither. */
export const namedEntityIds = (nodes: readonly NoteNode[], index: NameIndex): string[] => [
  ...new Set([
    ...linkedEntityIds(nodes, index),
    ...noteLines(nodes).flatMap((line) =>
      findMentions(line, index).flatMap(({ ids }) => (ids.length === 1 ? ids : [])),
    ),
  ]),
];
