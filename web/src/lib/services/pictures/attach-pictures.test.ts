// Shows what attaching a picture writes: two sizes on the device, one entry in the record, nothing twice.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ATTACHED_PICTURE_MAX, ATTACHED_PICTURES_LIMIT, attachedPictures } from '@emberkeep/domain';
import {
  createEntity,
  deleteEntity,
  editEntity,
  getEntity,
  type CampaignDocs,
  type DeviceDatabase,
} from '@emberkeep/store';
import { BLOB_MAX } from '@emberkeep/sync/wire';
import { RedrawTookTooLong, type Redrawing } from '#lib/device/redraw-pictures.ts';
import { workerFailure } from '#lib/ui/worker-failure.ts';
import { createDatabase, openDevice, valueOf } from '#lib/testing/fakes.ts';
import { Attaching, pictureFile } from './attach-pictures.ts';

let docs: CampaignDocs;
let db: DeviceDatabase;
let id: string;
let drawn = 0;
/** Draws as text: what it was given and the side. */
const draw = (): Redrawing => ({
  draw: async ({ file, sides }) => {
    drawn += 1;
    const text = await file.text();
    if (text === 'broken') return null;
    return sides.map((side) => ({
      blob: new Blob([`${text} ${side}`], { type: 'image/webp' }),
      width: side,
      height: 9,
    }));
  },
  stop: () => undefined,
});
const file = (text: string): Blob => pictureFile('a.jpg', new TextEncoder().encode(text));
/** An attached picture as large as one can be, of its own hash. */
const large = (digits: string) => ({
  ...{ full: digits.padStart(64, '0'), small: 'f'.repeat(64), name: '', width: 1, height: 1 },
  bytes: ATTACHED_PICTURE_MAX,
});
const picturesOf = (entity: string) => attachedPictures(getEntity(docs, entity)!.pictures);

beforeEach(async () => {
  [docs, db, drawn] = [await openDevice(), createDatabase(), 0];
  id = valueOf(createEntity(docs, { name: 'The Quay', entityType: 'location' }));
});
afterEach(async () => {
  await docs.close();
  await db.delete();
});

it('a picture is stored at both sizes, named in its entity once, and drawn once for several entities', async () => {
  const attaching = new Attaching(db, draw);
  const other = valueOf(createEntity(docs, { name: 'The Mill', entityType: 'location' }));
  expect(valueOf(await attaching.attach(docs, id, 'img/quay.jpg', file('quay')))).toBe(true);
  expect(valueOf(await attaching.attach(docs, id, 'copy of quay.jpg', file('quay')))).toBe(false);
  expect(valueOf(await attaching.attach(docs, other, 'img/quay.jpg', file('quay')))).toBe(true);
  expect(drawn).toBe(1);
  const [picture] = picturesOf(id);
  expect(picturesOf(id)).toHaveLength(1);
  expect(picture).toMatchObject({ name: 'quay.jpg', width: 4096, height: 9, bytes: 17 });
  for (const [hash, text] of [
    [picture!.full, 'quay 4096'],
    [picture!.small, 'quay 512'],
  ] as const)
    expect(new TextDecoder().decode((await db.images.get(hash))!.bytes)).toBe(text);
});

it('what is no picture, and what there is no room for, changes nothing', async () => {
  const attaching = new Attaching(db, draw);
  const before = picturesOf(id);
  expect(await attaching.attach(docs, id, 'a.png', file('broken'))).toMatchObject({ error: { type: 'NotAnImage' } });
  const other = valueOf(createEntity(docs, { name: 'Atlas', entityType: 'lore' }));
  const many = Math.floor(ATTACHED_PICTURES_LIMIT / ATTACHED_PICTURE_MAX);
  const last = { ...large('0'), bytes: ATTACHED_PICTURES_LIMIT - many * ATTACHED_PICTURE_MAX };
  const pictures = Object.fromEntries(Array.from({ length: many }, (_, i) => [`x${i}`, large(String(i + 1))]));
  valueOf(editEntity(docs, other, { pictures: { ...pictures, last } }));
  expect(await attaching.attach(docs, id, 'a.png', file('quay'))).toMatchObject({ error: { type: 'PicturesFull' } });
  expect(picturesOf(id)).toEqual(before);
});

it('a file that cannot be read, and a worker that fails, are an error of their own, and the next picture is drawn', async () => {
  const failures: unknown[] = [workerFailure({}), workerFailure({ message: 'out of memory' }), new RedrawTookTooLong()];
  const failing = (): Redrawing => {
    const { draw: drawOne, stop } = draw();
    return { draw: (job) => (failures.length > 0 ? Promise.reject(failures.shift() as Error) : drawOne(job)), stop };
  };
  const attaching = new Attaching(db, failing);
  const gone = file('gone');
  gone.arrayBuffer = () => Promise.reject(new DOMException('it was removed', 'NotFoundError'));
  const typeOf = async (each: Blob) => {
    const stored = await attaching.store(each);
    return stored.ok ? null : stored.error.type;
  };
  expect(await typeOf(gone)).toBe('UnreadableFile');
  for (const type of ['NotOnDevice', 'NotAnImage', 'PictureTookTooLong', null])
    expect(await typeOf(file('quay'))).toBe(type);
});

it('one entry that claims to be huge, and pictures of deleted entities, take no room from others', async () => {
  const attaching = new Attaching(db, draw);
  const forged = { ...large('1'), bytes: 999_999_999 };
  valueOf(editEntity(docs, id, { pictures: { x: forged } }));
  const deleted = valueOf(createEntity(docs, { name: 'Atlas', entityType: 'lore' }));
  const pictures = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`x${i}`, large(String(i + 2))]));
  valueOf(editEntity(docs, deleted, { pictures }));
  expect(await attaching.attach(docs, id, 'a.png', file('quay'))).toMatchObject({ error: { type: 'PicturesFull' } });
  valueOf(deleteEntity(docs, deleted));
  expect(valueOf(await attaching.attach(docs, id, 'a.png', file('quay')))).toBe(true);
});

it('the largest picture is what the relay stores', () => expect(ATTACHED_PICTURE_MAX).toBe(2 * BLOB_MAX));

it('undo detaches a picture, and one that was removed comes back', async () => {
  const attaching = new Attaching(db, draw);
  valueOf(await attaching.attach(docs, id, 'quay.jpg', file('quay')));
  await docs.undo();
  expect(picturesOf(id)).toEqual([]);
  valueOf(await attaching.attach(docs, id, 'quay.jpg', file('quay')));
  valueOf(editEntity(docs, id, { pictures: {} }));
  await docs.undo();
  expect(picturesOf(id)).toHaveLength(1);
});
