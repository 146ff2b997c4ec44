// What the preview of an import says of pictures.
import { expect, it } from 'vitest';
import type { PreparedImport } from '#lib/services/transfer/import-files.ts';
import { picturesLine } from './import-report.ts';

const bytes = new Uint8Array();
const prepared = (
  of: Pick<PreparedImport, 'portraits' | 'pictures' | 'notePictures'> & Partial<PreparedImport>,
): PreparedImport =>
  // reason: the line is made of the pictures and of what is a map
  ({ records: [], ...of }) as unknown as PreparedImport;

it('a picture that is a portrait, attached and in notes is one picture', () => {
  const odile = { id: 'e1', name: 'img/odile.png', bytes };
  const map = { id: 'e2', name: 'img/map.png', bytes };
  expect(
    picturesLine(
      prepared({
        portraits: [odile],
        pictures: [odile, map],
        notePictures: [odile, map, { name: 'img/hand.png', bytes }].map((each) => ({ ...each, file: each.name })),
      }),
    ),
  ).toBe('3 pictures: 1 as a portrait, 2 attached to their entities, 3 in notes');
});

it('one picture of one use; none is not told', () => {
  expect(picturesLine(prepared({ portraits: [], pictures: [], notePictures: [] }))).toBe('');
  expect(
    picturesLine(prepared({ portraits: [], pictures: [], notePictures: [{ file: 'a', name: 'a.png', bytes }] })),
  ).toBe('1 picture: 1 in a note');
});

it('the picture of a map is no portrait', () => {
  const map = { kind: 'map', id: 'm1', sessionId: null, keys: {}, texts: {} } as const;
  const portraits = [{ id: 'm1', name: 'quay.png', bytes }];
  expect(picturesLine(prepared({ records: [map], portraits, pictures: [], notePictures: [] }))).toBe(
    '1 picture: 1 of a map',
  );
});
