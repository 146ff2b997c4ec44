// Tests the words for sizes.
import { expect, it } from 'vitest';
import { sizeWords } from './size-words.ts';

it('sizes have a unit and as many digits as are worth reading', () => {
  const sizes = [0, 900, 12_400, 1_449_000, 9_960_000, 123_400_000, 2e9].map(sizeWords);
  expect(sizes).toEqual(['1 kB', '1 kB', '12 kB', '1.4 MB', '10.0 MB', '123 MB', '2.0 GB']);
});
