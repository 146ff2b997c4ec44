// Tests that a picture of another device is shown only if it is one that the app could have stored.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DeviceDatabase } from '@emberkeep/store';
import { createDatabase } from '#lib/testing/fakes.ts';
import { pngHead } from '#lib/testing/png-head.ts';
import { readPicture } from './pictures.ts';

let db: DeviceDatabase;
beforeEach(() => {
  db = createDatabase();
});
afterEach(() => db.delete());

it.each([
  ['a picture of the largest size', pngHead(4096, 4096), true],
  ['a small one', pngHead(3, 2), true],
  ['one of 48 kB that claims 400 megapixels', pngHead(20_000, 20_000), false],
  ['one that claims a long line', pngHead(16_777_217, 1), false],
  ['what is no picture', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"></svg>'), false],
  ['nothing', new Uint8Array(), false],
])('%s', async (_what, bytes, isShown) => {
  const hash = 'a'.repeat(64);
  await db.images.put({ hash, bytes, type: 'image/png' });
  expect((await readPicture(db, hash)) !== null).toBe(isShown);
});

it('one that is not here is none', async () => expect(await readPicture(db, 'b'.repeat(64))).toBeNull());
