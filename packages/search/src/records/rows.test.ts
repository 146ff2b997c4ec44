// Tests what a record's row says where the record's own values would mislead or do not fit.
import { expect, it } from 'vitest';
import { readFields, SESSION } from '@emberkeep/domain';
import { rowsOf } from './rows.ts';

const sessionRow = (fields: Record<string, unknown>): Record<string, unknown> => {
  const session = readFields(SESSION, 's', { fields: new Map([['number', 1]]), groups: new Map() })!;
  const read = { kind: 'session', id: 's', room: 'r', record: { ...session, ...fields }, texts: {} } as const;
  return rowsOf(read, { campaignId: 'c', currency: '' }).find(([table]) => table === 'sessions')![1];
};

it('a session says when it was last revised', () => {
  expect(sessionRow({ createdAt: 1000, updatedAt: 5000 })).toMatchObject({ created_at: 1000, updated_at: 5000 });
});

it('leaves out a time that is not a number', () => {
  const row = sessionRow({ startedAt: NaN, endedAt: Infinity, createdAt: NaN, updatedAt: NaN, date: 'soon' });
  expect([row['real_start_time'], row['real_end_time'], row['created_at'], row['updated_at']]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
