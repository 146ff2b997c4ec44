// Sizes that picture files claim, and that no bytes make the reader throw or run without end.
import { expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { claimedSize, mayBeDecoded } from './picture-size.ts';

const bytesOf = (...parts: (string | number[])[]): Uint8Array => {
  const bytes = parts.flatMap((part) =>
    typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : part,
  );
  return Uint8Array.from([...bytes, ...Array.from({ length: 40 }, () => 0)]);
};
const size = (width: number, height: number) => ({ width, height });

it.each([
  ['PNG', bytesOf('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 234, 96], [0, 0, 1, 0]), size(60_000, 256)],
  ['GIF', bytesOf('GIF89a', [0x10, 0x27, 2, 0]), size(10_000, 2)],
  [
    'BMP, upside down',
    bytesOf('BM', Array(16).fill(0) as number[], [3, 0, 0, 0], [0xfe, 0xff, 0xff, 0xff]),
    size(3, 2),
  ],
  ['WebP', bytesOf('RIFF', [0, 0, 0, 0], 'WEBPVP8 ', Array(10).fill(0) as number[], [64, 1, 240, 0]), size(320, 240)],
  [
    'WebP VP8X',
    bytesOf('RIFF', [0, 0, 0, 0], 'WEBPVP8X', Array(8).fill(0) as number[], [255, 0, 0, 9, 0, 1]),
    size(256, 65_546),
  ],
  ['WebP VP8L', bytesOf('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [0, 0, 0, 0, 0x2f], [0xff, 0xc0, 0x00, 0x00]), size(256, 4)],
  ['JPEG', bytesOf([0xff, 0xd8, 0xff, 0xe1, 0, 4, 9, 9, 0xff, 0xff, 0xc2, 0, 17, 8, 1, 0, 2, 0]), size(512, 256)],
  ['text', bytesOf('<svg xmlns="http://www.w3.org/2000/svg">'), null],
  ['nothing', new Uint8Array(), null],
])('%s', (_name, bytes, expected) => expect(claimedSize(bytes)).toEqual(expected));

const box = (name: string, ...parts: (string | number[])[]): number[] => {
  const content = parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part));
  return [...u32(content.length + 8), ...[...name].map((c) => c.charCodeAt(0)), ...content];
};
const u32 = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const ispe = (width: number, height: number): number[] => box('ispe', u32(0), u32(width), u32(height));
const avif = (...properties: number[][]): Uint8Array =>
  bytesOf(
    box('ftyp', 'avif', u32(0), 'avifmif1'),
    box('mdat', Array(50).fill(7) as number[]),
    box('meta', u32(0), box('hdlr', u32(0)), box('iprp', box('ipco', box('pixi', u32(0)), ...properties))),
  );
/** A JPEG with two megabytes of a camera's data before its frame, and what decoders skip. */
const longJpeg = (...frame: number[]): Uint8Array => {
  const segment = [0xff, 0xe1, 0xff, 0xff, ...(Array(0xfffd).fill(0xc0) as number[])];
  const segments = Array.from({ length: 32 }, () => segment).flat();
  return bytesOf([0xff, 0xd8], segments, [0xff, 0xd0, 0xff, 0x01, 7, 7, 0xff, 0, 0xff, 0xff, 0xc0, 0, 17, 8, ...frame]);
};

it.each([
  ['an AVIF, the largest of its pictures', avif(ispe(64, 64), ispe(20_000, 30_000)), size(20_000, 30_000)],
  ['an AVIF that says no size', avif(), null],
  ['a JPEG behind megabytes of other data', longJpeg(0xea, 0x60, 0xea, 0x60), size(60_000, 60_000)],
  ['a JPEG without a frame', bytesOf([0xff, 0xd8, 0xff, 0xda, 0, 4, 0xff, 0xc0, 0, 17, 8, 0, 1, 0, 1]), null],
  [
    'a GIF whose picture is larger than its head says',
    bytesOf(
      'GIF89a',
      [1, 0, 1, 0, 0x80, 0, 0],
      Array(6).fill(9) as number[],
      [0x21, 0xf9, 2, 7, 7, 0],
      [...[0x2c, 1, 0, 0, 0, 0x20, 0x4e, 0x20, 0x4e, 0x80, ...(Array(6).fill(9) as number[]), 2, 3, 7, 7, 7, 0, 0x3b]],
    ),
    size(20_001, 20_000),
  ],
  [
    'a GIF whose second picture is larger',
    bytesOf(
      'GIF89a',
      [1, 0, 1, 0, 0, 0, 0],
      [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 1, 7, 0],
      [...[0x2c, 0, 0, 0, 0, 0, 0x80, 0, 0x80, 0, 2, 0, 0x3b]],
    ),
    size(0x8000, 0x8000),
  ],
  ['the oldest BMP', bytesOf('BM', Array(12).fill(0) as number[], [12, 0, 0, 0, 3, 0, 2, 0]), size(3, 2)],
])('the size of %s; it is decoded only if it says a small one', (_name, bytes, expected) => {
  expect(claimedSize(bytes)).toEqual(expected);
  expect(mayBeDecoded(bytes)).toBe(expected !== null && expected.width < 100);
});

it('any bytes behind any signature give a size or none (seed 25)', () => {
  const random = createRandom(25);
  const heads = [
    '\x89PNG\r\n\x1a\n',
    'GIF89a',
    'BM',
    'RIFF....WEBPVP8X',
    'RIFF....WEBPVP8L',
    'RIFF....WEBPVP8 ',
    '\xff\xd8\xff',
    '\0\0\0\x08ftyp\0\0\0\x40meta\0\0\0\0\0\0\0\x30iprp\0\0\0\x28ipco',
  ];
  for (let run = 0; run < 2000; run++) {
    const noise = Array.from({ length: random.int(80) }, () => random.pick([0, 0xff, 0xc0, 0xda, random.int(256)]));
    const found = claimedSize(bytesOf(random.pick(heads), noise).subarray(0, random.int(130)));
    if (found) expect(found.width * found.height).toBeGreaterThanOrEqual(0);
  }
});
