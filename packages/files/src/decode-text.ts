// The text of a file in whatever encoding its program saved it: UTF-8, UTF-16 or Windows-1252, each with or without a
// byte-order mark, and what an HTML file says of itself.

/** Bytes that are looked at to guess an encoding. */
const SAMPLE = 4096;
/** Share of zero bytes in one half of the sample, above which text is UTF-16: Latin letters have one each. */
const MANY_ZEROS = 0.3;

const DECLARED =
  /<meta[^>]{0,200}\bcharset\s*=\s*["']?([\w.:-]{2,40})|^\s*<\?xml[^>]{0,200}\bencoding\s*=\s*["']([\w.:-]{2,40})/i;

const zerosAt = (sample: Uint8Array, offset: 0 | 1): number => {
  let zeros = 0;
  for (let i = offset; i < sample.length; i += 2) if (sample[i] === 0) zeros += 1;
  return zeros / Math.max(1, sample.length / 2);
};

/** The kind of UTF-16 that bytes without a mark look like; null for any other encoding. */
const likelyUtf16 = (sample: Uint8Array): 'utf-16le' | 'utf-16be' | null => {
  const [even, odd] = [zerosAt(sample, 0), zerosAt(sample, 1)];
  if (odd > MANY_ZEROS && even === 0) return 'utf-16le';
  return even > MANY_ZEROS && odd === 0 ? 'utf-16be' : null;
};

/** The encoding that an HTML or XML file names; null if it names none that is known. */
const declaredDecoder = (sample: Uint8Array): TextDecoder | null => {
  const [, inMeta, inXml] = DECLARED.exec(new TextDecoder('windows-1252').decode(sample)) ?? [];
  try {
    const label = inMeta ?? inXml;
    return label ? new TextDecoder(label) : null;
  } catch {
    return null; // The name is of no encoding that this browser knows.
  }
};

/** The text if all of the bytes are in the encoding; null otherwise. */
const wholly = (bytes: Uint8Array, encoding: string): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

const decode = (bytes: Uint8Array): string | null => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const sample = bytes.subarray(0, SAMPLE);
  if (sample.includes(0)) {
    const utf16 = likelyUtf16(sample);
    return utf16 && wholly(bytes, utf16);
  }
  const text = wholly(bytes, 'utf-8');
  // Old Windows programs do not save UTF-8. Windows-1252 gives every byte a character, so nothing is lost.
  return text ?? (declaredDecoder(sample) ?? new TextDecoder('windows-1252')).decode(bytes);
};

/** The text of a file, without a byte-order mark and with `\n` as line ending; null if the bytes are binary. */
export const decodeText = (bytes: Uint8Array): string | null => decode(bytes)?.replace(/\r\n?/g, '\n') ?? null;
