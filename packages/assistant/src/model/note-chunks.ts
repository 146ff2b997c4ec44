// Cuts a note into pieces that a small model can read: at the beginnings of scenes where they fit, each with the end of
// the previous piece as context.
import { lastSentenceStart } from '@emberkeep/domain';
import { findScenes, type SceneInput } from '../scenes/find-scenes.ts';

/** Longest piece, UTF-16 units. Small models lose track of longer texts. */
const CHUNK_MAX = 2800;
/** Length of the context before a piece, UTF-16 units. */
const OVERLAP = 300;

/** UTF-16 offsets. The piece is `start` to `end`; the model reads it from `from` on. */
export interface NoteChunk {
  start: number;
  from: number;
  end: number;
}

/** End of a piece that begins at `start`: after the last line or sentence that fits, or anywhere if there is none. */
const cutWithin = (text: string, start: number): number => {
  const piece = text.slice(start, start + CHUNK_MAX);
  const cut = Math.max(piece.lastIndexOf('\n'), lastSentenceStart(piece));
  return start + (cut > CHUNK_MAX / 3 ? cut : CHUNK_MAX);
};

/** The pieces in order. From `start` to `end` they cover the whole text, except blank parts. */
export const chunksOf = (input: SceneInput): NoteChunk[] => {
  const { text } = input;
  const sceneStarts = findScenes(input).map((scene) => scene.start);
  const starts = [...new Set([0, ...sceneStarts])].sort((a, b) => a - b);
  const chunks: NoteChunk[] = [];
  const add = (start: number, end: number): void => {
    if (text.slice(start, end).trim() !== '') chunks.push({ start, from: Math.max(0, start - OVERLAP), end });
  };
  let open = 0;
  for (const [n, end] of [...starts.slice(1), text.length].entries()) {
    const nextEnd = starts[n + 2] ?? text.length;
    if (nextEnd - open <= CHUNK_MAX && end !== text.length) continue;
    while (end - open > CHUNK_MAX) {
      const cut = cutWithin(text, open);
      add(open, cut);
      open = cut;
    }
    add(open, end);
    open = end;
  }
  return chunks;
};
