// Reads one file of notes, or pasted text, with the reader for its kind. Writes nothing: the caller previews the note
// first.
import { err, isEmptyNote, ok, type NoteNode, type Result } from '@emberkeep/domain';
import { decodeText } from './decode-text.ts';
import { markdownToNote } from './markdown-to-note.ts';
import { textToNote } from './text-to-note.ts';

/**
 * `UnknownFile`: not .md, .txt or .html. `EmptyFile`: nothing to import. `FileTooLarge`: sizes in bytes. `NotText`:
 * binary.
 */
export type ImportError =
  | { type: 'UnknownFile'; name: string }
  | { type: 'EmptyFile'; name: string }
  | { type: 'FileTooLarge'; name: string; size: number; limit: number }
  | { type: 'NotText'; name: string };

type TextFormat = 'markdown' | 'text' | 'html';

/** Largest file to import, bytes: the notes of a long campaign are 3 MB of text. */
export const IMPORT_LIMIT = 5_000_000;

const FORMAT_OF_EXTENSION: Readonly<Record<string, TextFormat>> = {
  md: 'markdown',
  markdown: 'markdown',
  txt: 'text',
  text: 'text',
  htm: 'html',
  html: 'html',
  xhtml: 'html',
};

/** Begins with a tag or comment, as what browsers and word processors put on the clipboard does. */
const LOOKS_LIKE_HTML =
  /^\s*<(?:!--|\?xml|(?:!doctype|html|head|body|meta|link|style|div|p|h[1-6]|[uod]l|article|section|main|header|table|blockquote|pre|center|font|span|a|b|i|u|em|strong|br|hr|img)\b)/i;
/** A line that starts with a Markdown sign, or bold text or a link anywhere. */
const LOOKS_LIKE_MARKDOWN = [
  /^(?:#{1,6} |\s*[-*+] |\s*\d+[.)] |> |```|\|)/m,
  /\*\*[^*\n]+\*\*|\[[^\]\n]+\]\(/,
] as const;

const readText = async (text: string, format: TextFormat): Promise<NoteNode[]> => {
  if (format === 'markdown') return markdownToNote(text);
  if (format === 'text') return textToNote(text);
  // The HTML parser is large: loaded only when it is needed.
  return (await import('./html-to-note.ts')).htmlToNote(text);
};

const unlessEmpty = (nodes: NoteNode[], name: string): Result<NoteNode[], ImportError> =>
  isEmptyNote(nodes) ? err({ type: 'EmptyFile', name }) : ok(nodes);

/** Reads a file of notes by the extension of its name. */
export const readNoteFile = async (name: string, bytes: Uint8Array): Promise<Result<NoteNode[], ImportError>> => {
  if (bytes.byteLength > IMPORT_LIMIT)
    return err({ type: 'FileTooLarge', name, size: bytes.byteLength, limit: IMPORT_LIMIT });
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const format = Object.hasOwn(FORMAT_OF_EXTENSION, extension) ? FORMAT_OF_EXTENSION[extension] : undefined;
  if (!format) return err({ type: 'UnknownFile', name });
  const text = decodeText(bytes);
  if (text === null) return err({ type: 'NotText', name });
  return unlessEmpty(await readText(text, format), name);
};

/** Reads pasted text as what it looks like: HTML source, Markdown, or plain lines. */
export const readPastedNotes = async (text: string): Promise<Result<NoteNode[], ImportError>> => {
  const name = 'pasted text';
  if (text.length > IMPORT_LIMIT) return err({ type: 'FileTooLarge', name, size: text.length, limit: IMPORT_LIMIT });
  if (text.includes('\u0000')) return err({ type: 'NotText', name });
  const format: TextFormat = LOOKS_LIKE_HTML.test(text)
    ? 'html'
    : LOOKS_LIKE_MARKDOWN.some((pattern) => pattern.test(text))
      ? 'markdown'
      : 'text';
  return unlessEmpty(await readText(text, format), name);
};
