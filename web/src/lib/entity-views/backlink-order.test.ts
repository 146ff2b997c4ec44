// The order of the notes that link to an entity.
import { expect, it } from 'vitest';
import { roomOf } from '@emberkeep/domain';
import type { Backlink } from '@emberkeep/store';
import { inBacklinkOrder } from './backlink-order.ts';

/** Ids are UUIDs; a test calls them by their last digits. */
const idOf = (short: number): string => `00000000-0000-7000-8000-${String(short).padStart(12, '0')}`;
const CAMPAIGN = idOf(99);

const link = (room: string, text: string, sentence: string): Backlink => ({ room, text, sentence, nameKey: 'pell' });
const session = (id: number, sentence: string): Backlink =>
  link(roomOf({ kind: 'session', campaignId: CAMPAIGN, sessionId: idOf(id) }), `${id}/prep_notes`, sentence);
const entity = (id: string, sentence: string): Backlink =>
  link(roomOf({ kind: 'ledger', campaignId: CAMPAIGN }), `${id}/description`, sentence);

it('“Linked from” lists the newest session first, then entities by name, and one note in the order of its text', () => {
  const numbers: Record<string, number> = { [idOf(2)]: 2, [idOf(10)]: 10 };
  const names: Record<string, string> = { z: 'Zoe', a: 'Éowyn', d: 'Dob' };
  const links = [entity('z', '1'), session(2, '2'), entity('a', '3'), session(10, '4'), session(10, '5')];
  const ordered = inBacklinkOrder([...links, entity('d', '6'), session(7, '7')], {
    numberOf: (id) => numbers[id],
    nameOf: (id) => names[id],
  });
  expect(ordered.map(({ sentence }) => sentence)).toEqual(['4', '5', '2', '7', '6', '3', '1']);
});
