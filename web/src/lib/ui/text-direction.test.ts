// Tests the direction of languages.
import { expect, it } from 'vitest';
import { directionOf } from './text-direction.ts';

it('Arabic and Hebrew are read from right to left, with and without a country', () => {
  expect(['en', 'de-CH', 'ar', 'ar-EG', 'he'].map(directionOf)).toEqual(['ltr', 'ltr', 'rtl', 'rtl', 'rtl']);
});
