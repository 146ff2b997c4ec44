// Cuts a rich text into passages: by heading, then by paragraphs up to a size that a hit can show.
import { lastSentenceStart, noteLines, withoutSourceLines, type NoteNode } from '@emberkeep/domain';

export interface Chunk {
  heading: string;
  text: string;
}

/**
 * Characters after which the next block starts a new passage: about a hundred words, which a small model reads well.
 */
const FULL = 600;
/** A single block longer than this, in characters, is cut between sentences. */
const LONGEST = 1400;

/** Where to cut a text that is too long: after a sentence or line, else after a word, else at the limit. */
const cutPosition = (text: string): number => {
  if (text.length <= LONGEST) return text.length;
  const window = text.slice(0, LONGEST);
  return lastSentenceStart(window) || window.lastIndexOf(' ') + 1 || LONGEST;
};

const cutLong = (text: string): string[] => {
  if (text.length <= LONGEST) return [text];
  const parts: string[] = [];
  for (let rest = text; rest.length > 0;) {
    const at = cutPosition(rest);
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trimStart();
  }
  return parts.filter(Boolean);
};

/** Passages of a text in reading order; none for an empty one. */
export const chunksOf = (nodes: readonly NoteNode[]): Chunk[] => {
  const chunks: Chunk[] = [];
  let heading = '';
  let lines: string[] = [];
  const flush = (): void => {
    const text = lines.join('\n').trim();
    if (text) for (const part of cutLong(text)) chunks.push({ heading, text: part });
    lines = [];
  };
  for (const node of withoutSourceLines(nodes)) {
    if (node.type === 'heading') {
      flush();
      heading = noteLines([node]).join(' ').trim();
      continue;
    }
    for (const line of noteLines([node])) {
      if (line.trim() === '') continue;
      if (lines.reduce((length, each) => length + each.length, 0) >= FULL) flush();
      lines.push(line.trim());
    }
  }
  flush();
  // A heading without text under it is still found.
  if (chunks.length === 0 && heading) chunks.push({ heading, text: '' });
  return chunks;
};
