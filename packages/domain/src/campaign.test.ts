// Tests the names of rooms and of records.
import { describe, expect, it } from 'vitest';
import { cleanName, currencyOf, readRoom, roomOf } from './campaign.ts';

describe('rooms and names', () => {
  it('the name of a room reads back, and any other name is refused', () => {
    const campaignId = '0197c0de-0000-7000-8000-000000000001';
    for (const ref of [
      { kind: 'ledger' as const, campaignId },
      { kind: 'table' as const, campaignId },
      { kind: 'session' as const, campaignId, sessionId: campaignId },
    ])
      expect(readRoom(roomOf(ref))).toEqual(ref);
    for (const room of [
      'campaign/../x',
      'campaign/x',
      `campaign/${campaignId}/other`,
      '',
      `campaign/${campaignId}/session/../../x`,
    ])
      expect(readRoom(room)).toBeNull();
  });
  it('names are trimmed, folded and cut, and never empty', () => {
    expect(cleanName('  a \n b ')).toBe('a b');
    expect(cleanName(' \t')).toBeNull();
    expect(cleanName('x'.repeat(500))).toHaveLength(200);
  });
});

it('money has the campaign’s own word, else its game system’s', () => {
  const words = ['fitd', 'coc-7e', 'gurps-4e', 'dnd-5e', 'custom', '', 'my own'].map((system) =>
    currencyOf({ system, currency: '' }),
  );
  expect(words).toEqual(['coin', 'dollars', '$', 'gp', 'coins', 'gp', 'gp']);
  expect([currencyOf({ system: 'fitd', currency: 'marks' }), currencyOf(null)]).toEqual(['marks', 'gp']);
});
