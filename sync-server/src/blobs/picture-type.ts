// What kind of picture some bytes are, by their signature.

/** Byte offset and text that each kind must have there. */
const SIGNATURES: readonly (readonly [type: string, ...marks: (readonly [at: number, text: string])[]])[] = [
  ['image/png', [0, '\x89PNG\r\n\x1a\n']],
  ['image/jpeg', [0, '\xff\xd8\xff']],
  ['image/webp', [0, 'RIFF'], [8, 'WEBP']],
  ['image/gif', [0, 'GIF87a']],
  ['image/gif', [0, 'GIF89a']],
  ['image/avif', [4, 'ftypavif']],
];

/** The media type; null for anything that is no picture. SVG is not accepted: it can contain scripts. */
export const pictureType = (bytes: Uint8Array): string | null => {
  const hasMark = (at: number, text: string): boolean =>
    [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
  const found = SIGNATURES.find(([, ...marks]) => marks.every(([at, text]) => hasMark(at, text)));
  return found?.[0] ?? null;
};
