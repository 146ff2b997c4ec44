// What the sync chip says: one state at a time, the most worrying first. Pure, so that every state has a test.
import type { SaveState } from '@emberkeep/store';
import type { SyncStatus } from '#lib/services/sync/sync-status.ts';
import { timeAgo } from '#lib/ui/time-ago.ts';
import { m } from '#messages';

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
  /** `syncedAt`: Unix ms; null before the first sync. `hasAllPictures`: those that the documents name are on both sides too. */
  | { type: 'synced'; syncedAt: number | null; hasAllPictures: boolean };

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

/** What the chip tells of. */
export interface CampaignStanding {
  saving: SavingShown;
  sync: SyncStatus;
  /** The campaign is synced with one. */
  hasRelay: boolean;
  isOnline: boolean;
  /** None is left to copy. */
  hasAllPictures: boolean;
}

export const chipState = ({ saving, sync, hasRelay, isOnline, hasAllPictures }: CampaignStanding): ChipState => {
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
  return toSend > 0 ? { type: 'sending', toSend } : { type: 'synced', syncedAt, hasAllPictures };
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
  const waiting = state.toSend > 0 ? m.shell_syncWords_to_send({ toSend: state.toSend }) : '';
  if (state.type === 'reconnecting')
    return say(
      'waiting',
      [m.shell_syncWords_reconnecting(), waiting].filter(Boolean).join(' · '),
      m.shell_syncWords_the_sync_server_isnt_answering(),
      [m.shell_syncWords_reconnecting(), waiting].filter(Boolean).join(' '),
    );
  return say(
    'waiting',
    m.shell_syncWords_offline_waiting({ waiting: waiting || m.shell_syncWords_saved() }),
    m.shell_syncWords_everything_is_on_this_device(),
    [m.shell_syncWords_offline(), waiting].filter(Boolean).join(' '),
  );
};

const whileLocal = (isOnline: boolean): ChipWords =>
  isOnline
    ? say('good', m.shell_syncWords_saved_on_this_device(), [
        m.shell_syncWords_everything_is_on_this_device_without_sync(),
        m.shell_syncWords_invite_a_co_gm_or(),
      ])
    : say(
        'good',
        m.shell_syncWords_offline_saved(),
        m.shell_syncWords_youre_offline_and_everything_is(),
        m.shell_syncWords_offline(),
      );

export const chipWords = (state: ChipState, nowMs: number): ChipWords => {
  switch (state.type) {
    case 'not-saved':
      return say('bad', m.shell_syncWords_not_saved(), [
        m.shell_syncWords_your_latest_edits_couldnt_be(),
        m.shell_syncWords_they_exist_only_in_this(),
      ]);
    case 'saving':
      return say('waiting', m.shell_syncWords_saving(), m.shell_syncWords_your_latest_edits_are_being());
    case 'local':
      return whileLocal(state.isOnline);
    case 'refused':
      return say('bad', m.shell_syncWords_access_denied(), [
        state.reason || m.shell_syncWords_the_sync_server_denied_access(),
        m.shell_syncWords_the_copy_on_this_device(),
      ]);
    case 'reconnecting':
    case 'offline':
      return whileApart(state);
    case 'connecting':
      return say('waiting', m.shell_syncWords_reconnecting(), m.shell_syncWords_connecting_to_the_sync_server());
    case 'fetching':
      return say('waiting', m.shell_syncWords_downloading_missing({ missing: state.missing }), [
        m.shell_syncWords_documents_of_this_campaign_are(),
        m.shell_syncWords_stay_online_until_this_is(),
      ]);
    case 'checking':
      return say('waiting', m.shell_syncWords_checking(), m.shell_syncWords_comparing_this_device_with_the());
    case 'sending':
      return say(
        'waiting',
        m.shell_syncWords_sending_to_send({ toSend: state.toSend }),
        m.shell_syncWords_your_latest_edits_are_being_sent(),
      );
    case 'synced':
      return say(
        'good',
        state.syncedAt
          ? m.shell_syncWords_synced_time_ago({ timeAgo: timeAgo(state.syncedAt, nowMs) })
          : m.shell_syncWords_synced(),
        state.hasAllPictures
          ? m.shell_syncWords_everything_is_on_this_device_and_server()
          : m.shell_syncWords_all_text_is_on_this(),
        m.shell_syncWords_synced(),
      );
  }
};
