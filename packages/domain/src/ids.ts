// Ids of records: UUIDv7, created on the device without a server (M-036, T-5). Time and randomness are arguments, so
// that tests are deterministic. The time in an id only breaks ties.

/** `nowMs` returns Unix milliseconds; `randomBytes(n)` returns n unpredictable bytes. */
export interface IdSource {
  nowMs(): number;
  randomBytes(count: number): Uint8Array;
}

/** Returns a new id on each call. The ids of one maker are strictly increasing as strings. */
export type NewId = () => string;

const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');

/**
 * Creates UUIDv7 ids (RFC 9562, section 5.7): 48 bits of Unix milliseconds, a 12-bit counter within one millisecond
 * (section 6.2, method 1) and 62 random bits. Ids keep increasing when the clock steps back.
 */
export const createIdMaker = (source: IdSource): NewId => {
  let lastMs = -1;
  let counter = 0;
  return () => {
    const random = source.randomBytes(10);
    const now = source.nowMs();
    if (now > lastMs) {
      lastMs = now;
      counter = (((random[0] ?? 0) << 8) | (random[1] ?? 0)) & 0x7ff; // the top bit is clear, so that the counter can count up
    } else if (++counter > 0xfff) {
      lastMs += 1;
      counter = 0;
    }
    const bytes = new Uint8Array(16);
    let ms = lastMs;
    for (let i = 5; i >= 0; i--) {
      bytes[i] = ms % 256;
      ms = Math.floor(ms / 256);
    }
    bytes[6] = 0x70 | (counter >> 8);
    bytes[7] = counter & 0xff;
    bytes.set(random.subarray(2, 10), 8);
    bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
    const h = hex(bytes);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
  };
};

/** True for an id that follows from its cause: UUIDs of version 8 (RFC 9562). */
export const isDerivedId = (id: string): boolean => isId(id) && id[14] === '8';

/** True for a lower-case UUID of any version: imported and derived ids are not version 7. */
export const isId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
