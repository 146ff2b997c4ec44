// The players' document is written once, changed where it differs, emptied, and read whatever it contains.
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import type { PlayerView } from '@emberkeep/domain';
import {
  createEntity,
  createSession,
  describeSession,
  editEntity,
  listSessions,
  publishSession,
  readPlayerDoc,
  buildPlayerView,
  writePlayerDoc,
} from './index.ts';
import { createSingle, createTestDevices, value } from '../testing/index.ts';

const nobody = () => Promise.resolve([]);

it('holds published sessions and known entities, is only written when they change (M-130, M-131)', async () => {
  const { docs } = await createSingle(createTestDevices());
  const session = value(createSession(docs, { title: 'Nine Pages', date: '2026-10-03' }));
  const wen = value(createEntity(docs, { name: 'Sister Wen', entityType: 'npc' }));
  const doc = new Y.Doc();
  const publish = async (): Promise<number> => writePlayerDoc(doc, await buildPlayerView(docs, nobody));
  expect(await publish()).toBe(1); // the campaign's name
  expect(readPlayerDoc(doc)).toMatchObject({ sessions: [], entities: [], clocks: [] });
  value(publishSession(docs, session, true));
  value(editEntity(docs, wen, { isKnown: true }));
  expect(await publish()).toBe(2);
  expect(await publish()).toBe(0);
  expect(readPlayerDoc(doc)).toMatchObject({
    sessions: [{ id: session, title: 'Nine Pages', date: '2026-10-03' }],
    entities: [{ name: 'Sister Wen' }],
  });
  value(describeSession(docs, session, { title: 'Ten Pages' }));
  expect(await publish()).toBe(1);
  value(publishSession(docs, session, false));
  expect(await publish()).toBe(1);
  expect(readPlayerDoc(doc)?.sessions).toEqual([]);
  expect(listSessions(docs)[0]?.isPublished).toBe(false);
  expect(writePlayerDoc(doc, null)).toBe(2);
  expect(readPlayerDoc(doc)).toBeNull();
});

it('a forged picture, and a node of any other type, is the words in it', () => {
  const doc = new Y.Doc();
  const map = doc.getMap('table');
  const text = (words: string) => ({ type: 'text', text: words });
  const caption = { type: 'pictureCaption', content: [text('The gate')] };
  map.set('about', { name: 'Ash' });
  map.set('entity/a', {
    name: 'Wen',
    description: [
      { type: 'picture', attrs: { file: 'a'.repeat(64) }, content: [caption] },
      {
        type: 'blockquote',
        content: [
          { type: 'picture', attrs: { file: 'x' } },
          { type: 'script', text: 'alert' },
        ],
      },
      { type: 'constructor', content: [{ type: 'paragraph', content: [text('kept')] }] },
    ],
  });
  expect(readPlayerDoc(doc)?.entities[0]?.description).toEqual([
    text('The gate'),
    { type: 'blockquote', content: [text('alert')] },
    { type: 'paragraph', content: [text('kept')] },
  ]);
});

it('reads any content as a view: wrong shapes, endless nesting, unknown keys', () => {
  const random = createRandom(5);
  const deep = (levels: number): unknown =>
    levels === 0 ? [{ type: 'text', text: 'x' }] : [{ type: 'blockquote', content: deep(levels - 1) }];
  const odd: unknown[] = [
    null,
    7,
    'text',
    true,
    [],
    {},
    [[]],
    {
      id: 5,
      title: {},
      recap: 'x',
      timeline: [null, 3],
      combats: {},
      stats: 'many',
      segments: 1e9,
      filled: 'full',
      aliases: [1, null, 'a'],
    },
    { recap: deep(3000) },
    { description: deep(50), name: ['x'] },
  ];
  for (let round = 0; round < 60; round++) {
    const doc = new Y.Doc();
    const map = doc.getMap('table');
    for (const key of ['about', 'session/a', 'session/b', 'entity/a', 'clock/a', 'constructor', ''])
      if (key === 'about' || random.chance(0.8)) map.set(key, random.pick(odd));
    const view = readPlayerDoc(doc) as PlayerView;
    expect(
      view.sessions.every(
        (s) =>
          typeof s.title === 'string' && Array.isArray(s.recap) && s.objectives.every((o) => typeof o === 'string'),
      ),
    ).toBe(true);
    expect(view.clocks.every((c) => c.segments >= 1 && c.segments <= 24)).toBe(true);
    expect(() => JSON.stringify(view)).not.toThrow();
  }
  expect(readPlayerDoc(new Y.Doc())).toBeNull();
});
