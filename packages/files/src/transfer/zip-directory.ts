// The directory at the end of a ZIP: what the file has, with the checksum of each entry.

/** `crc`: of the unpacked bytes. `isUtf8`: the name says that it is UTF-8. */
export interface ZipEntry {
  name: Uint8Array;
  extra: Uint8Array;
  isUtf8: boolean;
  crc: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
/** Bytes of the end record, and of the longest comment after it. */
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const ENTRY_LENGTH = 46;
const IS_UTF8 = 0x800;

/** Where the directory of a ZIP begins; null if it is cut off. */
const directoryStart = (view: DataView): number | null => {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--)
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return view.getUint32(at + 16, true);
  return null;
};

/** The entries of the directory; null where the ZIP ends before it. */
export const readZipDirectory = (bytes: Uint8Array): ZipEntry[] | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = directoryStart(view);
  if (start === null) return null;
  const entries: ZipEntry[] = [];
  let at = start;
  while (at + ENTRY_LENGTH <= bytes.length && view.getUint32(at, true) === DIRECTORY_ENTRY) {
    const length = (field: number): number => view.getUint16(at + field, true);
    const afterName = at + ENTRY_LENGTH + length(28);
    entries.push({
      name: bytes.subarray(at + ENTRY_LENGTH, afterName),
      extra: bytes.subarray(afterName, afterName + length(30)),
      isUtf8: (length(8) & IS_UTF8) !== 0,
      crc: view.getUint32(at + 16, true),
    });
    at = afterName + length(30) + length(32);
  }
  return entries;
};
