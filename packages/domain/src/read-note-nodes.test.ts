// Tests that only nodes of the editor are read from data of outside.
import { describe, expect, it } from 'vitest';
import { readNoteNodes } from './read-note-nodes.ts';

const text = (words: string) => ({ type: 'text', text: words });

describe('readNoteNodes', () => {
  it('gives back what the editor writes', () => {
    const note = [
      { type: 'heading', attrs: { level: 2 }, content: [{ ...text('The kiln'), marks: [{ type: 'bold' }] }] },
      { type: 'paragraph', content: [text('Ask [[Nell]].'), { type: 'hardBreak' }] },
      { type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [text('a')] }] }] },
      { type: 'paragraph' },
    ];
    expect(readNoteNodes(note)).toEqual(note);
  });
  it('leaves out what it does not know and never throws', () => {
    expect(
      readNoteNodes([
        { type: 'script', content: [text('x')] },
        { type: 'paragraph', attrs: { onclick: 'x' }, content: [text('kept'), text(''), 7, null, { type: 'text' }] },
        { type: 'constructor' },
        'words',
        { ...text('loose'), marks: [{ type: 'blink' }, { type: 'link', attrs: { href: 'https://a.example', x: 1 } }] },
      ]),
    ).toEqual([
      { type: 'paragraph', content: [text('kept')] },
      { ...text('loose'), marks: [{ type: 'link', attrs: { href: 'https://a.example' } }] },
    ]);
    for (const value of [null, 7, 'words', {}, [[]]]) expect(readNoteNodes(value)).toEqual([]);
    let deep: unknown[] = [text('end')];
    for (let i = 0; i < 200; i++) deep = [{ type: 'blockquote', content: deep }];
    expect(JSON.stringify(readNoteNodes(deep))).not.toContain('end');
  });
});
