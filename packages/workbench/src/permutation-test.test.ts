// Shows that the permutation test tells chance from a real difference.
import { expect, it } from 'vitest';
import { permutationTest } from './permutation-test.ts';

it('differences of one sign are unlikely by chance, differences of both are likely, none are certain', () => {
  // All ten signs alike: 2 of 1,024 draws.
  expect(permutationTest(Array.from({ length: 10 }, () => 0.1))).toBeCloseTo(2 / 1024, 2);
  expect(permutationTest([0.1, -0.1, 0.2, -0.2, 0.3, -0.3])).toBe(1);
  expect(permutationTest([0, 0, 0])).toBe(1);
  // One query in twenty changed says nothing.
  expect(permutationTest([0.5, ...Array.from({ length: 19 }, () => 0)])).toBe(1);
});
