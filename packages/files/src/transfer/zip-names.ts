// The names of the files in a ZIP. A name is UTF-8 if its entry says so; macOS writes UTF-8 without saying so, and older
// Windows programs write the code page of DOS. Some programs add the name in UTF-8 beside it.
import type { ZipEntry } from './zip-directory.ts';

/** Characters of the upper half of code page 437. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** The extra field with a name in UTF-8. */
const UNICODE_PATH = 0x7075;

/** Null for bytes that are not UTF-8. */
const utf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

const latin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

const cp437 = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80]!)).join('');

/** The name in an entry's extra fields; null if there is none. */
const unicodePath = (extra: Uint8Array): string | null => {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    const length = view.getUint16(at + 2, true);
    // A version and a checksum of the other name come first.
    if (view.getUint16(at, true) === UNICODE_PATH) return utf8(extra.subarray(at + 9, at + 4 + length));
  }
  return null;
};

/** The name that the unpacker gives an entry, which takes unmarked names for Latin-1. */
const unpackerName = ({ name, isUtf8 }: ZipEntry): string => (isUtf8 ? utf8(name) : null) ?? latin1(name);

/** The name of an entry as its program meant it. */
export const nameOfEntry = ({ name, extra, isUtf8 }: ZipEntry): string =>
  isUtf8 || name.every((byte) => byte < 0x80)
    ? (utf8(name) ?? latin1(name))
    : (unicodePath(extra) ?? utf8(name) ?? cp437(name));

/** The names of entries by the names that the unpacker gives. */
export const zipNames = (entries: readonly ZipEntry[]): Map<string, string> =>
  new Map(entries.map((entry) => [unpackerName(entry), nameOfEntry(entry)]));
