// Tests the list of what was shown to players.
import { expect, it } from 'vitest';
import type { Handout } from '@emberkeep/domain';
import { allShowings, handoutHint } from './handout-words.ts';

const handout = (id: string, shows: Handout['shows'], ends: Handout['ends'] = {}): Handout => ({
  id,
  title: id,
  caption: '',
  about: '',
  portraitOf: '',
  portraitName: '',
  picture: null,
  shows,
  ends,
  order: 'V',
  createdAt: 0,
  createdBy: '',
});
const at = (ms: number) => ({ at: ms, to: 'all', sessionId: '' });

it('lists every showing, the latest first, each under a key of its own', () => {
  const list = allShowings([handout('map', { a: at(1), b: at(3) }, { a: 2 }), handout('letter', { a: at(5) })]);
  expect(list.map(({ key, endedAt }) => [key, endedAt])).toEqual([
    ['letter/a', null],
    ['map/b', null],
    ['map/a', 2],
  ]);
});

it('says that players have it only where they get it now', () => {
  const shown = handout('map', { a: at(1) });
  expect(handoutHint(shown, 'now')).toBe('Shown now');
  for (const reach of ['later', 'notShared', 'noSync'] as const)
    expect(handoutHint(shown, reach)).toBe('Marked as shown');
  expect(handoutHint(handout('letter', {}), 'now')).toBe('');
});
