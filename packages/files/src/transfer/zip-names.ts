// The names of the files in a ZIP. A name is UTF-8 if its entry says so; macOS writes UTF-8 without saying so, and older
// Windows programs write the code page of DOS. Some programs add the name in UTF-8 beside it.

/** Characters of the upper half of code page 437. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
/** Bytes of the end record, and of the longest comment after it. */
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const ENTRY_LENGTH = 46;
/** The flag of an entry whose name is UTF-8, and the extra field with a name in UTF-8. */
const IS_UTF8 = 0x800;
const UNICODE_PATH = 0x7075;

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

/** Where the directory of a ZIP begins; null if it is cut off. */
const directoryStart = (view: DataView): number | null => {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--)
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return view.getUint32(at + 16, true);
  return null;
};

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

/** Names of a ZIP's directory by the name that the unpacker gives, which takes unmarked names for Latin-1. */
const directoryNames = (bytes: Uint8Array): Map<string, string> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = new Map<string, string>();
  let at = directoryStart(view) ?? bytes.length;
  while (at + ENTRY_LENGTH <= bytes.length && view.getUint32(at, true) === DIRECTORY_ENTRY) {
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const raw = bytes.subarray(at + ENTRY_LENGTH, at + ENTRY_LENGTH + name);
    const isClear = (view.getUint16(at + 8, true) & IS_UTF8) !== 0 || raw.every((byte) => byte < 0x80);
    if (!isClear) {
      const after = at + ENTRY_LENGTH + name;
      names.set(latin1(raw), unicodePath(bytes.subarray(after, after + extra)) ?? utf8(raw) ?? cp437(raw));
    }
    at += ENTRY_LENGTH + name + extra + comment;
  }
  return names;
};

/** Gives the name of an entry from the name that the unpacker gives. */
export const createZipNames = (bytes: Uint8Array): ((name: string) => string) => {
  const names = directoryNames(bytes);
  return (name) => names.get(name) ?? name;
};
