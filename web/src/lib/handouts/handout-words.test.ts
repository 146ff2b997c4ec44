// Tests the list of what was shown to players.
import { expect, it } from 'vitest';
import type { Handout } from '@emberkeep/domain';
import { allShowings } from './handout-words.ts';

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
