// Shows how the history of a record says what changed: in words, whatever a peer stored.
import { expect, it } from 'vitest';
import { CLOCK, ENTITY, HANDOUT, MAP, momentWords, RANDOM_TABLE } from '@emberkeep/domain';
import type { Spec } from '@emberkeep/store';
import { changeLabel, changeWords, type ChangedRecord } from './change-words.ts';

const id = (n: number): string => `0197c0de-0000-7000-8000-${String(n).padStart(12, '0')}`;
const names = {
  entity: (each: string) => (each === id(1) ? { id: each, name: 'Odile Marsh' } : undefined),
  one: (_spec: Spec, each: string) => (each === id(2) ? { id: each, title: 'The cellar' } : undefined),
} as unknown as ChangedRecord['names']; // reason: no other part of an entity or a map is read
const changed = (spec: unknown, record: Record<string, unknown> = {}): ChangedRecord => ({
  spec: spec as Spec,
  record,
  names,
});
const opens = (kind: string, target: string): unknown => ({
  kind,
  id: target,
  sessionId: kind === 'scene' ? id(3) : '',
});

it('says the pins and zones of a map by their names, and never as JSON', () => {
  const map = changed(MAP, {
    labels: { inn: 'The drowned inn' },
    targets: { house: opens('entity', id(1)) },
    zones: { docks: [] },
  });
  expect(
    ['labels/inn', 'targets/house', 'pins/bare', 'zones/docks', 'title'].map((key) => changeLabel(map, key)),
  ).toEqual(['The drowned inn · Label', 'Odile Marsh · Opens', 'A pin · Place', 'A zone · Shape', 'Title']);
  const say = (key: string, value: unknown): string => changeWords(map, key, value);
  expect(say('pins/inn', [0.4, 0.256])).toBe('40 % from the left, 26 % from the top');
  expect(
    say('zones/docks', [
      [0, 0],
      [1, 0],
      [1, 1],
    ]),
  ).toBe('3 corners');
  expect(say('targets/inn', opens('entity', id(1)))).toBe('Odile Marsh');
  expect(say('targets/inn', opens('map', id(2)))).toBe('The cellar');
  expect(say('targets/inn', opens('scene', id(4)))).toBe('a scene');
  expect(say('targets/inn', opens('entity', id(9)))).toBe('something deleted');
  expect([say('forPlayers/inn', true), say('gone/inn', 123), say('labels/inn', undefined)]).toEqual([
    'yes',
    'yes',
    'nothing',
  ]);
});

it('says showings, pictures, weights, flags and values of any shape', () => {
  const handout = changed(HANDOUT);
  const at = Date.UTC(2026, 0, 5, 20);
  expect(changeWords(handout, 'shows/s', { at, to: 'all', sessionId: id(3) })).toBe(momentWords(at));
  expect(changeWords(handout, 'ends/s', at)).toBe(momentWords(at));
  const picture = { full: 'a'.repeat(64), small: 'b'.repeat(64), name: 'letter.png', width: 1, height: 1, bytes: 1 };
  expect(changeWords(handout, 'picture', picture)).toBe('letter.png');
  const table = changed(RANDOM_TABLE, { entries: [{ id: 'e', text: 'A ghost', order: 'V' }] });
  expect([changeLabel(table, 'weights/e'), changeWords(table, 'weights/e', 3)]).toEqual(['A ghost · Weights', '3']);
  const entity = changed(ENTITY);
  expect(changeWords(entity, 'attributes/STR', { now: 12, max: [14, 'odd'], who: id(1), of: id(8) })).toBe(
    'now: 12; max: 14, odd; who: Odile Marsh',
  );
  expect([changeWords(entity, 'isKnown', true), changeWords(entity, 'isKnown', false)]).toEqual(['yes', 'no']);
  expect(changeWords(changed(CLOCK), 'ownerId', id(1))).toBe('Odile Marsh');
});

it('says something of any hostile value', () => {
  const deep: unknown[] = [];
  let inner = deep;
  for (let i = 0; i < 10_000; i++) inner.push((inner = []));
  const odd = [deep, { a: deep }, [], {}, NaN, [null], { at: 'now' }, 'x', Object.create(null), -1];
  for (const spec of [MAP, HANDOUT, RANDOM_TABLE, ENTITY])
    for (const key of [
      'pins/a',
      'zones/',
      'targets/__proto__',
      'shows/a',
      'gone/a',
      'labels/a',
      'cells/a.b',
      'no/such',
    ])
      for (const value of odd) {
        const each = changed(spec, { labels: { a: value }, targets: value, zones: value });
        expect(typeof changeWords(each, key, value)).toBe('string');
        expect(changeLabel(each, key)).not.toBe('');
      }
});
