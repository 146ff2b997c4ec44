// Tests what the label of an edge names.
import { expect, it } from 'vitest';
import { edgeLabel } from './most-drawn.ts';

it('the label of an edge names at most three relationships, however many it stands for', () => {
  expect(edgeLabel([])).toBe('');
  expect(edgeLabel(['knows', 'owes', 'fears'])).toBe('knows, owes, fears');
  expect(edgeLabel(Array<string>(20_000).fill('knows'))).toBe('knows, knows, knows, …');
});
