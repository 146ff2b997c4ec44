// What a peer wrote as an attached picture is read within bounds.
import { expect, it } from 'vitest';
import { ATTACHED_PICTURE_MAX, readAttachedPicture } from './entity-pictures.ts';

const picture = { full: '1'.repeat(64), small: '2'.repeat(64), name: 'map.png', width: 9, height: 9, bytes: 5 };

it.each([
  [5, 5],
  [ATTACHED_PICTURE_MAX, ATTACHED_PICTURE_MAX],
  [999_999_999, ATTACHED_PICTURE_MAX],
  [1e300, 0],
  [-1, 0],
  [NaN, 0],
  ['5', 0],
])('a picture that claims %s bytes counts as %i', (bytes, counted) =>
  expect(readAttachedPicture({ ...picture, bytes })?.bytes).toBe(counted),
);

it.each([
  ['\u202Egnp.exe\u202C', 'gnp.exe'],
  ['a\u0000b\u0007\n\u0085c\u2028.png', 'abc.png'],
  ['\u2066x\u2069\u200F\u200E\u061C.png', 'x.png'],
  ['Café straße Żółw 地図.png', 'Café straße Żółw 地図.png'],
  ['نقشه\u200Cها 👩\u200D🚀.png', 'نقشه\u200Cها 👩\u200D🚀.png'],
  [7, ''],
])('the name %j is read as %j: no sign turns it around, and every letter stays', (name, read) =>
  expect(readAttachedPicture({ ...picture, name })?.name).toBe(read),
);
