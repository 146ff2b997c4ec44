import { describe, expect, it } from 'vitest';
import { presentPeople } from './presence.ts';

const person = (deviceId: string, name = 'Ana', more: object = {}) => ({
  user: { deviceId, name, color: '#ff0000', place: '', ...more },
});
const peopleOf = (states: readonly unknown[]) => presentPeople([new Map(states.map((state, i) => [i, state]))], 'own');

describe('people who are present (18)', () => {
  it('lists at most fifty, however many a co-GM forges', () => {
    expect(peopleOf(Array.from({ length: 5000 }, (_, i) => person(`device ${i}`)))).toHaveLength(50);
  });

  it('leaves out ids that are no ids, and cuts what is long', () => {
    const [only, ...others] = peopleOf([
      person('x'.repeat(4000)),
      person('a', 'n'.repeat(4000), { place: 'p'.repeat(4000) }),
    ]);
    expect(others).toEqual([]);
    expect([only?.name.length, only?.place.length]).toEqual([60, 200]);
  });

  it('leaves out signs that change the text around a name, and malformed states', () => {
    const malformed = [
      null,
      7,
      'x',
      [],
      {},
      { user: null },
      { user: 'x' },
      { user: { deviceId: 1, name: 'x', color: 'y' } },
    ];
    expect(peopleOf([...malformed, person('a', '\u202eAna\u0007\ud800', { color: 'url(x)' })])).toEqual([
      { deviceId: 'a', name: 'Ana', color: '#808080', place: '' },
    ]);
  });
});
