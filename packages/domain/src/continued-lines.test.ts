// Tests how wrapped text data is joined.
import { expect, it } from 'vitest';
import { joinContinuedLines } from './continued-lines.ts';

it('an indented line continues the one before it, and other line breaks stay', () => {
  expect(joinContinuedLines('One sentence that\n  goes on.\n\n- a point\n- another')).toBe(
    'One sentence that goes on.\n\n- a point\n- another',
  );
});
