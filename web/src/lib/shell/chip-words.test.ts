// Shows every state of the chip: the most worrying first, and never "synced" while something waits.
import { describe, expect, it } from 'vitest';
import type { SyncStatus } from '#lib/services/sync/sync-status.ts';
import { chipWords } from './chip-words.ts';

const now = 1_000_000_000;
const status = (fields: Partial<SyncStatus>): SyncStatus => ({
  connection: { type: 'synced' },
  toSend: 0,
  missing: 0,
  isComplete: true,
  syncedAt: now - 120_000,
  people: [],
  hasPlayerView: false,
  socketCount: 1,
  ...fields,
});
const saved = { type: 'saved' } as const;

describe('sync chip', () => {
  it.each([
    [chipWords({ type: 'failed', error: { type: 'StorageFull' } }, status({}), true, true, now), 'Not saved'],
    [chipWords(saved, status({ connection: null }), false, true, now), 'Saved on this device'],
    [chipWords(saved, status({ connection: null }), false, false, now), 'Offline · saved'],
    [chipWords(saved, status({ connection: { type: 'offline' }, toSend: 3 }), true, false, now), 'Offline · 3 to send'],
    [
      chipWords(saved, status({ connection: { type: 'offline' }, toSend: 2 }), true, true, now),
      'Reconnecting… · 2 to send',
    ],
    [chipWords(saved, status({ connection: { type: 'connecting' } }), true, true, now), 'Reconnecting…'],
    [
      chipWords(saved, status({ connection: { type: 'refused', code: 4401, reason: 'No.' } }), true, true, now),
      'Not let in',
    ],
    [chipWords(saved, status({ missing: 7 }), true, true, now), 'Fetching 7 more'],
    [chipWords(saved, status({ isComplete: false }), true, true, now), 'Checking…'],
    [chipWords(saved, status({ toSend: 1 }), true, true, now), 'Sending 1'],
  ])('%o', (words, text) => {
    expect(words.text).toBe(text);
    expect(words.detail.length).toBeGreaterThan(20);
  });
  it('says when everything was last on the relay’s disk', () => {
    expect(chipWords(saved, status({}), true, true, now).text).toMatch(/^Synced · .*2/);
  });
});
