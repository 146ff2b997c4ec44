// Tests which entities a rich text names.
import { describe, expect, it } from 'vitest';
import { createNameIndex } from './name-index.ts';
import { linkedEntityIds, namedEntityIds } from './named-entities.ts';
import type { NoteNode } from './note.ts';

const index = createNameIndex([
  { id: 'nell', name: 'Nell Voss', aliases: ['the widow'] },
  { id: 'orrin', name: 'Orrin Pale', aliases: ['Pale'] },
  { id: 'other', name: 'Anna Pale', aliases: ['Pale'] },
  { id: 'kiln', name: 'The kiln', aliases: [] },
]);
const paragraph = (...texts: string[]): NoteNode => ({
  type: 'paragraph',
  content: texts.map((text) => ({ type: 'text', text })),
});

describe('entities named in a text', () => {
  it('are those linked, and those whose name or alias is there as whole words', () => {
    const note = [
      paragraph('Ask [[the widow|her]] about ', 'the kiln.'),
      { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph('[[Nobody]] saw Orrin Pale')] }] },
    ];
    expect(linkedEntityIds(note, index)).toEqual(['nell']);
    expect(namedEntityIds(note, index)).toEqual(['nell', 'kiln', 'orrin']);
  });
  it('counts no part of a word, and nobody where two have the name', () => {
    expect(namedEntityIds([paragraph('The kilns were pale. Pale [[Pale]] light on Nell Vossington.')], index)).toEqual(
      [],
    );
    expect(namedEntityIds([], index)).toEqual([]);
  });
});
