// Tests that drafts are read as untrusted: they come from models and other devices.
import { expect, it } from 'vitest';
import { readDraftRequest, readDraftRequests } from './draft-request.ts';

it('[M-406] a draft is one of three kinds, has a name or text, and has no id, session or status', () => {
  expect(
    readDraftRequest({
      kind: 'scene',
      title: ' Docks ',
      sceneType: 'war',
      confidence: 'AUTHORITATIVE',
      id: 'x',
      sessionId: 'y',
    }),
  ).toEqual({ kind: 'scene', title: 'Docks', sceneType: 'other' });
  expect(
    readDraftRequest({
      kind: 'entity',
      name: 'A\n B',
      type: 'god',
      attributes: { ok: 1, 'a/b': 2, nan: Number.NaN, deep: {} },
      isKnown: true,
    }),
  ).toEqual({ kind: 'entity', name: 'A B', type: 'other', attributes: { ok: 1 } });
  expect(readDraftRequest({ kind: 'log', content: 'x', entities: ['A', 7] })).toEqual({
    kind: 'log',
    entities: ['A'],
    content: 'x',
  });
  for (const none of [
    null,
    1,
    'scene',
    [],
    {},
    { kind: 'delete' },
    { kind: 'scene', title: ' ' },
    { kind: 'entity', name: 5 },
    { kind: 'log' },
    { kind: '__proto__' },
  ])
    expect(readDraftRequest(none)).toBeNull();
  expect(readDraftRequests(Array.from({ length: 50 }, (_, n) => ({ kind: 'log', content: `${n}` })))).toHaveLength(6);
  expect(readDraftRequests('scene')).toEqual([]);
});
