// Tests what sessions are called, with and without a title.
import { expect, it } from 'vitest';
import { sessionLabel, sessionTitle } from './session-title.ts';

it('M-048: a session is called by its title, or by its number where it has none', () => {
  expect(sessionTitle({ title: 'The docks', shownNumber: 3 })).toBe('The docks');
  expect(sessionTitle({ title: '', shownNumber: 3 })).toBe('Session 3');
});

it('a label gives the number first', () => {
  expect(sessionLabel({ title: 'The docks', shownNumber: 3 })).toBe('Session 3 · The docks');
  expect(sessionLabel({ title: 'The docks', shownNumber: 3 }, ': ')).toBe('Session 3: The docks');
  expect(sessionLabel({ title: '', shownNumber: 3 })).toBe('Session 3');
});
