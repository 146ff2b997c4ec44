// Tests that no portrait and no cover is decoded that claims to be too large: a few kilobytes could take all memory.
import { afterEach, expect, it, vi } from 'vitest';
import { shrinkImage } from './shrink-image.ts';

afterEach(() => vi.unstubAllGlobals());

const png = (width: number, height: number): Blob => {
  const bytes = new Uint8Array(64);
  bytes.set([...'\x89PNG\r\n\x1a\n'].map((letter) => letter.charCodeAt(0)));
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return new Blob([bytes], { type: 'image/png' });
};

it.each([
  ['a small picture', png(640, 480), true],
  ['one that claims 400 megapixels', png(20_000, 20_000), false],
  ['what says no size', new Blob([new Uint8Array(100)], { type: 'image/png' }), false],
  ['an SVG', new Blob(['<svg/>'], { type: 'image/svg+xml' }), false],
])('%s', async (_what, file, isDecoded) => {
  const decode = vi.fn(() => Promise.reject(new Error('cannot be decoded')));
  vi.stubGlobal('createImageBitmap', decode);
  expect(await shrinkImage(file)).toBeNull();
  expect(decode).toHaveBeenCalledTimes(isDecoded ? 1 : 0);
});
