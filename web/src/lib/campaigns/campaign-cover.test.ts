import { describe, expect, it } from 'vitest';
import { COVER_SCENES, coverOf } from './campaign-cover.ts';

describe('20.4 the cover of a campaign', () => {
  it('is the same every time, and spreads over all scenes and several colours', () => {
    const ids = Array.from({ length: 400 }, (_, i) => `019a0000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`);
    expect(ids.map(coverOf)).toEqual(ids.map(coverOf));
    expect(new Set(ids.map((id) => coverOf(id).scene))).toEqual(new Set(COVER_SCENES));
    expect(new Set(ids.map((id) => coverOf(id).hue)).size).toBeGreaterThan(5);
  });
});
