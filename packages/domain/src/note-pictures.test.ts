// Pictures in notes: whatever a peer wrote is data, and players get the caption and never the picture.
import { expect, it } from 'vitest';
import {
  isEmptyNote,
  namedPicture,
  noteLines,
  noteOutline,
  notePassage,
  noteWithoutTargets,
  pictureNode,
  pictureOfNode,
  picturesInNotes,
  readNoteNodes,
} from './index.ts';

const file = 'a'.repeat(64);
const stored = { full: '1'.repeat(64), small: '2'.repeat(64), name: 'map.png', width: 9, height: 9, bytes: 5 };

it.each([
  'https://evil.example/x.png',
  'javascript:alert(1)',
  'data:image/svg+xml,<svg/>',
  `${file}/../x`,
  file.toUpperCase(),
  7,
  null,
  { toString: () => file },
])('a picture that is named by %j is no picture', (forged) =>
  expect(pictureOfNode({ type: 'picture', attrs: { file: forged } })).toBe(''),
);

it('a picture is found by the file that it came from, and in a folder of notes by the stored one', () => {
  const entries = { [file]: stored, ['b'.repeat(64)]: { full: 'https://evil.example' } };
  expect(namedPicture(entries, file)?.full).toBe(stored.full);
  expect(namedPicture(entries, stored.full)?.small).toBe(stored.small);
  for (const unknown of ['b'.repeat(64), 'c'.repeat(64), '__proto__', 'constructor'])
    expect(namedPicture(entries, unknown)).toBeNull();
});

it('a note of thousands of pictures that a campaign with thousands of others does not know reads these once', () => {
  let reads = 0;
  const hashOf = (n: number): string => n.toString(16).padStart(64, '0');
  const entries = Object.fromEntries(
    Array.from({ length: 3000 }, (_, n) => [
      hashOf(n),
      {
        ...stored,
        get full() {
          reads += 1;
          return hashOf(n + 10_000);
        },
      },
    ]),
  );
  for (let n = 0; n < 3000; n++) expect(namedPicture(entries, hashOf(n + 20_000))).toBeNull();
  expect(namedPicture(entries, hashOf(12_999))?.full).toBe(hashOf(12_999));
  expect(reads).toBe(3000);
});

const list = (...content: readonly ReturnType<typeof pictureNode>[]) => ({
  type: 'bulletList',
  content: [{ type: 'listItem', content: [{ type: 'paragraph' }, ...content] }],
});

it('the caption is a line of the note, for search and for analysis; a note with a picture is not empty', () => {
  const nodes = [pictureNode(file, 'The toll gate'), list(pictureNode(file, '[[Old Tam]] at the gate'))];
  expect(noteLines(nodes)).toEqual(['The toll gate', '', '[[Old Tam]] at the gate']);
  expect(noteOutline(nodes)).toContain('The toll gate');
  expect(isEmptyNote([pictureNode(file, '')])).toBe(false);
  expect(picturesInNotes(nodes)).toEqual([file, file]);
  expect(readNoteNodes(nodes)).toEqual(nodes);
});

it('a passage of a note has its picture whole', () => {
  const nodes = [
    { type: 'paragraph', content: [{ type: 'text', text: 'Before' }] },
    pictureNode(file, 'The toll gate'),
    { type: 'paragraph', content: [{ type: 'text', text: 'After' }] },
  ];
  const at = noteOutline(nodes).indexOf('toll');
  expect(notePassage(nodes, at, at + 4)).toEqual([nodes[1]]);
});

it('players read the caption without the targets of links, and get neither the picture nor its name', () => {
  const nodes = [pictureNode(file, '[[The traitor|Tam]] at the gate'), list(pictureNode(file, ''))];
  const shown = JSON.stringify(noteWithoutTargets(nodes));
  expect(shown).toContain('Tam at the gate');
  for (const hidden of [file, 'picture', 'traitor']) expect(shown).not.toContain(hidden);
});
