// 21.1: a word is found whether or not its accents are typed, in any script; a name that is a common word is found too.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldLetters } from '@emberkeep/domain';
import { createIndexDatabase, fillWithPassages } from '../../testing/index.ts';
import { NearestPassages } from '../vectors/nearest-passages.ts';
import { searchIndex } from './search.ts';

let db: Awaited<ReturnType<typeof createIndexDatabase>>;
let nearest: NearestPassages;

const NAMES = [
  'Éowyn of Rohar',
  'Café Zoë',
  'Łukasz Müller',
  'Þórr Ærikson',
  'Иван Ёлкин',
  'ΣΟΦΟΣ Νίκης',
  '서울 상인',
  'Will',
  'Will Harrow',
  'The Who',
  'Seán O’Hara',
];

beforeAll(async () => {
  db = await createIndexDatabase();
  nearest = new NearestPassages(db);
  const entities = NAMES.map((title) => ({ id: title, campaign: 'c1', kind: 'entity', sub: 'npc', title }));
  const note = { id: 'note', campaign: 'c1', kind: 'note', text: 'They will ask who has been to the naïve façade.' };
  await fillWithPassages(db, [...entities, note], null);
}, 60_000);
afterAll(() => db.close());

const find = async (text: string): Promise<string[]> =>
  (await searchIndex({ sql: db, nearest, model: null }, { text })).hits.map((hit) => hit.title || hit.kind);

it.each([
  ['eowyn', 'Éowyn of Rohar'],
  ['Éowyn', 'Éowyn of Rohar'],
  ['E\u0301OWYN', 'Éowyn of Rohar'],
  ['"eowyn of"', 'Éowyn of Rohar'],
  ['zoe', 'Café Zoë'],
  ['CAFÉ', 'Café Zoë'],
  ['cafe', 'Café Zoë'],
  ['lukasz', 'Łukasz Müller'],
  ['MÜLLER', 'Łukasz Müller'],
  ['thorr aerikson', 'Þórr Ærikson'],
  ['елкин', 'Иван Ёлкин'],
  ['ИВАН', 'Иван Ёлкин'],
  ['σοφος', 'ΣΟΦΟΣ Νίκης'],
  ['νικης', 'ΣΟΦΟΣ Νίκης'],
  ['상인', '서울 상인'],
  ['sean o’hara', 'Seán O’Hara'],
  ["O'Hara", 'Seán O’Hara'],
  ['naive facade', 'note'],
  ['will', 'Will'],
  ['Will', 'Will'],
  ['Who is Will?', 'Will'],
  ['will harrow', 'Will Harrow'],
  ['the who', 'The Who'],
])('“%s” finds “%s” first, and nothing is repaired', async (typed, first) => {
  expect((await find(typed))[0]).toBe(first);
  expect((await searchIndex({ sql: db, nearest, model: null }, { text: typed })).repaired).toEqual([]);
});

it('a common word in a question does not bring up the people who are called so', async () => {
  expect(await find('where will they sleep')).not.toContain('Will');
});

it('Postgres folds a text as the query is folded', async () => {
  const letter = fc.oneof(
    ...[
      [0x20, 0x7e],
      [0xa0, 0x17f],
      [0x1c4, 0x24f],
      [0x300, 0x36f],
      [0x391, 0x3c9],
      [0x400, 0x4ff],
      [0x5d0, 0x5ea],
      [0x620, 0x64a],
      [0x905, 0x939],
      [0x1e00, 0x1eff],
      [0x3041, 0x30ff],
      [0x4e00, 0x4eff],
      [0xac00, 0xacff],
    ].map(([min, max]) => fc.integer({ min: min!, max: max! }).map((code) => String.fromCodePoint(code))),
  );
  const texts = fc.array(
    fc.array(letter, { maxLength: 12 }).map((all) => all.join('')),
    { minLength: 200, maxLength: 400 },
  );
  await fc.assert(
    fc.asyncProperty(texts, async (all) => {
      const { rows } = await db.query<{ folded: string }>(
        'SELECT lower(fold_letters(t)) AS folded FROM unnest($1::text[]) WITH ORDINALITY AS u(t, i) ORDER BY i',
        [all],
      );
      expect(rows.map((row) => row.folded)).toEqual(all.map(foldLetters));
    }),
    { numRuns: 10 },
  );
});
