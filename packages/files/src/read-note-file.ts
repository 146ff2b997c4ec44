// Reads one file of notes, pasted text or a clipboard with the reader for its kind. Writes nothing.
import { err, isEmptyNote, ok, type Result } from '@emberkeep/domain';
import { decodeText } from './decode-text.ts';
import { NOTHING_LEFT_OUT, type ReadText } from './left-out.ts';
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

/** The HTML parser is large: loaded only when it is needed. */
const readPage = async (html: string): Promise<ReadText> => (await import('./html-to-note.ts')).readHtml(html);

const readText = async (text: string, format: TextFormat): Promise<ReadText> => {
  if (format === 'html') return readPage(text);
  return { nodes: format === 'markdown' ? markdownToNote(text) : textToNote(text), leftOut: NOTHING_LEFT_OUT };
};

const unlessEmpty = (read: ReadText, name: string): Result<ReadText, ImportError> =>
  isEmptyNote(read.nodes) ? err({ type: 'EmptyFile', name }) : ok(read);

/** Reads a file of notes by the extension of its name. */
export const readNoteFile = async (name: string, bytes: Uint8Array): Promise<Result<ReadText, ImportError>> => {
  if (bytes.byteLength > IMPORT_LIMIT)
    return err({ type: 'FileTooLarge', name, size: bytes.byteLength, limit: IMPORT_LIMIT });
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const format = Object.hasOwn(FORMAT_OF_EXTENSION, extension) ? FORMAT_OF_EXTENSION[extension] : undefined;
  if (!format) return err({ type: 'UnknownFile', name });
  const text = decodeText(bytes);
  if (text === null) return err({ type: 'NotText', name });
  return unlessEmpty(await readText(text, format), name);
};

/** Where text is from that was not in a file. */
const PASTED = 'pasted text';

const hasMarkdown = (text: string): boolean => LOOKS_LIKE_MARKDOWN.some((pattern) => pattern.test(text));

/** Reads pasted text as what it looks like: HTML source, Markdown, or plain lines. */
export const readPastedNotes = async (text: string): Promise<Result<ReadText, ImportError>> => {
  if (text.length > IMPORT_LIMIT)
    return err({ type: 'FileTooLarge', name: PASTED, size: text.length, limit: IMPORT_LIMIT });
  if (text.includes('\u0000')) return err({ type: 'NotText', name: PASTED });
  const format: TextFormat = LOOKS_LIKE_HTML.test(text) ? 'html' : hasMarkdown(text) ? 'markdown' : 'text';
  return unlessEmpty(await readText(text, format), PASTED);
};

/** What a program put on the clipboard: the same words as HTML and as plain text; either may be empty. */
export interface Clipboard {
  html: string;
  text: string;
}

/** True for a page of lines, where headings, lists and tables are only written as signs. */
const isLinesOnly = ({ nodes }: ReadText): boolean =>
  nodes.every((node) => node.type === 'paragraph' || node.type === 'codeBlock');

/** Source text as code editors and browsers copy it: what its words look like means nothing. */
const SOURCE_TEXT =
  /^(?:\s|<(?:!--|\/?head|html|body|meta)[^>]{0,500}>)*<(?:pre\b|(?:code|div|span)\b[^>]{0,500}(?:mono|consolas|courier|menlo))/i;
const hasMarks = ({ nodes }: ReadText): boolean =>
  nodes.some((node) => (node.content ?? []).some((run) => (run.marks ?? []).length > 0));

/**
 * Reads a clipboard: its HTML, or its plain text where the HTML says no more than that. A note without words is an
 * `EmptyFile` only where nothing was left out either.
 */
export const readClipboard = async ({ html, text }: Clipboard): Promise<Result<ReadText, ImportError>> => {
  if (html.trim() === '' || html.length > IMPORT_LIMIT) return readPastedNotes(text);
  const page = await readPage(html);
  const isInText = SOURCE_TEXT.test(html) || (hasMarkdown(text) && !hasMarks(page));
  if ((isLinesOnly(page) && isInText) || isEmptyNote(page.nodes)) {
    const read = await readPastedNotes(text);
    if (read.ok) return ok({ ...read.value, leftOut: page.leftOut });
  }
  const isNothing = isEmptyNote(page.nodes) && page.leftOut.pictures + page.leftOut.media === 0;
  return isNothing ? err({ type: 'EmptyFile', name: PASTED }) : ok(page);
};
