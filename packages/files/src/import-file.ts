// Owns choosing the reader for a file by its name, and saying in a sentence what cannot be read.
import { err, isEmptyNote, ok, type NoteNode, type Result } from '@emberkeep/domain';
import { markdownToNote } from './markdown-to-note.ts';
import { textToNote } from './text-to-note.ts';

/** `UnknownFile`: not .md, .txt or .html. `EmptyFile`: nothing to import. `FileTooLarge`: sizes in bytes. `NotText`: binary. */
export type ImportError =
  | { type: 'UnknownFile'; name: string }
  | { type: 'EmptyFile'; name: string }
  | { type: 'FileTooLarge'; name: string; size: number; limit: number }
  | { type: 'NotText'; name: string };

/** Largest file to import, bytes: a long campaign's notes are 3 MB of text. */
export const IMPORT_LIMIT = 5_000_000;

/** The text of a file's bytes; null where they are no text at all. */
export const decodeText = (bytes: Uint8Array): string | null => {
  if (bytes.subarray(0, 4096).includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Notes saved by old Windows programs are not UTF-8; every byte means something in Windows-1252, so nothing is lost.
    return new TextDecoder('windows-1252').decode(bytes);
  }
};

/** Reads a file of notes. Nothing is written anywhere; the caller shows what comes back and imports it. */
export const readNoteFile = async (name: string, bytes: Uint8Array): Promise<Result<NoteNode[], ImportError>> => {
  if (bytes.byteLength > IMPORT_LIMIT)
    return err({ type: 'FileTooLarge', name, size: bytes.byteLength, limit: IMPORT_LIMIT });
  const kind = /\.(md|markdown|txt|text|html?|xhtml)$/i.exec(name)?.[1]?.toLowerCase();
  if (!kind) return err({ type: 'UnknownFile', name });
  const text = decodeText(bytes);
  if (text === null) return err({ type: 'NotText', name });
  const nodes =
    kind.startsWith('md') || kind === 'markdown'
      ? markdownToNote(text)
      : kind.startsWith('t')
        ? textToNote(text)
        : (await import('./html-to-markdown.ts')).htmlToNote(text);
  return isEmptyNote(nodes) ? err({ type: 'EmptyFile', name }) : ok(nodes);
};

/** What was pasted, read as what it looks like: a web page's source, Markdown, or plain lines. */
export const readPastedNotes = async (text: string): Promise<Result<NoteNode[], ImportError>> => {
  const name = 'pasted text';
  if (text.length > IMPORT_LIMIT) return err({ type: 'FileTooLarge', name, size: text.length, limit: IMPORT_LIMIT });
  if (text.includes('\u0000')) return err({ type: 'NotText', name });
  const isHtml = /^\s*<(?:!doctype|html|body|div|p|h[1-6]|ul|ol|article|section|span|meta)\b/i.test(text);
  const isMarkdown =
    /^(?:#{1,6} |\s*[-*+] |\s*\d+[.)] |> |```|\|)/m.test(text) || /\*\*[^*\n]+\*\*|\[[^\]\n]+\]\(/.test(text);
  const nodes = isHtml
    ? (await import('./html-to-markdown.ts')).htmlToNote(text)
    : isMarkdown
      ? markdownToNote(text)
      : textToNote(text);
  return isEmptyNote(nodes) ? err({ type: 'EmptyFile', name }) : ok(nodes);
};
