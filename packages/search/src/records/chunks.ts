// Owns cutting a rich text into passages: by heading, then by paragraphs up to a size that an answer can show.
import { noteLines, type NoteNode } from '@emberkeep/domain';

export interface Chunk {
  heading: string;
  text: string;
}

/** Characters after which the next block starts a new passage: about a hundred words, what a small model reads well. */
const FULL = 600;
/** A single block longer than this is cut between sentences. */
const LONGEST = 1400;

const cutLong = (text: string): string[] => {
  if (text.length <= LONGEST) return [text];
  const parts: string[] = [];
  for (let rest = text; rest.length > 0;) {
    const window = rest.slice(0, LONGEST);
    const at =
      rest.length <= LONGEST
        ? rest.length
        : Math.max(window.lastIndexOf('. ') + 1, window.lastIndexOf('\n') + 1, 0) ||
          Math.max(window.lastIndexOf(' ') + 1, 0) ||
          LONGEST;
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trimStart();
  }
  return parts.filter(Boolean);
};

/** Passages of a text in reading order; none for an empty one. */
export const chunksOf = (nodes: readonly NoteNode[]): Chunk[] => {
  const chunks: Chunk[] = [];
  let heading = '';
  let held: string[] = [];
  const flush = (): void => {
    const text = held.join('\n').trim();
    if (text) for (const part of cutLong(text)) chunks.push({ heading, text: part });
    held = [];
  };
  for (const node of nodes) {
    if (node.type === 'heading') {
      flush();
      heading = noteLines([node]).join(' ').trim();
      continue;
    }
    for (const line of noteLines([node])) {
      if (line.trim() === '') continue;
      if (held.reduce((n, l) => n + l.length, 0) >= FULL) flush();
      held.push(line.trim());
    }
  }
  flush();
  // A heading with nothing under it is still something somebody wrote.
  if (chunks.length === 0 && heading) chunks.push({ heading, text: '' });
  return chunks;
};
