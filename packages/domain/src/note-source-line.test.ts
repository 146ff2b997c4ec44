// Tests that the app's own line above an added text is no part of what is read from a note.
import { describe, expect, it } from 'vitest';
import { noteOutline } from './note-outline.ts';
import { notePassage } from './note-passage.ts';
import { sourceLine } from './note-source-line.ts';
import type { NoteNode } from './note.ts';

const paragraph = (text: string, ...marks: string[]): NoteNode => ({
  type: 'paragraph',
  content: [{ type: 'text', text, ...(marks.length > 0 && { marks: marks.map((type) => ({ type })) }) }],
});
const rule: NoteNode = { type: 'horizontalRule' };

describe('the line above an added text', () => {
  it.each(['the scratchpad', 'night-2.md', 'Last session'])('“Imported from %s” is not in the outline', (from) => {
    const note = [paragraph('The mill burnt down.'), ...sourceLine(from), paragraph('They crossed the weir.')];
    expect(noteOutline(note)).toBe('The mill burnt down.\n\n---\n\nThey crossed the weir.');
  });

  it('a passage around it has everything but the line, and one below it begins where the outline says', () => {
    const note = [paragraph('The mill burnt down.'), ...sourceLine('a.md'), paragraph('They crossed the weir.')];
    const outline = noteOutline(note);
    const words = (nodes: readonly NoteNode[]): string[] => nodes.map((node) => node.content?.[0]?.text ?? '');
    expect(words(notePassage(note, 0, outline.length)).filter(Boolean)).toEqual([
      'The mill burnt down.',
      'They crossed the weir.',
    ]);
    expect(words(notePassage(note, outline.indexOf('They'), outline.length))).toEqual(['They crossed the weir.']);
  });

  it.each([
    [[paragraph('Imported from Naples: silk.', 'italic')]],
    [[rule, paragraph('Imported from Naples: silk.')]],
    [[rule, paragraph('Imported from Naples: silk.', 'italic', 'bold')]],
    [[rule, paragraph('Silk. Imported from Naples.', 'italic')]],
    [[rule, rule, paragraph('salt', 'italic'), paragraph('Imported from Naples: silk.', 'italic')]],
  ])('what a GM wrote stays: %j', (note) => {
    expect(noteOutline(note)).toMatch(/Imported from Naples/);
  });
});
