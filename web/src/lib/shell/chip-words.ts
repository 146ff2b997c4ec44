// Owns the words of the sync chip: one state at a time, the most worrying first. Pure, so that every state has a test.
import type { SaveState } from '@emberkeep/store';
import type { SyncStatus } from '#lib/services/sync/sync-status.ts';
import { timeAgo } from '#lib/ui/time-ago.ts';

export interface ChipWords {
  tone: 'good' | 'waiting' | 'bad';
  text: string;
  /** What is safe and what happens next, for the panel. */
  detail: string;
}

export const chipWords = (
  saving: SaveState,
  sync: SyncStatus,
  hasRelay: boolean,
  isOnline: boolean,
  nowMs: number,
): ChipWords => {
  if (saving.type === 'failed')
    return {
      tone: 'bad',
      text: 'Not saved',
      detail:
        'This device refused to store the newest edits. They are in this open page only: download your campaign now.',
    };
  if (!hasRelay) {
    return isOnline
      ? {
          tone: 'good',
          text: 'Saved on this device',
          detail: 'Everything is on this device. Invite a co-GM or turn on sync to keep a second copy.',
        }
      : {
          tone: 'good',
          text: 'Offline · saved',
          detail: 'No network, and none is needed: everything is on this device.',
        };
  }
  const { connection, toSend, missing, syncedAt } = sync;
  if (connection?.type === 'refused')
    return {
      tone: 'bad',
      text: 'Not let in',
      detail: `${connection.reason || 'The sync server refused this device.'} The copy on this device stays.`,
    };
  if (connection === null || connection.type === 'offline') {
    return isOnline
      ? {
          tone: 'waiting',
          text: toSend > 0 ? `Reconnecting… · ${toSend} to send` : 'Reconnecting…',
          detail: 'The sync server does not answer right now. Everything is on this device and will be sent by itself.',
        }
      : {
          tone: 'waiting',
          text: toSend > 0 ? `Offline · ${toSend} to send` : 'Offline · saved',
          detail: 'Everything is on this device. What is waiting goes out by itself when there is a network again.',
        };
  }
  if (connection.type !== 'synced')
    return { tone: 'waiting', text: 'Reconnecting…', detail: 'Connecting to the sync server.' };
  if (missing > 0)
    return {
      tone: 'waiting',
      text: `Fetching ${missing} more`,
      detail:
        'Documents of this campaign are still arriving. Stay online until this is done to have everything at the table.',
    };
  if (!sync.isComplete)
    return {
      tone: 'waiting',
      text: 'Checking…',
      detail: 'Comparing what is on this device with what is on the sync server.',
    };
  if (toSend > 0) return { tone: 'waiting', text: `Sending ${toSend}`, detail: 'The newest edits are on their way.' };
  return {
    tone: 'good',
    text: syncedAt ? `Synced · ${timeAgo(syncedAt, nowMs)}` : 'Synced',
    detail: 'Everything is on this device and on the sync server’s disk. Ready for offline.',
  };
};
