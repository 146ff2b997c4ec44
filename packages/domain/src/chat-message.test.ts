// Tests that citations are read as untrusted: they come from models and other devices.
import { expect, it } from 'vitest';
import { readCitations } from './chat-message.ts';

it('a citation names a record; a path or an address is refused', () => {
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
