// What the sync chip says: one state at a time, the most worrying first. Pure, so that every state has a test.
import type { SaveState } from '@emberkeep/store';
import type { SyncStatus } from '#lib/services/sync/sync-status.ts';
import { timeAgo } from '#lib/ui/time-ago.ts';

export type ChipState =
  | { type: 'not-saved' }
  | { type: 'saving' }
  | { type: 'local'; isOnline: boolean }
  | { type: 'refused'; reason: string }
  | { type: 'reconnecting' | 'offline'; toSend: number }
  | { type: 'connecting' }
  | { type: 'fetching'; missing: number }
  | { type: 'checking' }
  | { type: 'sending'; toSend: number }
  /** `syncedAt`: Unix ms; null before the first sync. `hasPictures`: those that the documents name are on both sides too. */
  | { type: 'synced'; syncedAt: number | null; hasPictures: boolean };

export interface ChipWords {
  tone: 'good' | 'waiting' | 'bad';
  text: string;
  /** What a screen reader hears: the text without times that pass by themselves. */
  announcement: string;
  /** What is safe and what happens next, for the panel. */
  detail: string;
}

/** Saving is said once it takes longer than this, ms: a fast disk would make the chip flicker at every key. */
export const SLOW_SAVE_MS = 250;

/** `slow`: saving takes longer than `SLOW_SAVE_MS`. */
export type SavingShown = SaveState['type'] | 'slow';

/** The state to show. `hasRelay`: the campaign is synced with one. `hasPictures`: none is left to copy. */
export const chipState = (
  saving: SavingShown,
  sync: SyncStatus,
  hasRelay: boolean,
  isOnline: boolean,
  hasPictures: boolean,
): ChipState => {
  if (saving === 'failed') return { type: 'not-saved' };
  if (saving === 'slow') return { type: 'saving' };
  if (!hasRelay) return { type: 'local', isOnline };
  const { connection, toSend, missing, syncedAt, isComplete } = sync;
  if (connection?.type === 'refused') return { type: 'refused', reason: connection.reason };
  if (connection === null || connection.type === 'offline')
    return { type: isOnline ? 'reconnecting' : 'offline', toSend };
  if (connection.type !== 'synced') return { type: 'connecting' };
  if (missing > 0) return { type: 'fetching', missing };
  if (!isComplete) return { type: 'checking' };
  return toSend > 0 ? { type: 'sending', toSend } : { type: 'synced', syncedAt, hasPictures };
};

const say = (
  tone: ChipWords['tone'],
  text: string,
  detail: string | readonly string[],
  announcement = text,
): ChipWords => ({
  tone,
  text,
  announcement,
  detail: typeof detail === 'string' ? detail : detail.join(' '),
});

const whileApart = (state: { type: 'reconnecting' | 'offline'; toSend: number }): ChipWords => {
  const waiting = state.toSend > 0 ? `${state.toSend} to send` : '';
  if (state.type === 'reconnecting')
    return say(
      'waiting',
      ['Reconnecting…', waiting].filter(Boolean).join(' · '),
      'The sync server does not answer right now. Everything is on this device and will be sent by itself.',
      ['Reconnecting…', waiting].filter(Boolean).join(' '),
    );
  return say(
    'waiting',
    `Offline · ${waiting || 'saved'}`,
    'Everything is on this device. What is waiting goes out by itself when there is a network again.',
    ['Offline', waiting].filter(Boolean).join(' '),
  );
};

const whileLocal = (isOnline: boolean): ChipWords =>
  isOnline
    ? say('good', 'Saved on this device', [
        'Everything is on this device.',
        'Invite a co-GM or turn on sync to keep a second copy.',
      ])
    : say('good', 'Offline · saved', 'No network, and none is needed: everything is on this device.', 'Offline');

export const chipWords = (state: ChipState, nowMs: number): ChipWords => {
  switch (state.type) {
    case 'not-saved':
      return say('bad', 'Not saved', [
        'This device refused to store the newest edits.',
        'They are in this open page only: download your campaign now.',
      ]);
    case 'saving':
      return say('waiting', 'Saving…', 'The newest edits are being written to this device. Keep this page open.');
    case 'local':
      return whileLocal(state.isOnline);
    case 'refused':
      return say('bad', 'Not let in', [
        state.reason || 'The sync server refused this device.',
        'The copy on this device stays.',
      ]);
    case 'reconnecting':
    case 'offline':
      return whileApart(state);
    case 'connecting':
      return say('waiting', 'Reconnecting…', 'Connecting to the sync server.');
    case 'fetching':
      return say('waiting', `Fetching ${state.missing} more`, [
        'Documents of this campaign are still arriving.',
        'Stay online until this is done to have everything at the table.',
      ]);
    case 'checking':
      return say('waiting', 'Checking…', 'Comparing what is on this device with what is on the sync server.');
    case 'sending':
      return say('waiting', `Sending ${state.toSend}`, 'The newest edits are on their way.');
    case 'synced':
      return say(
        'good',
        state.syncedAt ? `Synced · ${timeAgo(state.syncedAt, nowMs)}` : 'Synced',
        state.hasPictures
          ? 'Everything is on this device and on the sync server’s disk. Ready for offline.'
          : 'All words are on this device and on the sync server’s disk. Pictures are still being copied.',
        'Synced',
      );
  }
};
