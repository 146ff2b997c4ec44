// Finds the parts of a backup whose JSON is damaged or cut off: each document and picture is looked for by itself.
import { DETAIL_FIELDS } from './backup.ts';

/** The parts of a backup before they are checked: any value may be of any type. */
export interface RawBackup {
  details: Record<string, unknown>;
  /** What the file says it has. */
  contents: { documents: unknown[]; images: unknown[]; readable?: unknown };
  documents: unknown[];
  images: unknown[];
  /** The readable copy; null where its JSON is damaged, undefined where the file has none. */
  readable?: unknown;
  /** The file ends before its end. */
  endsEarly: boolean;
}

const DOCUMENT = /"room"\s*:\s*"([^"\n]*)"\s*,\s*(?:"checksum"\s*:\s*"([^"\n]*)"\s*)?(?:,?\s*"bytes"\s*:\s*")?/g;
const IMAGE =
  /"hash"\s*:\s*"([^"\n]*)"\s*,\s*"type"\s*:\s*"([^"\n]*)"\s*,\s*(?:"checksum"\s*:\s*"([^"\n]*)"\s*,\s*)?"bytes"\s*:\s*"/g;
const LISTED_IMAGES = /"images"\s*:\s*\[([\s"0-9a-f,]*)/;
const LISTED_READABLE = /"readable"\s*:\s*"([^"\n]*)"/;
/** No text of JSON holds a line break, so this is the key of the file and no words in it. */
const READABLE = '\n "readable":';
const HASH = /[0-9a-f]{64}/g;
/** Every sign of Base64 and none other: a damaged text must not run on into the next part. */
const NOT_BASE64 = /[^A-Za-z0-9+/=]/g;

/** The Base64 text from `from` on; null where it ends before its closing quote. */
const bytesAt = (text: string, from: number): string | null => {
  NOT_BASE64.lastIndex = from;
  const end = NOT_BASE64.exec(text);
  return end?.[0] === '"' ? text.slice(from, end.index) : null;
};

const scanDetails = (text: string): Record<string, unknown> => {
  const details: Record<string, unknown> = {};
  for (const field of [...DETAIL_FIELDS, 'format', 'checksum']) {
    const value = new RegExp(`^ ?"${field}"\\s*:\\s*("(?:[^"\\\\\\n]|\\\\.)*"|\\d+|null)`, 'm').exec(text)?.[1];
    try {
      if (value !== undefined) details[field] = JSON.parse(value) as unknown;
    } catch {
      // reason: a damaged value counts as missing, and the checksum of the details says so
    }
  }
  return details;
};

/** The readable copy, the last part of the file: null where it is cut off or damaged, undefined where there is none. */
const scanReadable = (text: string): unknown => {
  const at = text.lastIndexOf(READABLE);
  if (at === -1) return undefined;
  try {
    return JSON.parse(text.slice(at + READABLE.length, text.lastIndexOf('}'))) as unknown;
  } catch {
    return null; // reason: damaged, which the reading of the backup says
  }
};

/** Every document, picture and detail that can be told apart in the text. Nothing throws. */
export const scanBackup = (text: string): RawBackup => {
  const raw: RawBackup = {
    details: {},
    contents: { documents: [], images: [] },
    documents: [],
    images: [],
    // Every bracket inside is indented.
    endsEarly: !/\n\}\s*$/.test(text.slice(-20)),
  };
  let firstDocument = text.length;
  for (const found of text.matchAll(DOCUMENT)) {
    const [whole, room, checksum] = found;
    if (checksum !== undefined) raw.contents.documents.push({ room, checksum });
    if (!/"bytes"\s*:\s*"$/.test(whole)) continue;
    firstDocument = Math.min(firstDocument, found.index);
    raw.documents.push({ room, checksum, bytes: bytesAt(text, found.index + whole.length) });
  }
  for (const { 0: whole, 1: hash, 2: type, 3: checksum, index } of text.matchAll(IMAGE))
    raw.images.push({ hash, type, checksum, bytes: bytesAt(text, index + whole.length) });
  const head = text.slice(0, firstDocument);
  raw.details = scanDetails(head);
  raw.readable = scanReadable(text);
  raw.contents.readable = LISTED_READABLE.exec(head)?.[1];
  raw.contents.images = (LISTED_IMAGES.exec(head)?.[1] ?? '').match(HASH) ?? [];
  return raw;
};
