// How much work the split of a file of many headings is, counted in runs of the Markdown parser: setting it up
// is most of what a part costs.
import { beforeEach, expect, it, vi } from 'vitest';
import { file } from '../../testing/import-files.ts';
import { markdownToNote } from '../markdown-to-note.ts';
import { splitNote, splitOffer } from './split-note.ts';
import type { VaultNote } from './vault-note.ts';

vi.mock('../markdown-to-note.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../markdown-to-note.ts')>();
  return { ...original, markdownToNote: vi.fn(original.markdownToNote) };
});

const COUNT = 500;

const noteWith = (nameAt: (i: number) => string): VaultNote => {
  const body = Array.from({ length: COUNT }, (_, i) => `## ${nameAt(i)}\nwords\n`).join('');
  return {
    ...{ file: file('NPCs.md', body), base: 'NPCs', folders: [], name: 'NPCs' },
    front: {},
    body,
    isBroken: false,
  };
};

const split = (note: VaultNote): string[] => {
  expect(splitOffer(note, 2)).toMatchObject({ chosen: 2 });
  return splitNote(note, 2, true).map(({ name }) => name);
};

beforeEach(() => void vi.mocked(markdownToNote).mockClear());

it('headings of plain words are named without the parser', () => {
  const names = split(noteWith((i) => `Éowyn, guard of the Bell-tower – ${i}`));
  expect(names.at(-1)).toBe('Éowyn, guard of the Bell-tower – 499');
  expect(markdownToNote).not.toHaveBeenCalled();
});

it('headings with signs of Markdown are parsed once each, for the offer and the parts together', () => {
  const names = split(noteWith((i) => `**Guard** ${i}`));
  expect(names.at(-1)).toBe('Guard 499');
  expect(markdownToNote).toHaveBeenCalledTimes(COUNT);
});

it.each(['1. Ilse', '1) Ilse', '- Ilse', '+ Ilse', 'a_b_', 'www.example.org', 'Ilse & Pell', '&amp; sons'])(
  'a heading that is not plain words is parsed: %j',
  (words) => {
    split(noteWith(() => words));
    expect(markdownToNote).toHaveBeenCalledWith(words);
  },
);

it.each(["Ilse's oar", '12 oars', 'A – B', 'Fog-lane, east', 'a  b'])(
  'plain words are what the parser reads: %j',
  (words) => {
    const [name] = split(noteWith(() => words));
    vi.mocked(markdownToNote).mockClear();
    const [paragraph] = markdownToNote(words);
    expect(
      paragraph?.content
        ?.map(({ text }) => text)
        .join('')
        .replace(/\s+/g, ' '),
    ).toBe(name);
  },
);
