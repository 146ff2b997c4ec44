// Every state of the sync chip: the most worrying first, and never "synced" while something is not on the relay.
import { describe, expect, it } from 'vitest';
import type { SyncStatus } from '#lib/services/sync/sync-status.ts';
import { chipState, chipWords, type ChipWords, type SavingShown } from './sync-words.ts';

const NOW = 1_000_000_000;

const status = (fields: Partial<SyncStatus>): SyncStatus => ({
  connection: { type: 'synced' },
  toSend: 0,
  missing: 0,
  isComplete: true,
  syncedAt: NOW - 120_000,
  people: [],
  hasPlayerView: false,
  socketCount: 1,
  ...fields,
});
interface Surroundings {
  saving?: SavingShown;
  hasRelay?: boolean;
  isOnline?: boolean;
  hasAllPictures?: boolean;
}
const wordsFor = (
  fields: Partial<SyncStatus>,
  { saving = 'saved', hasRelay = true, isOnline = true, hasAllPictures = true }: Surroundings = {},
): ChipWords => chipWords(chipState({ saving, sync: status(fields), hasRelay, isOnline, hasAllPictures }), NOW);

describe('sync chip', () => {
  it.each([
    [wordsFor({}, { saving: 'failed' }), 'Not saved'],
    [wordsFor({}, { saving: 'slow' }), 'Saving…'],
    [wordsFor({ connection: null }, { saving: 'slow', hasRelay: false }), 'Saving…'],
    [wordsFor({ connection: null }, { saving: 'saving', hasRelay: false }), 'Saved on this device'],
    [wordsFor({ connection: null }, { hasRelay: false }), 'Saved on this device'],
    [wordsFor({ connection: null }, { hasRelay: false, isOnline: false }), 'Offline · saved'],
    [wordsFor({ connection: { type: 'offline' }, toSend: 3 }, { isOnline: false }), 'Offline · 3 to send'],
    [wordsFor({ connection: { type: 'offline' } }, { isOnline: false }), 'Offline · saved'],
    [wordsFor({ connection: { type: 'offline' }, toSend: 2 }), 'Reconnecting… · 2 to send'],
    [wordsFor({ connection: { type: 'connecting' } }), 'Reconnecting…'],
    [wordsFor({ connection: { type: 'refused', code: 4401, reason: 'No.' } }), 'Access denied'],
    [wordsFor({ missing: 7 }), 'Downloading 7…'],
    [wordsFor({ isComplete: false }), 'Checking…'],
    [wordsFor({ toSend: 1 }), 'Sending 1'],
  ])('%o', (words, text) => {
    expect(words.text).toBe(text);
    expect(words.detail.length).toBeGreaterThan(20);
  });

  it('says when everything was last on the relay’s disk', () => {
    expect(wordsFor({}).text).toMatch(/^Synced · .*2/);
  });

  it('promises to be ready for offline only once the pictures are here, too', () => {
    expect(wordsFor({}).detail).toContain('Ready to use offline');
    expect(wordsFor({}, { hasAllPictures: false }).detail).not.toContain('Ready to use offline');
  });

  it('announces no time that passes by itself', () => {
    expect(wordsFor({}).announcement).toBe('Synced');
    expect(wordsFor({ connection: null }, { hasRelay: false, isOnline: false }).announcement).toBe('Offline');
    expect(wordsFor({ connection: { type: 'offline' }, toSend: 3 }, { isOnline: false }).announcement).toBe(
      'Offline 3 to send',
    );
    expect(wordsFor({ connection: { type: 'offline' }, toSend: 3 }).announcement).toBe('Reconnecting… 3 to send');
    expect(wordsFor({ connection: { type: 'offline' } }).announcement).toBe('Reconnecting…');
  });
});
