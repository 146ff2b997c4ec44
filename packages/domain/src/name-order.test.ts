// The order of names in lists.
import { describe, expect, it } from 'vitest';
import { compareNames } from './name-index.ts';

const sorted = (...names: string[]): string[] => names.sort(compareNames);

describe('names in a list', () => {
  it('letters with accents are among their plain ones', () =>
    expect(sorted('Zora', 'Éowyn', 'Prof. Ilk', 'İlker', 'eel', 'Ada', 'Ängla')).toEqual([
      'Ada',
      'Ängla',
      'eel',
      'Éowyn',
      'İlker',
      'Prof. Ilk',
      'Zora',
    ]));

  it('numbers are counted', () =>
    expect(sorted('Room 10', 'Room 9', 'Room 100')).toEqual(['Room 9', 'Room 10', 'Room 100']));

  it('only equal text compares as equal, whatever way it was typed in', () => {
    expect(compareNames('Mira', 'Mira')).toBe(0);
    const [composed, decomposed] = ['\u00e9', 'e\u0301'];
    expect(compareNames(composed, decomposed)).not.toBe(0);
    expect(compareNames(composed, decomposed)).toBe(-compareNames(decomposed, composed));
  });
});
