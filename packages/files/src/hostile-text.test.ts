// Texts that made patterns take quadratic, cubic or exponential time. A pattern that does so on 200 kB takes minutes,
// so the time limit of a test is far above what linear ones need on a busy machine.
import { expect, it } from 'vitest';
import { noteLines, type NoteNode } from '@emberkeep/domain';
import { mdastToNote } from './mdast-to-note.ts';
import { markdownToNote } from './markdown-to-note.ts';
import { textToNote } from './text-to-note.ts';
import { splitFrontMatter } from './transfer/front-matter.ts';

const SIZE = 200_000;
const LIMIT_MS = 20_000;
const wordsOf = (nodes: readonly NoteNode[]): string => noteLines(nodes).join(' ').replace(/\s+/g, ' ').trim();

it('18.13 reads front matter without an end in linear time', { timeout: LIMIT_MS }, () => {
  const lines = '    an indented line\n'.repeat(60);
  expect(wordsOf(markdownToNote(`---\n${lines}`))).toContain('an indented line an indented line');
});

it('18.13 reads long runs of blanks in linear time', { timeout: LIMIT_MS }, () => {
  const text = `a${' '.repeat(SIZE)}x`;
  expect(wordsOf(textToNote(text))).toBe('a x');
  const tree = {
    type: 'root' as const,
    children: [{ type: 'paragraph' as const, children: [{ type: 'text' as const, value: `${text}\nb` }] }],
  };
  expect(wordsOf(mdastToNote(tree, text))).toBe('a x b');
});

it('18.13 reads front matter of empty lines in linear time', { timeout: LIMIT_MS }, () => {
  const { data } = splitFrontMatter(`---\nally: [[Rook]]\n${' \n'.repeat(SIZE / 4)}---\nBody`);
  expect(data).toEqual({ ally: '[[Rook]]' });
});
