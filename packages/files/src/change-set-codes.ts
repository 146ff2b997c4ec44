// A change set as a series of QR codes, which may be scanned in any order.
import { fromBase64, toBase64 } from '@emberkeep/domain';
import { checksum } from './change-set.ts';

/** Characters of one QR code that a poor camera still reads from half a metre. */
const FRAME_LENGTH = 560;
/** A larger change set is passed on as a file: nobody wants to scan more codes. */
export const MAX_FRAMES = 60;

/** `EKC1.<checksum>.<place>.<count>.<Base64>`. */
const FRAME_TEXT = /^EKC1\.([0-9a-f]{16})\.(\d{1,3})\.(\d{1,3})\.([A-Za-z0-9+/=]+)$/;

/** The texts of the QR codes; null if the change set needs more than {@link MAX_FRAMES}. */
export const framesOf = (bytes: Uint8Array): string[] | null => {
  if (Math.ceil(bytes.length / 3) * 4 > FRAME_LENGTH * MAX_FRAMES) return null;
  const text = toBase64(bytes);
  const count = Math.max(1, Math.ceil(text.length / FRAME_LENGTH));
  const id = checksum(text);
  return Array.from(
    { length: count },
    (_, i) => `EKC1.${id}.${i + 1}.${count}.${text.slice(i * FRAME_LENGTH, (i + 1) * FRAME_LENGTH)}`,
  );
};

export interface FrameCollector {
  /** Adds a scanned code; false if it is not a code of ours. A code of another change set starts over. */
  add(text: string): boolean;
  /** Codes collected so far, of `total`. */
  readonly have: number;
  readonly total: number;
  /** The change set once all codes are here and their checksum matches; null until then. */
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
      if (total < 1 || total > MAX_FRAMES || place < 1 || place > total) return false;
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
      if (checksum(text) !== id) {
        parts = parts.map(() => undefined); // one code was misread and none says which: ask for all again
        return null;
      }
      return fromBase64(text);
    },
  };
};
