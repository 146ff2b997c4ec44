// Sizes that picture files claim, and that no bytes make the reader throw or run without end.
import { expect, it } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import { claimedSize } from './picture-size.ts';

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
  ];
  for (let run = 0; run < 2000; run++) {
    const noise = Array.from({ length: random.int(80) }, () => random.pick([0, 0xff, 0xc0, 0xda, random.int(256)]));
    const found = claimedSize(bytesOf(random.pick(heads), noise).subarray(0, random.int(130)));
    if (found) expect(found.width * found.height).toBeGreaterThanOrEqual(0);
  }
});
