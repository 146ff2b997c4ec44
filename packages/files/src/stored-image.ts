// A picture inside a backup or a change set: named by the hash of its bytes, as Base64.
import { fromBase64 } from '@emberkeep/domain';

/** `hash`: SHA-256 of `bytes` as hex. `type`: `image/webp`, `image/png` or `image/jpeg`. */
export interface StoredImage {
  hash: string;
  type: string;
  bytes: Uint8Array;
}

/** Null if `raw` does not describe a picture; `damaged` if it does but its bytes are not Base64. */
export const readStoredImage = (raw: unknown): StoredImage | 'damaged' | null => {
  const { hash, type, bytes } = (raw ?? {}) as { hash?: unknown; type?: unknown; bytes?: unknown };
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return null;
  if (typeof type !== 'string' || !/^image\/(?:webp|png|jpeg)$/.test(type)) return null;
  if (typeof bytes !== 'string') return null;
  try {
    return { hash, type, bytes: fromBase64(bytes) };
  } catch {
    return 'damaged'; // Not Base64.
  }
};
