// Owns the change-set: what one GM's tablet hands to another without any network, as a file or as a row of QR codes. Updates by
// document, with what the receiver must have before; compressed. Reading trusts nothing.
import { Gunzip, gzipSync, strFromU8, strToU8 } from 'fflate';
import { err, isId, ok, readRoom, type Result } from '@emberkeep/domain';
import { fromBase64, toBase64 } from './base64.ts';

export interface ChangeSet {
  campaignId: string;
  name: string;
  /** Unix ms. */
  madeAt: number;
  /** Who handed it over, for the receiver's eyes. */
  from: string;
  /** `base`: the Yjs state vector that the receiver must have for `bytes`, a Yjs v1 update, to be whole; null for all of it. */
  documents: { room: string; base: Uint8Array | null; bytes: Uint8Array }[];
  images: { hash: string; type: string; bytes: Uint8Array }[];
}

/** `NotAChangeSet`: some other file. `NewerChangeSet`: of a later version. `DamagedChangeSet`: cut off or changed on the way. */
export type ChangeSetError = { type: 'NotAChangeSet' } | { type: 'NewerChangeSet' } | { type: 'DamagedChangeSet' };

const FORMAT = 'emberkeep-changes';
const VERSION = 1;
/** Largest that is unpacked, bytes: a campaign of twenty years is a tenth of it. */
const LARGEST = 400_000_000;

// FNV-1a, two lanes: finds what was changed on the way, and tells one set from another.
const fingerprint = (text: string): string => {
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
  return gzipSync(strToU8(fingerprint(text) + text), { level: 9, mtime: 0 });
};

const unpacked = (bytes: Uint8Array, largest: number): string | null => {
  const parts: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;
  const stream = new Gunzip((chunk, final) => {
    size += chunk.length;
    if (size > largest) throw new Error('too large');
    parts.push(chunk);
    isWhole = final;
  });
  try {
    for (let at = 0; at < bytes.length; at += 1 << 16)
      stream.push(bytes.subarray(at, at + (1 << 16)), at + (1 << 16) >= bytes.length);
  } catch {
    return null;
  }
  if (!isWhole) return null;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return strFromU8(whole);
};

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** `largest`: bytes that it may unpack to. */
export const readChangeSet = (bytes: Uint8Array, largest = LARGEST): Result<ChangeSet, ChangeSetError> => {
  if (!isGzip(bytes)) return err({ type: 'NotAChangeSet' });
  const whole = unpacked(bytes, largest);
  if (whole === null) return err({ type: 'DamagedChangeSet' });
  const text = whole.slice(16);
  if (fingerprint(text) !== whole.slice(0, 16))
    return err({ type: text.includes(`"${FORMAT}"`) ? 'DamagedChangeSet' : 'NotAChangeSet' });
  let raw: Partial<
    Record<'format' | 'version' | 'campaignId' | 'name' | 'madeAt' | 'from' | 'documents' | 'images', unknown>
  > | null;
  try {
    raw = JSON.parse(text) as typeof raw;
  } catch {
    return err({ type: 'NotAChangeSet' });
  }
  if (raw?.format !== FORMAT) return err({ type: 'NotAChangeSet' });
  if (typeof raw.version !== 'number' || raw.version > VERSION) return err({ type: 'NewerChangeSet' });
  const campaignId = raw.campaignId;
  if (
    typeof campaignId !== 'string' ||
    !isId(campaignId) ||
    !Array.isArray(raw.documents) ||
    raw.documents.length === 0
  )
    return err({ type: 'DamagedChangeSet' });
  try {
    const documents = (raw.documents as { room?: unknown; base?: unknown; bytes?: unknown }[]).map(
      ({ room, base, bytes: update }) => {
        // Documents of another campaign, or of none, make the whole set untrue.
        if (
          typeof room !== 'string' ||
          readRoom(room)?.campaignId !== campaignId ||
          typeof update !== 'string' ||
          !(base === null || typeof base === 'string')
        )
          throw new Error('not a document of this campaign');
        return { room, base: base === null ? null : fromBase64(base), bytes: fromBase64(update) };
      },
    );
    const images = (
      Array.isArray(raw.images) ? (raw.images as { hash?: unknown; type?: unknown; bytes?: unknown }[]) : []
    ).flatMap(({ hash, type, bytes: picture }) =>
      typeof hash === 'string' &&
      /^[0-9a-f]{64}$/.test(hash) &&
      typeof type === 'string' &&
      /^image\/(?:webp|png)$/.test(type) &&
      typeof picture === 'string'
        ? [{ hash, type, bytes: fromBase64(picture) }]
        : [],
    );
    return ok({
      campaignId,
      name: typeof raw.name === 'string' ? raw.name : 'Campaign',
      madeAt: typeof raw.madeAt === 'number' ? raw.madeAt : 0,
      from: typeof raw.from === 'string' ? raw.from.slice(0, 100) : '',
      documents,
      images,
    });
  } catch {
    return err({ type: 'DamagedChangeSet' });
  }
};

/** Characters of one QR code: read by a poor camera from half a metre. */
const FRAME = 560;
/** More codes than this are no pleasure to anybody; then it is a file. */
export const MOST_FRAMES = 60;

const FRAME_TEXT = /^EKC1\.([0-9a-f]{16})\.(\d{1,3})\.(\d{1,3})\.([A-Za-z0-9+/=]+)$/;

/** The set as texts for QR codes, in any order to be read; null where it is too large for that. */
export const framesOf = (bytes: Uint8Array): string[] | null => {
  if (Math.ceil(bytes.length / 3) * 4 > FRAME * MOST_FRAMES) return null;
  const text = toBase64(bytes);
  const count = Math.max(1, Math.ceil(text.length / FRAME));
  const id = fingerprint(text);
  return Array.from(
    { length: count },
    (_, i) => `EKC1.${id}.${i + 1}.${count}.${text.slice(i * FRAME, (i + 1) * FRAME)}`,
  );
};

export interface FrameCollector {
  /** Takes a code that was read; false where it is none of ours. A code of another set begins anew. */
  add(text: string): boolean;
  readonly have: number;
  readonly total: number;
  /** The whole set once every code was read and they fit together; null before. */
  bytes(): Uint8Array | null;
}

export const createFrameCollector = (): FrameCollector => {
  let id = '';
  let parts: (string | undefined)[] = [];
  const have = (): number => parts.filter((p) => p !== undefined).length;
  return {
    add: (text) => {
      const match = FRAME_TEXT.exec(text.trim());
      if (!match) return false;
      const [place, total] = [Number(match[2]), Number(match[3])];
      if (total < 1 || total > MOST_FRAMES || place < 1 || place > total) return false;
      if (match[1] !== id || parts.length !== total)
        [id, parts] = [match[1]!, Array.from({ length: total }, () => undefined)];
      parts[place - 1] = match[4]!;
      return true;
    },
    get have() {
      return have();
    },
    get total() {
      return parts.length;
    },
    bytes: () => {
      if (parts.length === 0 || have() < parts.length) return null;
      const text = parts.join('');
      if (fingerprint(text) !== id) {
        parts = parts.map(() => undefined); // one was misread: all are asked for again
        return null;
      }
      return fromBase64(text);
    },
  };
};
