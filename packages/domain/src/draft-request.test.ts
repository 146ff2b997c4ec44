// Shows that drafts asked for, and citations of an answer, are read as hostile: they come from models and from other
// tablets.
import { describe, expect, it } from 'vitest';
import { readCitations, readDraftRequest, readDraftRequests } from './index.ts';

describe('what the talk keeps beside its words', () => {
  it('[M-406] a draft is one of three kinds, with a name, and nothing that is the host’s to say', () => {
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

  it('a citation leads to a record of ours: no path, no address', () => {
    const good = { kind: 'note', sub: 'prep', recordId: 'abc-1', sessionId: 's1', entityId: null, title: 'Session 4' };
    expect(
      readCitations([
        good,
        { ...good, recordId: '../../settings' },
        { ...good, recordId: 'javascript:alert(1)' },
        { ...good, title: 7 },
        null,
        'x',
      ]),
    ).toEqual([good]);
    expect(readCitations([{ ...good, sessionId: '../x', entityId: 5, sub: {} }])).toEqual([
      { ...good, sessionId: null, sub: '' },
    ]);
    expect(readCitations({ length: 3 })).toEqual([]);
  });
});
