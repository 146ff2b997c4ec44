// Plain text as a note: blank lines separate paragraphs, line breaks are kept.
import type { NoteNode } from '@emberkeep/domain';

/** Accepts the line endings of any system, and the line and paragraph signs of word processors. */
export const textToNote = (text: string): NoteNode[] =>
  text
    .replace(/^\uFEFF/, '')
    .replace(/\u2029/g, '\n\n')
    .replace(/\r\n?|[\v\u2028]/g, '\n')
    .split(/\n\s*\n/)
    .map((part) => part.replace(/^\n+/, '').trimEnd())
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
