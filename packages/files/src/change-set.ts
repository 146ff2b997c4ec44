// The change set one GM's device passes to another without a network, as a file: Yjs updates by document, each with the
// state its receiver must already have, gzipped with a checksum in front. Reading treats every byte as hostile.
// For change sets as QR codes see change-set-codes.ts.
import { Gunzip, gzipSync, strFromU8, strToU8 } from 'fflate';
import { cleanName, err, fromBase64, isId, ok, readRoom, toBase64, type Result } from '@emberkeep/domain';
import { concatBytes } from './bytes.ts';
import { readStoredImage, type StoredImage } from './stored-image.ts';

export interface ChangeSet {
  campaignId: string;
  name: string;
  /** Unix ms. */
  madeAt: number;
  /** Name of the sender, shown to the receiver. */
  from: string;
  /**
   * `bytes`: a Yjs v1 update. `base`: the state vector the receiver must have for the update to apply without gaps;
   * null when the update is the whole document.
   */
  documents: { room: string; base: Uint8Array | null; bytes: Uint8Array }[];
  images: StoredImage[];
}

/**
 * `NotAChangeSet`: some other file. `NewerChangeSet`: written by a later version. `DamagedChangeSet`: truncated or
 * altered in transit.
 */
export type ChangeSetError = { type: 'NotAChangeSet' } | { type: 'NewerChangeSet' } | { type: 'DamagedChangeSet' };

type RawChangeSet = Partial<
  Record<'format' | 'version' | 'campaignId' | 'name' | 'madeAt' | 'from' | 'documents' | 'images', unknown>
>;

const FORMAT = 'emberkeep-changes';
const VERSION = 1;
/** Largest unpacked size, bytes: ten times a campaign of 20 years. */
const MAX_UNPACKED = 400_000_000;
/** Unpacked bytes that are read whatever the size of the file. */
const ALWAYS_UNPACKED = 20_000_000;
/**
 * Most unpacked bytes for each byte of a larger change set. Base64 of documents shrinks to a third, or a tenth at best.
 */
const MAX_RATIO = 100;
/** Most documents, and most pictures: ten times a campaign of 20 years. The page that is given them unpacks them at once. */
const MAX_PARTS = 10_000;
/** Hex digits of the checksum in front of the JSON. */
const CHECKSUM_LENGTH = 16;
/** Bytes of a gzip header without optional fields, and of its trailer: checksum and unpacked size. */
const GZIP_HEADER = 10;
const GZIP_TRAILER = 8;
/** Compressed bytes to unpack at a time. */
const STEP = 1 << 16;

/** FNV-1a in two lanes, 16 hex digits: detects corruption and tells one change set from another. Not cryptographic. */
export const checksum = (text: string): string => {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b + text.charCodeAt(i), 0x811c9dc5) ^ (b >>> 13);
  }
  return [a, b].map((n) => (n >>> 0).toString(16).padStart(8, '0')).join('');
};

export const writeChangeSet = ({ documents, images, ...head }: ChangeSet): Uint8Array => {
  const text = JSON.stringify({
    format: FORMAT,
    version: VERSION,
    ...head,
    documents: documents.map(({ room, base, bytes }) => ({
      room,
      base: base && toBase64(base),
      bytes: toBase64(bytes),
    })),
    images: images.map((i) => ({ ...i, bytes: toBase64(i.bytes) })),
  });
  return gzipSync(strToU8(checksum(text) + text), { level: 9, mtime: 0 });
};

/** The unpacked text; null if the stream is damaged, truncated or unpacks to more than `limit` bytes. */
const gunzip = (bytes: Uint8Array, limit: number): string | null => {
  if (bytes.length < GZIP_HEADER + GZIP_TRAILER) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Gunzip((chunk) => {
    size += chunk.length;
    if (size > limit) throw new Error('too large');
    chunks.push(chunk);
  });
  try {
    for (let at = 0; at < bytes.length; at += STEP)
      stream.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
  } catch {
    // Damaged data and our own size limit have the same answer.
    return null;
  }
  // fflate calls the last chunk final even when the stream ends early: only the size that gzip writes last tells.
  const unpackedSize = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
  return size === unpackedSize ? strFromU8(concatBytes(chunks)) : null;
};

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Null for text that is not JSON. */
const parseJson = (text: string): RawChangeSet | null => {
  try {
    return JSON.parse(text) as RawChangeSet | null;
  } catch {
    return null;
  }
};

/** Null for a document of another campaign, or for anything that is not a document. */
const readDocument = (raw: unknown, campaignId: string): ChangeSet['documents'][number] | null => {
  const { room, base, bytes } = (raw ?? {}) as { room?: unknown; base?: unknown; bytes?: unknown };
  if (typeof room !== 'string' || readRoom(room)?.campaignId !== campaignId) return null;
  if (typeof bytes !== 'string' || !(base === null || typeof base === 'string')) return null;
  try {
    return { room, base: base === null ? null : fromBase64(base), bytes: fromBase64(bytes) };
  } catch {
    return null; // not Base64
  }
};

/** Null if any document is unusable: a change set is applied as a whole or not at all. */
const readContent = (raw: RawChangeSet): ChangeSet | null => {
  const { campaignId, documents: rawDocuments, images: rawImages } = raw;
  if (typeof campaignId !== 'string' || !isId(campaignId)) return null;
  if (!Array.isArray(rawDocuments) || rawDocuments.length === 0 || rawDocuments.length > MAX_PARTS) return null;
  if (Array.isArray(rawImages) && rawImages.length > MAX_PARTS) return null;
  const documents = rawDocuments.map((each) => readDocument(each, campaignId));
  if (!documents.every((d) => d !== null)) return null;
  const images: StoredImage[] = [];
  for (const each of Array.isArray(rawImages) ? (rawImages as unknown[]) : []) {
    const image = readStoredImage(each);
    if (image === 'damaged') return null;
    if (image) images.push(image);
  }
  return {
    campaignId,
    name: (typeof raw.name === 'string' && cleanName(raw.name)) || 'Campaign',
    madeAt: typeof raw.madeAt === 'number' ? raw.madeAt : 0,
    from: typeof raw.from === 'string' ? raw.from.slice(0, 100) : '',
    documents,
    images,
  };
};

/** `limit`: bytes the file may unpack to. */
export const readChangeSet = (bytes: Uint8Array, limit = MAX_UNPACKED): Result<ChangeSet, ChangeSetError> => {
  if (!isGzip(bytes)) return err({ type: 'NotAChangeSet' });
  const whole = gunzip(bytes, Math.min(limit, Math.max(ALWAYS_UNPACKED, bytes.length * MAX_RATIO)));
  if (whole === null) return err({ type: 'DamagedChangeSet' });
  const text = whole.slice(CHECKSUM_LENGTH);
  if (checksum(text) !== whole.slice(0, CHECKSUM_LENGTH))
    return err({ type: text.includes(`"${FORMAT}"`) ? 'DamagedChangeSet' : 'NotAChangeSet' });
  const raw = parseJson(text);
  if (raw?.format !== FORMAT) return err({ type: 'NotAChangeSet' });
  if (typeof raw.version !== 'number' || raw.version > VERSION) return err({ type: 'NewerChangeSet' });
  const content = readContent(raw);
  return content ? ok(content) : err({ type: 'DamagedChangeSet' });
};
