// 17.9: a file that a person chose is read in the encoding of the program that wrote it.
import { describe, expect, it } from 'vitest';
import { readText } from './read-text.ts';

const WORDS = 'Café “Zur Krähe”\nGrüße';
const utf16le = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array([0xff, 0xfe, ...[...text].flatMap((c) => [c.charCodeAt(0) & 0xff, c.charCodeAt(0) >> 8])]);
/** In Windows-1252 the curly quotes have bytes of their own. */
const windows1252 = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array([...text].map((c) => ({ '“': 0x93, '”': 0x94 })[c] ?? c.charCodeAt(0)));

describe('the text of a chosen file', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode(WORDS)],
    ['UTF-8 with a byte-order mark', new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(WORDS)])],
    ['UTF-16', utf16le(WORDS)],
    ['Windows-1252', windows1252(WORDS)],
    ['UTF-8 with Windows line ends', new TextEncoder().encode(WORDS.replace('\n', '\r\n'))],
  ])('in %s', async (_encoding, bytes) => expect(await readText(new Blob([bytes]))).toBe(WORDS));

  it('is empty where the bytes are no text', async () =>
    expect(await readText(new Blob([new Uint8Array([0, 1, 2, 0, 0, 255])]))).toBe(''));
});
