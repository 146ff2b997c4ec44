import { expect, it } from 'vitest';
import { startOfNote } from './note-start.ts';
import { noteLines, type NoteNode } from './note.ts';

const paragraph = (text: string): NoteNode => ({ type: 'paragraph', content: text ? [{ type: 'text', text }] : [] });
const row = (...cells: string[]): NoteNode => ({
  type: 'tableRow',
  content: cells.map((cell) => ({ type: 'tableCell', content: [paragraph(cell)] })),
});

it('gives the first blocks with a text, within their tables and lists, and counts the others', () => {
  const table: NoteNode = { type: 'table', content: [row('Name', 'Price'), row('Rope', '2'), row('Lamp', '')] };
  const start = startOfNote([paragraph('Wares'), paragraph(''), table, paragraph('End')], 4);
  expect(start.nodes.map(({ type }) => type)).toEqual(['paragraph', 'paragraph', 'table']);
  expect(noteLines(start.nodes).filter(Boolean)).toEqual(['Wares', 'Name', 'Price', 'Rope']);
  expect(start.left).toBe(3);
});

it('shortens a long block and says so', () => {
  const long: NoteNode = {
    type: 'paragraph',
    content: [
      { type: 'text', text: 'a'.repeat(900) },
      { type: 'text', text: 'b' },
    ],
  };
  expect(noteLines(startOfNote([long], 1).nodes)).toEqual([`${'a'.repeat(400)}…`]);
  expect(startOfNote([paragraph('short')], 12)).toEqual({ nodes: [paragraph('short')], left: 0 });
});

it('draws no sheet of thousands of empty cells', () => {
  const sheet: NoteNode = { type: 'table', content: Array.from({ length: 5_000 }, () => row('', '')) };
  expect(noteLines(startOfNote([sheet, paragraph('End')], 24).nodes).length).toBeLessThan(200);
});
