import { describe, expect, it } from 'vitest';
import { COVER_SCENES, coverOf, ownPicture, storedCover } from './campaign-cover.ts';

describe('the cover of a campaign', () => {
  it('is the same every time, and spreads over all scenes and several colours', () => {
    const ids = Array.from({ length: 400 }, (_, i) => `019a0000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`);
    expect(ids.map((id) => coverOf(id))).toEqual(ids.map((id) => coverOf(id)));
    expect(new Set(ids.map((id) => coverOf(id).scene))).toEqual(new Set(COVER_SCENES));
    expect(new Set(ids.map((id) => coverOf(id).hue)).size).toBeGreaterThan(5);
  });

  it('is the one that was chosen; what this version does not know counts as nothing', () => {
    for (const scene of COVER_SCENES) {
      const cover = { scene, hue: coverOf('any').hue };
      expect(coverOf('019a', storedCover(cover))).toEqual(cover);
      expect(ownPicture(storedCover(cover))).toBe('');
    }
    for (const unknown of ['', 'swamp 25', 'sea', 'sea 26', 'a'.repeat(64)])
      expect(coverOf('019a', unknown)).toEqual(coverOf('019a'));
    expect(ownPicture('a'.repeat(64))).toBe('a'.repeat(64));
  });
});
