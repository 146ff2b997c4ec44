// Shows that rows are read from titles, single and in ranges, and that all rows are known.
import { describe, expect, it } from 'vitest';
import { ALL_ROWS, rowsIn } from './rows.ts';

describe('rows', () => {
  it('are read from titles, single and in ranges', () => {
    expect(rowsIn('a clock ticks (M-008, T-4) and more, M-019 to M-021, R-3')).toEqual([
      'M-008',
      'T-4',
      'M-019',
      'M-020',
      'M-021',
      'R-3',
    ]);
    expect(rowsIn('nothing of M-the kind')).toEqual([]);
    expect([ALL_ROWS.length, ALL_ROWS[0], ALL_ROWS.at(-1)]).toEqual([476, 'M-001', 'R-9']);
  });
});
