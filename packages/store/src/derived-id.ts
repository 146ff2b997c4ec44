// Ids that follow from their cause: two devices that do the same thing offline (accept a suggestion, start a session)
// create one record and not two.
import { digest } from 'lib0/hash/sha256';

/** A UUID (version 8, RFC 9562) from the parts of its cause; the same parts give the same id on every device. */
export const derivedId = (...cause: readonly string[]): string => {
  const bytes = digest(new TextEncoder().encode(JSON.stringify(cause))).slice(0, 16);
  bytes[6] = 0x80 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
