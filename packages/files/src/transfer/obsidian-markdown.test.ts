// Tests what becomes of Obsidian's links where they are none, and where a table escapes them.
import { expect, it } from 'vitest';
import { markdownToNote } from '../markdown-to-note.ts';
import { noteToMarkdown } from '../note-to-markdown.ts';
import { findWikiLinks, noteLines } from '@emberkeep/domain';
import { readObsidian } from './obsidian-markdown.ts';

const textOf = (body: string): string => readObsidian(body, (target) => target.split('/').at(-1)!).text;

it('links in inline code stay as they are written', () => {
  const body = '`[[People/Bob]]` and [[People/Bob]] and ``[x](a.md) ` [[b/c]]`` but ` [[d/e]]';
  expect(textOf(body).trimEnd()).toBe('`[[People/Bob]]` and [[Bob]] and ``[x](a.md) ` [[b/c]]`` but ` [[e]]');
});

it('a link with a bar in a cell of a table is that link, on the way in and on the way out', () => {
  const table = '| Who | What |\n| --- | --- |\n| [[Bob\\|boss]] | pays |';
  const note = markdownToNote(textOf(table));
  const linksIn = (lines: readonly string[]) => lines.flatMap(findWikiLinks).map(({ name, shown }) => [name, shown]);
  expect(linksIn(noteLines(note))).toEqual([['Bob', 'boss']]);
  const again = markdownToNote(noteToMarkdown(note));
  expect(again).toEqual(note);
});
