// Tests how a note reads as plain text.
import { describe, expect, it } from 'vitest';
import { noteOutline } from './note-outline.ts';

describe('the outline of a note', () => {
  const text = (words: string) => ({ type: 'text', text: words });
  it('has headings, nested lists, the words of links, and bold lines', () => {
    expect(
      noteOutline([
        { type: 'heading', attrs: { level: 2 }, content: [text('The mill')] },
        { type: 'paragraph', content: [text('Ask [[Madame Lefevre|the widow]] or [[Tam]].')] },
        {
          type: 'bulletList',
          content: [
            {
              type: 'listItem',
              content: [
                { type: 'paragraph', content: [text('one')] },
                {
                  type: 'bulletList',
                  content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [text('deep')] }] }],
                },
              ],
            },
          ],
        },
        {
          type: 'orderedList',
          attrs: { start: 3 },
          content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [text('three')] }] }],
        },
        {
          type: 'taskList',
          content: [true, false].map((checked) => ({
            type: 'taskItem',
            attrs: { checked },
            content: [{ type: 'paragraph', content: [text('roll')] }],
          })),
        },
        { type: 'horizontalRule' },
        { type: 'paragraph', content: [{ ...text('Loud'), marks: [{ type: 'bold' }] }] },
      ]),
    ).toBe('## The mill\n\nAsk the widow or Tam.\n\n- one\n  - deep\n\n3. three\n\n☑ roll\n☐ roll\n\n---\n\n**Loud**');
  });
});
