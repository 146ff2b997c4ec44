// Owns bringing plain text in: paragraphs by blank lines, line breaks kept.
import type { NoteNode } from '@emberkeep/domain';

/** Plain text as note nodes. Line ends of any system. */
export const textToNote = (text: string): NoteNode[] =>
  text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .map((part) => part.replace(/^\n+|\s+$/g, ''))
    .filter((part) => part.trim() !== '')
    .map((part) => ({
      type: 'paragraph',
      content: part
        .split('\n')
        .flatMap((line, i): NoteNode[] => [
          ...(i > 0 ? [{ type: 'hardBreak' }] : []),
          ...(line === '' ? [] : [{ type: 'text', text: line }]),
        ]),
    }));
